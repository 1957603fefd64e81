"""An article page: its tree, and what a single pass over it collects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import cached_property
from typing import cast

from lxml import etree

from newscrawl.article.draft import NotAnArticle
from newscrawl.html.document import Document
from newscrawl.html.elements import Element
from newscrawl.html.parsing import Unparsable, parse
from newscrawl.text import clean

MAX_TITLE = 1_000
"""What is read of a title; one that is never closed swallows the page."""
_WITH_REL = etree.XPath("/descendant::a/@rel/parent::*")
_WITH_ITEMPROP = etree.XPath("/descendant::*[@itemprop][not(self::meta)]")


class ArticlePage(Document):
    """One article page: the tree, and what stands in its head or is looked up often."""

    def __init__(self, root: Element, url: str) -> None:
        super().__init__(root, url)
        self.title = ""
        self.metas: dict[str, list[str]] = defaultdict(list)
        """`content` of each `meta`, by `property`, `name` or `itemprop` in lower case, in page order."""
        self.links: dict[str, list[str]] = defaultdict(list)
        """`href` of each `link`, by each word of its `rel`."""
        self.json_ld: list[str] = []
        self.headings: list[Element] = []
        """The `h1` elements."""
        self.times: list[Element] = []
        """The `time` elements."""
        self.body_classes: frozenset[str] = frozenset()
        for element in root.iter(*_COLLECTORS):
            _COLLECTORS[str(element.tag)](self, element)
        self.microdata: list[Element] = []
        """Elements with an `itemprop`, `meta` left out."""

    @cached_property
    def related_links(self) -> list[Element]:
        """The `a` elements that state a relation (`rel`)."""
        return cast("list[Element]", _WITH_REL(self.root))

    def meta(self, *names: str) -> str | None:
        """The first non-empty content among the metas of these names, in the order of the names."""
        for name in names:
            for content in self.metas.get(name, ()):
                text = clean(content)
                if text:
                    return text
        return None


def read_page(document: str | bytes, url: str, content_type: str | None = None) -> ArticlePage:
    """The page parsed once.

    Raises `NotAnArticle`: `empty` where there is nothing to parse, `too_complex` for what is made to choke a parser.
    """
    try:
        page = ArticlePage(parse(document, content_type), url)
    except Unparsable as error:
        raise NotAnArticle(str(error), url) from None
    if "itemprop" in document if isinstance(document, str) else b"itemprop" in document:
        page.microdata = cast("list[Element]", _WITH_ITEMPROP(page.root))
    return page


def _collect_meta(page: ArticlePage, element: Element) -> None:
    name = element.get("property") or element.get("name") or element.get("itemprop")
    content = element.get("content")
    if name and content:
        page.metas[name.strip().lower()].append(content)


def _collect_link(page: ArticlePage, element: Element) -> None:
    href = element.get("href")
    if href:
        for relation in (element.get("rel") or "").lower().split():
            page.links[relation].append(href)


def _collect_script(page: ArticlePage, element: Element) -> None:
    if "ld+json" in (element.get("type") or "").lower() and element.text:
        page.json_ld.append(element.text)


def _collect_title(page: ArticlePage, element: Element) -> None:
    parent = element.getparent()
    if not page.title and (parent is None or parent.tag != "svg"):
        page.title = clean("".join(element.itertext())[:MAX_TITLE])


def _collect_body(page: ArticlePage, element: Element) -> None:
    page.body_classes |= frozenset((element.get("class") or "").split())


_COLLECTORS: dict[str, Callable[[ArticlePage, Element], None]] = {
    "meta": _collect_meta,
    "link": _collect_link,
    "script": _collect_script,
    "title": _collect_title,
    "body": _collect_body,
    "h1": lambda page, element: page.headings.append(element),
    "time": lambda page, element: page.times.append(element),
}
