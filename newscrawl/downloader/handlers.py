"""Download handlers: one that lets go of a slow answer at a stop, and one for a site served elsewhere than it says."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler

from newscrawl import options
from newscrawl.downloader.archive import SERVED_AT
from newscrawl.downloader.refusals import RunStopping
from newscrawl.downloader.stopping import until_closing

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response


class StoppableHandler(HTTP11DownloadHandler):
    """Scrapy's handler; half of `NEWSCRAWL_SHUTDOWN_TIMEOUT` after a stop has begun it gives an open download up."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.crawler = crawler
        self.grace = options.SHUTDOWN_TIMEOUT.read(crawler.settings) / 2

    async def download_request(self, request: Request) -> Response:
        """The response.  Raises `RunStopping` where the run ends before it does."""
        download = asyncio.ensure_future(super().download_request(request))
        stop = asyncio.ensure_future(until_closing(self.crawler, self.grace))
        try:
            await asyncio.wait((download, stop), return_when=asyncio.FIRST_COMPLETED)
            if download.done():
                return download.result()
            raise RunStopping("the run was stopped before the answer came")
        finally:
            stop.cancel()
            if not download.done():
                download.cancel()
                await asyncio.wait((download,))


class ElsewhereHandler(StoppableHandler):
    """Sends each request below the spider's `origin` to its `served_at`; nobody else sees that address.

    It is left in `meta["newscrawl_served_at"]` of the request.
    """

    async def download_request(self, request: Request) -> Response:
        """The response under the address that was asked for."""
        origin, served_at = self._detour()
        if not request.url.startswith(origin):
            return await super().download_request(request)
        sent = request.replace(url=served_at + request.url.removeprefix(origin))
        try:
            response = await super().download_request(sent)
        finally:
            request.meta.update(sent.meta)  # how long it took
        request.meta[SERVED_AT] = response.url
        return response.replace(url=request.url)

    def _detour(self) -> tuple[str, str]:
        spider = self.crawler.spider
        return getattr(spider, "origin", ""), getattr(spider, "served_at", "")
