"""The page of an article among all that an archive holds."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any

from newscrawl.derivation.pages import ArchivedPage, read_page, read_page_of
from newscrawl.store.files import DiskFiles
from newscrawl.store.index import Entry, Index
from newscrawl.store.reading import line_at
from newscrawl.urls import article_id
from newscrawl.warc.reading import RecordLost, find

logger = logging.getLogger(__name__)


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
        logger.warning("The page of the line at %s cannot be had: %s", entry and entry.line, error)
    else:
        if page is not None:
            return page
    for found in find(archive, lambda url: _is_one_of(url, ids)):
        try:
            page = read_page(archive, found.place)
        except RecordLost as error:
            logger.info("Passed over: %s", error)
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
        return entry, {identity, *((entry.id, *known.former_ids(entry.id)) if entry else ())}


def _line(feed: Path, entry: Entry) -> Mapping[str, Any]:
    """An article's latest line, empty where it cannot be had."""
    line = line_at(feed, entry.line)
    return line.data if line is not None else {}


def _is_one_of(url: str, ids: set[str]) -> bool:
    try:
        return article_id(url) in ids
    except ValueError:
        return False
