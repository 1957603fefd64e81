"""The date of a dateline in full: which year, which month, which day a writer meant.

A dateline writes what its reader needed that day: "10 février", "mardi", "le
5".  The rest is told by the day of publication, or by a weekday named in the
text beside the moment of the crawl.  Without such evidence the date stays
partial: the clock alone is never a reason to name a year.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from newscrawl.dateline.calendar import FRENCH_WEEKDAYS
from newscrawl.items import Dateline
from newscrawl.text import fold

CONFLICT_AFTER = timedelta(days=7)
"""A filing date older than this before publication is doubted (`date_conflict`)."""

YEARS_BACK = 40
"""How far back a 29 February or a weekday is looked for."""


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """The parts of a date as written; what is not written is null."""

    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    """0 is Monday."""

    @property
    def full(self) -> date | None:
        """The date, where day, month and year are written and exist."""
        if self.year is None or self.month is None or self.day is None:
            return None
        return _day(self.year, self.month, self.day)

    @property
    def partial(self) -> str | None:
        """`--MM-DD` or `---DD`, null where not even a day of the month is written or the date is full."""
        if self.day is None or self.year is not None:
            return None
        return f"--{self.month:02}-{self.day:02}" if self.month else f"---{self.day:02}"

    @property
    def exists(self) -> bool:
        """Some year has such a day."""
        if self.day is None:
            return self.weekday is not None
        return _day(self.year or 2024, self.month or 1, self.day) is not None


def settle(written: WrittenDate, published: date | None) -> date | None:
    """`written` as a full date: as it says, else the nearest day not after `published` that fits it.

    One day after `published` is let pass, for agencies east of the site's zone.
    """
    if written.year is not None or published is None:
        return written.full
    if written.month is not None and written.day is not None:
        return _latest_in_year(written, published)
    if written.day is not None:
        return _latest_in_month(written, published)
    return _latest_weekday(written, published)


def resolve(
    dateline: Dateline,
    *,
    published: datetime | date | None = None,
    reference: datetime | date | None = None,
    text: str = "",
) -> tuple[str | None, list[str]]:
    """The full ISO date of `dateline`, or null, and problems.

    Read against `published` where known; else against `reference`, the moment of the crawl, but only together with a
    weekday that `text` (the first paragraphs) names: the latest such day of the month not after `reference`.  Then
    `year_inferred` is among the problems.  `date_conflict`: later than publication, or more than 7 days before it.
    """
    from newscrawl.dateline.grammar import read_date  # noqa: PLC0415 - the grammar builds on this module

    written = read_date(dateline.date_raw) if dateline.date_raw else None
    if written is None:
        return dateline.date, []
    day = _as_day(published)
    if day is not None or written.year is not None:
        settled = settle(written, day)
        return _iso(settled), _conflicts(settled, day)
    if reference is None:
        return None, []
    inferred = infer(written, _as_day(reference), _weekdays_of(text, written))
    return _iso(inferred), ["year_inferred"] if inferred else []


def infer(written: WrittenDate, reference: date | None, weekdays: list[int]) -> date | None:
    """The latest day not after `reference` that fits both `written` and the first of `weekdays`.

    A wire names the day it tells of, which is the day it was filed or one just before it: "lundi" under a dateline of
    a Tuesday is the day before.  Only the first weekday of the text counts, and only as the very day of filing: every
    further reading would fit some year.
    """
    if reference is None or not weekdays or written.day is None or written.month is None:
        return None
    for year in range(reference.year, reference.year - YEARS_BACK, -1):
        day = _day(year, written.month, written.day)
        if day is not None and day <= reference and day.weekday() == weekdays[0]:
            return day
    return None


_WEEKDAY = re.compile(
    r"\b(" + "|".join(FRENCH_WEEKDAYS) + r")\b(?!\s+(?:prochain|dernier|en\s+huit|\d))", re.IGNORECASE
)


def _weekdays_of(text: str, written: WrittenDate) -> list[int]:
    """The weekday written in the dateline itself, else those that `text` names, in order."""
    if written.weekday is not None:
        return [written.weekday]
    return [FRENCH_WEEKDAYS[fold(match)] for match in _WEEKDAY.findall(text)]


def _conflicts(filed: date | None, published: date | None) -> list[str]:
    if filed is None or published is None or published - CONFLICT_AFTER <= filed <= published:
        return []
    return ["date_conflict"]


def _latest_in_year(written: WrittenDate, published: date) -> date | None:
    """The latest day of that month and number up to the eve of tomorrow; a weekday beside it may speak against it."""
    for year in range(published.year + 1, published.year - YEARS_BACK, -1):
        day = _day(year, written.month or 1, written.day or 1)
        if day is not None and day <= published + timedelta(days=1):
            return day
    return None


def _latest_in_month(written: WrittenDate, published: date) -> date | None:
    latest = published + timedelta(days=1)
    year, month = latest.year, latest.month
    for _ in range(12):
        day = _day(year, month, written.day or 1)
        if day is not None and day <= latest:
            return day
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return None


def _latest_weekday(written: WrittenDate, published: date) -> date | None:
    if written.weekday is None:
        return None
    return published - timedelta(days=(published.weekday() - written.weekday) % 7)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _as_day(moment: datetime | date | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
