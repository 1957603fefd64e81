"""The day that a writer meant who left out its year, or its month: against publication, or a weekday beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

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
        return day_of(self.year, self.month, self.day)

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
        return day_of(self.year or 2024, self.month or 1, self.day) is not None

    def completed(self, published: date | None) -> date | None:
        """The full date: as it says, else the nearest day not after `published` that fits it.

        One day after `published` is let pass, for agencies east of the site's zone.
        """
        if self.year is not None or published is None:
            return self.full
        latest = published + timedelta(days=1)
        if self.month is not None and self.day is not None:
            return latest_day(self.month, self.day, latest)
        if self.day is not None:
            return _latest_in_month(self.day, latest)
        return None if self.weekday is None else latest_weekday(self.weekday, published)

    def inferred(self, reference: date | None, weekdays: list[int]) -> date | None:
        """The latest day not after `reference` that fits both what is written and the first of `weekdays`.

        A wire names the day it tells of, which is the day it was filed or one just before it: "lundi" under a dateline
        of a Tuesday is the day before.  Only the first weekday of the text counts, and only as the very day of filing:
        every further reading would fit some year.
        """
        if reference is None or not weekdays or self.day is None or self.month is None:
            return None
        return latest_day(self.month, self.day, reference, weekday=weekdays[0])


def day_of(year: int, month: int, day: int) -> date | None:
    """A day of the calendar, null where there is none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def latest_day(
    month: int, day: int, until: date, *, years: int = YEARS_BACK, weekday: int | None = None
) -> date | None:
    """The last such day, and such a day of the week, that is not after `until`; the 29 February may be years ago."""
    days = (day_of(year, month, day) for year in range(until.year, until.year - years, -1))
    return next((day for day in days if day and day <= until and weekday in (None, day.weekday())), None)


def latest_weekday(weekday: int, until: date) -> date:
    """The last such day of the week, `until` itself included."""
    return until - timedelta(days=(until.weekday() - weekday) % 7)


def _latest_in_month(number: int, latest: date) -> date | None:
    """The last day of that number; a weekday beside it may speak against it."""
    year, month = latest.year, latest.month
    for _ in range(12):
        day = day_of(year, month, number)
        if day is not None and day <= latest:
            return day
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return None
