"""Sitemaps: plain, news, and their index."""

from __future__ import annotations

from lxml import etree

from newscrawl.discovery.addresses import is_article_path, is_list_path, resolve
from newscrawl.discovery.dates import iso_date
from newscrawl.discovery.links import Link, Listing
from newscrawl.discovery.xml import name_of, namespace_of, plain
from newscrawl.urls import article_key, same_site

_MOSTLY = 0.6


def read_sitemap(tree: etree._Element, url: str) -> Listing:
    """The articles of a sitemap, in its order, each once: home, rubric, tag, author and plain pages are left out."""
    links: dict[str, Link] = {}
    news = False
    for entry in _named(tree, "url"):
        link = _link(entry, url)
        if link is not None and same_site(link.url, url):
            links.setdefault(article_key(link.url), link)
            news = news or link.headline is not None
    kept = [link for link in links.values() if link.headline is not None or not is_list_path(link.url)]
    if not news and sum(is_article_path(link.url) for link in kept) >= _MOSTLY * len(kept):
        kept = [link for link in kept if is_article_path(link.url) or "-" in link.url.rstrip("/").rpartition("/")[2]]
    return Listing(kept, None, "sitemap")


def read_sitemap_index(tree: etree._Element, url: str) -> Listing:
    """The sitemaps that an index names."""
    sitemaps = []
    for entry in _named(tree, "sitemap"):
        target = _child_text(entry, "loc")
        if target and (address := resolve(target, url)) and address not in sitemaps:
            sitemaps.append(address)
    return Listing([], None, "sitemap_index", sitemaps=sitemaps)


def _link(entry: etree._Element, url: str) -> Link | None:
    target = _child_text(entry, "loc")
    address = resolve(target, url) if target else None
    if address is None:
        return None
    published = headline = None
    for news in entry:
        if name_of(news) == "news":
            headline = plain(_child_text(news, "title"))
            published = _child_text(news, "publication_date")
    return Link(
        url=address,
        headline=headline,
        published=iso_date(published),
        published_raw=published,
        modified=iso_date(_child_text(entry, "lastmod")),
    )


def _named(tree: etree._Element, name: str) -> list[etree._Element]:
    return [element for element in tree.iter() if name_of(element) == name]


def _child_text(entry: etree._Element, name: str) -> str | None:
    """The text of a child; `image:loc` is not the page's `loc`."""
    for part in entry:
        if name_of(part) == name and not any(other in namespace_of(part) for other in ("image", "video")):
            return (part.text or "").strip() or None
    return None
