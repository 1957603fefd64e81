"""Kinds of elements by their tags, and the text of one element."""

from __future__ import annotations

from collections.abc import Iterator

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
FOR_THE_EAR = (
    r"(?:(?!not[-_])\w+[-_]{1,2})?"
    r"(?:screen[-_]?readers?(?:[-_]?(?:only|text))?|sr[-_]?only|visually[-_]?hidden|hidden[-_]?visually|"
    r"assistive[-_]?text|element[-_]?invisible|(?:a11y|accessibly)[-_]?hidden|show[-_]for[-_]sr)"
)
"""What the classes of elements match, whatever their case, that are there for screen readers alone."""
_PARTING = BLOCKS | {"br"}


def text_of(element: Element) -> str:
    """The text of an element as a reader would see it, in one line: a space wherever a block or a line ends."""
    return clean("".join(texts_in(element)))


def texts_in(element: Element) -> Iterator[str]:
    """The pieces of an element's text that a reader sees, parted by tags; a space wherever a block or a line ends."""
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, node in walk:
        if node.tag in _PARTING:
            yield " "
        if event == "start" and node.tag in SILENT:
            walk.skip_subtree()
        elif event == "start" and node.text:
            yield node.text
        elif event == "end" and node is not element and node.tail:
            yield node.tail
