"""One file of an archive while it is replayed: how far it was read, and what is noted of that."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

from newscrawl.archive.files import head_digest
from newscrawl.archive.foreign import Archive

if TYPE_CHECKING:
    from types import TracebackType

    from newscrawl.feed.cursor import Cursor
    from newscrawl.ledger.replays import Replays


class ReplayedFile:
    """A file, open from where an earlier run has left it.  Raises `OSError` where it cannot be read."""

    def __init__(self, path: Path, replays: Replays, *, again: bool = False) -> None:
        self.path = path
        self.size = path.stat().st_size
        self.records = 0
        """Records read in this run."""
        self.losses = 0
        self.noted_at = time.monotonic()
        self._replays = replays
        self._digest = head_digest(path)
        start = 0 if again else replays.start(self._digest, self.size)
        self.is_known = 0 < self.size <= start
        """Whether an earlier run has read all of it."""
        self._file = path.open("rb")
        self.archive = Archive(self._file, start)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def note(self, feed: Cursor | None, *, whole: bool = False) -> None:
        """Notes that all before the record at hand is in the feed, which ends at `feed`; `whole`: that was all."""
        self._replays.note(self._digest, self.size, self.archive.place, feed, whole=whole)
        self.noted_at = time.monotonic()
