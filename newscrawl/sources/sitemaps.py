"""Sitemaps: plain, news, of text, and their index."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from lxml import etree

from newscrawl.dates.reading import stated_date
from newscrawl.sources.addresses import is_article_path, is_list_path, resolve
from newscrawl.sources.documents import SourceDocument
from newscrawl.sources.links import Link, Listing
from newscrawl.sources.sitemap_order import in_reading_order
from newscrawl.sources.xml import name_of, namespace_of, plain, words_in
from newscrawl.urls import article_key, canonical_key, key_host

_ROOTS = frozenset(("urlset", "sitemapindex"))
_MOSTLY = 0.6
_TEXT_LINE = re.compile(r"https?://\S+", re.IGNORECASE)
_FIRST = 1000
_BESIDE = re.compile(r"image|video|xhtml|mobile", re.IGNORECASE)
"""Namespaces whose `loc` is not the page's."""


def is_sitemap(document: SourceDocument) -> bool:
    """Whether a document is a sitemap: by its root, or a list of addresses, one a line."""
    if document.root is not None:
        return document.root in _ROOTS
    lines = document.text.split() if document.text[:_FIRST].lstrip().startswith("http") else []
    return bool(lines) and all(_TEXT_LINE.fullmatch(line) for line in lines)


def read_sitemap(document: SourceDocument) -> Listing:
    """The articles of a sitemap, or the sitemaps of an index, whichever root stands over them.

    Articles stand in the sitemap's order, each once: home, rubric, tag, author and plain pages are left out, and so is
    what leads to other sites.
    """
    url = document.url
    if document.root is None:
        return _articles([Link(address) for line in document.text.split() if (address := resolve(line, url))], url)
    sitemaps, entries = _named(document.tree, "sitemap", "url")
    if sitemaps and not entries:
        return _index(sitemaps, url)
    return _articles([link for entry in entries if (link := _link(entry, url))], url)


def _index(entries: list[etree._Element], url: str) -> Listing:
    modified: dict[str, str | None] = {}
    for entry in entries:
        parts = _parts(entry)
        target = _text(parts, "loc")
        if target and (address := resolve(target, url)):
            modified.setdefault(address, stated_date(_text(parts, "lastmod")))
    stated = {address: moment for address, moment in modified.items() if moment}
    return Listing(sitemaps=in_reading_order(list(modified), stated), sitemaps_modified=stated)


def _articles(entries: list[Link], url: str) -> Listing:
    keyed: dict[str, Link] = {}
    for link in entries:
        keyed.setdefault(canonical_key(link.url), link)
    site = _site(keyed, url)
    links = [link for key, link in keyed.items() if key_host(key) == site]
    news = any(link.headline is not None for link in links)
    kept = [link for link in links if link.headline is not None or not is_list_path(link.url)]
    if not news:
        sure = [is_article_path(link.url) for link in kept]
        if sum(sure) >= _MOSTLY * len(kept):
            kept = [link for link, is_sure in zip(kept, sure, strict=True) if is_sure or _has_slug(link.url)]
    return Listing(kept)


def _site(keys: Iterable[str], url: str) -> str:
    """The host that a sitemap is of: its own, or where it lies elsewhere, that of most of its entries."""
    own = key_host(article_key(url))
    hosts = Counter(map(key_host, keys))
    return own if own in hosts or not hosts else hosts.most_common(1)[0][0]


def _has_slug(url: str) -> bool:
    return "-" in url.rstrip("/").rpartition("/")[2]


def _link(entry: etree._Element, url: str) -> Link | None:
    parts = _parts(entry)
    target = _text(parts, "loc")
    address = resolve(target, url) if target else None
    if address is None:
        return None
    news = _parts([part for part in entry if name_of(part) == "news"][-1]) if "news" in parts else {}
    published = _text(news, "publication_date")
    return Link(
        url=address,
        headline=plain(_text(news, "title")),
        published=stated_date(published),
        published_raw=published,
        modified=stated_date(_text(parts, "lastmod")),
    )


def _named(tree: etree._Element, *names: str) -> tuple[list[etree._Element], ...]:
    found: dict[str, list[etree._Element]] = {name: [] for name in names}
    for element in tree.iter():
        if (name := name_of(element)) in found:
            found[name].append(element)
    return tuple(found.values())


def _parts(entry: etree._Element) -> dict[str, etree._Element]:
    """The children of an entry, the first of each name; `image:loc` is not the page's `loc`."""
    parts: dict[str, etree._Element] = {}
    for part in entry:
        if not _is_beside(namespace_of(part)):
            parts.setdefault(name_of(part), part)
    return parts


@lru_cache(maxsize=256)
def _is_beside(namespace: str) -> bool:
    return _BESIDE.search(namespace) is not None


def _text(parts: Mapping[str, etree._Element], name: str) -> str | None:
    return (words_in(parts[name]) or "").strip() or None if name in parts else None
