"""What is durable of a site: its feed, daily segments of JSON Lines, and the index over it.

What reads a feed needs no Scrapy, and is best imported from `newscrawl` itself: `read_feed`, `read_feed_with_cursors`,
`Cursor`, `LinesDamaged`, `LinesDeleted`, `UnknownSchema`.
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
    StorageError,
    UnknownSchema,
)
from newscrawl.store.reading import FeedLine, read_feed, read_feed_with_cursors, read_lines
from newscrawl.store.segments import Cursor

__all__ = [
    "Busy",
    "Cursor",
    "FeedDamaged",
    "FeedError",
    "FeedLine",
    "LinesDamaged",
    "LinesDeleted",
    "NotWritable",
    "StorageError",
    "UnknownSchema",
    "decode",
    "encode",
    "read_feed",
    "read_feed_with_cursors",
    "read_lines",
]
