"""Whether articles that were found gone are removed: at the second look, and never on the word of a broken site."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Any

from scrapy import Request

from newscrawl import clock
from newscrawl.crawl.visits import Articles, Batch
from newscrawl.downloader.closing import is_closing
from newscrawl.store.revising import removal

if TYPE_CHECKING:
    from newscrawl.items import Article

_FEW = 2
"""Articles that may be gone at once without a doubt of the site."""
_PURGE = 0.05
"""Share of what a run saw of a site beyond which a loss at once is taken for a fault of the site."""


async def removals(articles: Articles) -> AsyncIterator[Request | Article]:
    """The removal lines of articles gone for the second time; before them, where needed, a request for a witness.

    A look counts only where the site answers otherwise: one article page at least was read in this run, and not more
    than a twentieth of what the run saw is gone that was there before.
    """
    if not articles.gone or is_closing(articles.spider.crawler):
        return
    if not articles.answered:
        batch = Batch()
        for request in _witness(articles, batch):
            yield request
        await articles.wait_for(batch)
    lost = [identity for identity in articles.gone if not articles.notes.was_gone(identity)]
    if not articles.answered or len(lost) > max(_FEW, _PURGE * (articles.seen + articles.fetched)):
        articles.spider.count("looks/purge")
        articles.spider.logger.warning(
            "%d articles of the feed are gone at once: taken for a fault of the site", len(lost) or len(articles.gone)
        )
        return
    for line in _lines(articles):
        yield line


def _witness(articles: Articles, batch: Batch) -> Iterator[Request]:
    """A request for an article that a list shows and the feed holds, which so must be there."""
    for identity in sorted(articles.shown - articles.requested):
        entry = articles.feed.entry(identity) if articles.feed is not None else None
        if entry is not None and entry.kind == "article":
            yield from articles.look(entry.id, entry.url, batch)
            return


def _lines(articles: Articles) -> Iterator[Any]:
    now, feed = clock.now(), articles.feed
    for identity, url in articles.gone.items():
        entry = feed.entry(identity) if feed is not None else None
        if feed is None or entry is None or not articles.notes.gone(identity, url, now):
            continue
        articles.notes.arrived(identity)
        articles.notes.forget_visit(identity)
        yield removal(entry, feed.line(entry), articles.spider.site, now.isoformat(timespec="seconds"))
