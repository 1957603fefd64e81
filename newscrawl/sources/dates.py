"""Full dates as lists print them, in French and English, to ISO 8601; `partial_dates` reads the others."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache

from newscrawl.months import MONTH_PATTERN, MONTHS
from newscrawl.sources.partial_dates import (
    CLOCK,
    LONGEST_DATE,
    belong_to_date,
    clock_of,
    is_around_date,
    partial_date,
)
from newscrawl.text import fold

_MONTH = f"(?P<month>{MONTH_PATTERN})" + r"\.?"
_FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?[\s-]{{1,3}}{_MONTH}[\s,-]{{1,3}}(?P<year>\d{{4}}){CLOCK}",
        rf"\b{_MONTH}\s{{1,2}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,2}}(?P<year>\d{{4}}){CLOCK}",
        rf"(?<!\d)(?P<day>\d{{1,2}})[/.-](?P<month>\d{{1,2}})[/.-](?P<year>\d{{4}}|\d{{2}})(?!\d){CLOCK}",
        rf"(?<!\d)(?P<year>\d{{4}})[/.-](?P<month>\d{{2}})[/.-](?P<day>\d{{2}})(?!\d){CLOCK}",
    )
)
_DIGIT = re.compile(r"\d")
_LONGEST = 80


def iso_date(stated: str | None) -> str | None:
    """A machine-readable date (`time[datetime]`) as ISO 8601 that `datetime.fromisoformat` reads, else None."""
    if stated is None:
        return None
    text = stated.strip()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.year < 1990:
        return None
    return moment.date().isoformat() if len(text) <= 10 else moment.isoformat()


def printed_date(text: str) -> str | None:
    """The first full date in a short text as ISO 8601, with its time of day where one follows, without an offset."""
    folded = fold(text[:_LONGEST])
    for form in _FORMS:
        found = form.search(folded)
        if found and (iso := _iso(found)):
            return iso
    return None


def is_date_text(text: str) -> bool:
    """Whether a short text is a date and hardly anything else."""
    return 0 < len(text) <= LONGEST_DATE and _is_date_text(text)


@lru_cache(maxsize=1024)
def _is_date_text(text: str) -> bool:
    folded = fold(text)
    for form in _FORMS if _DIGIT.search(folded) else ():
        found = form.search(folded)
        if found and _iso(found):
            return belong_to_date(folded[: found.start()]) and is_around_date(folded[found.end() :])
    return partial_date(text) is not None


def _iso(found: re.Match[str]) -> str | None:
    year = int(found["year"])
    month = MONTHS.get(found["month"]) or int(found["month"])
    try:
        day = date(year + 2000 if year < 100 else year, month, int(found["day"]))
    except ValueError:
        return None
    if day.year < 1990:
        return None
    clock = clock_of(found)
    return datetime.combine(day, clock).isoformat() if clock else day.isoformat()
