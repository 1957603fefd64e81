"""A tree as a flat outline: each element with its parent, its last descendant, its classes and its text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from lxml import etree

from newscrawl.html.elements import BLOCKS, FOR_THE_EAR, HEADINGS, Element
from newscrawl.text import clean

_PARTING = BLOCKS | {"br", "time"}
_DRESSED = etree.XPath(
    "|".join(f"/descendant::*/@{name}/parent::*" for name in ("style", "hidden", "role", "aria-hidden"))
)
_WITH_ID = etree.XPath("/descendant::*/@id/parent::*")
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


_FOR_THE_EAR = ClassNames(re.compile(FOR_THE_EAR, re.IGNORECASE), whole=True)


class Outline:
    """The elements of a tree, known by their index in document order.

    What lists and articles both walk along is laid out at once, inside libxml2 as far as can be; the rest when asked.
    """

    def __init__(self, root: Element) -> None:
        self.nodes: list[Element] = list(root.iter())
        self.index: dict[Element, int] = {element: node for node, element in enumerate(self.nodes)}
        self.tags = cast("list[str]", [element.tag for element in self.nodes])
        index = cast("dict[Element | None, int]", self.index)
        self.parents: list[int] = [index.get(element.getparent(), -1) for element in self.nodes]
        """Index of each node's parent, -1 for a root."""
        self.lasts: list[int] = _lasts(self.parents)
        """Index of each node's last descendant (its own where it has none)."""
        self.heads: list[str] = [element.text or "" for element in self.nodes]
        """The text in each node before its first child."""
        self.tails: list[str] = [element.tail or "" for element in self.nodes]
        """The text after each node, before the next one."""
        self._texts: dict[int, str] = {}
        self._tokens: dict[str, list[str]] = {}
        self._known: defaultdict[ClassNames, dict[str, bool]] = defaultdict(dict)

    @cached_property
    def names(self) -> list[str]:
        """The `class` of each node, empty where it has none."""
        return [element.get("class", "") for element in self.nodes]

    @cached_property
    def labels(self) -> list[str]:
        """The `class` and the `id` of each node."""
        labels = self.names.copy()
        for element in cast("list[Element]", _WITH_ID(self.nodes[0])) if self.nodes else ():
            if own := element.get("id"):
                node = self.index[element]
                labels[node] = f"{labels[node]} {own}"
        return labels

    @cached_property
    def dressed(self) -> set[int]:
        """The nodes with an attribute that says how they are shown: `style`, `hidden`, `role` or `aria-hidden`."""
        return {self.index[each] for each in cast("list[Element]", _DRESSED(self.nodes[0]))} if self.nodes else set()

    @cached_property
    def links(self) -> list[int]:
        """The `a` elements."""
        return [node for node, tag in enumerate(self.tags) if tag == "a"]

    @cached_property
    def headings(self) -> list[int]:
        """The headings, `h1` to `h6`."""
        return [node for node, tag in enumerate(self.tags) if tag in HEADINGS]

    @cached_property
    def _hidden(self) -> list[int]:
        """Nodes that are for screen readers only."""
        return [node for node in range(len(self.nodes)) if self.classed(node, _FOR_THE_EAR)]

    @cached_property
    def _laid_out(self) -> tuple[str, list[int], list[int]]:
        """All of the text, blocks kept apart, and where in it the text of each node starts and ends."""
        starts, ends = [0] * len(self.nodes), [0] * len(self.nodes)
        pieces: list[str] = []
        size = 0
        opened: list[int] = []
        for node in (*range(len(self.nodes)), len(self.nodes)):
            while opened and self.lasts[opened[-1]] < node:
                closed = opened.pop()
                ends[closed] = size
                pieces.append(f" {self.tails[closed]}" if self.tags[closed] in _PARTING else self.tails[closed])
                size += len(pieces[-1])
            if node < len(self.nodes):
                starts[node] = size
                pieces.append(f" {self.heads[node]}" if self.tags[node] in _PARTING else self.heads[node])
                size += len(pieces[-1])
                opened.append(node)
        return "".join(pieces), starts, ends

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

    def count_in(self, node: int, nodes: list[int]) -> int:
        """How many of some nodes, in document order, a node is or holds."""
        return bisect_right(nodes, self.lasts[node]) - bisect_left(nodes, node)

    def _among(self, node: int, nodes: list[int]) -> list[int]:
        return nodes[bisect_left(nodes, node) : bisect_right(nodes, self.lasts[node])]

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
        whole, starts, ends = self._laid_out
        parts = []
        start = starts[node]
        for hidden in self._among(node, self._hidden):
            if starts[hidden] >= start:
                parts.append(whole[start : starts[hidden]])
                start = ends[hidden]
        text = clean("".join(parts) + whole[start : ends[node]])
        if len(text) < _SHORT:
            self._texts[node] = text
        return text

    def whole_text(self, node: int) -> str:
        """The text of a node with what is for the ear only."""
        whole, starts, ends = self._laid_out
        return clean(whole[starts[node] : ends[node]])


def _lasts(parents: list[int]) -> list[int]:
    lasts = list(range(len(parents)))
    for node in range(len(parents) - 1, 0, -1):
        last, parent = lasts[node], parents[node]
        if parent >= 0 and lasts[parent] < last:
            lasts[parent] = last
    return lasts
