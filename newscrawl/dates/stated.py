"""What a text states: a day, perhaps with a time of day and a zone, and where in the text it does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo

from newscrawl.dates.words import AFTERNOON
from newscrawl.items import Precision

FIRST_YEAR = 1990
"""Year before which no page was published: what is dated earlier, the Unix epoch above all, holds a placeholder."""
HALF_DAY = r"(?P<half>[ap]\.?\s?m\b\.?|du (?:matin|soir)\b|de l'apres-midi\b)"
TIME_OF_DAY = (
    r"(?P<hour>[01]?\d|2[0-3])\s?(?:h(?:eures?)?(?![a-z])|:(?=\s?[0-5]\d)|(?=[ap]\.?\s?m\b))\s?"
    r"(?P<minute>[0-5]\d)?(?:\s?min\b)?(?::(?P<second>[0-6]\d)(?:[.,]\d{1,9})?)?"
    rf"(?:\s?{HALF_DAY})?(?![\d/]|\s?heures?\b(?!\s(?:locale|de|du|d')\b))"
)
"""Part of a pattern over folded text: a time of day."""
CLOCK = rf"(?:[\s,.|/·•()-]{{0,6}}(?:(?:a|at|vers|des|@|t)(?![a-z])\s?)?[\s,.|/·•-]{{0,2}}{TIME_OF_DAY})?"
"""Part of a pattern over folded text: a time of day, where one follows a day."""


@dataclass(frozen=True, slots=True)
class StatedMoment:
    """A date as stated, from `start` to `end` in its text."""

    at: datetime
    """Without an offset where none is stated; midnight where the day is all that is."""
    precision: Precision
    start: int
    end: int

    @property
    def iso(self) -> str:
        """ISO 8601: a date where only the day is stated, else a time, with the offset stated."""
        return self.at.date().isoformat() if self.precision == "day" else self.at.isoformat()

    @property
    def is_plausible(self) -> bool:
        """Whether something could be published then."""
        return self.at.year >= FIRST_YEAR


def stated(
    day: tuple[int, int, int], found: re.Match[str], zone: tzinfo | None, span: tuple[int, int]
) -> StatedMoment | None:
    """A date from year, month and day, with the time of day in `found`; null where the calendar has no such moment."""
    clock = clock_of(found)
    try:
        at = datetime.combine(date(*day), clock or time(), zone)
        at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return StatedMoment(at, "day" if clock is None else "second" if found["second"] else "minute", *span)


def clock_of(found: re.Match[str]) -> time | None:
    """The time of day in a match of `TIME_OF_DAY`."""
    if found["hour"] is None:
        return None
    hour = hour_of_day(int(found["hour"]), found["half"])
    return time(hour, int(found["minute"] or 0), min(int(found["second"] or 0), 59))


def hour_of_day(hour: int, half: str | None) -> int:
    """An hour of a clock of twelve hours, of the half-day named, as one of twenty-four."""
    if not half or hour > 12:
        return hour
    return hour % 12 + (12 if half.startswith(AFTERNOON) else 0)


def full_year(written: str) -> int:
    """A year of four digits, or of two: `26` is 2026, `99` is 1999."""
    year = int(written)
    return year if len(written) == 4 else year + (2000 if year < 70 else 1900)
