"""The bytes of a WARC file, unpacked, and the way on behind what is damaged.

warcio's own iterator takes a torn gzip member for the end of the file, writes what it finds wrong to stderr and stops
at the first record that makes no sense; here each is a `Damaged` with its place, and reading goes on behind it.
"""

from __future__ import annotations

import re
import zlib
from abc import ABC, abstractmethod
from typing import Any, BinaryIO, ClassVar

_BLOCK = 1 << 16
"""Bytes read of the file at a time."""
_PIECE = 1 << 18
"""Bytes that are unpacked at a time."""
_MAGIC = b"\x1f\x8b\x08"
_RECORD = b"\nWARC/"
_KNOWN_RECORD = re.compile(rb"\nWARC/\d")
_PLAIN_HEAD = re.compile(rb"\nWARC/\d[^\n]{0,100}\n.{0,4000}?WARC-Type[ \t]*:", re.IGNORECASE | re.DOTALL)
"""What damage at the start of a packed file does not make up by chance."""
BLANK = re.compile(rb"\n\r?\n")
_LOOK = 4096
"""Packed bytes that are looked at to tell a member from chance."""
LONGEST = 1 << 30
"""Bytes that a packed record is followed for; no page is that long, but a bomb is."""


class Damaged(Exception):  # noqa: N818 - a finding about the file, not a failure
    """A place in a file that makes no sense; `reason` is a short code."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason


class ArchiveStream(ABC):
    """The bytes of one file, one record after the other.  Every method may raise `Damaged`, and `OSError`."""

    short: ClassVar[str]
    """What a record is that ends before its length: `torn` or `bad_length`."""

    def __init__(self, file: BinaryIO, start: int) -> None:
        self._file = file
        self._file.seek(start)
        self._data = b""
        self._at = 0
        self.offset = start
        """Where the record begins: its own first byte, or that of the gzip member that it lies in."""

    @abstractmethod
    def tell(self) -> int:
        """How far the file was read."""

    @abstractmethod
    def next_record(self) -> bool:
        """Goes over blank lines to where the next record must begin; false at the end of the file."""

    @abstractmethod
    def resync(self, finding: Damaged) -> bool:
        """Goes to the next place where a record may begin, behind where this one does; false where there is none.

        `next_record` must follow.
        """

    @abstractmethod
    def _fill(self) -> bool:
        """Whether there are bytes to take; false at the end of the member or the file."""

    def read_head(self, most: int) -> bytes:
        """The lines up to a blank one and this, or `most` bytes; fewer where the member or the file ends before."""
        if self._fill() and (blank := BLANK.search(self._data, self._at, self._at + most)) is not None:
            return self._take(blank.end() - self._at)
        head = b""
        while self._fill():
            begin = len(head)
            head += self._data[self._at : self._at + most - begin]
            blank = BLANK.search(head, max(begin - 3, 0))
            end = blank.end() if blank is not None else len(head)
            self._at += end - begin
            if blank is not None or end >= most:
                return head[:end]
        return head

    def read(self, count: int) -> bytes:
        """The next bytes, fewer only where the member or the file ends."""
        pieces = []
        while count > 0 and self._fill():
            pieces.append(self._take(count))
            count -= len(pieces[-1])
        return b"".join(pieces)

    def skip(self, count: int) -> int:
        """Passes over bytes; how many there were before the member or the file ended."""
        passed = 0
        while passed < count and self._fill():
            step = min(count - passed, len(self._data) - self._at)
            self._at += step
            passed += step
            if passed > LONGEST:
                raise Damaged("too_large", f"a record of more than {LONGEST} bytes")
        return passed

    def pass_newlines(self) -> None:
        """Passes over line ends."""
        while self._fill():
            rest = self._data[self._at : self._at + _LOOK]
            blank = len(rest) - len(rest.lstrip(b"\r\n"))
            self._at += blank
            if blank < len(rest):
                return

    def starts_with(self, text: bytes) -> bool:
        """Whether the next bytes are these, or the first of them before the member or the file ends."""
        return not self._fill() or self._data.startswith(text[: len(self._data) - self._at], self._at)

    def _take(self, most: int) -> bytes:
        piece = self._data[self._at : self._at + most]
        self._at += len(piece)
        return piece


def open_stream(file: BinaryIO, start: int = 0) -> ArchiveStream:
    """The stream of a file from `start` on, where a record or its gzip member begins."""
    file.seek(start)
    return PackedStream(file, start) if _is_packed(file.read(_BLOCK)) else PlainStream(file, start)


def _is_packed(begin: bytes) -> bool:
    """Whether a file is, of which the first bytes may be damaged."""
    if begin and _MAGIC.startswith(begin[: len(_MAGIC)]):
        return True
    return _MAGIC in begin and _PLAIN_HEAD.search(b"\n" + begin) is None


def _may_be_member(packed: bytes) -> bool:
    """Whether something unpacks to a record."""
    try:
        begin = zlib.decompressobj(31).decompress(packed[:_LOOK], _LOOK).lstrip()
    except zlib.error:
        return False
    return begin.startswith(_RECORD[1:])


class PlainStream(ArchiveStream):
    """The bytes of a file that is not packed."""

    short = "torn"

    def __init__(self, file: BinaryIO, start: int) -> None:
        super().__init__(file, start)
        self._end = start
        """Offset behind `_data`."""

    def tell(self) -> int:
        """How far the file was read."""
        return self._end - len(self._data) + self._at

    def next_record(self) -> bool:
        """Goes over blank lines to where the next record must begin; false at the end of the file."""
        self.pass_newlines()
        self.offset = self.tell()
        return self._fill()

    def skip(self, count: int) -> int:
        """Passes over bytes; how many there were before the file ended."""
        here = self.tell()
        if count > len(self._data) - self._at:
            self._stand_at(min(self._file.seek(0, 2), here + count))
        else:
            self._at += count
        return self.tell() - here

    def resync(self, finding: Damaged) -> bool:  # noqa: ARG002 - whatever it was, the next record begins a line
        """Goes to the next line that begins a record."""
        begin, data = self.offset, b""
        self._file.seek(begin)
        while block := self._file.read(_BLOCK):
            data += block
            found = _KNOWN_RECORD.search(data)
            if found is not None:
                self._stand_at(begin + found.start() + 1)
                return True
            rest = data[-len(_RECORD) :]
            begin += len(data) - len(rest)
            data = rest
        return False

    def _stand_at(self, place: int) -> None:
        self._file.seek(place)
        self._data, self._at, self._end = b"", 0, place

    def _fill(self) -> bool:
        if self._at >= len(self._data):
            self._data, self._at = self._file.read(_BLOCK), 0
            self._end += len(self._data)
        return bool(self._data)


class PackedStream(ArchiveStream):
    """The bytes of gzip members, of which each holds a record, or one holds them all.

    Reading never crosses the end of a member: `next_record` does.
    """

    short = "bad_length"

    def __init__(self, file: BinaryIO, start: int) -> None:
        super().__init__(file, start)
        self._raw = b""
        """What was read of the file and not unpacked yet."""
        self._raw_end = start
        self._member: Any = None

    def tell(self) -> int:
        """How far the file was read."""
        return self._raw_end - len(self._raw)

    def next_record(self) -> bool:
        """Goes over blank lines to where the next record must begin; false at the end of the file."""
        while True:
            if self._member is not None:
                self.pass_newlines()
                if self._fill():
                    return True
            if not self._next_member():
                return False

    def resync(self, finding: Damaged) -> bool:
        """Goes to the next record of the member where the member is sound, else to the next one that holds a record."""
        if finding.reason not in _BROKEN:
            try:
                return self._to_line() or self._next_member()
            except Damaged:
                pass
        self._data, self._at, self._member = b"", 0, None
        self._file.seek(self.offset + 1)
        self._raw, self._raw_end = b"", self.offset + 1
        while self._read_block():
            while (found := self._raw.find(_MAGIC)) >= 0:
                self._raw = self._raw[found:]
                if self._may_hold_record():
                    return True
                self._raw = self._raw[1:]
            self._raw = self._raw[-2:]
        return False

    def _to_line(self) -> bool:
        """Goes on to a line of the member that begins a record; false where none does."""
        passed = 0
        rest = b""
        while self._fill():
            here = rest + self._data[self._at :]
            found = _KNOWN_RECORD.search(here)
            if found is not None:
                self._data, self._at = here, found.start() + 1
                return True
            passed += len(here)
            if passed > LONGEST:
                raise Damaged("too_large")
            rest, self._data, self._at = here[-len(_RECORD) :], b"", 0
        return False

    def _may_hold_record(self) -> bool:
        """Whether what begins `_raw` unpacks to a record."""
        while len(self._raw) < _LOOK and self._read_block():
            pass
        return _may_be_member(self._raw)

    def _fill(self) -> bool:
        if self._at < len(self._data):
            return True
        member = self._member
        while member is not None and not member.eof:
            try:
                self._data, self._at = member.decompress(self._raw, _PIECE), 0
            except zlib.error as error:
                raise Damaged("bad_member", str(error)) from error
            self._raw = member.unused_data if member.eof else member.unconsumed_tail
            if self._data:
                return True
            if not member.eof and not self._raw and not self._read_block():
                raise Damaged("torn", "the file ends within a record")
        return False

    def _next_member(self) -> bool:
        """Opens the member that follows, behind any padding with zeros; false at the end of the file."""
        while True:
            self._raw = self._raw.lstrip(b"\0")
            if len(self._raw) >= len(_MAGIC) or not self._read_block():
                break
        if not self._raw:
            return False
        self.offset = self.tell()
        if not self._raw.startswith(_MAGIC[: len(self._raw)]):
            raise Damaged("bad_member", "no gzip member begins here")
        self._member = zlib.decompressobj(31)
        self._data, self._at = b"", 0
        return True

    def _read_block(self) -> bool:
        block = self._file.read(_BLOCK)
        self._raw += block
        self._raw_end += len(block)
        return bool(block)


_BROKEN = frozenset(("torn", "bad_member", "too_large"))
"""What the gzip member itself is found to be."""
