"""Appending exchanges to an archive so that no record is torn for long, and none is lost once it is durable."""

from __future__ import annotations

import errno
import logging
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Self

from newscrawl import __version__, options
from newscrawl.store.files import DiskFiles, Files, make_folders, write_whole
from newscrawl.store.segments import LOCK, check_site
from newscrawl.store.writing import probe
from newscrawl.warc import retention
from newscrawl.warc.encoding import encode, encode_info
from newscrawl.warc.errors import ArchiveBusy, ArchiveNotWritable, not_writable
from newscrawl.warc.exchange import Earlier, Exchange, Place
from newscrawl.warc.segments import ArchiveFile, ArchiveFolder
from newscrawl.warc.tails import cut_torn_tail, is_ours

logger = logging.getLogger(__name__)

LARGEST = options.ARCHIVE_SIZE.default
"""Bytes from which on a file takes nothing more: what a WARC file has by custom."""


@dataclass(frozen=True, slots=True)
class Written:
    """An exchange in the archive."""

    place: Place
    record_id: str
    """`WARC-Record-ID` of its first record."""
    size: int
    """Bytes of its records."""
    end: int
    """What `sync` is to be given so that it becomes durable: bytes written in this run."""


class ArchiveWriter:
    """The one writer of a site's archive.

    An exchange is written whole or cut away again.  Only what `sync` has confirmed is durable; after any error the
    writer takes nothing more.  `append` belongs to one thread; `sync` may run in another meanwhile.
    """

    def __init__(self, folder: Path, last: ArchiveFile, size: int, files: Files, lock: int) -> None:
        self._folder = folder
        self._file = last
        self._largest = size
        self._files = files
        self._lock = lock
        self._descriptor: int | None = None
        self._base = 0
        """What an `end` has too much to be an offset in the current file."""
        self.end = self.durable = 0
        self._syncing = threading.Lock()
        self._sync_failure: ArchiveNotWritable | None = None
        self.failure: ArchiveNotWritable | None = None
        """Why nothing more is taken."""

    @classmethod
    def open(
        cls, folder: Path, *, today: date, size: int = LARGEST, keep_days: int = 0, files: Files | None = None
    ) -> Self:
        """The writer of the archive in `folder`, which is named as the site.

        Folders are made where missing, what a crash tore is cut, and files of days more than `keep_days` before `today`
        (UTC) are deleted (0: none).  A file that has `size` bytes takes nothing more.

        Raises `ArchiveNotWritable`, of which `ArchiveBusy` means that another run writes it; `ValueError` for the name
        of no site.
        """
        check_site(folder.name)
        files = files or DiskFiles()
        try:
            make_folders(files, folder)
            lock = files.lock(folder / LOCK)
        except BlockingIOError as error:
            raise ArchiveBusy("busy", f"another run writes {folder}") from error
        except OSError as error:
            raise not_writable(error) from error
        try:
            probe(folder, files)
            last = _in_order(folder, today, keep_days, files)
        except OSError as error:
            files.close(lock)
            raise not_writable(error) from error
        return cls(folder, last, size, files, lock)

    def append(self, exchange: Exchange, earlier: Earlier | None = None) -> Written:
        """Writes an exchange, not durable yet; as a `revisit` of `earlier`.  Raises `ArchiveNotWritable`."""
        if self.failure is not None:
            raise self.failure
        records, record_id = encode(exchange, earlier)
        start = self.end
        try:
            info = self._ready(exchange.moment)
            start = self.end
            assert self._descriptor is not None  # noqa: S101 - made ready
            write_whole(self._files, self._descriptor, info + records)
        except OSError as error:
            raise self._fail(error, start) from error
        self.end += len(info) + len(records)
        place = Place(self._file.name, start + len(info) - self._base)
        return Written(place, record_id, len(info) + len(records), self.end)

    def holds(self, place: Place) -> bool:
        """Whether the file of a place is there, and reaches beyond it."""
        try:
            return (self._folder / ArchiveFile.parse(place.file).name).stat().st_size > place.offset
        except (OSError, ValueError):
            return False

    def sync(self, end: int) -> None:
        """Returns when all up to `end` is durable; may run in a thread beside `append`.

        Raises `OSError` where that fails, then `give_up` is due; `ArchiveNotWritable` ever after.
        """
        with self._syncing:
            self._sync(end)

    def give_up(self, error: OSError) -> ArchiveNotWritable:
        """Cuts away what is not durable, after `sync` failed; returns what to raise."""
        return self._fail(error, self.durable)

    def close(self) -> None:
        """Lets go of the archive.  Not durable by itself."""
        if self._descriptor is not None:
            descriptor, self._descriptor = self._descriptor, None
            self._files.close(descriptor)
        self._files.close(self._lock)

    def _ready(self, moment: datetime) -> bytes:
        """Has a file open that takes what came at a moment; what is to be written at its beginning."""
        day = max(moment.astimezone(UTC).date(), self._file.day)
        if self._descriptor is not None and (day > self._file.day or self.end - self._base >= self._largest):
            self._leave(day)
        if self._descriptor is None:
            self._open(day)
        return encode_info(self._file.name, moment, _info()) if self.end == self._base else b""

    def _leave(self, day: date) -> None:
        """Ends the current file, durably, and turns to the next."""
        with self._syncing:
            self._sync(self.end)
            assert self._descriptor is not None  # noqa: S101 - it is open
            descriptor, self._descriptor = self._descriptor, None
        self._files.close(descriptor)
        self._file = self._file.following(day)

    def _open(self, day: date) -> None:
        """Opens the current file, or the next where that is of another day or full."""
        path = self._folder / self._file.name
        if path.exists() and (day > self._file.day or path.stat().st_size >= self._largest):
            self._file = self._file.following(day)
        elif day > self._file.day:
            self._file = ArchiveFile(day, 1, self._file.site)
        path = self._folder / self._file.name
        is_new = not path.exists()
        descriptor = self._files.open_append(path)
        try:
            size = os.fstat(descriptor).st_size
        except OSError:
            os.close(descriptor)  # where its records end is not known: nothing may be cut
            raise
        self._descriptor = descriptor
        self._base = self.end - size
        if is_new:
            self._files.fsync_folder(self._folder)

    def _sync(self, end: int) -> None:
        if end <= self.durable:
            return
        # The kernel may drop what it could not write and report it once: a later fsync would succeed for nothing.
        if self._sync_failure is not None:
            raise self._sync_failure
        if self._descriptor is None:
            raise OSError(errno.EBADF, "closed before all was durable", str(self._folder / self._file.name))
        try:
            self._files.fsync(self._descriptor)
        except OSError as error:
            self._sync_failure = self.failure = not_writable(error)
            raise
        self.durable = end

    def _fail(self, error: OSError, end: int) -> ArchiveNotWritable:
        self.failure = not_writable(error)
        if self._descriptor is not None:
            try:
                self._files.truncate(self._descriptor, max(end - self._base, 0))
                self.end = end
            except OSError as second:
                path = self._folder / self._file.name
                logger.warning("%s: what is torn stays until the next start: %s", path, second)
        return self.failure


def _in_order(folder: Path, today: date, keep_days: int, files: Files) -> ArchiveFile:
    """The last file of the archive, or the first to be, once all is as a run may find it.  Raises `OSError`."""
    found = ArchiveFolder.read(folder)
    gone = retention.outdated(found, today, keep_days)
    retention.delete(found, gone, files)
    kept = [file for file in found.files if file not in gone]
    if not kept:
        return ArchiveFile(today, 1, folder.name)
    # Only the last one is ever written; the one before it was made durable before it was left.
    path = found.path_of(kept[-1])
    if not is_ours(path):
        logger.warning("%s does not begin as a file of this archive: it is left as it is, and another begun", path)
        return kept[-1].following(today)
    cut_torn_tail(path, files)
    return kept[-1]


def _info() -> Mapping[str, str]:
    return {"software": f"newscrawl/{__version__}", "format": "WARC File Format 1.1", "conformsTo": _STANDARD}


_STANDARD = "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
