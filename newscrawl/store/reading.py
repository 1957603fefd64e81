"""Reading a feed: its lines in order, from any position, while it is written, closed or cut short.

A closed segment is held to its sidecar while it is read, so what is missing or other than it was written is reported
behind the last line that can be read, and never passed over.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import logging
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from itertools import takewhile
from os import PathLike
from pathlib import Path
from typing import IO, Any, NoReturn, TypeVar

from newscrawl.items import SCHEMA_VERSION, Article
from newscrawl.store.closing import Sidecar
from newscrawl.store.encoding import decode
from newscrawl.store.errors import LinesDamaged, LinesDeleted, UnknownSchema
from newscrawl.store.segments import (
    CLOSED,
    PLAIN,
    Cursor,
    Folder,
    Segment,
    feeds_in,
    name_of,
    no_feed,
    segment_day,
    segment_name,
    segment_site,
    without_outdated,
)

logger = logging.getLogger(__name__)

T = TypeVar("T")
Since = Cursor | Iterable[Cursor] | None
"""Behind which position to read: null for all; one for each site where several feeds are read."""

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
        """The position behind the file, once it is final."""
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
        Raises `LinesDamaged`, and `FileNotFoundError` for a file that is no segment and of which no line holds any.
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
        if self._torn and offset == self._reached == 0 and segment_site(self.name) is None:
            raise no_feed(self.path)
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
                logger.warning("%s is missing: the checksum of %s itself has to do", self._sidecar, self.path)
        except ValueError as error:
            self._problems.append(f"{error} (without one, the checksum of {self.path.name} itself has to do)")
        return None

    def _compare(self, content: _Content, stated: Sidecar) -> None:
        if content.lines != stated.lines:
            self._problems.append(f"{self.path} holds {content.lines} lines, its sidecar states {stated.lines}")
        elif (content.size, content.digest.hexdigest()) != (stated.size, stated.sha256):
            self._problems.append(f"{self.path} holds other lines than its sidecar states")

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


_MAJOR = SCHEMA_VERSION.partition(".")[0]


def read_feed(path: str | PathLike[str], *, since: Since = None) -> Iterator[Article]:
    """The articles of a feed in the order written, those after `since` where it is given.

    `path` is the folder of a site's feed, one segment (`.jsonl`, `.jsonl.gz`), a file that `-o` or `-O` wrote, or a
    data folder or its `feeds/`: then all feeds in it are read, one site after the other by their names, each behind its
    own cursor among those of `since`, and from its start where there is none.  A line counts once its line feed is
    there, so a feed may be read while it is written; what a crash cut short at the end of an open segment is left out.
    Keys added by later versions 1.x are ignored.

    Raises `FileNotFoundError` where no feed is, `ValueError` for a cursor of another feed and for two cursors of one,
    `UnknownSchema`, `LinesDeleted` where lines behind `since`, or between those that are there, are deleted, and
    `LinesDamaged` where a segment gives less than was written, or something else, behind the last of its articles that
    can be read: reading goes on from the `resume` of both.
    """
    for article, _ in read_feed_with_cursors(path, since=since):
        yield article


def read_feed_with_cursors(path: str | PathLike[str], *, since: Since = None) -> Iterator[tuple[Article, Cursor]]:
    """As `read_feed`, each article with the position behind it.

    Stored once the article is dealt with, and given as `since` to the next reading, that position has every article
    read exactly once; of several feeds the last one of each site (`Cursor.site`).
    """
    for line, article in _read(Path(path), since, article_of):
        yield article, line.end


def article_of(line: FeedLine) -> Article:
    """The article of a line, parsed once.  Raises `ValueError` if it holds none, and `UnknownSchema`."""
    try:
        line.content.decode()  # msgspec passes over the values of keys that it does not know
        article = Article.from_json(line.content)
    except ValueError:
        check_schema(line.data.get("schema_version"), line.start)
        raise
    check_schema(article.schema_version, line.start)
    return article


def check_schema(version: object, start: Cursor) -> None:
    """Raises `UnknownSchema` if the line at `start` follows a contract of another major version than ours."""
    if isinstance(version, str) and version.partition(".")[0] != _MAJOR:
        raise UnknownSchema("schema", f"{start}: schema {version}, and this newscrawl reads {_MAJOR}.x")


def read_lines(
    path: str | PathLike[str], *, since: Since = None, check: Callable[[dict[str, Any]], object] | None = None
) -> Iterator[FeedLine]:
    """The whole lines of a feed that hold a JSON object, as they are; empty ones are left out.

    `check` raises `ValueError` for an object that is broken for this reader.  For `path`, `since` and errors see
    `read_feed`.
    """
    for line, _ in _read(Path(path), since, (lambda line: check(line.data)) if check else _object_of):
        yield line


def readable_lines(
    read: Callable[[Cursor | None], Iterator[FeedLine]],
    since: Cursor | None,
    report: Callable[[LinesDamaged | LinesDeleted], bool],
) -> Iterator[FeedLine]:
    """The lines of a feed that `read` gives behind `since`, also behind what is damaged or deleted.

    `report` is called for each gap; if it answers false, reading ends there.
    """
    while True:
        try:
            yield from read(since)
        except (LinesDamaged, LinesDeleted) as gap:
            if not report(gap):
                return
            since = gap.resume
        else:
            return


def last_lines(path: Path, count: int, report: Callable[[LinesDamaged], None] | None = None) -> list[FeedLine]:
    """The last `count` lines of the feed in the folder `path` that can be read, in order.

    `report` is called for each damaged segment among those that were looked into.  Without it, the first is raised.
    """
    found: deque[FeedLine] = deque()
    for segment in reversed(Folder.read(path).segments):
        last: deque[FeedLine] = deque(maxlen=count - len(found))
        try:
            last.extend(segment_lines(segment))
        except LinesDamaged as damage:
            if report is None:
                raise
            report(damage)
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


def line_at(folder: Path, start: Cursor) -> FeedLine | None:
    """The line of the feed in `folder` that begins at `start`, null where it is deleted or cannot be read."""
    try:
        line = next(segment_lines(Segment(folder, start.segment), start.offset), None)
    except LinesDamaged as damage:
        logger.warning("Cannot read the line at %s: %s", start, damage)
        return None
    return line if line is not None and line.start == start else None


def _object_of(line: FeedLine) -> dict[str, Any]:
    return line.data


def _read(path: Path, since: Since, take: Callable[[FeedLine], T]) -> Iterator[tuple[FeedLine, T]]:
    """The lines behind `since`, each with what `take` makes of it, which raises `ValueError` for one that is broken."""
    cursors = [since] if isinstance(since, Cursor) else list(since or ())
    if path.is_dir():
        feeds = feeds_in(path)
        starts = _starts(feeds, cursors)
        for feed, start in zip(feeds, starts, strict=True):
            yield from _read_segments(_promised(feed, start), start, take)
    else:
        name = name_of(path)
        offset = _offset_in_file(name, cursors)
        yield from _opened_file(path, name).read(offset, take)


def _starts(feeds: list[Folder], cursors: list[Cursor]) -> list[Cursor | None]:
    """From where each feed is read.  Raises `ValueError` for a cursor of none of them, and for two cursors of one."""
    starts: list[Cursor | None] = [None] * len(feeds)
    for cursor in cursors:
        number = next((number for number, feed in enumerate(feeds) if _is_in(cursor, feed)), None)
        if number is None:
            name = feeds[0].path.resolve().name
            where = f"of the feed {name}" if len(feeds) == 1 else f"in a feed in {feeds[0].path.parent}"
            raise ValueError(f"{cursor} is no cursor {where}")
        if starts[number] is not None:
            raise ValueError(f"{starts[number]} and {cursor} are cursors of one feed")
        starts[number] = cursor
    return starts


def _is_in(cursor: Cursor, feed: Folder) -> bool:
    sites = {segment_site(segment.name) for segment in feed.feed} or {feed.path.resolve().name}
    return cursor.site in sites


def _promised(feed: Folder, since: Cursor | None) -> list[Segment]:
    """The segments of a feed that a reader is to read, in order."""
    if since is None:
        for segment in feed.feed:
            if segment.is_set_aside:
                logger.warning("%s was damaged and set aside: its lines are left out", segment.name)
        return without_outdated(feed.feed)
    return [segment for segment in feed.feed if segment.name >= since.segment]


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


def _offset_in_file(name: str, cursors: list[Cursor]) -> int:
    for cursor in cursors:
        if cursor.segment != name:
            raise ValueError(f"{cursor} is no cursor of {name}")
    return max((cursor.offset for cursor in cursors), default=0)
