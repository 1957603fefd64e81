"""The durable feed of a site: daily segments of JSON Lines, what reads them, writes them and closes them.

What reads needs no Scrapy: `read_feed`, `read_feed_with_cursors`, `Cursor`.
"""

from __future__ import annotations

from newscrawl.store.cursor import Cursor
from newscrawl.store.encoding import decode, encode
from newscrawl.store.errors import (
    FeedBusy,
    FeedDamaged,
    FeedError,
    FeedNotWritable,
    LinesDamaged,
    LinesDeleted,
    UnknownSchema,
)
from newscrawl.store.reading import Line, read_feed, read_feed_with_cursors, read_lines

__all__ = [
    "Cursor",
    "FeedBusy",
    "FeedDamaged",
    "FeedError",
    "FeedNotWritable",
    "Line",
    "LinesDamaged",
    "LinesDeleted",
    "UnknownSchema",
    "decode",
    "encode",
    "read_feed",
    "read_feed_with_cursors",
    "read_lines",
]
