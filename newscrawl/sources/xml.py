"""XML sources as they come: junk before the declaration, undeclared entities, torn ends."""

from __future__ import annotations

import html
import html.entities
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from lxml import etree

from newscrawl.html.elements import text_of
from newscrawl.html.parsing import Unparsable, parse
from newscrawl.text import clean, mended

_ROOT = re.compile(r"<(?:[\w.-]+:)?(?P<name>rss|RDF|feed|urlset|sitemapindex)[\s>/]")
_ENTRY_OF = {"rss": "item", "RDF": "item", "feed": "entry", "urlset": "url", "sitemapindex": "sitemap"}
_MOST_PIECES = 5_000
_HTML = re.compile(r"<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE)
_FIRST = 30_000
"""How many characters may stand before the root."""
_SLIP = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?:(?P<name>[A-Za-z]\w{1,31})|#(?:\d{1,7}|x[0-9a-fA-F]{1,6}));|&|<(?![A-Za-z_/!?])"
    r"|[\x00-\x08\x0b\x0c\x0e-\x1f]",
    re.DOTALL,
)
"""A reference; an ampersand or less-than sign that stands for itself and should have been one; what XML forbids."""
_OF_XML = frozenset(("amp", "lt", "gt", "quot", "apos"))
_INLINE = frozenset(
    ("a", "abbr", "b", "cite", "em", "font", "i", "mark", "q", "small", "span", "strong", "sub", "sup", "u")
)
_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")


def read_xml(text: str, url: str) -> tuple[str, etree._Element] | None:
    """The name of the root (`rss`, `RDF`, `feed`, `urlset`, `sitemapindex`) and the tree; None for anything else.

    Each element knows its base (`element.base`): `url`, or what `xml:base` says.
    """
    root = _ROOT.search(text, 0, _FIRST)
    if root is None or _HTML.search(text, 0, root.start()):
        return None
    source = text[root.start() :]
    tree = _parsed(source, url)
    entry_name = _ENTRY_OF[root["name"]]
    starts = [entry.start() for entry in re.finditer(rf"<(?:[\w.-]+:)?{entry_name}(?=[\s/>])", source)]
    if tree is None or sum(1 for _ in all_named(tree, entry_name)) < len(starts):
        tree = _of_pieces(source, starts[:_MOST_PIECES], entry_name, url, tree)
    return None if tree is None else (root["name"], tree)


def name_of(element: etree._Element) -> str:
    """An element's name without its namespace, in lower case."""
    tag = element.tag
    return _split(tag)[1] if isinstance(tag, str) else ""


def namespace_of(element: etree._Element) -> str:
    """The namespace, or the prefix that stands for one, of an element; empty where there is none."""
    tag = element.tag
    return _split(tag)[0] if isinstance(tag, str) else ""


@lru_cache(maxsize=1024)
def _split(tag: str) -> tuple[str, str]:
    namespace = tag[1:].partition("}")[0] if tag.startswith("{") else tag.rpartition(":")[0]
    return namespace, tag.rpartition("}")[2].rpartition(":")[2].lower()


def all_named(tree: etree._Element, name: str) -> Iterator[etree._Element]:
    """All elements of a name, whatever their namespace, in document order."""
    return (element for element in tree.iter() if name_of(element) == name)


def plain(text: str | None) -> str | None:
    """The words of a text that may be HTML, misread accents mended; null where there are none."""
    if not text:
        return None
    text = mended(text)
    if _TAG.search(text):
        try:
            text = text_of(parse(f"<div>{text}</div>"))
        except Unparsable:
            text = ""
    spelt = html.unescape(text)
    return clean(spelt if spelt == text else mended(spelt)) or None


def words_in(element: etree._Element) -> str | None:
    """The text of an element, tags of HTML that stand in it unescaped read as such."""
    if len(element) == 0:
        return element.text
    parts = [element.text or ""]
    for inner, end in ((part, event == "end") for event, part in etree.iterwalk(element, events=("start", "end"))):
        if inner is element:
            continue
        parts.append("" if name_of(inner) in _INLINE else " ")
        parts.append((inner.tail if end else inner.text) or "")
    return "".join(parts)


def _mended_slip(slip: re.Match[str]) -> str:
    """A reference that XML knows, in place of one of HTML or of a bare character."""
    text = slip[0]
    if text.startswith("<!") or slip["name"] in _OF_XML:
        return text
    if slip["name"]:
        return html.escape(html.entities.html5.get(text[1:], text))
    if text in "&<":
        return html.escape(text)
    return html.escape(html.unescape(text)) if text.startswith("&#") else ""


def _parsed(source: str, url: str) -> etree._Element | None:
    parser = etree.XMLParser(
        recover=True, encoding="utf-8", resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        tree: etree._Element | None = etree.fromstring(
            _SLIP.sub(_mended_slip, source).encode("utf-8", "replace"), parser, base_url=url
        )
    except etree.XMLSyntaxError:
        return None
    return tree


def _of_pieces(
    source: str, starts: list[int], entry: str, url: str, whole: etree._Element | None
) -> etree._Element | None:
    """The tree of a damaged document, each entry read alone, so that damage in one does not hide the others."""
    opening = source[: source.find(">") + 1]
    tree = _parsed(source[: starts[0]] if starts else source, url)
    found = 0
    for start, end in pairwise([*starts, len(source)]):
        piece = _parsed(opening + source[start:end], url)
        element = next(all_named(piece, entry), None) if piece is not None else None
        if tree is not None and element is not None:
            tree.append(element)
            found += 1
    return tree if whole is None or found > sum(1 for _ in all_named(whole, entry)) else whole
