"""Corrections for readers of a feed: what was derived again is appended to it, marked as ours."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from newscrawl.items import SCHEMA_VERSION, Article
from newscrawl.store.log import FeedStore
from newscrawl.store.reading import read_lines
from newscrawl.store.segments import Cursor
from newscrawl.version import __version__

_AT_ONCE = 500
"""Lines after which what was written is made durable."""


@dataclass(slots=True)
class Published:
    """How many lines were corrected."""

    corrected: int = 0
    replaced: int = 0
    """Lines that a later one has replaced by now: there is nothing to correct for readers."""


def publish(
    derived: Path, feed: Path, index_path: Path, lines: AbstractSet[Cursor], *, since: Cursor | None, today: date
) -> Published:
    """Appends to a feed the derived lines of those that start at `lines`, each if it is still its article's latest.

    `derived` is the folder of the derived feed, which holds as many lines as were read of `feed` behind `since`, in
    their order.  A corrected line has identity and revision of the line before: the site has changed nothing.

    Raises `NotWritable`, of which `Busy` means that a run writes the feed, and else as `read_feed` and
    `FeedStore.open` do; what was published before is durable.
    """
    found, waiting = Published(), 0
    with closing(FeedStore.open(feed, index_path, today=today)) as store:
        for new, old in zip(read_lines(derived), read_lines(feed, since=since), strict=False):
            if old.start not in lines:
                continue
            entry = store.entry(old.data["id"])
            if entry is None or entry.line != old.start:
                found.replaced += 1
                continue
            article = Article.from_dict(new.data)
            store.append(replace(article, schema_version=SCHEMA_VERSION, corrected_by=__version__))
            found.corrected += 1
            waiting = (waiting + 1) % _AT_ONCE
            if not waiting:
                store.flush()
        store.flush()
    return found
