"""An HTML page as a flat outline: each element with its parent, its last descendant, and whether it is furniture."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement, HTMLParser
from w3lib.encoding import html_to_unicode

from newscrawl.discovery.families import (
    FURNITURE_CLASS,
    FURNITURE_TAGS,
    ITEM_CLASSES,
    ITEM_TAGS,
    LIST_CLASSES,
    NOT_FURNITURE_CLASS,
    SILENT_TAGS,
)
from newscrawl.discovery.links import NotAListing
from newscrawl.discovery.vocabulary import words
from newscrawl.text import clean

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BLOCKS = HEADINGS | words(
    """address article aside blockquote br dd details div dl dt fieldset figcaption figure footer form header hgroup hr
    li main nav ol p pre section summary table tbody td tfoot th thead time tr ul"""
)
_HIDDEN_CLASSES = frozenset(("screen-reader-text", "sr-only", "visually-hidden", "visuallyhidden", "element-invisible"))
_MARKUP = re.compile(r"<\s*(?:!doctype|html|head|body|div|a|p|ul|table|article|section|main|h[1-6]|meta|title)\b", re.I)
_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")


@dataclass(slots=True)
class Page:
    """One parsed page.  Nodes are known by their index in document order."""

    tree: HtmlElement
    url: str
    base: str
    """What relative links are resolved against (`base[href]`)."""
    nodes: list[HtmlElement]
    parents: list[int]
    """Index of each node's parent, -1 for the first."""
    lasts: list[int]
    """Index of each node's last descendant (its own where it has none)."""
    furniture: list[bool]
    """Whether a node stands in menus, sidebars, footers and the like."""

    def classes(self, node: int) -> list[str]:
        """The classes of a node."""
        return (self.nodes[node].get("class") or "").split()

    def tag(self, node: int) -> str:
        """The name of a node."""
        return str(self.nodes[node].tag)

    def children(self, node: int) -> list[int]:
        """The node's children in document order."""
        found = []
        child = node + 1
        while child <= self.lasts[node]:
            found.append(child)
            child = self.lasts[child] + 1
        return found

    def within(self, node: int, ancestor: int) -> bool:
        """Whether `node` is `ancestor` or stands in it."""
        return ancestor <= node <= self.lasts[ancestor]

    def ancestors(self, node: int) -> list[int]:
        """The node's ancestors, nearest first."""
        chain = []
        node = self.parents[node]
        while node >= 0:
            chain.append(node)
            node = self.parents[node]
        return chain


def read_page(document: str | bytes, url: str) -> Page:
    """The page behind `document`.  Raises `NotAListing` where it is empty or no HTML."""
    text = decode(document)
    if not text.strip():
        raise NotAListing("empty", url)
    if not _MARKUP.search(text):
        raise NotAListing("not_html", url)
    tree = parse_html(text)
    if tree is None:
        raise NotAListing("empty", url)
    base = _base(tree, url)
    for node in list(tree.iter(*SILENT_TAGS)):
        if node.tag != "head":
            _drop(node)
    return _outline(tree, url, base)


def decode(document: str | bytes) -> str:
    """The text of a document: as UTF-8 where its bytes are that, whatever they declare, else as they declare."""
    if isinstance(document, str):
        return document
    try:
        return document.decode("utf-8-sig")
    except UnicodeDecodeError:
        return html_to_unicode(None, document, default_encoding="utf-8")[1]


def parse_html(text: str) -> HtmlElement | None:
    """The tree of a page, None where there is none."""
    data = _XML_DECLARATION.sub("", text.replace("\x00", ""), count=1).encode("utf-8", "replace")
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree: HtmlElement | None = etree.fromstring(data, parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    return tree


def text_of(node: HtmlElement, *, hidden: bool = False) -> str:
    """The text a reader sees, words of neighbouring blocks kept apart; with `hidden`, also what is for the ear only."""
    parts: list[str] = []
    walk = etree.iterwalk(node, events=("start", "end"))
    for event, element in walk:
        block = element.tag in _BLOCKS
        if event == "start":
            if not hidden and is_hidden(element):
                walk.skip_subtree()
                continue
            parts.append(" " + (element.text or "") if block else element.text or "")
        else:
            tail = (element.tail or "") if element is not node else ""
            parts.append(" " + tail if block else tail)
    return clean("".join(parts))


def is_hidden(element: HtmlElement) -> bool:
    """Whether an element is for screen readers only."""
    names = element.get("class")
    return names is not None and not _HIDDEN_CLASSES.isdisjoint(names.split())


def is_item(element: HtmlElement) -> bool:
    """Whether a family of markup, or its tag, tells that an element is one item of a list."""
    return element.tag in ITEM_TAGS or not ITEM_CLASSES.isdisjoint((element.get("class") or "").split())


def _base(tree: HtmlElement, url: str) -> str:
    for element in tree.iter("base"):
        href = element.get("href")
        if href:
            try:
                return urljoin(url, href.strip())
            except ValueError:
                return url
    return url


def _drop(node: HtmlElement) -> None:
    """Removes a node and keeps the text after it."""
    parent = node.getparent()
    if parent is None:
        return
    if node.tail:
        before = node.getprevious()
        if before is None:
            parent.text = (parent.text or "") + node.tail
        else:
            before.tail = (before.tail or "") + node.tail
    parent.remove(node)


def _outline(tree: HtmlElement, url: str, base: str) -> Page:
    nodes: list[HtmlElement] = []
    parents: list[int] = []
    lasts: list[int] = []
    open_nodes: list[int] = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if event == "start":
            parents.append(open_nodes[-1] if open_nodes else -1)
            open_nodes.append(len(nodes))
            nodes.append(element)
            lasts.append(-1)
        else:
            lasts[open_nodes.pop()] = len(nodes) - 1
    page = Page(tree, url, base, nodes, parents, lasts, [False] * len(nodes))
    _mark_furniture(page)
    return page


def _mark_furniture(page: Page) -> None:
    """Marks furniture from the top down.  What holds `main`, or most links of the page, is a wrapper, not furniture."""
    links = _running_count(node.tag == "a" and len(text_of(node)) >= 25 for node in page.nodes)
    mains = _running_count(node.tag == "main" or node.get("role") == "main" for node in page.nodes)
    all_links = links[-1]
    in_item = [False] * len(page.nodes)
    for index, node in enumerate(page.nodes):
        parent = page.parents[index]
        in_item[index] = is_item(node) or (parent >= 0 and in_item[parent])
        if parent >= 0 and page.furniture[parent]:
            page.furniture[index] = True
        elif (
            node.tag in ("html", "body", "main")
            or mains[page.lasts[index] + 1] > mains[index]
            or (in_item[index] and node.tag in ("header", "footer"))
        ):
            continue
        else:
            wrapper = 2 * (links[page.lasts[index] + 1] - links[index]) > all_links > 4
            # ASP.NET puts a form around the whole page.
            by_tag = _tag_is_furniture(page, index, in_item[index]) and not (wrapper and node.tag == "form")
            page.furniture[index] = by_tag or (not wrapper and _class_is_furniture(page, index))


def _running_count(flags: object) -> list[int]:
    counts = [0]
    for flag in flags:  # type: ignore[attr-defined]
        counts.append(counts[-1] + bool(flag))
    return counts


def _tag_is_furniture(page: Page, index: int, in_item: bool) -> bool:
    node = page.nodes[index]
    if node.tag in FURNITURE_TAGS or node.get("role") in ("navigation", "complementary", "contentinfo", "search"):
        return True
    if node.tag == "header" and _heads_a_card(node):
        return False
    if node.tag in ("header", "footer") and not in_item:
        return not any(page.nodes[above].tag in ("main", "section", "li") for above in page.ancestors(index))
    return False


def _heads_a_card(node: HtmlElement) -> bool:
    """Whether a `header` is that of an article in a list: a linked title, and few links besides."""
    titled = any(next(heading.iter("a"), None) is not None for heading in node.iter("h2", "h3", "h4"))
    return titled and sum(1 for _ in node.iter("a")) <= 6


def _class_is_furniture(page: Page, index: int) -> bool:
    tokens = page.classes(index)
    if is_item(page.nodes[index]):
        return False
    if not LIST_CLASSES.isdisjoint(tokens):
        return False
    identifier = page.nodes[index].get("id")
    if identifier:
        tokens = [*tokens, *identifier.split()]
    return any(FURNITURE_CLASS.fullmatch(token) and not NOT_FURNITURE_CLASS.fullmatch(token) for token in tokens)
