"""A section page: its articles, its next page, what its script would load next, and where a menu leads to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from newscrawl.families import system_of
from newscrawl.sources.addresses import is_article_path
from newscrawl.sources.announced import announced_sources
from newscrawl.sources.cards import Card, find_cards, territories
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
    page = read_page(document.text, document.url)
    found = with_days(page, _cards(page), document.reference)
    onward = next_page(page)
    return Listing(
        _each_once(found),
        onward,
        family=_family(page, found),
        load_more=None if onward else find_load_more(document.text, page, found),
        announced=announced_sources(page),
    )


def read_more_links(document: str | bytes, url: str, asked: LoadMore, *, reference: datetime | None = None) -> Listing:
    """The articles in the answer to `Listing.load_more`, and the request that follows it.

    `url` is the address of the page that stated the first request; the answer is the JSON that came for `asked`.
    `load_more` is null at the end.  Raises `NotAListing` if the answer is another than promised.
    """
    answer = read_answer(SourceDocument(document, asked.url), asked)
    if not answer.html:
        return Listing()
    page = read_page(f"<html><body><main>{answer.html}</main></body></html>", url)
    found = with_days(page, _cards(page), reference)
    return Listing(_each_once(found), family=_family(page, found), load_more=answer.load_more if found else None)


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


def find_section(document: str | bytes, url: str, labels: Iterable[str]) -> str | None:
    """The address of the first of `labels` that a link of the page bears; menus and breadcrumbs before other links.

    Case, accents, and what stands around the name (arrows, counts) do not matter.  The page itself is an answer too.
    Raises `NotAListing` if the document is no HTML, and `ValueError` if `url` is no http or https address.
    """
    page = read_page(document, url)
    named = [(fold(name), target, menu) for name, target, menu in _named_links(page)]
    for label in map(fold, labels):
        hits = [(target, menu) for name, target, menu in named if _bears(name, label)]
        hits.sort(key=lambda hit: (not hit[1], is_article_path(hit[0])))
        if hits:
            return hits[0][0]
    return None


def _named_links(page: ListPage) -> Iterator[tuple[str, str, bool]]:
    for index in page.links:
        node = page.nodes[index]
        target = page.addresses.own(node.get("href"))
        if target is None:
            continue
        for name in (page.whole_text(index), node.get("title") or "", node.get("aria-label") or ""):
            if name:
                yield name, target[0], page.furniture[index]


def _bears(name: str, label: str) -> bool:
    """Whether a link's name is the label, save for signs and a count around it."""
    words = [word for word in name.replace("-", " ").replace("'", " ").split() if any(map(str.isalpha, word))]
    return words == [word for word in label.replace("-", " ").replace("'", " ").split() if any(map(str.isalpha, word))]
