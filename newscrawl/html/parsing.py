"""The one parse of a page."""

from __future__ import annotations

from lxml import etree

from newscrawl.html.decoding import decode, is_plain_utf8, mended_between_tags
from newscrawl.html.elements import Element
from newscrawl.html.monsters import is_monstrous

MOST_CHARACTERS = 8_000_000
"""What is read of a page; none of a newspaper comes near it."""
# The bytes of characters that XML forbids and libxml2 would stop at.
_UNREADABLE = bytes(byte for byte in range(32) if chr(byte) not in "\t\n\f\r")


class Unparsable(ValueError):  # noqa: N818 - named for what is known, like `NotAnArticle`
    """There is nothing to parse, or what no parser should be given; says which: `empty`, `too_complex`."""


def parse(document: str | bytes, content_type: str | None = None) -> Element:
    """The root of a page's tree, without comments.  Raises `Unparsable`."""
    data = mended_between_tags(_as_utf8(document, content_type)).translate(None, _UNREADABLE)
    if not data or data.isspace():
        raise Unparsable("empty")
    if is_monstrous(data):
        raise Unparsable("too_complex")
    # huge_tree lifts the depth at which libxml2 gives up on a page from 256 to 2048 elements.
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root: Element | None = etree.fromstring(data, parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        root = None
    if root is None:
        raise Unparsable("empty")
    return _with_all_below(root)


def _with_all_below(root: Element) -> Element:
    """`root` with what the page has behind its `</html>` at the end of its body, as browsers show it."""
    for beside in list(root.itersiblings()):
        body = root.find("body")
        (root if body is None else body).append(beside)
    return root


def _as_utf8(document: str | bytes, content_type: str | None) -> bytes:
    if isinstance(document, bytes):
        if len(document) <= MOST_CHARACTERS and is_plain_utf8(document):
            return document
        document = decode(document, content_type)
    return document[:MOST_CHARACTERS].encode("utf-8", "ignore")
