"""Where the last whole record of a file ends, found from the end of the file."""

from __future__ import annotations

import logging
import os
import zlib
from collections.abc import Iterator
from pathlib import Path

from newscrawl.store.files import Files, cut_behind
from newscrawl.warc.members import BEGINNING, GZIP, MAGIC

logger = logging.getLogger(__name__)

_BLOCK = 1 << 18
_FIRST = 1 << 10
"""Bytes that are read of what may be a member, to begin with: most that look so are none."""


def cut_torn_tail(path: Path, files: Files) -> int:
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
    if not head.startswith(MAGIC):
        return MAGIC.startswith(head)
    try:
        content = zlib.decompressobj(GZIP).decompress(head, len(BEGINNING))
    except zlib.error:
        return False
    return BEGINNING.startswith(content)


def _beginnings(descriptor: int, size: int) -> Iterator[int]:
    """The offsets at which a member may begin, from the last to the first."""
    limit = size
    while limit > 0:
        start = max(0, limit - _BLOCK)
        block = os.pread(descriptor, limit - start + len(MAGIC) - 1, start)  # one may lie across
        found = block.rfind(MAGIC)
        while found >= 0:
            yield start + found
            found = block.rfind(MAGIC, 0, found + len(MAGIC) - 1)
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
    unpacker = zlib.decompressobj(GZIP)
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
        head = (head + content)[: len(BEGINNING)]
        if not BEGINNING.startswith(head) or not (block or content or unpacker.eof):
            return None
    return offset - len(unpacker.unused_data) - start if head == BEGINNING else None
