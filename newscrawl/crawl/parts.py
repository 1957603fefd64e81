"""Articles that run over several pages: the further parts, one after the other, joined to the first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.http import Response

from newscrawl.article import join
from newscrawl.article.draft import Draft, NotAnArticle
from newscrawl.crawl.fetching import reason_of
from newscrawl.crawl.pages import ARTICLE
from newscrawl.downloader.refusals import RunStopping
from newscrawl.pipelines.archive import capture_of
from newscrawl.sources import Link

if TYPE_CHECKING:
    from twisted.python.failure import Failure

    from newscrawl.spiders.section import SectionSpider

Done = Callable[[Draft], Iterator[Any]]
"""What is done with the whole article."""

_MOST = 20
"""Parts of one article that are read at most."""


def parts_of(spider: SectionSpider, first: Draft, link: Link, done: Done) -> Iterator[Any]:
    """What `done` gives for the article that begins with `first`, once its further parts are there.

    Where a part cannot be read the article ends before it, with the problem `parts_missing`; where the run is being
    stopped, it is left for the next one.
    """
    yield from _Parts(spider, first, link, done).go_on(first.next_part)


class _Parts:
    def __init__(self, spider: SectionSpider, first: Draft, link: Link, done: Done) -> None:
        self.spider = spider
        self.first = first
        self.link = link
        self.done = done
        self.parts: list[Draft] = []

    def go_on(self, address: str | None) -> Iterator[Any]:
        """A request for the next part, or what is done where there is none."""
        if address is None or len(self.parts) + 1 >= _MOST:
            yield from self.end()
            return
        self.spider.count("pages/parts")
        yield Request(
            address,
            self.read,
            errback=self.failed,
            meta=ARTICLE | {"newscrawl_part": True},
            dont_filter=True,
            priority=1,
        )

    def read(self, response: Response) -> Iterator[Any]:
        """Takes a part."""
        try:
            part = self.spider.extract(self.spider.incoming(response), self.link)
        except NotAnArticle as finding:
            self.spider.keep_page(response, finding=f"dropped/{finding.reason}")
            yield from self.lost(f"dropped/{finding.reason}", response.url)
            return
        part.capture = capture_of(response)
        if part.capture is not None:
            part.capture.rights = part.article.rights
        self.parts.append(part)
        for result in self.go_on(part.next_part):
            yield self.spider.outgoing(result) if isinstance(result, Request) else result

    def failed(self, failure: Failure) -> Iterator[Any]:
        """Ends the article before a part that could not be fetched."""
        if not isinstance(failure.value, RunStopping):
            request: Request = failure.request  # type: ignore[attr-defined]
            yield from self.lost(f"pages/failed/{reason_of(failure.value)}", request.url)

    def lost(self, fact: str, address: str) -> Iterator[Any]:
        """Says that a part is missing."""
        self.spider.lost(fact, address)
        self.first.flag("parts_missing")
        yield from self.end()

    def end(self) -> Iterator[Any]:
        """The article with its parts."""
        if self.first.capture is not None:
            self.first.capture.parts = [part.capture for part in self.parts if part.capture is not None]
        yield from self.done(join(self.first, self.parts) if self.parts else self.first)
