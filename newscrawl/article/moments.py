"""Times as pages state them, as instants with an offset: what `newscrawl.dates` reads, on the clock of the site."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from newscrawl.article.draft import Context
from newscrawl.dates.free import free_date
from newscrawl.dates.machine import machine_date
from newscrawl.dates.partial import PartialDate, find_partial
from newscrawl.dates.printed import printed_dates
from newscrawl.dates.stated import FIRST_YEAR, StatedMoment
from newscrawl.dates.written import latest_day
from newscrawl.dates.zones import COUNTRY_ZONES
from newscrawl.items import Precision
from newscrawl.text import clean, fold_in_place

TIMEZONE_ASSUMED = "timezone_assumed"
TIMEZONE_UNKNOWN = "timezone_unknown"
DATE_IMPLAUSIBLE = "date_implausible"
TOLERANCE = timedelta(days=2)
"""How far behind the crawl a publication may lie: clocks are wrong, and zones misdeclared."""


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant, how exactly it was stated, and what had to be assumed."""

    at: datetime
    raw: str
    precision: Precision
    problem: str | None = None
    implausible: bool = False
    """Whether it cannot be when a page was published or changed."""
    year_inferred: bool = False
    """Whether the moment of the crawl told the year, since the page does not."""

    @property
    def iso(self) -> str:
        """ISO 8601 with offset, to the second."""
        return self.at.isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class Clock:
    """Where and when times are read: the site's zone, and the moment of the crawl where it is known."""

    zone: tzinfo | None
    reference: datetime | None = None

    @classmethod
    def of(cls, context: Context, host: str) -> Clock:
        """The site's zone: as declared, else that of the country declared, else of the host's country domain."""
        reference = context.reference
        if reference is not None and reference.tzinfo is None:
            reference = reference.replace(tzinfo=UTC)
        for name in (
            context.timezone,
            COUNTRY_ZONES.get((context.country or "").upper()),
            COUNTRY_ZONES.get(host.partition(":")[0].rpartition(".")[2].upper()),
        ):
            if name:
                try:
                    return cls(ZoneInfo(name), reference)
                except (ZoneInfoNotFoundError, ValueError):
                    continue
        return cls(None, reference)

    def moment(self, at: datetime, raw: str, precision: Precision) -> Moment | None:
        """`at`, placed in the site's zone where it has none; null at the ends of the calendar."""
        problem = None
        if at.tzinfo is None:
            problem = TIMEZONE_UNKNOWN if self.zone is None else TIMEZONE_ASSUMED
            at = at.replace(tzinfo=self.zone or UTC)
        try:
            at.astimezone(UTC)
        except (OverflowError, ValueError):
            return None
        return Moment(at, raw, precision, problem, self._doubts(at))

    def keeps(self, at: datetime) -> bool:
        """Whether the site's clocks show what `at` shows: it has no offset, or theirs, or theirs is not known."""
        return at.tzinfo is None or self.zone is None or at.utcoffset() == at.replace(tzinfo=self.zone).utcoffset()

    def _doubts(self, at: datetime) -> bool:
        return at.year < FIRST_YEAR or (self.reference is not None and at - self.reference > TOLERANCE)


def read_machine(raw: str | None, clock: Clock) -> Moment | None:
    """A time that is stated as one: written for machines, else as for readers, else in words of its own."""
    text = clean(raw or "")
    if not text:
        return None
    stated = machine_date(text)
    if stated is not None:
        # Nobody publishes at midnight sharp; a system that knows only the day writes so.  Midnight elsewhere is some
        # other hour at the site, and stays the instant stated.
        is_day = stated.at.time() == time() and clock.keeps(stated.at)
        return clock.moment(stated.at, text, "day" if is_day else stated.precision)
    return read_written(text, clock) or _placed(free_date(text), text, clock)


def read_written(text: str, clock: Clock) -> Moment | None:
    """The first full date in a text for readers: `Publié le jeudi 10 février 2022 à 18 h 30 (heure de Bruxelles)`."""
    text = clean(text)
    moments = (_placed(stated, text, clock) for stated in printed_dates(text, fold_in_place(text)))
    return next((moment for moment in moments if moment is not None), None)


def read_relative(text: str, clock: Clock) -> Moment | None:
    """The first time of a line that the moment of the crawl completes, where that is known: `Hier à 14:05`.

    An age in hours or days tells the day alone.
    """
    if clock.reference is None:
        return None
    text = clean(text)
    found = find_partial(fold_in_place(text))
    if found is None:
        return None
    partial, start, end = found
    completed = _completed(partial, clock.reference.astimezone(clock.zone or UTC).replace(tzinfo=None))
    moment = clock.moment(completed[0], text[start:end].strip(" |·•,–—-"), completed[1]) if completed else None
    return replace(moment, year_inferred=partial.day is not None) if moment else None


def _placed(stated: StatedMoment | None, text: str, clock: Clock) -> Moment | None:
    if stated is None:
        return None
    return clock.moment(stated.at, text[stated.start : stated.end].strip(" ,.-|/"), stated.precision)


def _completed(partial: PartialDate, now: datetime) -> tuple[datetime, Precision] | None:
    """A relative date, or the last such day that is not ahead of the crawl; null for another weekday than stated."""
    if partial.ago is not None:
        if partial.ago < timedelta(0):
            return None
        at = (now - partial.ago).replace(second=0, microsecond=0)
        in_minutes = partial.ago % timedelta(hours=1) or not partial.ago
        return (at, "minute") if in_minutes else (datetime.combine(at.date(), time()), "day")
    if partial.day is not None:
        day = latest_day(*partial.day, (now + TOLERANCE).date(), years=2)
        if day is None or partial.weekday not in (None, day.weekday()):
            return None
    else:
        day = (now - timedelta(days=partial.back or 0)).date()
    return datetime.combine(day, partial.clock or time()), "minute" if partial.clock else "day"
