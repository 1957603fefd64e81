"""L'Écho du Fil, the aggregator that newscrawl brings along: `scrapy crawl demo` serves it and crawls it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scrapy import Request, signals
from scrapy.http import Response

from newscrawl.demo.frame import ORIGIN, RUNNING_NAME, RUNNING_PATH
from newscrawl.draft import Draft
from newscrawl.network import allow_private, forbid_private
from newscrawl.spiders.arguments import SiteArguments
from newscrawl.spiders.section import SectionRun, SectionSpider

if TYPE_CHECKING:
    from twisted.python.failure import Failure

    from newscrawl.demo.server import DemoServer


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoArguments(SiteArguments):
    """What the demo takes: as any site, but the whole section is read unless told otherwise."""

    pages: int = 100
    """How many pages of the section are read at most."""


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
    arguments_type = DemoArguments
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
            yield self._served(request)

    async def _stop_serving(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            forbid_private(server.host, server.port)
            await server.stop()

    def parse_section(self, response: Response, run: SectionRun) -> Iterator[Request]:
        """Requests for the new articles of one page of the section, and for its next page."""
        yield from map(self._served, super().parse_section(self._declared(response), run))

    def parse_home(self, response: Response) -> Iterator[Request]:
        """The section as the menu names it."""
        yield from map(self._served, super().parse_home(self._declared(response)))

    def section_failed(self, failure: Failure) -> Iterator[Request]:
        """Counts a page of the section that could not be read, and looks for the section elsewhere."""
        yield from map(self._served, super().section_failed(failure))

    def extract(self, response: Response) -> Draft:
        """What the page says.  Raises `NotAnArticle`."""
        draft = super().extract(self._declared(response))
        draft.article.fetched_url = response.url
        return draft

    def _served(self, request: Request) -> Request:
        """`request` sent to where the site is served."""
        assert self._server is not None  # noqa: S101 - served before the first request, until after the last
        return request.replace(url=request.url.replace(ORIGIN, self._server.origin, 1))

    def _declared(self, response: Response) -> Response:
        """`response` under the address that the site declares."""
        assert self._server is not None  # noqa: S101 - see `_served`
        return response.replace(url=response.url.replace(self._server.origin, ORIGIN, 1))
