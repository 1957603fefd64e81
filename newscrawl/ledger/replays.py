"""How far the files of archives were replayed, so that a later run goes on behind it.

What is noted of a file holds as long as the feed still has what was written, and the run asks for the same pages.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from newscrawl.feed.cursor import Cursor
from newscrawl.ledger.memory import Memory

_KIND = "replay"


@dataclass(frozen=True, slots=True, kw_only=True)
class Replays:
    """The notes of one run."""

    memory: Memory
    feed: Cursor | None
    """Behind the last line that the feed held when the run began, null where it held none."""
    wish: str
    """What decides which pages are read: the run's arguments, as text."""

    def start(self, digest: str, size: int) -> int:
        """Where to begin a file of this digest and size: 0, behind what was replayed, or `size` where all was."""
        note = self.memory.get(_KIND, digest)
        if not note or note["wish"] != self.wish or not self._is_kept(note["feed"]) or note["place"] > size:
            return 0
        return size if note["size"] == size and note["whole"] else int(note["place"])

    def note(self, digest: str, size: int, place: int, feed: Cursor | None, *, whole: bool) -> None:
        """Notes that all before `place` is in the feed, which ends at `feed`; `whole`: the file was read to its end."""
        note = {
            "wish": self.wish,
            "place": place,
            "size": size,
            "whole": whole,
            "feed": str(feed) if feed is not None else None,
        }
        self.memory.put(_KIND, digest, note)

    def _is_kept(self, cursor: str | None) -> bool:
        if cursor is None:
            return True
        with suppress(ValueError):
            return self.feed is not None and Cursor.parse(cursor) <= self.feed
        return False
