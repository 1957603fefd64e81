"""Whether an old address leads to a new one."""

from __future__ import annotations

from collections.abc import Callable

from scrapy.http import Response

from newscrawl.draft import Draft, NotAnArticle
from newscrawl.urls import article_id, canonical_url


def moved_from(response: Response, identity: str, extract: Callable[[Response], Draft]) -> bool:
    """Whether the answer of an old address says that its article is now the one with this id.

    A redirect says so by where it leads, a page by the address that it declares for its own.
    """
    location = response.headers.get("Location")
    if 300 <= response.status < 400:
        try:
            return (
                location is not None and article_id(canonical_url(location.decode("latin-1"), response.url)) == identity
            )
        except ValueError:
            return False
    try:
        return extract(response).article.id == identity
    except NotAnArticle:
        return False
