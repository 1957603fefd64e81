"""L'Écho du Fil, the aggregator that newscrawl brings along: `scrapy crawl demo` serves it and crawls it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from scrapy import Request, signals
from scrapy.http import Response

from newscrawl.article.draft import Draft
from newscrawl.demo.frame import ORIGIN, RUNNING_NAME, RUNNING_PATH
from newscrawl.downloader.guard import allow_private, forbid_private
from newscrawl.sources import Link
from newscrawl.spiders.section import SectionSpider

if TYPE_CHECKING:
    from newscrawl.demo.server import DemoServer


class DemoSpider(SectionSpider):
    """Crawls a site that lives on a free port of the loopback interface for as long as the crawl lasts.

    Pages are requested from that port and understood under the address that they declare, so that articles keep their
    identity from run to run.
    """

    name = "demo"
    sections = (ORIGIN + RUNNING_PATH,)
    home = f"{ORIGIN}/"
    labels = (RUNNING_NAME,)
    timezone = "Europe/Brussels"
    country = "BE"
    first_pages = 100
    custom_settings: dict[Any, Any] | None = {  # noqa: RUF012 - Scrapy's name and type
        # There is nobody to be considerate of, and nothing leaves this machine.
        "DOWNLOAD_DELAY": 0,
        "CONCURRENT_REQUESTS": 16,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
        "HTTPPROXY_ENABLED": False,
    }

    _server: DemoServer | None = None

    async def start(self) -> AsyncIterator[Any]:
        """The first page of the section, once the site answers."""
        from newscrawl.demo.server import HOST, serve  # noqa: PLC0415 - a web server only where one is wanted

        self._server = serve()
        allow_private(HOST, self._server.port)
        self.crawler.signals.connect(self._stop_serving, signals.spider_closed)
        async for request in super().start():
            yield request

    async def _stop_serving(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            forbid_private(server.host, server.port)
            await server.stop()

    def extract(self, response: Response, link: Link | None = None) -> Draft:
        """What the page says, at the address where it is served.  Raises `NotAnArticle`."""
        draft = super().extract(response, link)
        draft.article.fetched_url = response.url.replace(ORIGIN, self._origin, 1)
        return draft

    def outgoing(self, request: Request) -> Request:
        """`request` sent to where the site is served."""
        return request.replace(url=request.url.replace(ORIGIN, self._origin, 1))

    def incoming(self, response: Response) -> Response:
        """`response` under the address that the site declares."""
        return response.replace(url=response.url.replace(self._origin, ORIGIN, 1))

    @property
    def _origin(self) -> str:
        """Where the site is served, from before the first request until after the last; else where it says it is."""
        return self._server.origin if self._server is not None else ORIGIN
