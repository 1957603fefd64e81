"""Reads a list over HTTP page by page, as a crawl does."""

from __future__ import annotations

from urllib.parse import urlencode
from urllib.request import ProxyHandler, build_opener

from newscrawl.sources import Listing, discover_links, read_more_links

_OPENER = build_opener(ProxyHandler({}))


def walk(first: str, *, at_most: int = 50) -> list[Listing]:
    """The pages of a list up to a page that was read before, or one without new articles; at most so many."""
    pages: list[Listing] = []
    read: set[str] = set()
    known: set[str] = set()
    url: str | None = first
    while url and url not in read and len(pages) < at_most:
        read.add(url)
        listing = discover_links(_fetch(url), url)
        while True:
            new = {link.url for link in listing.links} - known
            if not new:
                return pages
            known |= new
            pages.append(listing)
            if listing.load_more is None:
                break
            asked = listing.load_more
            listing = read_more_links(_fetch(asked.url, urlencode(asked.form).encode()), first, asked)
        url = listing.next_page
    return pages


def _fetch(url: str, form: bytes | None = None) -> bytes:
    with _OPENER.open(url, form, timeout=10) as answer:
        body: bytes = answer.read()
    return body
