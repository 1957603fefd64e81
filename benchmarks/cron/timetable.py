"""When the simulated site is up, how it looks, and when it answers wrongly."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Self

from benchmarks.cron.stories import PARIS, Story, publish

_FIRST_RUN = timedelta(minutes=7)


class State(StrEnum):
    """How the site answers."""

    UP = "up"
    REFUSED = "refused"
    """No connection."""
    UNAVAILABLE = "unavailable"
    """503 to everything."""
    ARTICLES_LOST = "articles lost"
    """404 to every article; lists are there."""
    ALL_LOST = "all lost"
    """404 to everything."""
    CONSENT = "consent"
    """A consent page with status 200 for everything."""


@dataclass(frozen=True, slots=True)
class Window:
    """A time in which the site does not answer as it should, in hours from the beginning."""

    state: State
    begin: float
    end: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """One simulation; times are hours from the beginning."""

    begin: datetime
    days: int
    a_day: int
    every: timedelta = timedelta(hours=2)
    """Time from run to run."""
    windows: tuple[Window, ...]
    new_theme: float
    one_address: tuple[float, float]
    """From when to when a careless update of the theme has every page declare one and the same address: first that of
    a sample, then that of a story."""
    overlaps: tuple[int, ...]
    """Runs during which a second one is started, by their number."""
    disk_full: tuple[int, ...]
    """From each of these runs on, the first with enough to write finds the disk full."""
    killed: float = 0.05
    """Share of the runs that are killed."""
    restless: float = 1.0
    """How much happens to stories: see `publish`."""

    @classmethod
    def month(cls) -> Self:
        """31 days with the switch to summer time on the 19th and a new theme on the 20th."""
        begin = datetime(2027, 3, 10, tzinfo=PARIS).astimezone(UTC)
        windows = (
            Window(State.ARTICLES_LOST, _at(4, 13.5), _at(4, 14.5)),
            Window(State.ALL_LOST, _at(5, 15.5), _at(5, 16.5)),
            Window(State.REFUSED, _at(8, 9), _at(9, 9)),
            Window(State.UNAVAILABLE, _at(9, 9), _at(10, 9)),
            Window(State.CONSENT, _at(12, 12), _at(12, 18)),
        )
        return cls(
            begin=begin,
            days=31,
            a_day=40,
            windows=windows,
            new_theme=_at(19, 10.5),
            one_address=(_at(24, 8.5), _at(25, 8.5)),
            overlaps=(196, 305),
            disk_full=(9, 170),
        )

    @classmethod
    def short(cls) -> Self:
        """The same in three days, with a run every three hours: the second is the day of summer time."""
        begin = datetime(2027, 3, 27, tzinfo=PARIS).astimezone(UTC)
        windows = (
            Window(State.ARTICLES_LOST, _at(0, 14.5), _at(0, 15.5)),
            Window(State.REFUSED, _at(0, 21), _at(1, 1)),
            Window(State.UNAVAILABLE, _at(1, 1), _at(1, 5)),
            Window(State.ALL_LOST, _at(1, 17.5), _at(1, 18.5)),
            Window(State.CONSENT, _at(2, 3), _at(2, 7)),
        )
        theme = _at(1, 10.5)
        return cls(
            begin=begin,
            days=3,
            a_day=40,
            every=timedelta(hours=3),
            windows=windows,
            new_theme=theme,
            one_address=(_at(2, 8.5), _at(2, 16)),
            overlaps=(11,),
            disk_full=(6,),
            killed=0.15,
            restless=3.0,
        )

    @property
    def end(self) -> datetime:
        """The end of the last day."""
        return self.begin + timedelta(days=self.days)

    def ticks(self) -> list[datetime]:
        """When cron starts a run, in UTC."""
        count = int((self.end - self.begin) / self.every)
        return [self.begin + _FIRST_RUN + n * self.every for n in range(count)]

    def state(self, at: datetime) -> State:
        """How the site answers at a moment."""
        hours = (at - self.begin) / timedelta(hours=1)
        return next((window.state for window in self.windows if window.begin <= hours < window.end), State.UP)

    def has_new_theme(self, at: datetime) -> bool:
        """Whether the site has its new look at a moment."""
        return at >= self.begin + timedelta(hours=self.new_theme)

    def one_address_since(self, at: datetime) -> datetime | None:
        """From when on every page has declared the address that it declares at a moment; null where each has its own.

        Halfway it becomes another one.
        """
        begin, end = (self.begin + timedelta(hours=hours) for hours in self.one_address)
        middle = begin + (end - begin) / 2
        return next((since for since, until in ((begin, middle), (middle, end)) if since <= at < until), None)

    def reachable(self, begin: datetime, end: datetime) -> timedelta:
        """How much of the time between two moments the site answered as it should."""
        lost = timedelta()
        for since, until in self._outages():
            lost += max(min(until, end) - max(since, begin), timedelta())
        return max(end - begin - lost, timedelta())

    def up_since(self, at: datetime, until: datetime) -> datetime:
        """The moment, or the end of the last outage between it and another."""
        return max([at, *(end for _, end in self._outages() if at < end <= until)])

    def stories(self, seed: int) -> list[Story]:
        """What the site publishes."""
        return publish(seed, self.begin, self.days, self.a_day, backlog=60, restless=self.restless)

    def _outages(self) -> Iterable[tuple[datetime, datetime]]:
        for window in self.windows:
            yield self.begin + timedelta(hours=window.begin), self.begin + timedelta(hours=window.end)


def _at(day: int, hour: float) -> float:
    return day * 24 + hour
