"""How far the files of archives were replayed, so that a later run goes on behind it.

What is noted of a file holds as long as the file is the same or has only grown, the feed still has what was written,
and the run asks for the same pages.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, dataclass

from newscrawl.state.memory import Memory
from newscrawl.store.segments import Cursor

_KIND = "replay"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """How far a file was replayed."""

    size: int
    """Bytes of the file then."""
    modified: int
    """When it was last changed, in nanoseconds."""
    place: int
    """Offset before which all is in the feed."""
    before: str
    """Digest of what stands before `place`."""
    whole: bool
    """Whether the file was read to its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replays:
    """The notes of one run."""

    memory: Memory
    feed: Cursor | None
    """Behind the last line that the feed held when the run began, null where it held none."""
    wish: str
    """What decides which pages are read: the run's arguments, as text."""

    def reached(self, path: str) -> Reached | None:
        """How far the file at a path was replayed, null where nothing is known that holds."""
        note = self.memory.get(_KIND, path)
        if not note or note.pop("wish") != self.wish or not self._is_kept(note.pop("feed")):
            return None
        return Reached(**note)

    def note(self, path: str, reached: Reached, feed: Cursor | None) -> None:
        """Notes how far a file was replayed, whose articles are all in the feed, which ends at `feed`."""
        note = {**asdict(reached), "wish": self.wish, "feed": str(feed) if feed is not None else None}
        self.memory.put(_KIND, path, note)

    def _is_kept(self, cursor: str | None) -> bool:
        if cursor is None:
            return True
        with suppress(ValueError):
            return self.feed is not None and Cursor.parse(cursor) <= self.feed
        return False
