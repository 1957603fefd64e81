"""What a spider makes of a response, in bounded time: the draft of an article, or the links of a source."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from scrapy.http import Response, TextResponse

from newscrawl import extraction
from newscrawl.bounds import Budget, OutOfTime, run_within
from newscrawl.discovery import Listing, NotAListing, discover_links, read_more_links
from newscrawl.discovery.links import LARGEST_SOURCE
from newscrawl.discovery.walk import Ask
from newscrawl.draft import Context, Draft, Hint, NotAnArticle
from newscrawl.extraction.rights import add_headers, add_reservation
from newscrawl.extraction.rules import ArticleRules
from newscrawl.extraction.tdmrep import Reservation
from newscrawl.pipelines.bound import understood_within
from newscrawl.spiders.fetching import document_of, header, headers_of

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

ARTICLE = {"newscrawl_article": True}
"""`meta` of a request for an article: its reservations are looked up, and it is not followed to another publisher."""


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
    content_type = header(response, "Content-Type")
    budget = Budget(settings.getfloat("NEWSCRAWL_PAGE_SECONDS", 1.0))
    draft = understood_within(
        budget,
        lambda: extraction.extract(
            response.body, response.url, content_type=content_type, rules=rules, context=context, hint=hint
        ),
    )
    draft.budget = budget
    rights = draft.article.rights
    robots_tags = [value.decode("latin-1") for value in response.headers.getlist("X-Robots-Tag")]
    add_headers(rights, robots_tags, header(response, "TDM-Reservation"), header(response, "TDM-Policy"))
    of_site = response.request.meta.get("newscrawl_reservation", ()) if response.request else ()
    add_reservation(rights, Reservation(*of_site), response.url)
    return draft


def listing_of(response: Response, ask: Ask, now: datetime, settings: BaseSettings) -> Listing:
    """The articles of a document of a source, read at `now`, the site's time.

    Raises `NotAListing`, with `too_slow` where it takes longer than `NEWSCRAWL_SOURCE_SECONDS`.
    """
    seconds = settings.getfloat("NEWSCRAWL_SOURCE_SECONDS", 5.0)
    largest = settings.getint("NEWSCRAWL_SOURCE_MAXSIZE", LARGEST_SOURCE)
    try:
        return run_within(seconds, lambda: _listing(response, ask, now, largest))
    except OutOfTime as finding:
        raise NotAListing("too_slow", str(finding)) from finding


def _listing(response: Response, ask: Ask, now: datetime, largest: int) -> Listing:
    document = document_of(response)
    if ask.load_more is not None:
        return read_more_links(document, ask.page, ask.load_more, reference=now)
    return discover_links(document, response.url, headers=headers_of(response), reference=now, largest=largest)
