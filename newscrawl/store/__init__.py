"""The durable feed of a site: daily segments of JSON Lines, what reads them, writes them and closes them.

What reads needs no Scrapy: `read_feed`, `read_feed_with_cursors`, `Cursor`.
"""

from __future__ import annotations

from newscrawl.store.encoding import decode, encode
from newscrawl.store.errors import (
    Busy,
    FeedDamaged,
    FeedError,
    LinesDamaged,
    LinesDeleted,
    NotWritable,
    UnknownSchema,
)
from newscrawl.store.lines import Line
from newscrawl.store.reading import read_feed, read_feed_with_cursors, read_lines
from newscrawl.store.segments import Cursor

__all__ = [
    "Busy",
    "Cursor",
    "FeedDamaged",
    "FeedError",
    "Line",
    "LinesDamaged",
    "LinesDeleted",
    "NotWritable",
    "UnknownSchema",
    "decode",
    "encode",
    "read_feed",
    "read_feed_with_cursors",
    "read_lines",
]
