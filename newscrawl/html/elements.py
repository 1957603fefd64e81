"""Kinds of elements by their tags, and the text of one element."""

from __future__ import annotations

from lxml import etree

from newscrawl.text import clean

Element = etree._Element  # noqa: SLF001 - lxml has no public name for its element type

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BLOCKS = HEADINGS | {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "li", "main", "menu", "nav",
    "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
"""Elements that begin and end a block of text."""
SILENT = frozenset({"script", "style", "noscript", "template", "svg", "iframe"})
"""Elements whose text no reader sees."""
FOR_THE_EAR = frozenset(("screen-reader-text", "sr-only", "visually-hidden", "visuallyhidden", "element-invisible"))
"""Classes of what is there for screen readers alone."""
_PARTING = BLOCKS | {"br"}


def text_of(element: Element) -> str:
    """The text of an element as a reader would see it, in one line: a space wherever a block or a line ends."""
    pieces: list[str] = []
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, node in walk:
        if node.tag in _PARTING:
            pieces.append(" ")
        if event == "start" and node.tag in SILENT:
            walk.skip_subtree()
        elif event == "start" and node.text:
            pieces.append(node.text)
        elif event == "end" and node is not element and node.tail:
            pieces.append(node.tail)
    return clean("".join(pieces))
