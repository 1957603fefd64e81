"""Appending exchanges to an archive so that no record is torn for long, and none is lost once it is durable."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Self

from newscrawl import options
from newscrawl.items import ArchiveRecord
from newscrawl.store.durable import DurableFile, enter
from newscrawl.store.errors import NotWritable, not_writable
from newscrawl.store.files import DiskFiles, delete_outdated
from newscrawl.version import __version__
from newscrawl.warc.encoding import encode, encode_info
from newscrawl.warc.exchange import Earlier, Exchange
from newscrawl.warc.segments import ArchiveFile, ArchiveFolder, cut_torn_tail, is_ours

logger = logging.getLogger(__name__)

LARGEST = options.ARCHIVE_SIZE.default
"""Bytes from which on a file takes nothing more: what a WARC file has by custom."""


@dataclass(frozen=True, slots=True)
class Written:
    """An exchange in the archive."""

    record: ArchiveRecord
    record_id: str
    """`WARC-Record-ID` of its first record."""
    size: int
    """Bytes of its records."""
    end: int
    """What `sync` is to be given so that it becomes durable: bytes written in this run."""


class ArchiveWriter:
    """The one writer of a site's archive: see `DurableFile`; it goes on from file to file."""

    def __init__(self, folder: Path, last: ArchiveFile, size: int, files: DiskFiles, lock: int) -> None:
        self._folder = folder
        self._name = last
        self._largest = size
        self._files = files
        self._lock = lock
        self._file = self._file_named(last, end=0)

    @classmethod
    def open(
        cls, folder: Path, *, today: date, size: int = LARGEST, keep_days: int = 0, files: DiskFiles | None = None
    ) -> Self:
        """The writer of the archive in `folder`, which is named as the site.

        Folders are made where missing, what a crash tore is cut, and files of days more than `keep_days` before `today`
        (UTC) are deleted (0: none).  A file that has `size` bytes takes nothing more.

        Raises `NotWritable`, of which `Busy` means that another run writes it; `ValueError` for the name of no site.
        """
        files = files or DiskFiles()
        lock = enter("archive", folder, files=files)
        try:
            last = _in_order(folder, today, keep_days, files)
        except OSError as error:
            files.close(lock)
            raise not_writable("archive", error) from error
        return cls(folder, last, size, files, lock)

    def append(self, exchange: Exchange, earlier: Earlier | None = None) -> Written:
        """Writes an exchange, not durable yet; as a `revisit` of `earlier`.  Raises `NotWritable`."""
        self._file.check()
        records, record_id = encode(exchange, earlier)
        try:
            self._open_for(exchange.moment)
        except OSError as error:
            raise self._file.fail(error, self.end) from error
        info = b"" if self._file.size else encode_info(self._name.name, exchange.moment, _info())
        start = self._file.append(info + records)
        record = ArchiveRecord(self._name.name, start + len(info) - self._file.base)
        return Written(record, record_id, len(info) + len(records), self.end)

    @property
    def end(self) -> int:
        """Behind the last exchange written, in bytes written by this run."""
        return self._file.end

    @property
    def durable(self) -> int:
        """Behind the last exchange that is known to be durable."""
        return self._file.durable

    def holds(self, record: ArchiveRecord) -> bool:
        """Whether the file of a record is there, and reaches beyond it."""
        try:
            return (self._folder / ArchiveFile.parse(record.file).name).stat().st_size > record.offset
        except (OSError, ValueError):
            return False

    def sync(self, end: int) -> None:
        """See `DurableFile.sync`; all that lies in files before the current one is durable."""
        self._file.sync(end)

    def give_up(self, error: OSError) -> NotWritable:
        """See `DurableFile.give_up`."""
        return self._file.give_up(error)

    def close(self) -> None:
        """Lets go of the archive.  Not durable by itself."""
        self._file.close()
        self._files.close(self._lock)

    def _open_for(self, moment: datetime) -> None:
        """Has a file open that takes what came at a moment.  Raises `OSError`."""
        day = max(moment.astimezone(UTC).date(), self._name.day)
        if self._file.is_open:
            if day == self._name.day and self._file.size < self._largest:
                return
            self._file.leave()
            self._go_on_with(self._name.following(day))
        path = self._file.path
        if path.exists() and (day > self._name.day or path.stat().st_size >= self._largest):
            self._go_on_with(self._name.following(day))
        elif day > self._name.day:
            self._go_on_with(ArchiveFile(day, 1, self._name.site))
        self._file.open()

    def _go_on_with(self, name: ArchiveFile) -> None:
        self._name, self._file = name, self._file_named(name, end=self._file.end)

    def _file_named(self, name: ArchiveFile, end: int) -> DurableFile:
        return DurableFile(self._folder / name.name, self._files, "archive", end=end)


def _in_order(folder: Path, today: date, keep_days: int, files: DiskFiles) -> ArchiveFile:
    """The last file of the archive, or the first to be, once all is as a run may find it.  Raises `OSError`."""
    found = ArchiveFolder.read(folder)
    gone = found.outdated(today, keep_days)
    delete_outdated([found.path_of(file) for file in gone], files)
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
