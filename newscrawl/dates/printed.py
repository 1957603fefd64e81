"""Full dates as pages and lists print them for readers, in French and English."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newscrawl.dates.stated import CLOCK, TIME_OF_DAY, StatedMoment, full_year, stated
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
_IN_FIGURES = _FORMS[3]
_CLOCK_BEFORE = re.compile(
    rf"(?:^|[|·•]\s?|\b(?:publiee?|posted|published|maj)\s)(?:(?:a|at)\s)?{TIME_OF_DAY}[\s,|·•-]{{1,3}}(?:(?:le|du|on)\s)?$"
)
"""A time of day before its day, where nothing else stands before it."""
_BEFORE = 30
"""Characters before a date in which its time of day may stand."""
_MONTHS_A_YEAR = 12
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
        day = (full_year(found["year"]), month, int(found["day"]))
        if form is _IN_FIGURES and _has_month_first(found, folded):
            day = (day[0], day[2], month)
        start, end, zone, clock = found.start(), found.end(), None, found
        if found["hour"] is not None:
            behind = zone_at(text, folded, end, has_seconds=found["second"] is not None)
            zone, end = behind or (None, end)
        elif before := _CLOCK_BEFORE.search(folded, max(0, start - _BEFORE), start):
            clock, start = before, before.start("hour")
        read = stated(day, clock, zone, (start, end))
        if read is not None:
            yield read


def _has_month_first(found: re.Match[str], folded: str) -> bool:
    """Whether a text that opens with a date in figures can mean no other: `11/26/2026 8:28 PM`."""
    is_opening = found.start() == 0 and (found["hour"] is not None or found.end() == len(folded))
    return is_opening and found["mark"] == "/" and int(found["month"]) > _MONTHS_A_YEAR >= int(found["day"])
