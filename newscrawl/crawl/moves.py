"""Whether an old address leads to a new one."""

from __future__ import annotations

from collections.abc import Callable, Collection

from scrapy.http import Response

from newscrawl.article.draft import Draft, NotAnArticle
from newscrawl.crawl.identity import Said
from newscrawl.urls import article_id, canonical_url


def moved_from(response: Response, identity: str, extract: Callable[[Response], Draft]) -> bool:
    """Whether the answer of an old address says that its article is now the one with this id.

    A redirect says so by where it leads, a page by the address that it declares for its own.
    """
    if 300 <= response.status < 400:
        return _led_to(response) == identity
    try:
        return extract(response).article.id == identity
    except NotAnArticle:
        return False


def has_become(
    response: Response, addresses: Collection[str], said: Said, extract: Callable[[Response], Draft]
) -> bool:
    """Whether the answer of an old address says that its article is now what a page at other addresses says.

    Both declare the same address, so that only a redirect to the page, or its very text, says so.
    """
    if 300 <= response.status < 400:
        return _led_to(response) in addresses
    try:
        return response.status == 200 and not said.is_other_than(Said.by(extract(response)))
    except NotAnArticle:
        return False


def _led_to(response: Response) -> str | None:
    location = response.headers.get("Location")
    try:
        return article_id(canonical_url(location.decode("latin-1"), response.url)) if location is not None else None
    except ValueError:
        return None
