"""Whether articles that were found gone are removed: at the second visit, and never on the word of a broken site."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any

from newscrawl import clock
from newscrawl.crawl.requests import ArticleRequests
from newscrawl.crawl.run import Run
from newscrawl.items import Article
from newscrawl.store.index import Entry
from newscrawl.store.revising import removal

_FEW = 2
"""Articles that may be gone at once without a doubt of the site."""
_PURGE = 0.05
"""Share of what a run saw of a site beyond which a loss at once is taken for a fault of the site."""


async def removals(run: Run, requests: ArticleRequests) -> AsyncIterator[Any]:
    """The removal lines of articles gone for the second time; before them, where needed, what a witness says.

    A visit counts only where the site answers otherwise: one article page at least was read in this run, and not more
    than a twentieth of what the run saw is gone that was there before.
    """
    seen = requests.seen
    if not seen.gone or run.stop.has_begun:
        return
    witness = _witness(run, requests) if not seen.answered else None
    if witness is not None:
        async for found in requests.visit_now(witness.id, witness.url):
            yield found
    lost = [identity for identity in seen.gone if not run.state.notes.was_gone(identity)]
    if not seen.answered or len(lost) > max(_FEW, _PURGE * (seen.links + seen.fetched)):
        run.report.count("looks/purge")
        run.report.logger.warning(
            "%d articles of the feed are gone at once: taken for a fault of the site", len(lost) or len(seen.gone)
        )
        return
    for line in _lines(run, seen.gone):
        yield line


def _witness(run: Run, requests: ArticleRequests) -> Entry | None:
    """An article that a list shows and the feed has, which so must be there."""
    shown = (run.entry(identity) for identity in sorted(requests.seen.listed - requests.seen.requested))
    return next(
        (
            entry
            for entry in shown
            if entry is not None and entry.kind == "article" and entry.id not in requests.seen.requested
        ),
        None,
    )


def _lines(run: Run, gone: Mapping[str, str]) -> Iterator[Article]:
    now, feed, notes = clock.now(), run.feed, run.state.notes
    for identity, url in gone.items():
        entry = run.entry(identity)
        if feed is None or entry is None or not notes.gone(identity, url, now):
            continue
        notes.arrived(identity)
        notes.forget_visit(identity)
        yield removal(entry, feed.line(entry), run.site.site, now.isoformat(timespec="seconds"))
