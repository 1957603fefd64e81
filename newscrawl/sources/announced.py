"""Further sources that a page names: its feeds, and WordPress' REST interface."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urljoin, urlsplit

from newscrawl.html.elements import Element
from newscrawl.sources.addresses import resolve
from newscrawl.sources.links import Announced
from newscrawl.sources.page import ListPage
from newscrawl.sources.vocabulary import words
from newscrawl.sources.wordpress import posts_address
from newscrawl.text import fold, stated_address
from newscrawl.urls import article_key, canonical_key, same_site

_FEED_TYPES = frozenset(("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"))
_REST = "https://api.w.org/"
_TERM = re.compile(r"/wp/v2/(?P<taxonomy>categories|tags)/(?P<id>\d{1,9})/?$")
_CATEGORY_CLASS = re.compile(r"category-(\d{1,9})")
_FEED_ADDRESS = re.compile(
    r"/(?:rss|feeds?|atom|syndication|flux-?rss)(?:/|\.(?:xml|rss|php)$|$)|\.(?:rss|atom|rdf)$|[_-](?:rss|atom|feed)\.xml$"
    r"|[?&](?:page=backend|format=(?:feed|rss)|feed=(?:rss2?|atom))|/outboundfeeds/",
    re.IGNORECASE,
)
_COMMENTS = re.compile(r"comment(?:s|aires?)?\b|comentarios", re.IGNORECASE)
_FURTHER = re.compile(r"(?:/page/\d+)?(?:/index\.\w+)?/*$")
_PAGE_NUMBER = re.compile(r"(?:page|paged|p|start|limitstart|offset|debut_\w+)=\d")
_WORD = re.compile(r"[a-z]{3,}|\d+")
_EMPTY_WORDS = words(
    "feed feeds rss atom flux xml the les des category categorie rubrique section php html htm spip index www"
)
_MOST_VISIBLE = 12


@dataclass(frozen=True, slots=True)
class _Here:
    """The section that announces."""

    path: str
    """Its path without page number and closing slash; empty on the home page."""
    words: frozenset[str]
    """The words of the last part of its address."""

    @classmethod
    def of(cls, url: str) -> _Here:
        parts = urlsplit(url)
        path = _FURTHER.sub("", unquote(parts.path))
        query = " ".join(part for part in parts.query.split("&") if not _PAGE_NUMBER.match(part))
        return cls(path, _words(f"{path.rpartition('/')[2]} {query}"))


@dataclass(frozen=True, slots=True)
class _Feed:
    address: str
    title: str


def announced_sources(page: ListPage) -> list[Announced]:
    """The sources that a page names besides itself: first what its head declares, then feeds it merely links to.

    In both, the section's own stand before the whole site's.  Feeds of comments are left out.
    """
    here = _Here.of(page.url)
    declared = [*_with_scope(_declared_feeds(page), here), *_rest(page)]
    visible = _with_scope(_visible_feeds(page), here)
    found: dict[str, Announced] = {}
    for source in (*_own_first(declared), *_own_first(visible)[:_MOST_VISIBLE]):
        found.setdefault(article_key(source.url), source)
    return list(found.values())


def is_own_feed(section: str, address: str) -> bool | None:
    """Whether its address alone tells that a feed is that of a section, since it lies below it; null where it does not.

    One script may serve every section, by its query.
    """
    here = _Here.of(section)
    is_told = here.path != unquote(urlsplit(address).path) or here.words <= _words(address)
    return True if _lies_below(here, address) and is_told else None


def bears_name(section: str, address: str) -> bool:
    """Whether an address has the words of the last part of a section's."""
    here = _Here.of(section)
    return here.words != frozenset() and here.words <= _words(address)


def _own_first(sources: list[Announced]) -> list[Announced]:
    return sorted(sources, key=lambda source: source.whole_site)


def _declared_feeds(page: ListPage) -> Iterator[_Feed]:
    for link in page.head_links("alternate"):
        if _media_type(link) in _FEED_TYPES:
            address = resolve(link.get("href") or "", page.base)
            if address and canonical_key(address) != page.addresses.page_key:
                yield _Feed(address, link.get("title") or "")


def _visible_feeds(page: ListPage) -> Iterator[_Feed]:
    for link in page.links:
        href = page.nodes[link].get("href") or ""
        if _FEED_ADDRESS.search(href):
            own = page.addresses.own(href)
            if own and own[1] != page.addresses.page_key:
                yield _Feed(own[0], page.text(link))


def _with_scope(feeds: Iterable[_Feed], here: _Here) -> list[Announced]:
    """Feeds of articles, those of the section told from those of the site: they lie below it, else they name it."""
    kept = [feed for feed in feeds if not _COMMENTS.search(f"{feed.title} {unquote(feed.address)}")]
    below = {feed.address for feed in kept if _lies_below(here, feed.address)}
    named = {feed.address for feed in kept if here.words and here.words <= _words(f"{feed.address} {feed.title}")}
    own = below or named
    return [Announced("feed", feed.address, whole_site=feed.address not in own) for feed in kept]


def _lies_below(here: _Here, address: str) -> bool:
    parts = urlsplit(address)
    path = unquote(parts.path)
    return here.path != "" and (path.startswith(f"{here.path}/") or (path == here.path and parts.query != ""))


def _words(text: str) -> frozenset[str]:
    """The words and numbers of an address or title: `12` of SPIP's `rubrique12` too."""
    return frozenset(_WORD.findall(fold(unquote(text)))) - _EMPTY_WORDS


def _rest(page: ListPage) -> Iterator[Announced]:
    """The posts of the category that a page of WordPress shows, and those of the whole site."""
    stated = (link.get("href") or "" for link in page.head_links(_REST))
    root = next(
        (urljoin(page.base, stated_address(href)) for href in stated if href.strip() and resolve(href, page.base)), None
    )
    if root is None or not same_site(root, page.url):
        return
    if term := _shown_term(page):
        taxonomy, identifier = term
        url = posts_address(root, category=identifier, taxonomy=taxonomy, children=taxonomy == "categories")
        yield Announced("rest", url, whole_site=False)
    yield Announced("rest", posts_address(root), whole_site=True)


def _shown_term(page: ListPage) -> tuple[str, int] | None:
    """The taxonomy and the term of which a page of WordPress says that it lists the posts."""
    for link in page.head_links("alternate"):
        found = _TERM.search(unquote(link.get("href") or ""))
        if found and _media_type(link) == "application/json":
            return found["taxonomy"], int(found["id"])
    names = [name for body in page.tree.iter("body") for name in (body.get("class") or "").split()]
    numbers = (_CATEGORY_CLASS.fullmatch(name) for name in names if "category" in names)
    return next((("categories", int(found[1])) for found in numbers if found), None)


def _media_type(link: Element) -> str:
    return (link.get("type") or "").partition(";")[0].strip().lower()
