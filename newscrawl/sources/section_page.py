"""A section page: its articles, its next page, what its script would load next, and where a menu leads to it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from newscrawl.families import system_of
from newscrawl.sources.addresses import is_article_path
from newscrawl.sources.announced import announced_sources
from newscrawl.sources.cards import find_cards
from newscrawl.sources.days import with_days, with_leading_dates
from newscrawl.sources.describe import Described, describe
from newscrawl.sources.documents import SourceDocument
from newscrawl.sources.links import Link, Listing, LoadMore
from newscrawl.sources.load_more import find_load_more, read_answer
from newscrawl.sources.mainlist import main_list
from newscrawl.sources.page import ListPage, read_page
from newscrawl.sources.pagination import next_page
from newscrawl.text import fold


def read_section_page(document: SourceDocument) -> Listing:
    """The articles of a page of any markup, its next page, and the sources that it names."""
    page = read_page(document.text, document.url, document.own_domains)
    found = _main_list(page, document.reference)
    onward = next_page(page)
    return replace(
        _listing(page, found),
        next_page=onward,
        load_more=None if onward else find_load_more(document.text, page, found),
        announced=announced_sources(page),
    )


def read_more_links(
    document: str | bytes,
    url: str,
    asked: LoadMore,
    *,
    reference: datetime | None = None,
    own_domains: tuple[str, ...] = (),
) -> Listing:
    """The articles in the answer to `Listing.load_more`, and the request that follows it.

    `url` is the address of the page that stated the first request; the answer is the JSON that came for `asked`.
    `load_more` is null at the end.  Raises `NotAListing` if the answer is another than promised.
    """
    items, following = read_answer(SourceDocument(document, asked.url), asked)
    if not items:
        return Listing()
    page = read_page(f"<html><body><main>{items}</main></body></html>", url, own_domains)
    found = _main_list(page, reference)
    return replace(_listing(page, found), load_more=following if found else None)


def find_section(document: str | bytes, url: str, labels: Iterable[str]) -> str | None:
    """The address of the first of `labels` that a link of the page bears; menus and breadcrumbs before other links.

    Case, accents, and what stands around the name (arrows, counts) do not matter.  The page itself is an answer too.
    Raises `NotAListing` if the document is no HTML, and `ValueError` if `url` is no http or https address.
    """
    page = read_page(document, url)
    named: dict[tuple[str, ...], list[tuple[bool, bool, str]]] = defaultdict(list)
    for node in page.links:
        element = page.nodes[node]
        if target := page.addresses.own(element.get("href")):
            for name in (page.whole_text(node), element.get("title"), element.get("aria-label")):
                named[_worded(name or "")].append((not page.furniture[node], is_article_path(target[0]), target[0]))
    hits = next((hits for label in labels if (hits := named.get(_worded(label)))), None)
    return min(hits, key=lambda hit: hit[:2])[2] if hits else None


def _worded(name: str) -> tuple[str, ...]:
    """The words of a name, without signs and a count around it."""
    return tuple(word for word in re.split(r"[\s'-]+", fold(name)) if any(map(str.isalpha, word)))


def _main_list(page: ListPage, reference: datetime | None) -> list[Described]:
    """The cards of a page's main list, in page order."""
    described = [describe(page, card) for card in find_cards(page)]
    return with_days(page, with_leading_dates(main_list(page, described)), reference)


def _listing(page: ListPage, found: list[Described]) -> Listing:
    classes = {token for described in found for token in page.classes(described.card.node)}
    return Listing(_each_once(found), family=system_of(classes))


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
