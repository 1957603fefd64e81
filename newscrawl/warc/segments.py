"""The files of an archive: their names, what a folder holds, and where the last whole record of one ends.

- `SITE/SITE-2026-11-27-0001.warc.gz`: the first file of a day (UTC), to which the runs of that day append; where it
  has grown to the size wanted, they go on with `…-0002.warc.gz`;
- `SITE/.lock`: held by the run that writes.

What does not get smaller is stored as it is by DEFLATE.  A site that sends a packed WARC record would have it stand in
the file, and be taken for one of ours: `apart` keeps that from being seen.
"""

from __future__ import annotations

import logging
import os
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Self

from newscrawl.store.files import DiskFiles, cut_behind
from newscrawl.store.segments import LOCK, PART

logger = logging.getLogger(__name__)

ENDING = ".warc.gz"
_NAME = re.compile(r"(?P<site>.+)-(?P<day>\d{4}-\d{2}-\d{2})-(?P<number>\d{4,9})\.warc\.gz", re.ASCII)
_MAGIC = b"\x1f\x8b\x08\x00"
"""How a gzip member of ours begins: deflated data, and nothing in its head but what each has."""
_BEGINNING = b"WARC/1.1\r\n"
"""How a record of ours begins."""
_GZIP = zlib.MAX_WBITS | 16
"""What tells zlib that it has to do with gzip."""
_LOOK = 1 << 10
"""Bytes that are looked at of what may be a member."""
_BLOCK = 1 << 18
_FIRST = 1 << 10
"""Bytes that are read of what may be a member, to begin with: most that look so are none."""


@dataclass(frozen=True, slots=True, order=True)
class ArchiveFile:
    """One file of an archive, by what its name says; ordered as they were written."""

    day: date
    number: int
    site: str

    @property
    def name(self) -> str:
        """Its name in the folder."""
        return f"{self.site}-{self.day.isoformat()}-{self.number:04}{ENDING}"

    @classmethod
    def parse(cls, name: str) -> Self:
        """The file of that name.  Raises `ValueError`."""
        match = _NAME.fullmatch(name)
        if not match:
            raise ValueError(f"not the name of a file of an archive: {name!r}")
        file = cls(date.fromisoformat(match["day"]), int(match["number"]), match["site"])
        if file.name != name:
            raise ValueError(f"not the name of a file of an archive: {name!r}")
        return file

    def following(self, day: date) -> Self:
        """The file that is begun after this one on a day; files only move on, also with the clock set back."""
        return type(self)(day, 1, self.site) if day > self.day else type(self)(self.day, self.number + 1, self.site)


@dataclass(frozen=True, slots=True)
class ArchiveFolder:
    """What the folder of one site's archive holds."""

    path: Path
    files: tuple[ArchiveFile, ...]
    """In order of time."""
    strays: tuple[Path, ...]
    """Files that are none of ours."""

    @classmethod
    def read(cls, path: Path) -> Self:
        """The folder at `path`, which is named as the site; empty where there is none."""
        files, strays = [], []
        for entry in path.iterdir() if path.is_dir() else ():
            try:
                file = ArchiveFile.parse(entry.name)
            except ValueError:
                file = None
            if file is not None and file.site == path.name:
                files.append(file)
            elif entry.name != LOCK and not entry.name.endswith(PART):
                strays.append(entry)
        return cls(path, tuple(sorted(files)), tuple(sorted(strays)))

    def outdated(self, today: date, keep_days: int) -> list[ArchiveFile]:
        """The files to delete on a day: those of days more than `keep_days` before it; 0 keeps all."""
        first = today - timedelta(days=keep_days)
        return [file for file in self.files if keep_days and file.day < first]

    def path_of(self, file: ArchiveFile) -> Path:
        """Where a file lies."""
        return self.path / file.name


def apart(member: bytes) -> bytes:
    """A member with the same content in which no other record can be seen."""
    if not _shows_record(member):
        return member
    content, packer, done = zlib.decompress(member, _GZIP), zlib.compressobj(9, zlib.DEFLATED, _GZIP), 0
    packed: list[bytes] = []
    for place in _places(content, 0):
        # A block of its own ends within what looks like a beginning.
        packed += packer.compress(content[done : place + 1]), packer.flush(zlib.Z_SYNC_FLUSH)
        done = place + 1
    return b"".join((*packed, packer.compress(content[done:]), packer.flush()))


def _shows_record(member: bytes) -> bool:
    for place in _places(member, 1):
        with suppress(zlib.error):
            content = zlib.decompressobj(_GZIP).decompress(member[place : place + _LOOK], len(_BEGINNING))
            if _BEGINNING.startswith(content):  # what says nothing so far may still become one
                return True
    return False


def _places(data: bytes, start: int) -> Iterator[int]:
    """Where a member may begin, from the first place to the last."""
    place = data.find(_MAGIC, start)
    while place >= 0:
        yield place
        place = data.find(_MAGIC, place + 1)


def cut_torn_tail(path: Path, files: DiskFiles) -> int:
    """Cuts a file behind its last whole record, makes the rest durable and returns how many bytes went.

    What stands behind it was never promised: a record cut short, or blocks that a power cut left without content.
    Raises `OSError`.
    """
    gone = cut_behind(path, whole_size, files)
    if gone:
        logger.warning("%s: cut %d bytes of a torn record, which no line names", path, gone)
    return gone


def whole_size(path: Path) -> int:
    """Size of a file without what a crash tore at its end: reads little more than what is torn.  Raises `OSError`."""
    with path.open("rb") as stream:
        descriptor = stream.fileno()
        size = os.fstat(descriptor).st_size
        for start in _beginnings(descriptor, size):
            end = _end_of_records(descriptor, start, size)
            if end > start:
                return end
    return 0


def is_ours(path: Path) -> bool:
    """Whether a file begins as ours do, be it with a torn record or with blocks that a power cut left without content.

    One that others packed again or wrote has no record of ours to cut behind, and is whole nevertheless.  Raises
    `OSError`.
    """
    with path.open("rb") as stream:
        head = stream.read(_FIRST).rstrip(b"\0")
    if not head.startswith(_MAGIC):
        return _MAGIC.startswith(head)
    try:
        content = zlib.decompressobj(_GZIP).decompress(head, len(_BEGINNING))
    except zlib.error:
        return False
    return _BEGINNING.startswith(content)


def _beginnings(descriptor: int, size: int) -> Iterator[int]:
    """The offsets at which a member may begin, from the last to the first."""
    limit = size
    while limit > 0:
        start = max(0, limit - _BLOCK)
        block = os.pread(descriptor, limit - start + len(_MAGIC) - 1, start)  # one may lie across
        found = block.rfind(_MAGIC)
        while found >= 0:
            yield start + found
            found = block.rfind(_MAGIC, 0, found + len(_MAGIC) - 1)
        limit = start


def _end_of_records(descriptor: int, start: int, size: int) -> int:
    """Where the last whole record ends of those that begin at `start`; `start` where none does."""
    end = start
    while end < size:
        length = _length_of_record(descriptor, end)
        if length is None:
            break
        end += length
    return end


def _length_of_record(descriptor: int, start: int) -> int | None:
    """How many bytes the record at `start` takes, null where there is no whole one."""
    unpacker = zlib.decompressobj(_GZIP)
    offset, head, step = start, b"", _FIRST
    while not unpacker.eof:
        block = unpacker.unconsumed_tail
        if not block:
            block = os.pread(descriptor, step, offset)
            offset, step = offset + len(block), min(step * 2, _BLOCK)
        try:
            content = unpacker.decompress(block, _BLOCK)
        except zlib.error:
            return None
        head = (head + content)[: len(_BEGINNING)]
        if not _BEGINNING.startswith(head) or not (block or content or unpacker.eof):
            return None
    return offset - len(unpacker.unused_data) - start if head == _BEGINNING else None
