"""The files of a feed: their names, and what a folder holds.

- `SITE/SITE-2026-11-23.jsonl`: an open segment, to which the runs of that day append;
- `SITE/SITE-2026-11-22.jsonl.gz`: a closed one, never changed again;
- `SITE/SITE-2026-11-22.json`: its sidecar, which stays when the segment itself is deleted to save room;
- `SITE/….damaged`: a segment that was found damaged and set aside, which is no longer part of the feed;
- `SITE/….part`: a file being written, which counts for nothing;
- `SITE/.lock`: held by the run that writes.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Self

PLAIN, CLOSED, SIDECAR, PART, LOCK, DAMAGED = ".jsonl", ".jsonl.gz", ".json", ".part", ".lock", ".damaged"
FEEDS = "feeds"
"""Where the feeds lie in a data folder, one folder a site."""

# What a file system, a shell and a URL take without harm: no separator, no leading dot or dash, no control character.
_SITE = re.compile(r"[\w\[][\w.\-\[\]]*")
_SEGMENT = re.compile(r"(?P<site>.+)-(?P<day>\d{4}-\d{2}-\d{2})")
_LONGEST_SITE = 120


def check_site(site: str) -> str:
    """`site`, which is fit to name files.  Raises `ValueError` for what could lead out of the data folder."""
    if not _SITE.fullmatch(site) or len(site.encode()) > _LONGEST_SITE:
        raise ValueError(f"not the name of a site: {site!r} (letters, digits, '.', '_', '-', '[' and ']')")
    return site


def segment_name(site: str, day: date) -> str:
    """Name of the segment of a day, without ending."""
    return f"{site}-{day.isoformat()}"


def segment_day(name: str) -> date:
    """The day in a segment's name.  Raises `ValueError`."""
    match = _SEGMENT.fullmatch(name)
    if not match:
        raise ValueError(f"not the name of a segment: {name!r}")
    return date.fromisoformat(match["day"])


def segment_site(name: str) -> str | None:
    """The site in a segment's name, null where it is the name of no segment."""
    match = _SEGMENT.fullmatch(name)
    return match["site"] if match else None


def name_of(path: Path) -> str:
    """The name of the segment in a file, for any JSON Lines file its name without ending."""
    name = path.name
    for ending in (CLOSED, PLAIN, ".jl.gz", ".jl", ".gz"):
        if name.endswith(ending):
            return name.removesuffix(ending)
    return path.stem


@dataclass(frozen=True, slots=True, order=True)
class Cursor:
    """A position between two lines of a feed, the same before and after its segment is closed and compressed.

    As text `news24-2026-11-23:1834`, which `Cursor.parse` reads back.  Cursors of one feed are ordered.
    """

    segment: str
    """Name of the segment, without ending: `news24-2026-11-23`."""
    offset: int = 0
    """Bytes of the uncompressed segment that lie before it."""

    def __str__(self) -> str:
        return f"{self.segment}:{self.offset}"

    @property
    def site(self) -> str | None:
        """The site whose feed it is a position in; null for a position in a file that is no segment."""
        return segment_site(self.segment)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The cursor that was printed as `text`.  Raises `ValueError`."""
        segment, colon, offset = text.strip().rpartition(":")
        if not (segment and colon and offset.isascii() and offset.isdecimal()):
            raise ValueError(f"not a cursor such as news24-2026-11-23:1834: {text!r}")
        return cls(segment, int(offset))


@dataclass(frozen=True, slots=True)
class Segment:
    """The files of one day of a feed."""

    folder: Path
    name: str

    @property
    def plain(self) -> Path:
        """Where it is while it is open."""
        return self.folder / f"{self.name}{PLAIN}"

    @property
    def closed(self) -> Path:
        """Where it is once it is closed."""
        return self.folder / f"{self.name}{CLOSED}"

    @property
    def sidecar(self) -> Path:
        """What is known of it once it is closed."""
        return self.folder / f"{self.name}{SIDECAR}"

    @property
    def described(self) -> bool:
        """Whether its sidecar is there."""
        return self.sidecar.exists()

    def damaged(self, path: Path) -> Path:
        """Under what name one of its files is set aside."""
        return path.with_name(path.name + DAMAGED)

    @property
    def is_set_aside(self) -> bool:
        """Whether its lines were found damaged, and are no longer part of the feed."""
        return any(self.damaged(path).exists() for path in (self.plain, self.closed)) and not self.exists

    @property
    def exists(self) -> bool:
        """Whether its lines are there."""
        return self.plain.exists() or self.closed.exists()


@dataclass(frozen=True, slots=True)
class Folder:
    """What the folder of one feed holds."""

    path: Path
    segments: tuple[Segment, ...]
    """In order of time; also those of which only the sidecar is left."""
    parts: tuple[Path, ...]
    """Files that a crash left half written."""
    strays: tuple[Path, ...]
    """Files that are none of ours."""

    @classmethod
    def read(cls, path: Path, site: str | None = None) -> Self:
        """The folder at `path`, empty where there is none; where `site` is given, others' segments are strays."""
        names: set[str] = set()
        parts, strays = [], []
        for file in sorted(path.iterdir()) if path.is_dir() else ():
            if file.name.endswith(PART):
                parts.append(file)
            elif (name := _segment_of(file, site)) is not None:
                names.add(name)
            elif file.name != LOCK and not file.name.endswith(DAMAGED):
                strays.append(file)
        return cls(path, tuple(Segment(path, name) for name in sorted(names)), tuple(parts), tuple(strays))

    @property
    def is_feed(self) -> bool:
        """Whether a feed lies there, be it one that has no line yet, or none any more."""
        if any(segment.exists for segment in self.segments):
            return True
        return not self.strays and (bool(self.segments) or (self.path / LOCK).exists())

    @property
    def feed(self) -> tuple[Segment, ...]:
        """The segments that a reader is to read: those of the site that the folder is named after, else all.

        A copy under another name holds whatever it holds.
        """
        name = self.path.resolve().name
        return tuple(segment for segment in self.segments if segment_site(segment.name) == name) or self.segments

    def day_to_write(self, today: date) -> date:
        """The day of the segment that a run beginning today appends to.

        Segments only move on: with the clock set back it is the last one, or the day after it where that is closed.
        """
        if not self.segments:
            return today
        last = self.segments[-1]
        day = segment_day(last.name)
        is_open = last.plain.exists() and not last.closed.exists() and not last.sidecar.exists()
        return max(today, day if is_open else day + timedelta(days=1))


def feeds_in(path: Path) -> list[Folder]:
    """The feeds at `path`, in the order of their sites: the one that it is, or those in it or in its `feeds/`.

    Raises `FileNotFoundError` where there is none.
    """
    found = [folder for folder in (Folder.read(path),) if folder.is_feed]
    for parent in (path, path / FEEDS):
        if not found and parent.is_dir():
            found = [folder for each in sorted(parent.iterdir()) if (folder := Folder.read(each)).is_feed]
    if not found:
        raise no_feed(path)
    return found


def no_feed(path: Path) -> FileNotFoundError:
    """What to raise for a path that leads to no feed, though something may be there."""
    return FileNotFoundError(errno.ENOENT, "No feed lies there", str(path))


def without_outdated(segments: Iterable[Segment]) -> list[Segment]:
    """Segments in order, without those that retention may have deleted; what is gone among the rest went otherwise.

    Retention deletes the oldest first, and none without a sidecar.  Those that were set aside count as deleted too.
    """
    segments = [segment for segment in segments if not segment.is_set_aside]
    kept = [segment.name for segment in segments if segment.exists and (segment.described or segment.plain.exists())]
    return [segment for segment in segments if segment.exists or (kept and segment.name > kept[0])]


def _segment_of(file: Path, site: str | None) -> str | None:
    for ending in (CLOSED, PLAIN, SIDECAR):
        name = file.name.removesuffix(ending)
        if name != file.name and _is_segment(name, site):
            return name
    return None


def _is_segment(name: str, site: str | None) -> bool:
    try:
        segment_day(name)
    except ValueError:
        return False
    return site is None or segment_site(name) == site
