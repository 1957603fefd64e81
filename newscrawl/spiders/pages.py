"""What a spider makes of a response, in bounded time: the draft of an article, or the links of a source."""

from __future__ import annotations

from time import thread_time
from typing import TYPE_CHECKING

from scrapy.http import Response, TextResponse

from newscrawl import extraction
from newscrawl.bounds import OutOfTime, run_within
from newscrawl.discovery import Listing, NotAListing, discover_links
from newscrawl.draft import Context, Draft, NotAnArticle
from newscrawl.extraction.rights import add_headers, add_reservation
from newscrawl.extraction.tdmrep import Reservation
from newscrawl.pipelines.bound import understood_within

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

    from newscrawl.extraction.rules import ArticleRules

ARTICLE = {"newscrawl_article": True}
"""`meta` of a request for an article: its reservations are looked up, and it is not followed to another site."""
SOURCE = {"newscrawl_source": True}
"""`meta` of a request for a source, which may be larger."""


def draft_of(response: Response, rules: ArticleRules | None, context: Context, settings: BaseSettings) -> Draft:
    """What an article page and its answer say.

    Raises `NotAnArticle`, with `too_slow` where it takes longer than `NEWSCRAWL_PAGE_SECONDS`.
    """
    if not isinstance(response, TextResponse):
        raise NotAnArticle("not_html", response.url)
    content_type = header(response, "Content-Type")
    begun = thread_time()
    draft = understood_within(
        settings.getfloat("NEWSCRAWL_PAGE_SECONDS", 1.0),
        lambda: extraction.extract(
            response.body, response.url, content_type=content_type, rules=rules, context=context
        ),
    )
    draft.spent = thread_time() - begun
    rights = draft.article.rights
    robots_tags = [value.decode("latin-1") for value in response.headers.getlist("X-Robots-Tag")]
    add_headers(rights, robots_tags, header(response, "TDM-Reservation"), header(response, "TDM-Policy"))
    of_site = response.request.meta.get("newscrawl_reservation", ()) if response.request else ()
    add_reservation(rights, Reservation(*of_site), response.url)
    return draft


def listing_of(response: Response, settings: BaseSettings) -> Listing:
    """The links of a source.

    Raises `NotAListing`, with `too_slow` where it takes longer than `NEWSCRAWL_SOURCE_SECONDS`.
    """
    seconds = settings.getfloat("NEWSCRAWL_SOURCE_SECONDS", 5.0)
    try:
        return run_within(seconds, lambda: discover_links(document_of(response), response.url))
    except OutOfTime as finding:
        raise NotAListing("too_slow", str(finding)) from finding


def header(response: Response, name: str) -> str | None:
    """The value of a header, null where it is absent or empty."""
    return (response.headers.get(name) or b"").decode("latin-1") or None


def document_of(response: Response) -> str | bytes:
    """The text of a response as its headers and content declare it, or its bytes where it is no text."""
    return response.text if isinstance(response, TextResponse) else response.body
