"""Full dates as pages and lists print them for readers, in French and English."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newscrawl.dates.stated import CLOCK, StatedMoment, full_year, stated
from newscrawl.dates.words import MONTH_PATTERN, MONTHS
from newscrawl.dates.zones import zone_at

# Texts are folded first: no accents, no case.
_MONTH = f"(?P<month>{MONTH_PATTERN})" + r"(?![a-z])\.?"
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_DAY_FIRST = rf"(?<![\d/])(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?[\s./-]{{0,3}}{_MONTH},?[\s./-]{{0,3}}{_YEAR}(?!\d)"
_MONTH_FIRST = rf"\b{_MONTH}\s{{1,2}}(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?,?\s{{1,2}}{_YEAR}(?!\d)"
# A year of two figures only before a time of day: `10 mars 22 morts` has none.
_SHORT_YEAR = (
    rf"(?<![\d/])(?P<day>\d{{1,2}})(?:er)?[\s-]{_MONTH}[\s-](?P<year>\d{{2}})"
    r"(?=[\s,-]{1,3}(?:(?:a|at)\s)?\d{1,2}\s?[:h]\s?\d\d)"
)
# Not within longer rows of numbers, such as versions and telephone numbers, nor within addresses.
_FIGURES = (
    r"(?<![\d/-])(?<!\d\.)(?P<day>\d{1,2})(?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<year>(?:19|20)\d{2}|\d{2})"
    r"(?!\d|[/.-]\d{1,12}+(?!\s?[h:]))"
)
_YEAR_FIRST = rf"(?<!\d){_YEAR}(?P<mark>[/.-])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}})(?!\d)"
_FORMS = tuple(re.compile(form + CLOCK) for form in (_DAY_FIRST, _MONTH_FIRST, _SHORT_YEAR, _FIGURES, _YEAR_FIRST))
_MAY_BE_YEAR = re.compile(r"(?:19|20)\d\d|[\s/.-]\d\d(?!\d)")


def printed_dates(text: str, folded: str) -> list[StatedMoment]:
    """The first full date of each form in a text that is folded in place, by where they stand."""
    if not _MAY_BE_YEAR.search(folded):
        return []
    firsts = (next(_valid(form, text, folded), None) for form in _FORMS)
    return sorted((found for found in firsts if found is not None), key=lambda found: found.start)


def _valid(form: re.Pattern[str], text: str, folded: str) -> Iterator[StatedMoment]:
    for found in form.finditer(folded):
        month = MONTHS.get(found["month"]) or int(found["month"])
        end, zone = found.end(), None
        if found["hour"] is not None:
            behind = zone_at(text, folded, end, has_seconds=found["second"] is not None)
            zone, end = behind or (None, end)
        day = (full_year(found["year"]), month, int(found["day"]))
        read = stated(day, found, zone, (found.start(), end))
        if read is not None:
            yield read
