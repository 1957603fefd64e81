"""The lines of one file of a feed.

A closed segment is held to its sidecar while it is read, so what is missing or other than it was written is told of
behind the last line that can be read, and never passed over.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import logging
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, Any, NoReturn, TypeVar

from newscrawl.store.closing import Sidecar
from newscrawl.store.encoding import decode
from newscrawl.store.errors import LinesDamaged
from newscrawl.store.segments import Cursor

logger = logging.getLogger(__name__)

T = TypeVar("T")

_GZIP = b"\x1f\x8b"
_BLOCK = 1 << 18


@dataclass(frozen=True)
class FeedLine:
    """A whole line of a feed."""

    content: bytes
    """With its line feed."""
    start: Cursor
    end: Cursor

    @cached_property
    def data(self) -> dict[str, Any]:
        """The JSON object that it holds, parsed when it is first asked for.  Raises `ValueError` if it holds none."""
        return decode(self.content)


class LineSource:
    """A file with lines of a feed, to be read once, and what it turns out to be."""

    def __init__(self, name: str, path: Path, stream: IO[bytes], sidecar: Path | None, behind: Cursor | None) -> None:
        self.name = name
        self.path = path
        self._stream = stream
        self._sidecar = sidecar
        """Where what it held is told; null where it may still grow, or is no segment."""
        self._behind = behind
        """The place behind the file, once it is final."""
        self._stated: Sidecar | None = None
        self._problems: list[str] = []
        self._is_final = False
        """Whether its last line is to be whole as well."""
        self._position = 0
        self._reached = 0
        """The position behind the last line that was dealt with; torn ones are not."""
        self._lines = 0
        self._torn: list[tuple[Cursor, str]] = []
        """The last lines so far, which hold no JSON object."""
        self._broken: list[tuple[Cursor, str]] = []

    def read(self, offset: int, parse: Callable[[FeedLine], T]) -> Iterator[tuple[FeedLine, T]]:
        """The lines that begin at `offset` or behind it, with what `parse` makes of each.

        `parse` raises `ValueError` for a line without a JSON object, and for one that is broken for this reader.
        Raises `LinesDamaged`.
        """
        with self._stream:
            for content in self._contents(offset):
                start = Cursor(self.name, self._position - len(content))
                line = FeedLine(content, start, Cursor(self.name, self._position))
                try:
                    parsed = parse(line)
                except ValueError as error:
                    self._refuse(line, error)
                    continue
                self._accept_object()
                yield line, parsed
        # What stands at the end of an open segment and holds no object a crash has torn, and the next run cuts it.
        if self._is_final:
            self._broken += self._torn
        else:
            self._lines -= len(self._torn)
        if self._problems or self._broken:
            self._raise()

    def _refuse(self, line: FeedLine, error: ValueError) -> None:
        try:
            line.data  # noqa: B018 - does it hold an object at all?
        except ValueError as torn:
            self._torn.append((line.start, str(torn)))
        else:
            self._accept_object()
            self._broken.append((line.start, str(error)))

    def _accept_object(self) -> None:
        """The line just read holds an object, so a crash has torn none before it: those are damaged."""
        self._broken += self._torn
        self._torn.clear()
        self._reached = self._position

    def _contents(self, offset: int) -> Iterator[bytes]:
        """The whole lines from `offset` on; `_position` is behind the last."""
        is_packed = self._stream.read(len(_GZIP)) == _GZIP
        self._stream.seek(0)
        self._stated = self._read_sidecar(is_start=offset == 0)
        self._is_final = self._sidecar is not None or is_packed
        if self.path.suffix == ".gz" and not is_packed:
            self._is_final = True
            self._miss(offset, f"{self.path} is no gzip file")
        elif is_packed or self._stated is not None:
            yield from self._measured(is_packed, offset)
        else:
            yield from self._unmeasured(offset)

    def _measured(self, is_packed: bool, offset: int) -> Iterator[bytes]:
        unpacked = gzip.GzipFile(fileobj=self._stream) if is_packed else None
        content = _Content(unpacked.read1 if unpacked is not None else self._stream.read)
        try:
            for line in io.BufferedReader(content, _BLOCK):
                self._position += len(line)
                if not line.endswith(b"\n"):
                    self._problems.append("its last line is cut short")
                    break
                self._lines += 1
                if self._position > offset and not line.isspace():
                    yield line
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            self._miss(offset, f"{self.path} is cut short or damaged: {error}")
            return
        if self._stated is not None:
            self._compare(content, self._stated)

    def _miss(self, offset: int, problem: str) -> None:
        """Lines behind `offset` are lost, unless a reader who comes from there has had all that there were."""
        if self._stated is None or offset != self._stated.size:
            self._problems.append(problem)

    def _unmeasured(self, offset: int) -> Iterator[bytes]:
        self._position = _line_start(self._stream, offset)
        for line in self._stream:
            if not line.endswith(b"\n"):
                return
            self._position += len(line)
            self._lines += 1
            if not line.isspace():
                yield line

    def _read_sidecar(self, *, is_start: bool) -> Sidecar | None:
        if self._sidecar is None:
            return None
        try:
            return Sidecar.read(self._sidecar)
        except FileNotFoundError:
            if is_start:  # once, and not at each look of one who follows
                logger.warning("%s is missing: only its own checksum tells that %s is whole", self._sidecar, self.path)
        except ValueError as error:
            self._problems.append(f"{error} (without one, the checksum of {self.path.name} itself is relied on)")
        return None

    def _compare(self, content: _Content, stated: Sidecar) -> None:
        if content.lines != stated.lines:
            self._problems.append(f"{self.path} holds {content.lines} lines, its sidecar tells of {stated.lines}")
        elif (content.size, content.digest.hexdigest()) != (stated.size, stated.sha256):
            self._problems.append(f"{self.path} holds something else than its sidecar tells of")

    def _raise(self) -> NoReturn:
        sound = self._lines - len(self._broken)
        written = self._stated.lines if self._stated is not None else None if self._is_final else self._lines
        resume = self._behind if self._is_final else Cursor(self.name, self._reached)
        raise LinesDamaged(self.name, self._problems, sound=sound, written=written, broken=self._broken, resume=resume)


class _Content(io.RawIOBase):
    """What a file holds uncompressed, counted and hashed while it goes by."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read
        self.digest = hashlib.sha256()
        self.lines = 0
        self.size = 0

    def readable(self) -> bool:
        """Whether it can be read: yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Reads the next bytes into `buffer` and returns how many."""
        block = self._read(len(buffer))
        buffer[: len(block)] = block
        self.digest.update(block)
        self.lines += block.count(b"\n")
        self.size += len(block)
        return len(block)


def _line_start(stream: IO[bytes], offset: int) -> int:
    """Moves to `offset`, or to the start of the line that it lies in, or at most to the end; returns where that is.

    It lies within a line only when lines that were read before they were durable were lost in a power cut, and others
    took their place: these have not been read yet.
    """
    if offset <= 0:
        return 0
    reached = stream.seek(offset - 1)
    if reached == offset - 1 and stream.read(1) == b"\n":
        return offset
    stream.seek(0)
    start = 0
    for content in stream:
        if start + len(content) > offset or not content.endswith(b"\n"):
            break
        start += len(content)
    stream.seek(start)
    return start
