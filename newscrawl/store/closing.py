"""Closing the segments of earlier days: compressed, described by a sidecar, and never changed again.

In this order, each step durable before the next: compressed file under a temporary name, renamed, sidecar, plain file
removed.  As long as the plain file is there the closing has not ended, and the next start ends it.  A closed segment
that is older than wanted is deleted; its sidecar stays.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import logging
import os
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import IO, Self

from newscrawl.store.encoding import decode
from newscrawl.store.errors import FeedDamaged
from newscrawl.store.files import DiskFiles, cut_behind, replace_file
from newscrawl.store.segments import Folder, Segment, segment_day

logger = logging.getLogger(__name__)

_BLOCK = 1 << 18
_TAIL_BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What is known of a closed segment; all of it is about the uncompressed lines."""

    segment: str
    lines: int
    size: int
    """Bytes; the key in the file is `bytes`."""
    sha256: str
    first_crawled_at: str | None
    last_crawled_at: str | None

    @classmethod
    def of(cls, segment: str, stream: IO[bytes]) -> Self:
        """Computed from the uncompressed lines."""
        digest, lines, size = hashlib.sha256(), 0, 0
        first = last = None
        for line in stream:
            digest.update(line)
            lines += 1
            size += len(line)
            moment = _crawled_at(line)
            if moment is not None:
                first = moment if first is None else min(first, moment)
                last = moment if last is None else max(last, moment)
        return cls(segment, lines, size, digest.hexdigest(), _iso(first), _iso(last))

    @classmethod
    def read(cls, path: Path) -> Self:
        """The sidecar at `path`.  Raises `OSError`, and `ValueError` where it is none."""
        try:
            data = decode(path.read_bytes())
            sidecar = cls(*(data[key] for key in _KEYS))
            if type(sidecar.lines) is not int or type(sidecar.size) is not int or type(sidecar.sha256) is not str:
                raise ValueError("lines, bytes or sha256 are malformed")
            return sidecar
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{path} is no sidecar") from error

    def encode(self) -> bytes:
        """The content of its file."""
        return (json.dumps(dict(zip(_KEYS, astuple(self), strict=True)), indent=2) + "\n").encode()


def unknown_sidecar(segment: str) -> bytes:
    """The content of the sidecar of a segment of which nothing is known but that it was there; `read` refuses it."""
    return (json.dumps(dict.fromkeys(_KEYS) | {"segment": segment}, indent=2) + "\n").encode()


_KEYS = ("segment", "lines", "bytes", "sha256", "first_crawled_at", "last_crawled_at")


def recover(folder: Folder, current: str, files: DiskFiles) -> None:
    """Brings a feed's folder in order before a run appends to the segment named `current`.

    DiskFiles left half written go, torn tails are cut, all other open segments are closed.  Raises `OSError` and
    `FeedDamaged`.
    """
    for part in folder.parts:
        files.unlink(part)
    for segment in folder.segments:
        if segment.plain.exists():
            cut_torn_tail(segment, files)
            if segment.name != current:
                close(segment, files)


def close(segment: Segment, files: DiskFiles) -> None:
    """Closes an open segment of whole lines, or ends a closing that was interrupted; an empty one just goes.

    Raises `OSError` and `FeedDamaged`.
    """
    if segment.plain.stat().st_size or segment.closed.exists():
        if _needs_packing(segment):
            with segment.plain.open("rb") as stream:
                replace_file(files, segment.closed, compressed(iter(partial(stream.read, _BLOCK), b"")))
        else:
            files.fsync_folder(segment.folder)
        with segment.plain.open("rb") as stream:
            sidecar = Sidecar.of(segment.name, stream)
        replace_file(files, segment.sidecar, [sidecar.encode()])
        logger.info("Closed %s: %d lines", segment.name, sidecar.lines)
    files.unlink(segment.plain)
    files.fsync_folder(segment.folder)


def outdated(folder: Folder, today: date, keep_days: int) -> list[Segment]:
    """The segments to delete on a day: closed, with a sidecar, of days more than `keep_days` before it; 0 keeps all.

    One that is still open, or of which no sidecar tells what it held, is never among them.
    """
    if not keep_days:
        return []
    first = today - timedelta(days=keep_days)
    return [segment for segment in folder.segments if segment_day(segment.name) < first and _is_complete(segment)]


def cut_torn_tail(segment: Segment, files: DiskFiles) -> int:
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


def unpacked_blocks(path: Path) -> Iterator[bytes]:
    """The uncompressed content of a closed segment.  Raises `EOFError`, `OSError` or `zlib.error` where damaged."""
    with gzip.open(path) as stream:
        while block := stream.read(_BLOCK):
            yield block


def compressed(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Blocks of one gzip member without name or time: the same content gives the same file."""
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=buffer, compresslevel=9, mtime=0) as packer:
        for block in blocks:
            packer.write(block)
            if buffer.tell() >= _BLOCK:
                yield buffer.getvalue()
                buffer.seek(0)
                buffer.truncate()
    yield buffer.getvalue()


def _needs_packing(segment: Segment) -> bool:
    """Whether the compressed file is missing, or holds less than the plain one.

    Raises `FeedDamaged` where it holds something else: then a person has to decide.
    """
    if not segment.closed.exists():
        return True
    with segment.plain.open("rb") as plain:
        try:
            for block in unpacked_blocks(segment.closed):
                if plain.read(len(block)) != block:
                    raise FeedDamaged(
                        "damaged", f"{segment.closed} and {segment.plain} differ; move away the wrong one"
                    )
        except (EOFError, gzip.BadGzipFile, zlib.error):
            return True
        return bool(plain.read(1))


def _crawled_at(line: bytes) -> datetime | None:
    try:
        moment = datetime.fromisoformat(decode(line)["crawled_at"])
    except (KeyError, TypeError, ValueError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _iso(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None


def _is_complete(segment: Segment) -> bool:
    if segment.plain.exists() or not segment.closed.exists():
        return False
    try:
        Sidecar.read(segment.sidecar)
    except FileNotFoundError:
        return False
    except ValueError as error:
        logger.warning("Keeping %s, since its sidecar does not say what it holds: %s", segment.closed, error)
        return False
    return True


def _last_line_end(descriptor: int, limit: int) -> int:
    """The offset behind the last line feed before `limit`, 0 where there is none."""
    while limit > 0:
        start = max(0, limit - _TAIL_BLOCK)
        found = os.pread(descriptor, limit - start, start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        limit = start
    return 0
