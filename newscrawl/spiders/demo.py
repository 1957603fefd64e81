"""L'Écho du Fil, the aggregator that newscrawl brings along: `scrapy crawl demo` serves it and crawls it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.http import Response

from newscrawl.article.draft import Draft
from newscrawl.demo.frame import ORIGIN, RUNNING_NAME, RUNNING_PATH
from newscrawl.downloader.archive import SERVED_AT
from newscrawl.downloader.guard import allow_private, forbid_private
from newscrawl.settings import DOWNLOAD_HANDLERS
from newscrawl.sources import Link
from newscrawl.spiders.section import SectionSpider
from newscrawl.urls import host_of

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

    from newscrawl.demo.server import DemoServer


class DemoSpider(SectionSpider):
    """Crawls a site that lives on a free port of the loopback interface for as long as the crawl lasts.

    Pages are requested from that port and read under the address that they declare, so that articles keep their
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
        "DOWNLOAD_HANDLERS": {**DOWNLOAD_HANDLERS, "https": "newscrawl.downloader.handlers.ElsewhereHandler"},
    }

    origin = ORIGIN
    served_at = ORIGIN
    """Where the site is served, from before the first request on."""

    _server: DemoServer | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """The spider of a run, its site served from before the first request until after the last."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.serve_site, signals.spider_opened)
        crawler.signals.connect(spider.stop_serving, signals.spider_closed)
        return spider

    def serve_site(self) -> None:
        """Serves the site, and allows requests of it."""
        from newscrawl.demo.server import serve  # noqa: PLC0415 - a web server only where one is wanted

        server = self._server = serve()
        self.served_at = server.origin
        allow_private(server.host, server.port)
        allow_private(host_of(ORIGIN), server.port)

    async def stop_serving(self) -> None:
        """Ends both."""
        server, self._server = self._server, None
        if server is not None:
            forbid_private(server.host, server.port)
            forbid_private(host_of(ORIGIN), server.port)
            await server.stop()

    def extract(self, response: Response, link: Link | None = None) -> Draft:
        """What the page says, at the address where it is served.  Raises `NotAnArticle`."""
        draft = super().extract(response, link)
        draft.article.fetched_url = response.meta.get(SERVED_AT) or response.url
        return draft
