"""Articles that run over several pages: the further parts, one after the other, joined to the first."""

from __future__ import annotations

from collections.abc import Callable

from scrapy.http import Response

from newscrawl.article import join
from newscrawl.article.draft import Draft, NotAnArticle
from newscrawl.crawl.fetching import Fetch, PageRequest, Unanswered
from newscrawl.crawl.report import Report
from newscrawl.downloader.purposes import RequestPurpose
from newscrawl.pipelines.archive import capture_of
from newscrawl.sources import Link

_MOST = 20
"""Parts of one article that are read at most."""


async def with_parts(
    first: Draft,
    link: Link,
    *,
    extract: Callable[[Response, Link], Draft],
    fetch: Fetch,
    report: Report,
    keep: Callable[..., None],
) -> Draft:
    """The article that begins with `first`, with its further parts.

    Where a part cannot be read the article ends before it, with the problem `parts_missing`.  Raises `RunStopping`
    where the run is being stopped: the article is left for the next one.  `keep` archives a page that is no part.
    """
    parts: list[Draft] = []
    address = first.next_part
    while address is not None and len(parts) + 1 < _MOST:
        report.count("pages/parts")
        try:
            response = await fetch(PageRequest(url=address, purpose=RequestPurpose.PART))
        except Unanswered as finding:
            report.lost(f"pages/failed/{finding.reason}", address)
            first.flag("parts_missing")
            break
        try:
            part = extract(response, link)
        except NotAnArticle as finding:
            keep(response, finding=f"dropped/{finding.reason}")
            report.lost(f"dropped/{finding.reason}", response.url)
            first.flag("parts_missing")
            break
        part.capture = capture_of(response)
        if part.capture is not None:
            part.capture.rights = part.article.rights
        parts.append(part)
        address = part.next_part
    if first.capture is not None:
        first.capture.parts = [part.capture for part in parts if part.capture is not None]
    return join(first, parts) if parts else first
