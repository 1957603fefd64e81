"""A container of running text as a list of blocks: paragraphs, subheadings, list items."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Set
from dataclasses import dataclass, field
from enum import Enum

from newscrawl.article.document import ArticlePage
from newscrawl.article.draft import Paragraph, ParagraphKind
from newscrawl.article.vocabulary import CALL_TO_MEDIA
from newscrawl.html.elements import BLOCKS, HEADINGS, SILENT, Element
from newscrawl.html.outline import Outline
from newscrawl.items import Reference
from newscrawl.text import clean, fold

NEVER_TEXT = SILENT | {
    "amp-ad", "amp-auto-ads", "amp-consent", "amp-embed", "amp-facebook", "amp-iframe", "amp-instagram",
    "amp-next-page", "amp-sidebar", "amp-social-share", "amp-sticky-ad", "amp-twitter", "amp-user-notification",
    "amp-video",
    "audio", "button", "canvas", "datalist", "dialog", "embed", "figcaption", "form", "input", "label", "link",
    "map", "math",
    "meta", "nav", "object", "option", "select", "source", "textarea", "title", "track", "video",
}  # fmt: skip
_SET_OFF = frozenset({"b", "big", "font", "strong"})
"""What sets a line off from those below it."""
_SHAPING = BLOCKS | _SET_OFF | {"a", "br", "span"}
"""Elements that begin or end something; all others only hold text."""
_FORMS = frozenset({"form", "input"})
_PLAYERS = frozenset({"amp-iframe", "amp-video", "audio", "iframe", "video"})
_WRITTEN = frozenset({"text", "email"})
"""Types of fields that ask for an address."""
_ITEMS = frozenset({"li", "dt", "dd"})
_CELLS = frozenset({"td", "th"})
_ROW = 80
"""Characters up to which the cells of a row so far are a row of a table rather than text laid out in one."""
_LINES = 2
"""Line breaks in them from which the page is laid out in a table."""
_BARE_TAGS = frozenset({"article", "body", "center", "div", "main", "section", "td"})
_SHOWN_AS_BLOCK = re.compile(r"\bdisplay\s*:\s*block\b")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_CONTINUING = frozenset(",.;:!?)]»”…")


class Verdict(Enum):
    """What is to become of an element inside the container."""

    READ = 0
    SKIP = 1
    RELATED = 2
    """Its blocks name other articles."""
    BOX = 3
    """To be read, unless it is small: then it is a player, a button or an offer."""


Span = tuple[int, int]
"""The first of some blocks, and the one behind the last."""
Judge = Callable[[int], Verdict]
"""What decides about an element, by its node in the outline."""


@dataclass(slots=True, eq=False)
class Block:
    """Text between two block boundaries."""

    element: Element
    """The nearest block-level element around it."""
    kind: ParagraphKind
    pieces: list[str] = field(default_factory=list)
    anchors: list[tuple[Element, str]] = field(default_factory=list)
    """The linked pieces, each with its `a`."""
    text: str = ""
    """The text as the page has it, line breaks and all; complete when the block is."""
    linked: int = 0
    """Characters inside links."""
    apart: bool = False
    """Whether it stands in a box of its own that is no part of the text."""

    def close(self) -> None:
        """Completes the block."""
        self.text = self.pieces[0] if len(self.pieces) == 1 else "".join(self.pieces)
        for _, text in self.anchors:
            self.linked += len(text.strip())


class Walker:
    """Collects the blocks of one container in a single pass along the outline, without recursion."""

    def __init__(self, outline: Outline, judge: Judge, kept: Set[Element] = frozenset()) -> None:
        self._outline = outline
        self.judge = judge
        self.kept = kept
        """The elements that are read whatever they are called."""
        self.blocks: list[Block] = []
        self.spans: dict[Element, tuple[int, int]] = {}
        """For each block-level element, the range of `blocks` that stands inside it."""
        self.forms: list[Element] = []
        """The block-level elements that hold a form or a field to write into."""
        self.named_boxes: list[Element] = []
        """The elements that are a box by their name."""
        self._containers: list[tuple[Element, int]] = []
        self._links: list[Element] = []
        self._related: list[Element] = []
        self._container: Element | None = None
        self._items = 0
        self._heading: Element | None = None
        self._breaks = 0
        self._parted = False
        self._current: Block | None = None
        self._set_off: list[Element] = []
        self._line: Element | None = None  # what sets off all of the current block so far

    def walk(self, container: Element, limit: int | None = None) -> list[Block]:
        """The non-empty blocks of `container` in page order, or the first of them."""
        self._container = container
        most = sys.maxsize if limit is None else limit
        outline, judge, blocks = self._outline, self.judge, self.blocks
        nodes, tags, lasts, heads, tails = outline.nodes, outline.tags, outline.lasts, outline.heads, outline.tails
        node = first = outline.index[container]
        last = lasts[first]
        opened: list[int] = []
        while node <= last:
            if opened and lasts[opened[-1]] < node:
                self._close(opened, node)
            if len(blocks) >= most:
                return blocks
            tag, text, following = tags[node], heads[node], node + 1
            verdict = judge(node)
            is_plain = verdict is Verdict.READ and tag not in NEVER_TEXT
            if not is_plain and node != first and self._left_out(node, tag, verdict):
                if tag in BLOCKS:
                    self._flush()
                text, following = tails[node], lasts[node] + 1
            else:
                if tag in _SHAPING:
                    self._enter(nodes[node], tag)
                opened.append(node)
            # Most text between elements is white space between blocks, and nothing to look at.
            if text and (self._current is not None or not text.isspace()):
                self._add(text)
            node = following
        self._close(opened, last + 1)
        self._flush()
        return blocks

    def holds(self, element: Element, tags: Set[str]) -> bool:
        """Whether one of some tags stands inside an element."""
        node = self._outline.index[element]
        return not tags.isdisjoint(self._outline.tags[node : self._outline.lasts[node] + 1])

    def _close(self, opened: list[int], node: int) -> None:
        """Leaves those of the opened nodes that end before `node`, and reads what stands behind them."""
        nodes, tags, lasts, tails = self._outline.nodes, self._outline.tags, self._outline.lasts, self._outline.tails
        while opened and lasts[opened[-1]] < node:
            closed = opened.pop()
            tag, text = tags[closed], tails[closed]
            if tag in _SHAPING or self._related:
                self._leave(nodes[closed], tag)
            if opened and text and (self._current is not None or not text.isspace()):
                self._add(text)

    def _left_out(self, node: int, tag: str, verdict: Verdict) -> bool:
        element = self._outline.nodes[node]
        kept = element in self.kept
        if tag in NEVER_TEXT and not kept:
            if tag in _PLAYERS:
                self._set_announcement_apart()
            if tag in _FORMS and self._containers and element.get("type", "text") in _WRITTEN:
                self.forms.append(self._containers[-1][0])
            return True
        if verdict is Verdict.BOX:
            self.named_boxes.append(element)
        elif verdict is Verdict.RELATED and not self._related and not kept:
            self._flush()
            self._related.append(element)
        return verdict is Verdict.SKIP and not kept

    def _enter(self, element: Element, tag: str) -> None:
        if tag in BLOCKS or (tag == "span" and _SHOWN_AS_BLOCK.search(element.get("style", ""))):
            if self._current is not None:
                self._end_block(tag)
            self._containers.append((element, len(self.blocks)))
            self._items += tag in _ITEMS
            if tag in HEADINGS and self._heading is None:
                self._heading = element
        elif tag == "a" and not element.get("href", "").startswith("#"):
            self._links.append(element)
        elif tag == "br":
            self._line_break()
        elif tag in _SET_OFF:
            self._set_off.append(element)

    def _leave(self, element: Element, tag: str) -> None:
        if self._containers and self._containers[-1][0] is element:
            if self._current is not None:
                self._end_block(tag)
            self.spans[element] = (self._containers.pop()[1], len(self.blocks))
            self._items -= tag in _ITEMS
            if self._heading is element:
                self._heading = None
        elif self._links and self._links[-1] is element:
            self._links.pop()
        elif self._set_off and self._set_off[-1] is element:
            self._set_off.pop()
        if self._related and self._related[-1] is element:
            self._flush()
            self._related.pop()

    def _set_announcement_apart(self) -> None:
        """The line above a player that announces it is no text."""
        last = self._current or (self.blocks[-1] if self.blocks else None)
        if last is None or last.kind is ParagraphKind.SUBHEADING:
            return
        if CALL_TO_MEDIA.fullmatch(fold("".join(last.pieces).strip())):
            self._flush()
            last.apart = True

    def _end_block(self, tag: str) -> None:
        """Ends the block under way where an element begins or ends; but the short cells of a row are one block."""
        current = self._current
        if (
            current is not None
            and tag in _CELLS
            and current.element.tag in _CELLS
            and len("".join(current.pieces).strip()) <= _ROW
            and current.pieces.count("\n") < _LINES
        ):
            current.pieces.append(" ")
        else:
            self._flush()

    def _line_break(self) -> None:
        if self._current is None:
            return
        self._breaks += 1
        if self._breaks > 1 or self._ends_line():
            self._flush()
        else:
            self._current.pieces.append("\n")

    def _ends_line(self) -> bool:
        """Whether all of the block so far is set off and no sentence: the title of what stands below it."""
        if self._line is None or self._set_off or self._current is None:
            return False
        return "".join(self._current.pieces).rstrip()[-1:].isalnum()

    def _add(self, text: str) -> None:
        """Adds a run of text, or several where it stands in no paragraph and blank lines part it."""
        if "\n" not in text or not self._in_bare_container():
            self._add_run(text)
            return
        for part, run in enumerate(_BLANK_LINE.split(text)):
            self._parted = self._parted or part > 0
            self._add_run(run)

    def _in_bare_container(self) -> bool:
        """Whether text here stands in no paragraph, heading or item: posts typed as plain text part by blank lines."""
        return not self._containers or self._containers[-1][0].tag in _BARE_TAGS

    def _add_run(self, text: str) -> None:
        if text and not text.isspace():
            if self._parted and not self._continues(text):
                self._flush()
            self._parted = False
            self._breaks = 0
            if self._current is None:
                self._current = self._open()
                self._line = self._set_off[0] if self._set_off else None
            elif not self._set_off:
                self._line = None
        if self._current is not None:
            self._current.pieces.append(text)
            if self._links:
                self._current.anchors.append((self._links[-1], text))

    @staticmethod
    def _continues(text: str) -> bool:
        """Whether text behind a blank line goes on with the sentence before it."""
        first = text.lstrip()[0]
        return first.islower() or first in _CONTINUING

    def _open(self) -> Block:
        assert self._container is not None  # noqa: S101 - set before anything is read
        element = self._containers[-1][0] if self._containers else self._container
        if self._related:
            kind = ParagraphKind.RELATED
        elif self._heading is not None:
            kind = ParagraphKind.SUBHEADING
        elif self._items:
            kind = ParagraphKind.LIST_ITEM
        else:
            kind = ParagraphKind.TEXT
        return Block(element, kind, [], [])

    def _flush(self) -> None:
        self._breaks = 0
        self._parted = False
        if self._current is not None:
            self._current.close()
            self.blocks.append(self._current)
            self._current = None


def blocks_of(page: ArticlePage, container: Element, judge: Judge, limit: int | None = None) -> list[Block]:
    """The blocks of `container` that `judge` leaves in; about `limit` of them at most."""
    return Walker(page.outline, judge).walk(container, limit)


def paragraphs_of(blocks: list[Block], page: ArticlePage) -> list[Paragraph]:
    """Blocks as paragraphs, with their links as references."""
    return [Paragraph(text=block.text, kind=block.kind, links=references_of(block, page)) for block in blocks]


def references_of(block: Block, page: ArticlePage) -> tuple[Reference, ...]:
    """The links of a block, the pieces of each joined; links without text or address are left out."""
    joined: list[tuple[Element, list[str]]] = []
    for anchor, text in block.anchors:
        if joined and joined[-1][0] is anchor:
            joined[-1][1].append(text)
        else:
            joined.append((anchor, [text]))
    references = []
    for anchor, pieces in joined:
        url, headline = page.absolute(anchor.get("href")), clean("".join(pieces))
        if url and headline:
            references.append(Reference(url, headline))
    return tuple(references)
