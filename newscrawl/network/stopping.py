"""Whether a run is being stopped."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_WATCH_SECONDS = 0.2


def is_closing(crawler: Crawler) -> bool:
    """Whether the run is being stopped, by a signal, a limit or its own end; Scrapy has no signal for that."""
    # `engine.running` stays true when a limit, not a signal, closes the spider.
    slot = getattr(crawler.engine, "_slot", None)
    return slot is not None and slot.closing is not None


async def until_closing(crawler: Crawler, grace: float = 0.0) -> None:
    """Return `grace` seconds after the run has begun to close."""
    while not is_closing(crawler):  # noqa: ASYNC110 - there is no event to wait for
        await asyncio.sleep(_WATCH_SECONDS)
    await asyncio.sleep(grace)


def wake_engine(crawler: Crawler) -> None:
    """Lets the engine look for requests to send, where one under way has stepped aside; else it does so every 5 s."""
    slot = getattr(crawler.engine, "_slot", None)
    if slot is not None and slot.closing is None:
        slot.nextcall.schedule()
