"""What is asked of each host once a run, however many requests wait for the answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Generic, TypeVar

from scrapy.utils.httpobj import urlparse_cached

if TYPE_CHECKING:
    from scrapy import Request

T = TypeVar("T")


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
