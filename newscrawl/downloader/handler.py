"""The download handler that lets go of a slow answer when the run is being stopped."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler

from newscrawl import options
from newscrawl.downloader.closing import until_closing
from newscrawl.downloader.refusals import RunStopping

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
