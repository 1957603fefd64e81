"""What a spider makes of responses, in bounded time: the draft of an article, all its parts; the links of a source."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from scrapy.http import Response, TextResponse

from newscrawl import article as extraction
from newscrawl import options
from newscrawl.article import join
from newscrawl.article.draft import Context, Draft, Hint, NotAnArticle, understood_within
from newscrawl.article.rights import add_headers, add_reservation
from newscrawl.article.tdmrep import Reservation
from newscrawl.bounds import Budget, OutOfTime, run_within
from newscrawl.crawl.fetching import Fetch, PageRequest, Unanswered, document_of, header, headers_of
from newscrawl.crawl.run import Report
from newscrawl.crawl.walk import Ask
from newscrawl.downloader.purposes import RequestPurpose
from newscrawl.families.rules import ArticleRules
from newscrawl.pipelines.archive import capture_of
from newscrawl.sources import Link, Listing, NotAListing, discover_links, read_more_links

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What the answer of a page, and its site, say beside the page."""

    content_type: str | None = None
    robots_tags: Sequence[str] = ()
    """Every `X-Robots-Tag`."""
    tdm_reservation: str | None = None
    tdm_policy: str | None = None
    of_site: Reservation = field(default_factory=Reservation)
    """What the site's tdmrep.json says of the page's address."""


def draft_of(
    response: Response,
    rules: ArticleRules | None,
    context: Context,
    settings: BaseSettings,
    hint: Hint | None = None,
) -> Draft:
    """What an article page and its answer say.

    Raises `NotAnArticle`, with `too_slow` where it takes longer than `NEWSCRAWL_PAGE_SECONDS`.
    """
    if not isinstance(response, TextResponse):
        raise NotAnArticle("not_html", response.url)
    of_site = response.request.meta.get("newscrawl_reservation", ()) if response.request else ()
    declared = Declared(
        content_type=header(response, "Content-Type"),
        robots_tags=[value.decode("latin-1") for value in response.headers.getlist("X-Robots-Tag")],
        tdm_reservation=header(response, "TDM-Reservation"),
        tdm_policy=header(response, "TDM-Policy"),
        of_site=Reservation(*of_site),
    )
    return draft_of_page(response.body, response.url, declared, rules, context, page_budget(settings), hint)


def draft_of_page(
    document: str | bytes,
    url: str,
    declared: Declared,
    rules: ArticleRules | None,
    context: Context,
    budget: Budget,
    hint: Hint | None = None,
) -> Draft:
    """The same of a page that came by any way, within what is left of `budget`."""
    draft = understood_within(
        budget,
        lambda: extraction.extract(
            document, url, content_type=declared.content_type, rules=rules, context=context, hint=hint
        ),
    )
    draft.budget = budget
    rights = draft.article.rights
    add_headers(rights, declared.robots_tags, declared.tdm_reservation, declared.tdm_policy)
    add_reservation(rights, declared.of_site, url)
    return draft


def page_budget(settings: BaseSettings) -> Budget:
    """The processor time that a page has."""
    return Budget(options.PAGE_SECONDS.read(settings))


def listing_of(
    response: Response, ask: Ask, now: datetime, settings: BaseSettings, own_domains: tuple[str, ...] = ()
) -> Listing:
    """The articles of a document of a source, read at `now`, the site's time.

    `own_domains` are those of the site, besides `NEWSCRAWL_OWN_DOMAINS`.

    Raises `NotAListing`, with `too_slow` where it takes longer than `NEWSCRAWL_SOURCE_SECONDS`.
    """
    seconds = options.SOURCE_SECONDS.read(settings)
    largest = options.SOURCE_MAXSIZE.read(settings)
    domains = (*own_domains, *options.OWN_DOMAINS.read(settings))
    try:
        return run_within(seconds, lambda: _listing(response, ask, now, largest, domains))
    except OutOfTime as finding:
        raise NotAListing("too_slow", str(finding)) from finding


def _listing(response: Response, ask: Ask, now: datetime, largest: int, own_domains: tuple[str, ...]) -> Listing:
    document = document_of(response)
    if ask.load_more is not None:
        return read_more_links(document, ask.page, ask.load_more, reference=now, own_domains=own_domains)
    return discover_links(
        document,
        response.url,
        headers=headers_of(response),
        reference=now,
        largest=largest,
        own_domains=own_domains,
    )


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
