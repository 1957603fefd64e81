"""Appending lines to a segment so that none is ever torn for a reader, and none is lost once it is durable."""

from __future__ import annotations

import errno
import logging
import os
import threading
from pathlib import Path

from newscrawl.store.cursor import Cursor
from newscrawl.store.encoding import decode
from newscrawl.store.errors import FeedNotWritable, not_writable
from newscrawl.store.files import Files, cut_behind, write_whole
from newscrawl.store.segments import PART, Segment

logger = logging.getLogger(__name__)

_BLOCK = 1 << 16


class SegmentWriter:
    """Appends to one segment, which is created with its first line.

    A line is written whole or cut away again.  Only what `sync` has confirmed is durable; after any error the writer
    takes nothing more, and after an fsync that failed nothing more becomes durable.
    """

    def __init__(self, segment: Segment, files: Files) -> None:
        self.segment = segment
        self._files = files
        self._descriptor: int | None = None
        self._end = self._durable = segment.plain.stat().st_size if segment.plain.exists() else 0
        self._syncing = threading.Lock()
        self._sync_failure: FeedNotWritable | None = None
        self.failure: FeedNotWritable | None = None
        """Why nothing more is taken."""

    def append(self, line: bytes) -> tuple[Cursor, Cursor]:
        """Writes a whole line, not durable yet; returns where it starts and ends.  Raises `FeedNotWritable`."""
        if self.failure is not None:
            raise self.failure
        start = self._end
        try:
            descriptor = self._open()
            start = self._end
            write_whole(self._files, descriptor, line)
        except OSError as error:
            raise self._fail(error, start) from error
        self._end += len(line)
        return Cursor(self.segment.name, start), Cursor(self.segment.name, self._end)

    @property
    def end(self) -> Cursor:
        """Behind the last line written."""
        return Cursor(self.segment.name, self._end)

    @property
    def durable(self) -> Cursor:
        """Behind the last line that is known to be durable."""
        return Cursor(self.segment.name, self._durable)

    def sync(self, end: Cursor) -> None:
        """Returns when all up to `end` is durable; may run in a thread beside `append`.

        Raises `OSError` where that fails, and `FeedNotWritable` ever after for what was not durable by then.
        """
        with self._syncing:
            if end.offset <= self._durable:
                return
            # The kernel may drop what it could not write and report it once: a later fsync would succeed for nothing.
            if self._sync_failure is not None:
                raise self._sync_failure
            if self._descriptor is None:
                raise OSError(errno.EBADF, "closed before all was durable", str(self.segment.plain))
            try:
                self._files.fsync(self._descriptor)
            except OSError as error:
                self._sync_failure = self.failure = not_writable(error)
                raise
            self._durable = end.offset

    def give_up(self, error: OSError) -> FeedNotWritable:
        """Cuts away what is not durable, after `sync` failed; returns what to raise."""
        return self._fail(error, self._durable)

    def close(self) -> None:
        """Closes the file.  Not durable by itself."""
        if self._descriptor is not None:
            descriptor, self._descriptor = self._descriptor, None
            self._files.close(descriptor)

    def _open(self) -> int:
        if self._descriptor is None:
            is_new = not self.segment.plain.exists()
            descriptor = self._files.open_append(self.segment.plain)
            try:
                self._end = self._durable = os.fstat(descriptor).st_size
            except OSError:
                os.close(descriptor)  # where its lines end is not known: nothing may be cut
                raise
            self._descriptor = descriptor
            if is_new:
                self._files.fsync_folder(self.segment.folder)
        return self._descriptor

    def _fail(self, error: OSError, size: int) -> FeedNotWritable:
        self.failure = not_writable(error)
        if self._descriptor is not None:
            try:
                self._files.truncate(self._descriptor, size)
                self._end = size
            except OSError as second:
                logger.warning("%s: what is torn stays until the next start: %s", self.segment.plain, second)
        return self.failure


def probe(folder: Path, files: Files) -> None:
    """Tries whether files can be created, written and made durable in `folder`.  Raises `OSError`."""
    path = folder / f"probe{PART}"
    descriptor = files.create(path)
    try:
        write_whole(files, descriptor, b"newscrawl\n")
        files.fsync(descriptor)
    finally:
        files.close(descriptor)
        files.unlink(path)


def cut_torn_tail(segment: Segment, files: Files) -> int:
    """Cuts an open segment behind its last whole line, makes the rest durable and returns how many bytes went.

    What stands behind it was never durable: a line cut short, or blocks that a power cut left without content.
    """
    if not segment.plain.exists():
        return 0
    gone = cut_behind(segment.plain, whole_size, files)
    if gone:
        logger.warning("%s: cut %d bytes of a torn line, which had not been durable", segment.plain, gone)
    return gone


def whole_size(path: Path) -> int:
    """Size of a plain segment without what a crash tore at its end."""
    with path.open("rb") as stream:
        end = _last_line_end(stream.fileno(), os.fstat(stream.fileno()).st_size)
        while end:
            start = _last_line_end(stream.fileno(), end - 1)
            try:
                decode(os.pread(stream.fileno(), end - start, start))
            except ValueError:
                end = start
            else:
                break
    return end


def _last_line_end(descriptor: int, limit: int) -> int:
    """The offset behind the last line feed before `limit`, 0 where there is none."""
    while limit > 0:
        start = max(0, limit - _BLOCK)
        found = os.pread(descriptor, limit - start, start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        limit = start
    return 0
