"""What is asked of each site once a run and kept from run to run: robots.txt, tdmrep.json, and notes beside them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from scrapy import signals
from scrapy.utils.httpobj import urlparse_cached

from newscrawl import clock
from newscrawl.crawl.memory import SiteMemory, memory_of
from newscrawl.state.memory import Memory

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

_NOTES: WeakKeyDictionary[Crawler, Memory] = WeakKeyDictionary()
"""Memories of crawls without the extension `SiteMemory`, which would be new at each look."""
T = TypeVar("T")
FRESH = 24 * 3600.0
"""Seconds for which a file is not asked for again (for robots.txt RFC 9309, 2.4)."""
KEPT = 30 * FRESH
"""Seconds for which an older one holds while the site does not answer (for robots.txt RFC 9309, 2.3.1.4)."""


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


class Once(Generic[T]):
    """Values by key: the first who asks has it made, those who ask meanwhile wait for it."""

    def __init__(self) -> None:
        self._values: dict[str, asyncio.Future[T]] = {}

    async def get(self, key: str, make: Callable[[], Awaitable[T]]) -> T:
        """The value of `key`; what `make` raises goes to all who wait, and is made anew for who asks later."""
        if key in self._values:
            return await asyncio.shield(self._values[key])
        future = self._values[key] = asyncio.get_running_loop().create_future()
        try:
            value = await make()
        except BaseException as error:
            del self._values[key]
            if isinstance(error, asyncio.CancelledError):
                future.cancel()
            else:
                future.set_exception(error)
                future.exception()  # nobody may be waiting
            raise
        future.set_result(value)
        return value


def origin_of(request: Request) -> str:
    """Scheme, host and port, to which one robots.txt belongs; without the user's name that an address may carry."""
    parts = urlparse_cached(request)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"


@dataclass(frozen=True, slots=True)
class SiteFile:
    """An answer for a file: when it came (Unix time), its status, and its bytes."""

    at: float
    status: int
    body: bytes = b""

    @property
    def is_there(self) -> bool:
        """Whether it is the file; any other answer that is kept says that there is none."""
        return 200 <= self.status < 300

    def age(self, now: float) -> float:
        """Seconds since it came; endless for one that has not come yet, as a clock set back leaves behind."""
        return now - self.at if now >= self.at else float("inf")

    def to_note(self) -> list[Any]:
        """JSON values that `read_copy` reads."""
        return [self.at, self.status, self.body.decode("latin-1")]


def read_copy(note: object) -> SiteFile | None:
    """The copy in a note; null for anything else."""
    match note:
        case [int() | float() as at, int() as status, str() as body]:
            return SiteFile(float(at), status, body.encode("latin-1", "replace"))
    return None
