"""`discover_links`: from a document to its articles and its next page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from newscrawl.families import system_of
from newscrawl.sources.announced import announced_sources
from newscrawl.sources.cards import Card, find_cards
from newscrawl.sources.days import with_days, with_leading_dates
from newscrawl.sources.describe import Described, describe
from newscrawl.sources.feeds import read_feed
from newscrawl.sources.json_sources import read_json_source
from newscrawl.sources.links import LARGEST_SOURCE, Link, Listing, LoadMore, NotAListing
from newscrawl.sources.load_more import find_load_more, read_answer
from newscrawl.sources.mainlist import main_list
from newscrawl.sources.page import ListPage, read_page
from newscrawl.sources.pagination import next_page
from newscrawl.sources.sitemaps import read_sitemap, read_text_sitemap
from newscrawl.sources.territory import territories
from newscrawl.sources.xml import read_text, read_xml
from newscrawl.urls import canonical_url


def discover_links(
    document: str | bytes,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    reference: datetime | None = None,
    largest: int = LARGEST_SOURCE,
) -> Listing:
    """The articles that a source shows, in its order, each once, and its next page.

    `document` is an HTML page, an RSS, Atom or JSON feed, a sitemap, or the posts of WordPress' REST interface,
    gzip-compressed or not; bytes are decoded as they declare, else as UTF-8.  Of pages, menus, sidebars, "les plus
    lus", author and rubric links and other sites' pages are left out.  A page without articles gives no links.
    `headers` are those of the response, where the REST interface tells how many pages there are.

    `reference` is the moment at which a page was read, aware and best in the zone of the site: relative and partial
    dates ("il y a 5 minutes", "hier à 14h05", "26 nov.") are read against it, and are null without it.

    `largest` is the number of bytes to which a compressed document may grow, 0 for any (else `too_large`).

    Raises `NotAListing` if the document is none of these, and `ValueError` if `url` is no http or https address or
    `reference` has no offset.
    """
    if reference is not None and reference.utcoffset() is None:
        raise ValueError("reference needs an offset from UTC")
    canonical_url(url)
    text = read_text(document, largest)
    return (
        _xml_listing(text, url)
        or read_json_source(text, url, headers)
        or read_text_sitemap(text, url)
        or _page_listing(text, url, reference)
    )


def _xml_listing(document: str, url: str) -> Listing | None:
    try:
        source = read_xml(document, url)
        if source is None:
            return None
        root, tree = source
        return read_sitemap(tree, url) if root in ("urlset", "sitemapindex") else read_feed(tree, url)
    except UnicodeDecodeError as error:
        # A surrogate written as a character reference, which libxml2 takes when it mends what is broken.
        raise NotAListing("damaged", url) from error


def read_more_links(document: str | bytes, url: str, asked: LoadMore, *, reference: datetime | None = None) -> Listing:
    """The articles in the answer to `Listing.load_more`, and the request that follows it.

    `url` is the address of the page that stated the first request; the answer is the JSON that came for `asked`.
    `load_more` is null at the end.  Raises `NotAListing` if the answer is another than promised.
    """
    answer = read_answer(document, asked)
    if not answer.html:
        return Listing()
    page = read_page(f"<html><body><main>{answer.html}</main></body></html>", url)
    found = with_days(page, _cards(page), reference)
    return Listing(_each_once(found), family=_family(page, found), load_more=answer.load_more if found else None)


def _page_listing(text: str, url: str, reference: datetime | None) -> Listing:
    page = read_page(text, url)
    found = with_days(page, _cards(page), reference)
    onward = next_page(page)
    return Listing(
        _each_once(found),
        onward,
        "page",
        family=_family(page, found),
        load_more=None if onward else find_load_more(text, page, found),
        announced=announced_sources(page),
    )


def _cards(page: ListPage) -> list[Described]:
    """The cards of a page's main list, in page order."""
    cards = find_cards(page)
    return with_leading_dates(main_list(page, _described(page, cards)))


def _described(page: ListPage, cards: list[Card]) -> list[Described]:
    return [describe(page, card, own) for card, own in zip(cards, territories(page, cards), strict=True)]


def _each_once(found: list[Described]) -> list[Link]:
    """One link an article, where it first stands, with what its other places know besides."""
    links: dict[str, Link] = {}
    for described in found:
        key = described.card.key
        links[key] = _merged(links[key], described.link) if key in links else described.link
    return list(links.values())


def _merged(first: Link, other: Link) -> Link:
    headline = first
    if first.headline is None or (first.headline_full is None and len(other.headline or "") > 2 * len(first.headline)):
        headline = other
    dated = first if first.published or not other.published else other
    return replace(
        first,
        headline=headline.headline,
        headline_full=headline.headline_full,
        published=dated.published,
        published_raw=dated.published_raw,
        teaser=first.teaser or other.teaser,
        section=first.section or other.section,
        author=first.author or other.author,
    )


def _family(page: ListPage, found: list[Described]) -> str | None:
    return system_of({token for described in found for token in page.classes(described.card.node)})
