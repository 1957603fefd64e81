"""What the rooms of the network remember of a site between runs: robots.txt, reservations, pauses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol
from weakref import WeakKeyDictionary

from newscrawl import clock

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class Notes(Protocol):
    """JSON values under a kind and a key, which may expire; losing them costs requests, never data."""

    def get(self, kind: str, key: str, now: datetime | None = None) -> Any:
        """The note, null where there is none or where it has expired at `now`."""

    def put(self, kind: str, key: str, value: Any, expires: datetime | None = None) -> None:
        """Notes a value, over an earlier one."""

    def drop(self, kind: str, key: str) -> None:
        """Forgets a note, which may be missing."""


class NotesOfRun:
    """Notes that end with the run, for crawls that leave nothing behind."""

    def __init__(self) -> None:
        self._notes: dict[tuple[str, str], tuple[Any, datetime | None]] = {}

    def get(self, kind: str, key: str, now: datetime | None = None) -> Any:
        """The note, null where there is none or where it has expired at `now`."""
        value, expires = self._notes.get((kind, key), (None, None))
        return None if expires is not None and now is not None and expires <= now else value

    def put(self, kind: str, key: str, value: Any, expires: datetime | None = None) -> None:
        """Notes a value, over an earlier one."""
        self._notes[kind, key] = value, expires

    def drop(self, kind: str, key: str) -> None:
        """Forgets a note, which may be missing."""
        self._notes.pop((kind, key), None)


_NOTES: WeakKeyDictionary[Crawler, Notes] = WeakKeyDictionary()


def remember_in(crawler: Crawler, notes: Notes) -> None:
    """Lets everything that a crawl remembers of hosts go to `notes`: those of its site, which the next run reads."""
    _NOTES[crawler] = notes


def notes_of(crawler: Crawler) -> Notes:
    """Where a crawl remembers; ask anew each time, since `remember_in` may come late."""
    if crawler not in _NOTES:
        _NOTES[crawler] = NotesOfRun()
    return _NOTES[crawler]


def in_seconds(seconds: float) -> datetime:
    """The moment so many seconds from now, at which a note expires."""
    return clock.now() + timedelta(seconds=seconds)


def at_second(moment: float) -> datetime:
    """A Unix time as the moment at which a note expires."""
    return datetime.fromtimestamp(moment, UTC)
