"""An article page as one tree, and what a single pass over it collects."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import chain
from typing import cast
from urllib.parse import urljoin, urlsplit

from lxml import etree
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

from newscrawl.article.draft import NotAnArticle
from newscrawl.markup import is_monstrous
from newscrawl.text import clean

Element = etree._Element  # noqa: SLF001 - lxml has no public name for its element type

MAX_CHARACTERS = 8_000_000
"""What is read of a page; no article page comes near it."""
MAX_TITLE = 1_000
"""What is read of a title; one that is never closed swallows the page."""

# The bytes of characters that XML forbids and libxml2 would stop at.
_UNREADABLE = bytes(byte for byte in range(32) if chr(byte) not in "\t\n\f\r")
# An absolute address in which nothing is to be resolved or left out.
_PLAIN_ADDRESS = re.compile(r"https?://[a-z0-9.-]+(?:/[\w.~%+-]*+)*+", re.ASCII)
_MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")


@dataclass(slots=True)
class Page:
    """One article page: the tree, and what stands in its head or is looked up often."""

    root: Element
    url: str
    base: str
    title: str = ""
    metas: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """`content` of each `meta`, by `property`, `name` or `itemprop` in lower case, in page order."""
    links: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """`href` of each `link`, by each word of its `rel`."""
    json_ld: list[str] = field(default_factory=list)
    headings: list[Element] = field(default_factory=list)
    """The `h1` elements."""
    times: list[Element] = field(default_factory=list)
    """The `time` elements."""
    microdata: list[Element] = field(default_factory=list)
    """Elements with an `itemprop`, `meta` left out."""
    classes: set[str] = field(default_factory=set)
    """Every class that occurs in the page."""
    body_classes: frozenset[str] = frozenset()
    class_attributes: list[str] = field(default_factory=list)
    """The attribute `class` of each element that has one, in page order."""
    _by_class: dict[str, list[list[int]]] | None = None
    """For each class, the places in `class_attributes` where it occurs, those of one attribute together."""
    _with_class: list[Element] = field(default_factory=list)

    def meta(self, *names: str) -> str | None:
        """The first non-empty content among the metas of these names, in the order of the names."""
        for name in names:
            for content in self.metas.get(name, ()):
                text = clean(content)
                if text:
                    return text
        return None

    def by_class(self, name: str) -> list[Element]:
        """The elements of a class, in page order."""
        if self._by_class is None:
            self._with_class = cast("list[Element]", _WITH_CLASS(self.root))
            self._by_class = _places(self.class_attributes)
        found = self._by_class.get(name, [])
        places = found[0] if len(found) == 1 else sorted(chain.from_iterable(found))
        return [self._with_class[place] for place in places]

    def absolute(self, href: str | None) -> str | None:
        """`href` as an absolute http(s) address, or nothing."""
        if not href:
            return None
        if _PLAIN_ADDRESS.fullmatch(href):
            return href
        try:
            address = urljoin(self.base, href.strip())
            parts = urlsplit(address)
        except ValueError:
            return None
        return address if parts.scheme in ("http", "https") and parts.netloc else None


def read_page(document: str | bytes, url: str, content_type: str | None = None) -> Page:
    """The page parsed once.

    Raises `NotAnArticle`: `empty` where there is nothing to parse, `too_complex` for what is made to choke a parser.
    """
    data = _as_utf8(document, content_type).translate(None, _UNREADABLE)
    if not data or data.isspace():
        raise NotAnArticle("empty", url)
    if is_monstrous(data):
        raise NotAnArticle("too_complex", url)
    # huge_tree lifts the depth at which libxml2 gives up on a page from 256 to 2048 elements.
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    root = etree.fromstring(data, parser)
    if root is None:
        raise NotAnArticle("empty", url)
    page = Page(root=root, url=url, base=url)
    _collect(page)
    if b"itemprop" in data:
        page.microdata = cast("list[Element]", _WITH_ITEMPROP(root))
    return page


def _as_utf8(document: str | bytes, content_type: str | None) -> bytes:
    if isinstance(document, bytes):
        if len(document) <= MAX_CHARACTERS and _is_plain_utf8(document):
            return document
        document = decode(document, content_type)
    return document[:MAX_CHARACTERS].encode("utf-8", "ignore")


def _is_plain_utf8(body: bytes) -> bool:
    """Whether bytes are UTF-8 without a byte-order mark, as nearly all pages: then they are parsed as they came."""
    try:
        return read_bom(body)[0] is None and bool(body.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def decode(body: bytes, content_type: str | None = None) -> str:
    """The text of a page: byte-order mark, then what the bytes prove, then header and `meta`.

    Bytes beyond ASCII that are valid UTF-8 throughout are UTF-8, whatever a server declares; Latin-1 is read as
    windows-1252, as browsers do.
    """
    encoding, mark = read_bom(body)
    if encoding is not None and mark is not None:
        return body[len(mark) :].decode(encoding, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = http_content_type_encoding(content_type) or html_body_declared_encoding(body[:4096])
    if declared is None or declared == "utf-8":
        # A truncated or slightly damaged UTF-8 page still holds far more valid sequences than stray bytes.
        stray = body.decode("utf-8", "replace").count("\ufffd")
        declared = "utf-8" if len(_MULTIBYTE.findall(body)) > stray else "cp1252"
    try:
        return body.decode(resolve_encoding(declared) or "cp1252", "replace")
    except LookupError:
        return body.decode("cp1252", "replace")


def _places(attributes: list[str]) -> dict[str, list[list[int]]]:
    """For each class, where it occurs among `attributes`, most of which are written many times over."""
    alike: dict[str, list[int]] = defaultdict(list)
    for place, names in enumerate(attributes):
        alike[names].append(place)
    by_class: dict[str, list[list[int]]] = defaultdict(list)
    for names, places in alike.items():
        for name in set(names.split()):
            by_class[name].append(places)
    return by_class


# From above the root, which broken pages have siblings of; `//` would look at every piece of text as well.
_CLASS_ATTRIBUTES = etree.XPath("/descendant::*/@class", smart_strings=False)
_WITH_CLASS = etree.XPath("/descendant::*[@class]")
_WITH_ITEMPROP = etree.XPath("/descendant::*[@itemprop][not(self::meta)]")


def _collect(page: Page) -> None:
    """What is asked of a page at several places, by passes that run inside libxml2."""
    for element in page.root.iter(*_COLLECTORS):
        _COLLECTORS[str(element.tag)](page, element)
    page.class_attributes = cast("list[str]", _CLASS_ATTRIBUTES(page.root))
    page.classes = set(" ".join(set(page.class_attributes)).split())


def _collect_meta(page: Page, element: Element) -> None:
    name = element.get("property") or element.get("name") or element.get("itemprop")
    content = element.get("content")
    if name and content:
        page.metas[name.strip().lower()].append(content)


def _collect_link(page: Page, element: Element) -> None:
    href = element.get("href")
    if href:
        for relation in (element.get("rel") or "").lower().split():
            page.links[relation].append(href)


def _collect_script(page: Page, element: Element) -> None:
    if "ld+json" in (element.get("type") or "").lower() and element.text:
        page.json_ld.append(element.text)


def _collect_base(page: Page, element: Element) -> None:
    if page.base == page.url:
        page.base = page.absolute(element.get("href")) or page.url


def _collect_title(page: Page, element: Element) -> None:
    parent = element.getparent()
    if not page.title and (parent is None or parent.tag != "svg"):
        page.title = clean("".join(element.itertext())[:MAX_TITLE])


def _collect_body(page: Page, element: Element) -> None:
    page.body_classes |= frozenset((element.get("class") or "").split())


_COLLECTORS: dict[str, Callable[[Page, Element], None]] = {
    "meta": _collect_meta,
    "link": _collect_link,
    "script": _collect_script,
    "base": _collect_base,
    "title": _collect_title,
    "body": _collect_body,
    "h1": lambda page, element: page.headings.append(element),
    "time": lambda page, element: page.times.append(element),
}


def text_of(element: Element) -> str:
    """The text of an element as a reader would see it: scripts and styles left out, one line."""
    return clean("".join(pieces_of(element)))


def pieces_of(element: Element) -> list[str]:
    """The pieces of text inside an element, in order, with a space wherever a block or a line ends."""
    pieces: list[str] = []
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, node in walk:
        if node.tag in _BREAKING:
            pieces.append(" ")
        if event == "start" and node.tag in SILENT:
            walk.skip_subtree()
        elif event == "start" and node.text:
            pieces.append(node.text)
        elif event == "end" and node is not element and node.tail:
            pieces.append(node.tail)
    return pieces


SILENT = frozenset({"script", "style", "noscript", "template", "svg", "iframe"})
"""Elements whose text no reader sees."""
_BREAKING = frozenset({"br", "p", "div", "li", "ul", "ol", "td", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "section"})
