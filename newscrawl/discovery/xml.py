"""XML sources as they come: junk before the declaration, undeclared entities, torn ends."""

from __future__ import annotations

import gzip
import html
import io
import re
import zlib
from collections.abc import Iterator

from lxml import etree

from newscrawl.discovery.page import decode, parse_html, text_of
from newscrawl.text import clean

_ROOT = re.compile(r"<(?:[\w.-]+:)?(?P<name>rss|RDF|feed|urlset|sitemapindex)[\s>/]")
_HTML = re.compile(r"<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE)
_FIRST = 30_000
"""How many characters may stand before the root."""
_LARGEST = 64 * 1024 * 1024
"""Bytes to which a compressed document may grow; a sitemap is allowed 50 MB."""
_ENTITY = re.compile(r"&(?!amp;|lt;|gt;|quot;|apos;)[A-Za-z][A-Za-z0-9]{1,31};")
_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")


def inflate(document: str | bytes) -> str | bytes:
    """A document without its gzip compression; cut where it is torn or beyond all measure."""
    if isinstance(document, str) or not document.startswith(b"\x1f\x8b"):
        return document
    parts: list[bytes] = []
    size = 0
    with gzip.GzipFile(fileobj=io.BytesIO(document)) as file:
        try:
            while size < _LARGEST and (part := file.read(1 << 16)):
                parts.append(part)
                size += len(part)
        except (OSError, EOFError, zlib.error):
            pass
    return b"".join(parts)


def read_xml(document: str | bytes) -> tuple[str, etree._Element] | None:
    """The name of the root (`rss`, `RDF`, `feed`, `urlset`, `sitemapindex`) and the tree; None for anything else."""
    text = decode(document)
    root = _ROOT.search(text, 0, _FIRST)
    if root is None or _HTML.search(text, 0, root.start()):
        return None
    data = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text[root.start() :]).encode("utf-8", "replace")
    parser = etree.XMLParser(
        recover=True, encoding="utf-8", resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        tree: etree._Element | None = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return None
    return None if tree is None else (root["name"], tree)


def name_of(element: etree._Element) -> str:
    """An element's name without its namespace, in lower case."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def namespace_of(element: etree._Element) -> str:
    """The namespace, or the prefix that stands for one, of an element; empty where there is none."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    return tag[1:].partition("}")[0] if tag.startswith("{") else tag.rpartition(":")[0]


def all_named(tree: etree._Element, name: str) -> Iterator[etree._Element]:
    """All elements of a name, whatever their namespace, in document order."""
    return (element for element in tree.iter() if name_of(element) == name)


def plain(text: str | None) -> str | None:
    """The words of a text that may be HTML; null where there are none."""
    if not text:
        return None
    if _TAG.search(text):
        tree = parse_html(f"<div>{text}</div>")
        text = text_of(tree) if tree is not None else ""
    return clean(html.unescape(text)) or None
