"""Whether a feed is what it promises: whole, hashed, valid, without doubles, and equal to its index."""

from __future__ import annotations

import gzip
import io
import sqlite3
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, nullcontext, suppress
from pathlib import Path
from typing import Any

from newscrawl import schema
from newscrawl.store.catching_up import contradiction
from newscrawl.store.closing import Sidecar, whole_size
from newscrawl.store.errors import LinesDamaged
from newscrawl.store.files import DiskFiles, is_locked
from newscrawl.store.index import Entry, Index, is_damage
from newscrawl.store.reading import FeedLine, segment_lines
from newscrawl.store.segments import LOCK, Folder, Segment, without_outdated


def verify(folder: Path, index_path: Path, files: DiskFiles | None = None) -> Iterator[str]:
    """The faults of the feed in `folder`, one line each; none while all is well.  Nothing is changed.

    What the next run puts in order by itself is a fault as well, unless a run is writing at this moment; an index that
    is missing or has not caught up is none.  Raises `OSError` where something cannot be read.
    """
    files = files or DiskFiles()
    # The index is looked at as it is now, before the feed is read: then the feed holds whatever the index does.
    index, fault = _open_index(index_path, files)
    if fault is not None:
        yield fault
    with closing(Index.temporary(files)) as fresh, nullcontext() if index is None else closing(index):
        found = Folder.read(folder, folder.name)
        for stray in found.strays:
            yield f"{stray}: not a file of this feed"
        for part in found.parts:
            if part.exists() and not is_locked(folder / LOCK):
                yield f"{part}: left half written; the next run removes it"
        for segment in without_outdated(found.segments):
            if not segment.exists:
                yield f"{segment.closed}: missing, though earlier segments are there"
        sound: set[str] = set()
        for segment in found.segments:
            is_last = segment is found.segments[-1]
            faults = [*_segment_faults(segment, is_last=is_last), *_content_faults(segment, fresh)]
            yield from faults
            if segment.exists and not faults:
                sound.add(segment.name)
            fresh.commit()
        if index is not None:
            yield from list(altered_lines(index, fresh, sound)) or _index_faults(index_path, index, fresh, found)


def _open_index(path: Path, files: DiskFiles) -> tuple[Index | None, str | None]:
    """The index as it is at this moment, or what is wrong with it; neither where there is none."""
    if not path.exists():
        return None, None
    try:
        return Index.snapshot(path, files), None
    except sqlite3.Error as error:
        ending = "; the next run builds it anew" if is_damage(error) else ""
        return None, f"{path}: {error}{ending}"


def _segment_faults(segment: Segment, *, is_last: bool) -> Iterator[str]:
    if segment.closed.exists():
        yield from _closed_faults(segment)
    try:
        size, whole = segment.plain.stat().st_size, whole_size(segment.plain)
    except FileNotFoundError:
        return
    if is_locked(segment.folder / LOCK):
        return
    if whole < size:
        yield f"{segment.plain}: {size - whole} bytes of a torn line at the end; the next run cuts them"
    if not is_last or segment.closed.exists():
        yield f"{segment.plain}: still open, though later segments are there; the next run closes it"


def _closed_faults(segment: Segment) -> Iterator[str]:
    try:
        stated = Sidecar.read(segment.sidecar)
    except FileNotFoundError:
        yield f"{segment.sidecar}: missing"
        return
    except ValueError as error:
        yield str(error)
        return
    try:
        with gzip.open(segment.closed) as unpacked, io.BufferedReader(unpacked) as stream:
            actual = Sidecar.of(segment.name, stream)
    except (EOFError, OSError, zlib.error) as error:
        yield f"{segment.closed}: damaged: {error}"
        return
    if actual.sha256 != stated.sha256:
        yield f"{segment.closed}: content is not what the sidecar hashed ({actual.lines} lines, {actual.size} bytes)"
    elif actual != stated:
        yield f"{segment.sidecar}: does not describe its segment"


def _content_faults(segment: Segment, fresh: Index) -> Iterator[str]:
    try:
        for line in segment_lines(segment):
            yield from _line_faults(line, fresh)
    except LinesDamaged as damage:
        for start, reason in damage.broken:
            yield f"{start}: no JSON object: {reason}"
        if segment.plain.exists():  # of a closed file it is told already
            yield from damage.problems


def _line_faults(line: FeedLine, fresh: Index) -> Iterator[str]:
    article = line.data
    found = schema.faults(article)
    for fault in found:
        yield f"{line.start}: {fault}"
    if not found:
        earlier = fresh.get(article["id"])
        if earlier is not None and earlier.id == article["id"]:
            yield from _order_faults(line, earlier, article)
    with suppress(ValueError):  # what the index cannot take either has been told
        fresh.add(article, line.content, line.start, line.end)


def _order_faults(line: FeedLine, earlier: Entry, article: Mapping[str, Any]) -> Iterator[str]:
    revision, is_correction = article["revision"], bool(article.get("corrected_by"))
    if (earlier.revision, earlier.kind) == (revision, article["kind"]) and not is_correction:
        yield f"{line.start}: revision {revision} of {earlier.id} a second time, first at {earlier.line}"
    elif revision < earlier.revision:
        yield f"{line.start}: revision {revision} of {earlier.id} behind revision {earlier.revision}"


def altered_lines(index: Index, fresh: Index, segments: set[str]) -> Iterator[str]:
    """Of which of these segments lines are not those that were written, by their checksums in the index.

    `fresh` is built from the feed just now.  What lies behind its end is none: then the feed is an earlier one.
    """
    end = fresh.position.end if fresh.position is not None else None
    for name in sorted(segments):
        present = dict(fresh.checksums(name))
        altered = [
            start
            for start, checksum in index.checksums(name)
            if end is not None and start < end and present.get(start) != checksum
        ]
        if altered:
            yield f"{name}: {len(altered)} lines are not those that were written, the first at {altered[0]}"


def _index_faults(path: Path, index: Index, fresh: Index, folder: Folder) -> Iterator[str]:
    """Where the index differs from `fresh`, built from the feed just now, as far as it has read the feed."""
    try:
        reason = contradiction(index, folder)
        if reason is not None:
            yield f"{path}: {reason}; the next run builds it anew"
        else:
            present = {segment.name for segment in folder.segments if segment.exists}
            yield from (f"{path}: {difference}" for difference in _differences(index, fresh, present))
    except sqlite3.Error as error:
        yield f"{path}: {error}"


def _differences(index: Index, fresh: Index, present: set[str]) -> Iterator[str]:
    if index.position is None:
        return
    for entry in fresh.entries():
        held = index.get(entry.id)
        if entry.line < index.position.end and held != entry:
            yield f"{entry.id} at {entry.line} is {'missing' if held is None else 'another one in the feed'}"
    for entry in index.entries():
        if entry.line.segment in present and fresh.get(entry.id) is None:
            yield f"{entry.id} is not in the feed at {entry.line}"
    # Former addresses may have stood in a segment that is no longer there.
    if index.segments() <= present:
        for name, article in sorted(set(index.names()) - set(fresh.names())):
            yield f"the address {name} of {article} is not in the feed"
