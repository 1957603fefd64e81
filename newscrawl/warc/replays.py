"""Files of archives while they are replayed: how far each was read, so that a later run goes on behind it.

What is noted of a file holds as long as the file is the same or has only grown, the feed still has what was written,
and the run asks for the same pages.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from newscrawl.state.memory import Memory
from newscrawl.store.segments import Cursor
from newscrawl.warc.files import digest_before
from newscrawl.warc.parts import WaitingParts
from newscrawl.warc.records import Archive

if TYPE_CHECKING:
    from types import TracebackType

    from newscrawl.article.draft import Draft

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


class ReplayedFile:
    """A file, open from where an earlier run has left it.  Raises `OSError` where it cannot be read."""

    def __init__(self, path: Path, replays: Replays, *, again: bool = False) -> None:
        self.path = path
        self._file = path.open("rb")
        found = path.stat()
        self.size = found.st_size
        self.records = 0
        """Records read in this run."""
        self.losses = 0
        self.noted_at = time.monotonic()
        self._modified = found.st_mtime_ns
        self._parts = WaitingParts()
        self._giving: int | None = None
        """Before this place all but what is being given was given."""
        self._key = str(path.resolve())
        self._replays = replays
        reached = None if again else replays.reached(self._key)
        is_same = reached is not None and (reached.size, reached.modified) == (self.size, self._modified)
        self.is_known = reached is not None and reached.whole and is_same
        """Whether an earlier run has read all of it."""
        self.archive = Archive(self._file, self._start(reached))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def begins_record(self) -> None:
        """A record was reached; all that was ready before was given."""
        self.records += 1
        self.gave_all()

    def gave_all(self) -> None:
        """All that was ready was given."""
        self._giving = None

    def offer(self, draft: Draft) -> list[Draft]:
        """The articles that are ready now that a page was read; to be given before the next record."""
        self._giving = self._place()
        return self._parts.offer(draft, self.archive.place, self.records)

    def is_stray(self, draft: Draft) -> bool:
        """Whether a page is a further part of an article whose first part did not come before it."""
        return self._parts.is_stray(draft)

    def rest(self) -> list[Draft]:
        """The articles of which further pages did not come; to be given before anything is noted as whole."""
        self._giving = self._place()
        return self._parts.rest()

    def note(self, feed: Cursor | None, *, whole: bool = False) -> None:
        """Notes that what was read before is in the feed, which ends at `feed`; `whole`: that was all of the file."""
        place = self._place()
        with self.path.open("rb") as file:
            before = digest_before(file, place)
        reached = Reached(size=self.size, modified=self._modified, place=place, before=before, whole=whole)
        self._replays.note(self._key, reached, feed)
        self.noted_at = time.monotonic()

    def _place(self) -> int:
        """Before which all was given."""
        return min(each for each in (self._giving, self._parts.place, self.archive.place) if each is not None)

    def _start(self, reached: Reached | None) -> int:
        if reached is None or reached.place > self.size:
            return 0
        return reached.place if digest_before(self._file, reached.place) == reached.before else 0
