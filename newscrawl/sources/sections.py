"""The address of a running section, from the names that a site's menu or breadcrumb gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from newscrawl.sources.addresses import is_article_path
from newscrawl.sources.page import ListPage, read_page
from newscrawl.text import fold


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
