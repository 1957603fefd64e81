"""Reading a feed: its lines in order, from any place, while it is written, closed or cut short."""

from __future__ import annotations

import gzip
import logging
import zlib
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import takewhile
from os import PathLike
from pathlib import Path
from typing import IO

from newscrawl.feed.closing import Sidecar
from newscrawl.feed.cursor import Cursor
from newscrawl.feed.encoding import decode
from newscrawl.feed.errors import LinesDeleted, UnknownSchema
from newscrawl.feed.segments import Folder, Segment, name_of, segment_day, segment_name, segment_site
from newscrawl.items import SCHEMA_VERSION, Article

logger = logging.getLogger(__name__)

_GZIP = b"\x1f\x8b"
_MAJOR = SCHEMA_VERSION.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Line:
    """A whole line of a feed."""

    content: bytes
    """With its line feed."""
    start: Cursor
    end: Cursor


def read_feed(path: str | PathLike[str], *, since: Cursor | None = None) -> Iterator[Article]:
    """The articles of a feed in the order written, those after `since` where it is given.

    `path` is the folder of a site's feed, one segment (`.jsonl`, `.jsonl.gz`), or a file that `-o` or `-O` wrote.  A
    line counts once its line feed is there, so a feed may be read while it is written; what a crash cut short is left
    out, and a line that holds no article is skipped with a warning.  Keys added by later versions 1.x are ignored.

    Raises `FileNotFoundError`, `ValueError` for a cursor of another feed, `UnknownSchema`, and `LinesDeleted` where
    lines behind `since` are deleted: reading goes on from its `resume`.
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
    for line in read_lines(path, since=since):
        try:
            article = article_of(line)
        except ValueError as error:
            logger.warning("Skipped a line of the feed at %s: %s", line.start, error)
            continue
        yield article, line.end


def article_of(line: Line) -> Article:
    """The article of a line.  Raises `ValueError` where it holds none, and `UnknownSchema`."""
    data = decode(line.content)
    version = data.get("schema_version")
    if isinstance(version, str) and version.partition(".")[0] != _MAJOR:
        raise UnknownSchema("schema", f"{line.start}: schema {version}, and this newscrawl reads {_MAJOR}.x")
    return Article.from_dict(data)


def read_lines(path: str | PathLike[str], *, since: Cursor | None = None) -> Iterator[Line]:
    """The whole lines of a feed, as they are; empty ones are left out.

    For `path`, `since` and errors see `read_feed`.
    """
    path = Path(path)
    if path.is_dir():
        yield from _folder_lines(path, since)
    else:
        name = name_of(path)
        yield from file_lines(path, name, _offset_in_file(name, since))


def last_lines(path: Path, count: int) -> list[Line]:
    """The last `count` lines of the feed in the folder `path`, in order."""
    found: deque[Line] = deque()
    for segment in reversed(Folder.read(path).segments):
        found.extendleft(reversed(deque(segment_lines(segment), maxlen=count - len(found))))
        if len(found) == count:
            break
    return list(found)


def follow_lines(path: Path, since: Cursor | None, wait: Callable[[], None]) -> Iterator[Line]:
    """The lines of a feed behind `since`, then for ever those to come; `wait` is called before each further look."""
    while True:
        for line in read_lines(path, since=since):
            yield line
            since = line.end
        wait()


def segment_lines(segment: Segment, offset: int = 0) -> Iterator[Line]:
    """The whole lines of a segment that begin at `offset` or behind it, none where its files are gone."""
    stream = _opened(segment)
    if stream is not None:
        with stream:
            yield from _stream_lines(stream, segment.name, offset)


def file_lines(path: Path, name: str, offset: int = 0) -> Iterator[Line]:
    """The whole lines of one file, compressed or not, that begin at `offset` or behind it."""
    with path.open("rb") as stream:
        yield from _stream_lines(stream, name, offset)


def _folder_lines(path: Path, since: Cursor | None) -> Iterator[Line]:
    name = path.resolve().name
    found = Folder.read(path).segments
    # Under its own name a folder holds one feed; a copy under another name holds whatever it holds.
    segments = [segment for segment in found if segment_site(segment.name) == name] or found
    sites = {segment_site(segment.name) for segment in segments}
    if since is None:
        # Nobody was promised what was deleted before; what goes while we read was.
        segments = [segment for segment in segments if segment.exists]
        since = Cursor(min((segment.name for segment in segments), default=""))
    elif sites and segment_site(since.segment) not in sites:
        raise ValueError(f"{since} is no place in the feed {name}")
    yield from _promised_lines([segment for segment in segments if segment.name >= since.segment], since)


def _promised_lines(segments: list[Segment], since: Cursor) -> Iterator[Line]:
    """The lines of some segments in order, behind `since` in the first.  Raises `LinesDeleted`."""
    for number, segment in enumerate(segments):
        if segment.name != since.segment:
            since = Cursor(segment.name)
        stream = _opened(segment)
        if stream is not None:
            with stream:
                yield from _stream_lines(stream, segment.name, since.offset)
        elif _was_longer(segment, since.offset):
            raise _deleted(since, segments[number:])


def _opened(segment: Segment) -> IO[bytes] | None:
    # Closed between two looks, it is found under its other name; the closed file is whole before the plain one goes.
    for file in (segment.plain, segment.closed, segment.plain):
        try:
            return file.open("rb")
        except FileNotFoundError:
            continue
    return None


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
    last = gone[-1].name
    day_behind = segment_day(last) + timedelta(days=1)
    return LinesDeleted(since, [each.name for each in gone], Cursor(segment_name(segment_site(last) or "", day_behind)))


def _offset_in_file(name: str, since: Cursor | None) -> int:
    if since is None:
        return 0
    if since.segment != name:
        raise ValueError(f"{since} is no place in {name}")
    return since.offset


def _stream_lines(stream: IO[bytes], name: str, offset: int) -> Iterator[Line]:
    is_closed = stream.read(2) == _GZIP
    stream.seek(0)
    if not is_closed:
        yield from _lines(stream, name, offset)
        return
    with gzip.open(stream) as unpacked:
        try:
            yield from _lines(unpacked, name, offset)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            logger.warning("The compressed file of %s is cut short or damaged: %s", name, error)


def _lines(stream: IO[bytes] | gzip.GzipFile, name: str, offset: int) -> Iterator[Line]:
    position = _line_start(stream, offset)
    for content in stream:
        if not content.endswith(b"\n"):
            return
        end = position + len(content)
        if not content.isspace():
            yield Line(content, Cursor(name, position), Cursor(name, end))
        position = end


def _line_start(stream: IO[bytes] | gzip.GzipFile, offset: int) -> int:
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
