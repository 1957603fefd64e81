"""What the rooms of the network remember of a site between runs: robots.txt, reservations, pauses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from scrapy import signals

from newscrawl import clock
from newscrawl.crawl.memory import SiteMemory, memory_of
from newscrawl.state.memory import Memory

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_NOTES: WeakKeyDictionary[Crawler, Memory] = WeakKeyDictionary()
"""Memories of crawls without the extension `SiteMemory`, which would be new at each look."""


def notes_of(crawler: Crawler) -> Memory:
    """Where a crawl remembers: its site's memory, else one that goes when it ends."""
    if crawler not in _NOTES:
        _NOTES[crawler] = memory = memory_of(crawler)
        if crawler.get_extension(SiteMemory) is None:
            crawler.signals.connect(memory.close, signal=signals.engine_stopped)
    return _NOTES[crawler]


def remember_in(crawler: Crawler, memory: Memory) -> None:
    """Lets a crawl without the extension remember in `memory`, for a program that runs crawlers of its own."""
    _NOTES[crawler] = memory


def in_seconds(seconds: float) -> datetime:
    """The moment so many seconds from now, at which a note expires."""
    return clock.now() + timedelta(seconds=seconds)


def at_second(moment: float) -> datetime:
    """A Unix time as the moment at which a note expires."""
    return datetime.fromtimestamp(moment, UTC)
