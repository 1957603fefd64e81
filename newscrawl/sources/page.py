"""An HTML page: its outline, its addresses, and which of its elements are furniture."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from newscrawl.families import ITEM_CLASSES, LIST_CLASSES
from newscrawl.html.decoding import decode
from newscrawl.html.document import Document
from newscrawl.html.elements import SILENT, Element
from newscrawl.html.outline import Outline
from newscrawl.html.parsing import Unparsable, parse
from newscrawl.sources.addresses import Addresses
from newscrawl.sources.links import NotAListing
from newscrawl.sources.vocabulary import (
    FURNITURE_CLASS,
    FURNITURE_TAGS,
)

MOST_LINKS = 1_000
"""Links of a page that are looked at; home pages of newspapers have some 500."""
_LINKS_OF_A_CARD = 6
_FURNITURE_ROLES = frozenset(("navigation", "complementary", "contentinfo", "search"))
_MARKUP = re.compile(r"<\s*(?:!doctype|html|head|body|div|a|p|ul|table|article|section|main|h[1-6]|meta|title)\b", re.I)


class ListPage(Outline):
    """One parsed page."""

    def __init__(self, tree: Element, url: str, own_domains: tuple[str, ...] = ()) -> None:
        self.tree = tree
        self.url = url
        self.base = Document(tree, url).base
        """What relative links are resolved against (`base[href]`)."""
        self.addresses = Addresses(url, self.base, own_domains)
        etree.strip_elements(tree, *SILENT, "select", "object", with_tail=False)
        for surplus in list(tree.iter("a"))[MOST_LINKS:]:
            surplus.tag = "span"
        super().__init__(tree)
        self.roles = {node: role for node, element in enumerate(self.nodes) if (role := element.get("role"))}
        """The `role` of those nodes that have one."""
        self.items = [
            tag == "article" or not ITEM_CLASSES.isdisjoint(self.classes(node)) for node, tag in enumerate(self.tags)
        ]
        """Whether a family of markup, or its tag, tells that a node is one item of a list."""
        self.furniture = [False] * len(self.nodes)
        """Whether a node stands in menus, sidebars, footers and the like."""
        _mark_furniture(self)

    def relations(self, node: int) -> list[str]:
        """How a link is related to what it leads to (`rel`), in lower case."""
        return relations(self.nodes[node])

    def head_links(self, relation: str) -> Iterator[Element]:
        """The `link` elements of a relation."""
        return (element for element in self.tree.iter("link") if relation in relations(element))


def relations(element: Element) -> list[str]:
    """The words of an element's `rel`, in lower case."""
    return (element.get("rel") or "").lower().split()


def read_page(document: str | bytes, url: str, own_domains: tuple[str, ...] = ()) -> ListPage:
    """The page behind `document`; `own_domains` say what is its site (`newscrawl.hosts.is_same_site`).

    Raises `NotAListing` where it is empty or no HTML, and `ValueError` if `url` is no http or https address.
    """
    text = decode(document)
    if text and not text.isspace() and not _MARKUP.search(text):
        raise NotAListing("not_html", url)
    try:
        tree = parse(text)
    except Unparsable:
        raise NotAListing("empty", url) from None
    return ListPage(tree, url, own_domains)


def _mark_furniture(page: ListPage) -> None:
    """Marks furniture from the top down.  What holds `main`, or most links of the page, is a wrapper, not furniture."""
    links = [node for node in page.links if len(page.text(node)) >= 25]
    mains = [node for node, tag in enumerate(page.tags) if tag == "main" or page.roles.get(node) == "main"]
    in_item = [False] * len(page.nodes)
    for node, tag in enumerate(page.tags):
        parent = page.parents[node]
        in_item[node] = (parent >= 0 and in_item[parent]) or page.items[node]
        if parent >= 0 and page.furniture[parent]:
            page.furniture[node] = True
        elif tag in ("html", "body", "main") or (in_item[node] and tag in ("header", "footer")):
            continue
        elif (by_tag := _tag_is_furniture(page, node, in_item[node])) or _class_is_furniture(page, node):
            wrapper = 2 * page.count_in(node, links) > len(links) > 4
            # ASP.NET puts a form around the whole page.
            wraps = wrapper and (tag == "form" or not by_tag)
            page.furniture[node] = not wraps and not page.count_in(node, mains)


def _tag_is_furniture(page: ListPage, node: int, in_item: bool) -> bool:
    tag = page.tags[node]
    if tag in FURNITURE_TAGS or page.roles.get(node) in _FURNITURE_ROLES:
        return True
    if (tag == "header" and _heads_a_card(page, node)) or (tag == "footer" and _closes_a_card(page, node)):
        return False
    if tag in ("header", "footer") and not in_item:
        return not any(page.tags[above] in ("main", "section", "li") for above in page.ancestors(node))
    return False


def _heads_a_card(page: ListPage, node: int) -> bool:
    """Whether a `header` is that of an article in a list: a linked title, and few links besides."""
    titles = (heading for heading in page.headings_in(node) if page.tags[heading] in ("h2", "h3", "h4"))
    return page.count_in(node, page.links) <= _LINKS_OF_A_CARD and any(page.links_in(heading) for heading in titles)


def _closes_a_card(page: ListPage, node: int) -> bool:
    """Whether a `footer` is that of an article in a list: beside the only heading of its parent, among few links."""
    parent = page.parents[node]
    if parent < 0 or page.tags[parent] == "body" or page.count_in(parent, page.links) > _LINKS_OF_A_CARD:
        return False
    headings = page.headings_in(parent)
    return len(headings) == 1 and page.tags[headings[0]] != "h1" and headings[0] < node


def _class_is_furniture(page: ListPage, node: int) -> bool:
    return page.labelled(node, FURNITURE_CLASS) and not page.items[node] and LIST_CLASSES.isdisjoint(page.classes(node))
