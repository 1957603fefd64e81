"""Where the last whole record of a file ends, found from the end of the file."""

from __future__ import annotations

import logging
import os
import zlib
from pathlib import Path

from newscrawl.feed.files import Files

logger = logging.getLogger(__name__)

_MAGIC = b"\x1f\x8b\x08"
"""How a gzip member begins that holds deflated data."""
_RECORD = b"WARC/1."
_BLOCK = 1 << 18
_GZIP = zlib.MAX_WBITS | 16


def cut_torn_tail(path: Path, files: Files) -> int:
    """Cuts a file behind its last whole record, makes the rest durable and returns how many bytes went.

    What stands behind it was never promised: a record cut short, or blocks that a power cut left without content.
    Raises `OSError`.
    """
    descriptor = files.open_append(path)
    try:
        size = os.fstat(descriptor).st_size
        whole = whole_size(path)
        if whole < size:
            files.truncate(descriptor, whole)
        files.fsync(descriptor)
    finally:
        files.close(descriptor)
    if whole < size:
        logger.warning("%s: cut %d bytes of a torn record, which no line names", path, size - whole)
    return size - whole


def whole_size(path: Path) -> int:
    """Size of a file without what a crash tore at its end: reads little more than what is torn.  Raises `OSError`."""
    with path.open("rb") as stream:
        descriptor = stream.fileno()
        size = os.fstat(descriptor).st_size
        start = _last_magic(descriptor, size)
        while start is not None:
            end = _end_of_members(descriptor, start, size)
            if end > start:
                return end
            start = _last_magic(descriptor, start + len(_MAGIC) - 1)
    return 0


def _last_magic(descriptor: int, limit: int) -> int | None:
    """The offset of the last beginning of a member that lies whole before `limit`, null where there is none."""
    while limit >= len(_MAGIC):
        start = max(0, limit - _BLOCK)
        found = os.pread(descriptor, limit - start, start).rfind(_MAGIC)
        if found >= 0:
            return start + found
        if not start:
            break
        limit = start + len(_MAGIC) - 1  # one may lie across
    return None


def _end_of_members(descriptor: int, start: int, size: int) -> int:
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
    offset, head = start, b""
    while not unpacker.eof:
        block = unpacker.unconsumed_tail or os.pread(descriptor, _BLOCK, offset)
        offset += 0 if unpacker.unconsumed_tail else len(block)
        try:
            content = unpacker.decompress(block, _BLOCK)
        except zlib.error:
            return None
        head = (head + content)[: len(_RECORD)]
        if not _RECORD.startswith(head) or not (block or content or unpacker.eof):
            return None
    return offset - len(unpacker.unused_data) - start if head == _RECORD else None
