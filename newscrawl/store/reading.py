"""Reading a feed: its lines in order, from any place, while it is written, closed or cut short."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import takewhile
from os import PathLike
from pathlib import Path
from typing import Any, TypeVar

from newscrawl.items import SCHEMA_VERSION, Article
from newscrawl.store.closing import Sidecar
from newscrawl.store.errors import LinesDamaged, LinesDeleted, UnknownSchema
from newscrawl.store.lines import FeedLine, LineSource
from newscrawl.store.segments import (
    CLOSED,
    PLAIN,
    Cursor,
    Folder,
    Segment,
    name_of,
    segment_day,
    segment_name,
    segment_site,
    without_outdated,
)

logger = logging.getLogger(__name__)

T = TypeVar("T")

_MAJOR = SCHEMA_VERSION.partition(".")[0]


def read_feed(path: str | PathLike[str], *, since: Cursor | None = None) -> Iterator[Article]:
    """The articles of a feed in the order written, those after `since` where it is given.

    `path` is the folder of a site's feed, one segment (`.jsonl`, `.jsonl.gz`), or a file that `-o` or `-O` wrote.  A
    line counts once its line feed is there, so a feed may be read while it is written; what a crash cut short at the
    end of an open segment is left out.  Keys added by later versions 1.x are ignored.

    Raises `FileNotFoundError`, `ValueError` for a cursor of another feed, `UnknownSchema`, `LinesDeleted` where lines
    behind `since`, or between those that are there, are deleted, and `LinesDamaged` where a segment gives less than
    was written, or something else, behind the last of its articles that can be read: reading goes on from the `resume`
    of both.
    """
    for article, _ in read_feed_with_cursors(path, since=since):
        yield article


def read_feed_with_cursors(
    path: str | PathLike[str], *, since: Cursor | None = None
) -> Iterator[tuple[Article, Cursor]]:
    """As `read_feed`, each article with the place behind it.

    Stored once the article is dealt with, and given as `since` to the next reading, that place has every article read
    exactly once.
    """
    for line, article in _read(Path(path), since, article_of):
        yield article, line.end


def article_of(line: FeedLine) -> Article:
    """The article of a line, parsed once.  Raises `ValueError` if it holds none, and `UnknownSchema`."""
    try:
        line.content.decode()  # msgspec passes over the values of keys that it does not know
        article = Article.from_json(line.content)
    except ValueError:
        _check_schema(line, line.data.get("schema_version"))
        raise
    _check_schema(line, article.schema_version)
    return article


def _check_schema(line: FeedLine, version: object) -> None:
    if isinstance(version, str) and version.partition(".")[0] != _MAJOR:
        raise UnknownSchema("schema", f"{line.start}: schema {version}, and this newscrawl reads {_MAJOR}.x")


def read_lines(
    path: str | PathLike[str], *, since: Cursor | None = None, check: Callable[[dict[str, Any]], object] | None = None
) -> Iterator[FeedLine]:
    """The whole lines of a feed that hold a JSON object, as they are; empty ones are left out.

    `check` raises `ValueError` for an object that is broken for this reader.  For `path`, `since` and errors see
    `read_feed`.
    """
    for line, _ in _read(Path(path), since, (lambda line: check(line.data)) if check else _object_of):
        yield line


def last_lines(path: Path, count: int, tell: Callable[[LinesDamaged], None] | None = None) -> list[FeedLine]:
    """The last `count` lines of the feed in the folder `path` that can be read, in order.

    `tell` is called for each damaged segment among those that were looked into.  Without it, the first is raised.
    """
    found: deque[FeedLine] = deque()
    for segment in reversed(Folder.read(path).segments):
        last: deque[FeedLine] = deque(maxlen=count - len(found))
        try:
            last.extend(segment_lines(segment))
        except LinesDamaged as damage:
            if tell is None:
                raise
            tell(damage)
        found.extendleft(reversed(last))
        if len(found) == count:
            break
    return list(found)


def follow_lines(path: Path, since: Cursor | None, wait: Callable[[], None]) -> Iterator[FeedLine]:
    """The lines of a feed behind `since`, then for ever those to come; `wait` is called before each further look."""
    while True:
        for line in read_lines(path, since=since):
            yield line
            since = line.end
        wait()


def segment_lines(segment: Segment, offset: int = 0) -> Iterator[FeedLine]:
    """The whole lines of a segment that begin at `offset` or behind it, none where its files are gone.

    Raises `LinesDamaged` behind the last of them.
    """
    source = _opened(segment)
    if source is not None:
        for line, _ in source.read(offset, _object_of):
            yield line


def line_at(folder: Path, place: Cursor) -> FeedLine | None:
    """The line of the feed in `folder` that starts at `place`, null where it is deleted or cannot be read."""
    try:
        line = next(segment_lines(Segment(folder, place.segment), place.offset), None)
    except LinesDamaged as damage:
        logger.warning("The line at %s cannot be had: %s", place, damage)
        return None
    return line if line is not None and line.start == place else None


def _object_of(line: FeedLine) -> dict[str, Any]:
    return line.data


def _read(path: Path, since: Cursor | None, take: Callable[[FeedLine], T]) -> Iterator[tuple[FeedLine, T]]:
    """The lines behind `since`, each with what `take` makes of it, which raises `ValueError` for one that is broken."""
    if path.is_dir():
        yield from _read_segments(_promised(path, since), since, take)
    else:
        name = name_of(path)
        offset = _offset_in_file(name, since)
        yield from _opened_file(path, name).read(offset, take)


def _promised(path: Path, since: Cursor | None) -> list[Segment]:
    """The segments of a folder that a reader is to read, in order.  Raises `ValueError`."""
    name = path.resolve().name
    found = Folder.read(path).segments
    # Under its own name a folder holds one feed; a copy under another name holds whatever it holds.
    segments = [segment for segment in found if segment_site(segment.name) == name] or list(found)
    if since is None:
        return without_outdated(segments)
    sites = {segment_site(segment.name) for segment in segments}
    if sites and segment_site(since.segment) not in sites:
        raise ValueError(f"{since} is no place in the feed {name}")
    return [segment for segment in segments if segment.name >= since.segment]


def _read_segments(
    segments: list[Segment], since: Cursor | None, take: Callable[[FeedLine], T]
) -> Iterator[tuple[FeedLine, T]]:
    """The lines of some segments in order, behind `since` in the first.  Raises `LinesDeleted` and `LinesDamaged`."""
    for number, segment in enumerate(segments):
        start = since if since is not None and since.segment == segment.name else Cursor(segment.name)
        source = _opened(segment)
        if source is not None:
            yield from source.read(start.offset, take)
        elif _was_longer(segment, start.offset):
            raise _deleted(start, segments[number:])


def _opened(segment: Segment) -> LineSource | None:
    # Closed between two looks, it is found under its other name; the closed file is whole before the plain one goes.
    for file in (segment.plain, segment.closed, segment.plain):
        # What has a sidecar is never changed again; one that comes while an open segment is read tells of more lines.
        is_final = file == segment.closed or segment.described
        try:
            stream = file.open("rb")
        except FileNotFoundError:
            continue
        return LineSource(segment.name, file, stream, segment.sidecar if is_final else None, _day_behind(segment.name))
    return None


def _opened_file(path: Path, name: str) -> LineSource:
    """One file: a segment, with its sidecar where that lies beside it, or any other.  Raises `OSError`."""
    sidecar = None
    if path.name.endswith((CLOSED, PLAIN)) and segment_site(name) is not None:
        segment = Segment(path.parent, name)
        sidecar = segment.sidecar if segment.described else None
    return LineSource(name, path, path.open("rb"), sidecar, None)


def _was_longer(segment: Segment, offset: int) -> bool:
    """Whether a segment that is gone had lines behind `offset`.  Without a sidecar there is no sign of any."""
    try:
        return Sidecar.read(segment.sidecar).size > offset
    except FileNotFoundError:
        return False
    except ValueError:
        return True


def _deleted(since: Cursor, segments: list[Segment]) -> LinesDeleted:
    """Of `segments`, the first is deleted."""
    gone = [segments[0], *takewhile(lambda segment: not segment.exists, segments[1:])]
    return LinesDeleted(since, [each.name for each in gone], _day_behind(gone[-1].name))


def _day_behind(name: str) -> Cursor:
    """The start of the day behind a segment."""
    return Cursor(segment_name(segment_site(name) or "", segment_day(name) + timedelta(days=1)))


def _offset_in_file(name: str, since: Cursor | None) -> int:
    if since is None:
        return 0
    if since.segment != name:
        raise ValueError(f"{since} is no place in {name}")
    return since.offset
