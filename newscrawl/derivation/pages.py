"""A page of an archive with all that belongs to it: its further parts, and what the run knew of it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

from newscrawl.items import ArchiveRecord
from newscrawl.sources import Link
from newscrawl.store.files import DiskFiles
from newscrawl.store.index import Entry, Index
from newscrawl.store.reading import line_at
from newscrawl.urls import article_id
from newscrawl.warc.exchange import Exchange
from newscrawl.warc.notes import RunNotes, from_json
from newscrawl.warc.reading import RecordLost, find, read_exchange

logger = logging.getLogger(__name__)

_AT_ONCE = timedelta(minutes=1)
"""Time within which all articles of a page are made."""


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """An article page as a run had it before it."""

    exchange: Exchange
    notes: RunNotes
    parts: tuple[Exchange, ...] = ()
    """The further pages of an article over several, in order."""

    @property
    def reference(self) -> datetime:
        """The moment against which it was read."""
        return self.notes.reference or self.exchange.moment

    @property
    def link(self) -> Link:
        """What the source said of it."""
        return self.notes.link or Link(self.exchange.url)

    @property
    def run(self) -> tuple[Any, ...]:
        """What tells the pages of one run from those of others; one alone where its run is not known."""
        notes = self.notes
        return (notes.spider, tuple(sorted(notes.arguments.items())), notes.run or self.reference)

    def part_at(self, url: str, read: int) -> Exchange | None:
        """The further page at an address, of which `read` come before it."""
        alike = (part for part in self.parts[read:] if article_id(part.url) == article_id(url))
        # A redirect may have led elsewhere: then it is the next in order.
        return next(alike, self.parts[read] if read < len(self.parts) else None)


def read_page(folder: Path, record: ArchiveRecord) -> ArchivedPage:
    """The page whose answer is at `record` in an archive, with its parts.  Raises `RecordLost` and `OSError`."""
    exchange = read_exchange(folder, record)
    notes = notes_of(exchange)
    return ArchivedPage(exchange, notes, tuple(read_exchange(folder, part) for part in notes.parts))


def read_page_of(folder: Path, line: Mapping[str, Any]) -> ArchivedPage | None:
    """The page of a line of the feed, null where it names none.

    Raises `OSError` and `RecordLost`: with `other_page` if the page of another article is there, since the
    files of the archive were begun anew.
    """
    record = record_of(line)
    if record is None:
        return None
    page = read_page(folder, record)
    if page.notes.id not in (None, line.get("id")) and not _is_read_at(page, line):
        raise RecordLost("other_page", f"{record.file} at {record.offset}: the page of {page.exchange.url}")
    return page


def _is_read_at(page: ArchivedPage, line: Mapping[str, Any]) -> bool:
    """Whether a line may be one of several of a page, by the moment: one of them alone is noted."""
    try:
        return abs(datetime.fromisoformat(line["crawled_at"]) - page.reference) < _AT_ONCE
    except (KeyError, TypeError, ValueError):
        return False


def notes_of(exchange: Exchange) -> RunNotes:
    """What a run knew of an exchange.  Raises `RecordLost` where its notes are missing or say nothing of it."""
    try:
        return from_json(exchange.notes)
    except ValueError as error:
        raise RecordLost("no_notes", f"{exchange.url}: {error}") from None


def record_of(line: Mapping[str, Any]) -> ArchiveRecord | None:
    """The record of the page of a line of the feed, null if the line names none."""
    archive = line.get("archive")
    if not isinstance(archive, Mapping):
        return None
    file, offset = archive.get("file"), archive.get("offset")
    return ArchiveRecord(file, offset) if isinstance(file, str) and isinstance(offset, int) else None


def newest_page(archive: Path, feed: Path, index: Path, identity: str) -> ArchivedPage | None:
    """The page of the latest line of an article, by the id of any of its addresses; else the last that was kept.

    Where the feed does not know it, or its page is lost, every file of the archive is looked through.  Raises `OSError`
    and `sqlite3.Error`.
    """
    entry, ids = _held(index, identity)
    line = _line(feed, entry) if entry is not None else {}
    try:
        page = read_page_of(archive, line)
    except RecordLost as error:
        logger.warning("Cannot read the page of the line at %s: %s", entry and entry.line, error)
    else:
        if page is not None:
            return page
    for found in find(archive, lambda url: _is_one_of(url, ids)):
        try:
            page = read_page(archive, found.place)
        except RecordLost as error:
            logger.info("Skipped a record: %s", error)
            continue
        # Redirects and errors of the address are kept as well.
        if page.notes.purpose == "article" and page.exchange.status == HTTPStatus.OK:
            return page
    return None


@contextmanager
def known_articles(index: Path) -> Iterator[Callable[[str], bool]]:
    """What tells whether a feed holds the article with an id, by its index; without one, it holds none.

    Raises `sqlite3.Error`.
    """
    if not index.exists():
        yield lambda _: False
        return
    with closing(Index.snapshot(index, DiskFiles())) as known:
        yield lambda identity: known.get(identity) is not None


def _held(index: Path, identity: str) -> tuple[Entry | None, set[str]]:
    """What the feed's index holds of an article, and the ids of all its addresses."""
    if not index.exists():
        return None, {identity}
    with closing(Index.snapshot(index, DiskFiles())) as known:
        entry = known.get(identity)
        return entry, {identity, *((entry.id, *known.other_ids(entry.id)) if entry else ())}


def _line(feed: Path, entry: Entry) -> Mapping[str, Any]:
    """An article's latest line, empty where it cannot be had."""
    line = line_at(feed, entry.line)
    return line.data if line is not None else {}


def _is_one_of(url: str, ids: set[str]) -> bool:
    try:
        return article_id(url) in ids
    except ValueError:
        return False
