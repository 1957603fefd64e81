"""The download handler of a site that is served elsewhere than its addresses say, as the demo on a free port."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawl.downloader.archive import SERVED_AT
from newscrawl.downloader.handler import StoppableHandler

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response


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
