"""The names of months as pages print them beside lists and headlines, in French and English.

Datelines know more, from what machine translation leaves behind: `newscrawl.dateline.calendar`.
"""

from __future__ import annotations

_NAMES = (
    "janvier janv jan january",
    "fevrier fevr fev february feb",
    "mars mar march",
    "avril avr april apr",
    "mai may",
    "juin jun june",
    "juillet juil jul july",
    "aout aou august aug",
    "septembre sept sep september",
    "octobre oct october",
    "novembre nov november",
    "decembre dec december",
)

MONTHS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names.split()}
"""Folded name or abbreviation → 1 to 12."""

MONTH_PATTERN = "|".join(sorted(MONTHS, key=len, reverse=True))
"""Alternatives of a regular expression for any of them, the longest first."""
