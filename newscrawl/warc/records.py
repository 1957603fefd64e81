"""The records of WARC files, whoever wrote them: newscrawl, Common Crawl, wget, Heritrix, browsers' extensions.

Formats: WARC 0.17 to 1.1 (ISO 28500), each record a gzip member of its own, all in one, or none packed; WET files,
which hold the text of pages as `conversion` records.  What a file has lost costs the records concerned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import BinaryIO, TypeVar

from newscrawl.warc.exchange import Headers, values_of
from newscrawl.warc.streams import BLANK, ArchiveStream, Damaged, open_stream

T = TypeVar("T")

KINDS = frozenset(("warcinfo", "response", "resource", "request", "metadata", "revisit", "conversion", "continuation"))
"""The types of records that the standard names."""
_LONGEST_HEAD = 1 << 18
"""Bytes of the headers of a record, or of an answer."""


@dataclass(frozen=True, slots=True)
class Loss:
    """What could not be read of a file, from the offset of a record on."""

    reason: str
    """`torn`, `bad_member`, `bad_header`, `bad_length`, `too_large`, `no_warc` or `empty`."""
    offset: int
    detail: str


@dataclass(slots=True)
class Record:
    """A record whose headers were read, and whose block may be."""

    kind: str
    """The `WARC-Type`, `other` for one that the standard does not name."""
    offset: int
    """Of its first byte, or of the gzip member that it lies in."""
    headers: Headers
    length: int
    """Bytes of its block."""
    _stream: ArchiveStream = field(repr=False)
    _left: int = 0
    _is_whole: bool = False
    _damage: Damaged | None = None

    def header(self, name: str) -> str | None:
        """The first value of a header, null where it is absent or empty."""
        return value_of(self.headers, name)

    @property
    def url(self) -> str | None:
        """The address of what was captured; wget 1.19 and earlier write it in angle brackets."""
        url = self.header("WARC-Target-URI")
        return url.strip("<> ").replace(" ", "%20") if url else None

    @property
    def moment(self) -> datetime | None:
        """When it was captured, aware; null where the record does not say, or nothing that makes sense."""
        try:
            moment = datetime.fromisoformat(self.header("WARC-Date") or "")
            return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        except (ValueError, OverflowError):
            return None

    def http_headers(self) -> tuple[int, Headers] | None:
        """Status and headers of the answer that the block begins with, null where it is none; to be read first.

        Raises `Damaged`, as `rest` does; what is wrong is then among the archive's records too.
        """
        first, headers, read = self._sound(lambda: _head(self._stream, self._left))
        self._left -= read
        protocol, _, rest = first.partition(" ")
        code = rest.split(" ", 1)[0]
        is_http = protocol.upper().startswith("HTTP/") and code.isdecimal() and len(code) == 3
        return (int(code), headers) if is_http else None

    def block(self) -> bytes:
        """The whole block; to be read in place of `http_headers` and `rest`."""
        return self._sound(lambda: self._read(self._left))

    def rest(self, most: int) -> bytes | None:
        """The rest of the block, null where it is longer than `most` bytes."""
        return self._sound(lambda: self._read(most)) if self._left <= most else None

    def finish(self) -> None:
        """Passes over what was not read, and sees whether the record ends where it says.  Raises `Damaged`."""
        if self._damage is not None:
            raise self._damage
        if self._is_whole:
            return
        missing = self._left - self._stream.skip(self._left)
        if missing:
            raise Damaged(self._stream.short, f"{missing} bytes of {self.length} are missing")
        self._stream.pass_newlines()
        if not self._stream.starts_with(b"WARC/"):
            raise Damaged("bad_length", f"the record does not end after {self.length} bytes")
        self._is_whole = True

    def _read(self, most: int) -> bytes:
        data = self._stream.read(min(self._left, most))
        self._left -= len(data)
        self.finish()
        return data

    def _sound(self, work: Callable[[], T]) -> T:
        try:
            return work()
        except Damaged as damage:
            self._damage = damage
            raise


class Archive:
    """The records of one file, from the start or from where an earlier reading stopped.

    `start` is 0 or a `place` of an earlier reading.
    """

    def __init__(self, file: BinaryIO, start: int = 0) -> None:
        self._stream = open_stream(file, start)
        self._start = start

    @property
    def place(self) -> int:
        """Where the record that is being read begins: one where reading can begin again."""
        return self._stream.offset

    def tell(self) -> int:
        """How far the file was read, in bytes of the file."""
        return self._stream.tell()

    def records(self) -> Iterator[Record | Loss]:
        """Every record, in order, and what is lost between them.  Raises `OSError` where the file cannot be read."""
        lost: Loss | None = None
        finding: Damaged | None = None
        is_known = self._start > 0
        while True:
            try:
                if finding is not None and not self._stream.resync(finding):
                    break
                record = self.next_record()
                if record is None:
                    break
            except Damaged as damage:
                if lost is not None and is_known:
                    yield lost
                finding, lost = damage, self._loss(damage)
                continue
            if lost is not None:
                yield lost
            finding, lost, is_known = None, None, True
            yield record
            try:
                record.finish()
            except Damaged as damage:
                finding, lost = damage, self._loss(damage)
        if not is_known:
            lost = (
                Loss("empty", 0, "no record") if lost is None else Loss("no_warc", 0, f"no WARC file ({lost.detail})")
            )
        if lost is not None:
            yield lost

    def next_record(self) -> Record | None:
        """The record that follows one whose block was read, or `start`; null at the end.  Raises `Damaged`."""
        return _record(self._stream) if self._stream.next_record() else None

    def _loss(self, damage: Damaged) -> Loss:
        return Loss(damage.reason, self._stream.offset, str(damage))


def value_of(headers: Headers, name: str) -> str | None:
    """The first value of a header, null where it is absent or empty."""
    return next(values_of(headers, name), None) or None


def http_message(block: bytes) -> tuple[str, Headers, bytes]:
    """First line, headers and body of a request or an answer."""
    blank = BLANK.search(block)
    end = blank.end() if blank is not None else len(block)
    return *_parsed(block[:end]), block[end:]


def _record(stream: ArchiveStream) -> Record:
    if not stream.starts_with(b"WARC/"):
        raise Damaged("bad_header", "no record begins here")
    _, headers, _ = _head(stream, _LONGEST_HEAD, must_end=True)
    length = value_of(headers, "Content-Length") or ""
    kind = (value_of(headers, "WARC-Type") or "").lower()
    if not length.isdecimal() or len(length) > 15 or not kind:
        raise Damaged("bad_header", "no Content-Length or no WARC-Type")
    return Record(kind if kind in KINDS else "other", stream.offset, headers, int(length), stream, int(length))


def _head(stream: ArchiveStream, most: int, *, must_end: bool = False) -> tuple[str, Headers, int]:
    """First line, headers, and how many bytes they take, the blank line behind them included."""
    block = stream.read_head(min(most, _LONGEST_HEAD))
    if must_end and not block.endswith((b"\n\n", b"\n\r\n")):
        raise Damaged("torn" if stream.short == "torn" else "bad_header", "headers without end")
    return *_parsed(block), len(block)


def _parsed(block: bytes) -> tuple[str, Headers]:
    """First line and headers, as every record and every message of HTTP has them."""
    try:
        text = block.decode()
    except UnicodeDecodeError:
        text = block.decode("latin-1")
    first, _, rest = text.partition("\n")
    headers: list[tuple[str, str]] = []
    for line in rest.split("\n"):
        if line[:1] in {" ", "\t"} and headers and line.strip():
            name, value = headers[-1]
            headers[-1] = name, f"{value} {line.strip()}"
            continue
        name, colon, value = line.partition(":")
        if colon:
            headers.append((name.strip(), value.strip()))
    return first.strip(), tuple(headers)
