"""How a record of ours looks from outside: a gzip member, which no body may pass for.

What does not get smaller is stored as it is by DEFLATE.  A site that sends a packed WARC record would have it stand in
the file, and whoever looks for the last whole record of a torn file would take it for one of ours.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import suppress

MAGIC = b"\x1f\x8b\x08\x00"
"""How a gzip member of ours begins: deflated data, and nothing in its head but what each has."""
BEGINNING = b"WARC/1.1\r\n"
"""How a record of ours begins."""
GZIP = zlib.MAX_WBITS | 16
"""What tells zlib that it has to do with gzip."""
_LOOK = 1 << 10
"""Bytes that are looked at of what may be a member."""


def apart(member: bytes) -> bytes:
    """A member with the same content in which no other record can be seen."""
    if not _shows_record(member):
        return member
    content, packer, done = zlib.decompress(member, GZIP), zlib.compressobj(9, zlib.DEFLATED, GZIP), 0
    packed: list[bytes] = []
    for place in _places(content, 0):
        # A block of its own ends within what looks like a beginning.
        packed += packer.compress(content[done : place + 1]), packer.flush(zlib.Z_SYNC_FLUSH)
        done = place + 1
    return b"".join((*packed, packer.compress(content[done:]), packer.flush()))


def _shows_record(member: bytes) -> bool:
    for place in _places(member, 1):
        with suppress(zlib.error):
            # What says nothing so far may still become one.
            if BEGINNING.startswith(zlib.decompressobj(GZIP).decompress(member[place : place + _LOOK], len(BEGINNING))):
                return True
    return False


def _places(data: bytes, start: int) -> Iterator[int]:
    """Where a member may begin, from the first place to the last."""
    place = data.find(MAGIC, start)
    while place >= 0:
        yield place
        place = data.find(MAGIC, place + 1)
