"""A tree as a flat outline: each element with its parent, its last descendant, its classes and its text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from newscrawl.html.elements import BLOCKS, FOR_THE_EAR, HEADINGS, Element
from newscrawl.text import clean

_PARTING = BLOCKS | {"br", "time"}
_SHORT = 1_000
"""Characters of a text that is kept once it is made."""


@dataclass(frozen=True, slots=True, eq=False)
class ClassNames:
    """A kind of classes, told by their names; each kind equals only itself."""

    pattern: re.Pattern[str]
    whole: bool = False
    """Whether a name must match as a whole, not only in part."""
    but: re.Pattern[str] | None = None
    """What whole names of the kind do not match."""

    def holds(self, name: str) -> bool:
        """Whether a class is of this kind."""
        found = self.pattern.fullmatch(name) if self.whole else self.pattern.search(name)
        return found is not None and not (self.but and self.but.fullmatch(name))


@dataclass(slots=True)
class Outline:
    """The elements of a tree, known by their index in document order."""

    nodes: list[Element] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    """The `class` of each node, empty where it has none."""
    labels: list[str] = field(default_factory=list)
    """The `class` and the `id` of each node."""
    roles: dict[int, str] = field(default_factory=dict)
    """The `role` of those nodes that have one."""
    parents: list[int] = field(default_factory=list)
    """Index of each node's parent, -1 for the first."""
    lasts: list[int] = field(default_factory=list)
    """Index of each node's last descendant (its own where it has none)."""
    heads: list[str] = field(default_factory=list)
    """The text in each node before its first child."""
    tails: list[str] = field(default_factory=list)
    """The text after each node, before the next one."""
    links: list[int] = field(default_factory=list)
    """The `a` elements."""
    headings: list[int] = field(default_factory=list)
    _text: str = ""
    _starts: list[int] = field(default_factory=list)
    _ends: list[int] = field(default_factory=list)
    """Where the text of each node starts and ends in `_text`."""
    _hidden: list[int] = field(default_factory=list)
    """Nodes that are for screen readers only."""
    _texts: dict[int, str] = field(default_factory=dict)
    _tokens: dict[str, list[str]] = field(default_factory=dict)
    _known: defaultdict[ClassNames, dict[str, bool]] = field(default_factory=lambda: defaultdict(dict))

    def take_in(self, tree: Element) -> None:
        """Fills the outline from a tree; once."""
        pieces: list[str] = []
        size = 0
        open_nodes: list[int] = []
        for event, element in etree.iterwalk(tree, events=("start", "end")):
            if event == "start":
                node = len(self.nodes)
                self._open(node, element, open_nodes[-1] if open_nodes else -1)
                self._starts.append(size)
                open_nodes.append(node)
                piece = self.heads[node]
            else:
                node = open_nodes.pop()
                self.lasts[node], self._ends[node] = len(self.nodes) - 1, size
                self.tails[node] = piece = element.tail or ""
            piece = f" {piece}" if self.tags[node] in _PARTING else piece
            pieces.append(piece)
            size += len(piece)
        self._text = "".join(pieces)

    def _open(self, node: int, element: Element, parent: int) -> None:
        tag, names = str(element.tag), element.get("class") or ""
        self.nodes.append(element)
        self.tags.append(tag)
        self.names.append(names)
        identifier = element.get("id")
        self.labels.append(f"{names} {identifier}" if identifier else names)
        if role := element.get("role"):
            self.roles[node] = role
        self.parents.append(parent)
        self.heads.append(element.text or "")
        self.lasts.append(node)
        self.tails.append("")
        self._ends.append(0)
        if tag == "a":
            self.links.append(node)
        elif tag in HEADINGS:
            self.headings.append(node)
        if not FOR_THE_EAR.isdisjoint(self.classes(node)):
            self._hidden.append(node)

    def classes(self, node: int) -> list[str]:
        """The classes of a node."""
        names = self.names[node]
        if names not in self._tokens:
            self._tokens[names] = names.split()
        return self._tokens[names]

    def classed(self, node: int, kind: ClassNames) -> bool:
        """Whether one of the classes of a node is of a kind."""
        return self._says(self.names[node], kind)

    def labelled(self, node: int, kind: ClassNames) -> bool:
        """Whether a class of a node, or its identifier, is of a kind."""
        return self._says(self.labels[node], kind)

    def _says(self, names: str, kind: ClassNames) -> bool:
        if not names:
            return False
        known = self._known[kind]
        if names not in known:
            known[names] = any(map(kind.holds, names.split()))
        return known[names]

    def inside(self, node: int) -> range:
        """The node and its descendants."""
        return range(node, self.lasts[node] + 1)

    def links_in(self, node: int) -> list[int]:
        """The links that a node is or holds."""
        return self._among(node, self.links)

    def headings_in(self, node: int) -> list[int]:
        """The headings that a node is or holds."""
        return self._among(node, self.headings)

    def count_in(self, node: int, places: list[int]) -> int:
        """How many of some nodes, in document order, a node is or holds."""
        return bisect_right(places, self.lasts[node]) - bisect_left(places, node)

    def _among(self, node: int, places: list[int]) -> list[int]:
        return places[bisect_left(places, node) : bisect_right(places, self.lasts[node])]

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

    def ancestors(self, node: int) -> Iterator[int]:
        """The node's ancestors, nearest first."""
        node = self.parents[node]
        while node >= 0:
            yield node
            node = self.parents[node]

    def text(self, node: int) -> str:
        """The text of a node that a reader sees, words of neighbouring blocks kept apart."""
        if node in self._texts:
            return self._texts[node]
        parts = []
        place, end = self._starts[node], self._ends[node]
        for hidden in self._among(node, self._hidden):
            if self._starts[hidden] >= place:
                parts.append(self._text[place : self._starts[hidden]])
                place = self._ends[hidden]
        text = clean("".join(parts) + self._text[place:end])
        if len(text) < _SHORT:
            self._texts[node] = text
        return text

    def whole_text(self, node: int) -> str:
        """The text of a node with what is for the ear only."""
        return clean(self._text[self._starts[node] : self._ends[node]])
