"""Bringing an index up to the feed, or building it anew where the two contradict each other."""

from __future__ import annotations

import logging
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from newscrawl.store.durable import enter
from newscrawl.store.errors import IndexFailure, LinesDamaged, LinesDeleted, not_writable
from newscrawl.store.files import DiskFiles
from newscrawl.store.index import Index, Position, is_damage
from newscrawl.store.reading import FeedLine, check_schema, line_at, read_lines, readable_lines
from newscrawl.store.segments import Cursor, Folder, Segment

logger = logging.getLogger(__name__)

_LINES_A_COMMIT = 20_000


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What an index holds that was built anew, as text for people."""

    articles: int
    other_addresses: int
    segments: int
    deleted: int
    """Segments of which only the sidecar is left: what they held is forgotten."""
    damaged: tuple[str, ...] = ()
    """What is wrong with segments of which not all could be read: what they held besides is forgotten."""

    def __str__(self) -> str:
        text = f"{self.articles} articles and {self.other_addresses} other addresses of theirs, "
        text += f"from {self.segments} segments"
        return f"{text}; {self.deleted} deleted ones are forgotten" if self.deleted else text


def log_damage(damage: LinesDamaged) -> None:
    """Logs what is missing from an index."""
    logger.error("Lines not indexed, since they are unreadable: %s", damage)


def open_index(
    path: Path, folder: Path, files: DiskFiles, *, report: Callable[[LinesDamaged], None] = log_damage
) -> Index:
    """The index at `path`, equal to the feed in `folder`, as far as that can be read; `report` is called for the rest.

    Raises `IndexFailure` where it cannot be read or written, `OSError` for the feed, and `UnknownSchema`.
    """
    try:
        index = _open_or_rebuild(path, folder, files)
        try:
            catch_up(index, folder, report=report)
        except BaseException:
            index.close()
            raise
    except sqlite3.Error as error:
        raise IndexFailure("index", f"index of the feed not usable: {path}: {error}") from error
    return index


def rebuild_index(
    path: Path, folder: Path, files: DiskFiles, *, report: Callable[[LinesDamaged], None] = log_damage
) -> Index:
    """The index at `path` built anew from the feed in `folder`, whatever was there.  Raises as `open_index` does.

    What it held of lines that are deleted or cannot be read is forgotten.  Interrupted, it goes on at the next start.
    """
    try:
        Index.remove(path, files)
    except OSError as error:
        raise IndexFailure("index", f"index of the feed not usable: {path}: {error}") from error
    return open_index(path, folder, files, report=report)


def rebuild(folder: Path, index_path: Path, files: DiskFiles | None = None) -> Rebuilt:
    """Builds the index at `index_path` anew from the feed in `folder`, under the feed's lock.

    Raises `NotWritable`, of which `Busy` means that a run writes the feed; `UnknownSchema`.
    """
    files = files or DiskFiles()
    lock = enter("feed", folder, index_path.parent, files=files)
    try:
        segments = Folder.read(folder, folder.name).segments
        damaged: list[str] = []
        with closing(rebuild_index(index_path, folder, files, report=lambda each: damaged.append(str(each)))) as index:
            present = sum(segment.exists for segment in segments)
            return Rebuilt(*index.counts(), present, len(segments) - present, tuple(damaged))
    except OSError as error:
        raise not_writable("feed", error) from error
    finally:
        files.close(lock)


def catch_up(
    index: Index,
    folder: Path,
    *,
    since: Cursor | None = None,
    until: Cursor | None = None,
    report: Callable[[LinesDamaged], None] = log_damage,
) -> int:
    """Adds the lines of the feed behind the index's position, those up to `until` where given; returns how many.

    An empty index begins behind `since`, where given.  Lines that are deleted or damaged are told of and left out.
    Raises as `open_index` does.
    """
    lines = _lines_left(folder, index.position.end if index.position else since, report)
    return add_lines(index, takewhile(lambda line: until is None or line.start < until, lines))


def add_lines(index: Index, lines: Iterable[FeedLine]) -> int:
    """Adds lines, which follow the index's position; returns how many.  Raises `IndexFailure` and `UnknownSchema`."""
    added = 0
    for line in lines:
        try:
            check_schema(line.data.get("schema_version"), line.start)
            index.add(line.data, line.content, line.start, line.end)
        except ValueError as error:
            logger.warning("Line not indexed, since it holds no article: %s: %s", line.start, error)
            continue
        added += 1
        if added % _LINES_A_COMMIT == 0:
            index.commit()
    index.commit()
    return added


def contradiction(index: Index, folder: Folder) -> str | None:
    """Why an index cannot be one of this feed at an earlier time; null where it can.

    That segments are missing is none, as long as the feed goes on behind them or their sidecars are there.
    """
    position = index.position
    if position is None:
        return None
    known = index.segments()
    for segment in folder.segments:
        if segment.name < position.end.segment and segment.name not in known and segment.exists:
            return f"{segment.name} is new to it"
    last = next((segment for segment in folder.segments if segment.name == position.end.segment), None)
    if last is not None and last.exists:
        return None if _holds(last, position) else f"it is ahead of {last.name}"
    goes_on = last is not None or (folder.segments and folder.segments[-1].name > position.end.segment)
    return None if goes_on else f"it is ahead of the feed: {position.end.segment} is not there"


def _lines_left(folder: Path, since: Cursor | None, report: Callable[[LinesDamaged], None]) -> Iterator[FeedLine]:
    """The lines behind `since` that are still there and can be read."""

    def pass_over(gap: LinesDamaged | LinesDeleted) -> bool:
        if isinstance(gap, LinesDamaged):
            report(gap)
        else:
            logger.warning("Lines not indexed, since they are deleted: %s", gap)
        return True

    return readable_lines(lambda position: read_lines(folder, since=position), since, pass_over)


def _open_or_rebuild(path: Path, folder: Path, files: DiskFiles) -> Index:
    try:
        index = Index.open(path, files)
        try:
            reason = contradiction(index, Folder.read(folder, folder.name))
        except BaseException:
            index.close()
            raise
        if reason is None:
            return index
        index.close()
    except sqlite3.Error as error:
        if not is_damage(error):
            raise
        reason = str(error)
    logger.warning("Building the index %s anew from the feed: %s", path, reason)
    Index.remove(path, files)
    return Index.open(path, files)


def _holds(segment: Segment, position: Position) -> bool:
    """Whether the last line that the index holds stands where it says."""
    line = line_at(segment.folder, position.line)
    return line is not None and line.end == position.end and zlib.crc32(line.content) == position.checksum
