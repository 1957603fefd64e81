"""What a family site is made of, and how it is served."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.family_sites.stories import Story, stories
from tests.local_site import Answer, LocalSite

SITE = "https://journal.invalid"
"""Stands in markup for the address at which the site is served."""


@dataclass(frozen=True)
class ListPage:
    """One page of a list."""

    number: int
    last: int
    stories: list[Story]
    popular: list[Story]
    """What "Les plus lus" shows beside it."""


@dataclass(frozen=True)
class Family:
    """How sites of a family look."""

    name: str
    list_path: Callable[[int], str]
    """Path of a list page by its number from 1."""
    article_path: Callable[[Story], str]
    list_page: Callable[[ListPage], str]
    article_page: Callable[[Story], str]
    per_page: int = 10
    answer: Callable[[ListPage, Mapping[str, str]], str] | None = None
    """JSON of the pages after the first, where a script loads them."""
    answer_path: str = "/wp-admin/admin-ajax.php?td_theme_name=Newspaper&v=12.6"
    page_asked: str = ""
    """Name of the number of the page in the form that such a script sends."""


@dataclass(frozen=True)
class Served:
    """A family site on this machine, with what is true of it."""

    site: LocalSite
    first: str
    """Address of the first page of its list."""
    articles: list[str]
    """Addresses of all its articles, newest first."""
    pages: list[list[str]]
    """Those of each page of the list."""
    stories: list[Story]


def list_pages(family: Family) -> list[ListPage]:
    """The list of a family site, page by page."""
    written = stories()
    starts = range(0, len(written), family.per_page)
    popular = written[4::8]
    return [
        ListPage(number, len(starts), written[start : start + family.per_page], popular)
        for number, start in enumerate(starts, start=1)
    ]


def serve_family(family: Family, site: LocalSite) -> Served:
    """Puts a family site on `site`."""
    pages = list_pages(family)
    for page in pages if family.answer is None else pages[:1]:
        site.pages[family.list_path(page.number)] = _html(site, family.list_page(page))
    for story in stories():
        site.pages[family.article_path(story)] = _html(site, family.article_page(story))
    if family.answer is not None:
        site.posts[family.answer_path] = lambda form: _answer(site, family, pages, form)
    addresses = [[site.url(family.article_path(story)) for story in page.stories] for page in pages]
    first = site.url(family.list_path(1))
    return Served(site, first, [url for page in addresses for url in page], addresses, stories())


def _html(site: LocalSite, text: str) -> Answer:
    return Answer(text.replace(SITE, site.url("")).encode())


def _answer(site: LocalSite, family: Family, pages: list[ListPage], form: Mapping[str, str]) -> Answer:
    number = int(form[family.page_asked])
    assert family.answer is not None
    page = pages[number - 1] if 0 < number <= len(pages) else ListPage(number, len(pages), [], [])
    text = family.answer(page, form).replace(SITE.replace("/", r"\/"), site.url("").replace("/", r"\/"))
    return Answer(text.encode(), headers={"Content-Type": "application/json"})
