"""A section page: its articles, its next page, and the requests with which its script loads more."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from newscrawl.families import system_of
from newscrawl.sources.announced import announced_sources
from newscrawl.sources.cards import Card, find_cards
from newscrawl.sources.days import with_days, with_leading_dates
from newscrawl.sources.describe import Described, describe
from newscrawl.sources.documents import SourceDocument
from newscrawl.sources.links import Link, Listing, LoadMore
from newscrawl.sources.load_more import find_load_more, read_answer
from newscrawl.sources.mainlist import main_list
from newscrawl.sources.page import ListPage, read_page
from newscrawl.sources.pagination import next_page
from newscrawl.sources.territory import territories


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
