"""Putting a damaged feed in order, as far as that can be done without its backup.

A lost sidecar is made anew where the lines prove whole.  A damaged segment is set aside under another name, its sidecar
stays, so that a reader who had not read all of it is told; the index is built anew without it.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Error as DatabaseError
from typing import IO

from newscrawl.store.catching_up import rebuild_index
from newscrawl.store.closing import Sidecar, unknown_sidecar, whole_size
from newscrawl.store.durable import enter
from newscrawl.store.encoding import decode
from newscrawl.store.errors import not_writable
from newscrawl.store.files import DiskFiles, replace_file
from newscrawl.store.index import Index, check_article
from newscrawl.store.segments import Folder, Segment


@dataclass(frozen=True, slots=True)
class Repair:
    """What was done to a segment."""

    segment: str
    text: str
    """In one line, for people."""
    set_aside: bool
    """Whether its lines are no longer in the feed."""


@dataclass(frozen=True, slots=True)
class _Content:
    """What the files of a segment hold."""

    sidecar: Sidecar | None
    """As it should be, null where the lines cannot all be read."""
    problem: str | None
    """Why the lines are not those that were written, null as far as their own checksums tell."""
    proven: bool = False
    """Whether the index has the checksum of each."""


def repair(folder: Path, index_path: Path, files: DiskFiles | None = None) -> list[Repair]:
    """Repairs the feed in `folder` under its lock; returns what was done, segment by segment.

    What the next run puts in order by itself is left to it.  Raises `NotWritable`, of which `Busy` means that a run
    writes the feed; `UnknownSchema`.
    """
    files = files or DiskFiles()
    lock = enter("feed", folder, index_path.parent, files=files)
    try:
        done: list[Repair] = []
        for segment in Folder.read(folder, folder.name).segments:
            if segment.plain.exists() is not segment.closed.exists():
                done += _repaired(segment, _checksums(index_path, segment), files)
        if any(each.set_aside for each in done):
            rebuild_index(index_path, folder, files).close()
    except OSError as error:
        raise not_writable("feed", error) from error
    finally:
        files.close(lock)
    return done


def _repaired(segment: Segment, known: Mapping[int, int], files: DiskFiles) -> Iterator[Repair]:
    content = _content(segment, known)
    if segment.plain.exists():
        if content.problem is not None:
            yield _set_aside(segment, segment.plain, content.problem, content.sidecar, files)
        return
    try:
        stated: Sidecar | None = Sidecar.read(segment.sidecar)
    except (FileNotFoundError, ValueError):
        stated = None
    problem = content.problem
    if problem is None and stated is not None and content.sidecar is not None and not content.proven:
        problem = "it holds other lines than its sidecar states" if stated.sha256 != content.sidecar.sha256 else None
    if problem is not None:
        yield _set_aside(segment, segment.closed, problem, stated or content.sidecar, files)
    elif content.sidecar is not None and stated != content.sidecar:
        replace_file(files, segment.sidecar, [content.sidecar.encode()])
        text = f"{segment.sidecar}: made anew, {content.sidecar.lines} lines, all whole"
        yield Repair(segment.name, text, set_aside=False)


def _set_aside(segment: Segment, path: Path, problem: str, sidecar: Sidecar | None, files: DiskFiles) -> Repair:
    """Takes a file out of the feed; without a sidecar that says how long it was, readers are told that it was."""
    described = sidecar.encode() if sidecar is not None else unknown_sidecar(segment.name)
    replace_file(files, segment.sidecar, [described])
    target = segment.damaged(path)
    files.rename(path, target)
    files.fsync_folder(segment.folder)
    return Repair(segment.name, f"{path}: set aside as {target.name}: {problem}", set_aside=True)


def _content(segment: Segment, known: Mapping[int, int]) -> _Content:
    path = segment.plain if segment.plain.exists() else segment.closed
    size = whole_size(path) if path == segment.plain else None
    try:
        with _unpacked(path) as stream:
            problem, proven = _compared(stream, known, size)
        with _unpacked(path) as stream:
            return _Content(Sidecar.of(segment.name, stream), problem, proven)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        return _Content(None, f"it is cut short or damaged: {error}")


def _unpacked(path: Path) -> IO[bytes]:
    return path.open("rb") if path.suffix != ".gz" else io.BufferedReader(gzip.open(path))


def _compared(stream: IO[bytes], known: Mapping[int, int], size: int | None) -> tuple[str | None, bool]:
    """Why lines are not those written, null for nothing; and whether each has its checksum among those `known`.

    `known` is by offset.  What lies behind `size` is torn or lost, not damaged.
    """
    offset, broken, altered, unknown = 0, 0, 0, 0
    left = {start: checksum for start, checksum in known.items() if size is None or start < size}
    for line in stream:
        start, offset = offset, offset + len(line)
        if size is not None and offset > size:
            break
        checksum = left.pop(start, None)
        altered += checksum is not None and checksum != zlib.crc32(line)
        if checksum is None and not line.isspace():
            unknown += 1
            broken += not _is_article(line)
    if altered or left:
        return f"{altered + len(left)} lines are not those that were written", False
    return (f"{broken} lines hold no article" if broken else None), not unknown


def _is_article(line: bytes) -> bool:
    with suppress(ValueError):
        check_article(decode(line))
        return line.endswith(b"\n")
    return False


def _checksums(index_path: Path, segment: Segment) -> dict[int, int]:
    """The checksums of a segment's lines by their offsets, as far as the index has them and can be read."""
    if not index_path.exists():
        return {}
    try:
        with closing(Index.snapshot(index_path, DiskFiles())) as index:
            return {start.offset: checksum for start, checksum in index.checksums(segment.name)}
    except DatabaseError:
        return {}
