"""What each block of a page is like: its own text and tag, the containers around it, its neighbours.

No trait depends on a name: classes count only as far as they equal one another, words as far as blocks share them with
one another, with the headline and with the description.  `model.py` weighs the traits.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from math import log1p

from newscrawl.article.blocks import Block
from newscrawl.article.draft import ParagraphKind
from newscrawl.html.elements import Element
from newscrawl.html.outline import Outline
from newscrawl.text import clean

Traits = dict[str, float]
"""The traits of one block by their names."""

_WORD = re.compile(r"\w+")
_DIGIT = re.compile(r"\d")
_SENTENCE_ENDS = (".", "!", "?", "…", "»", '"', "”")
_ENDS = (*_SENTENCE_ENDS, ":", ";", ")", "’")
_SENTENCE, _LINE = 40, 60
"""Characters from which a block is running text if it ends like a sentence, and if it does not."""
_SHORT = 40
"""Characters below which a block is a label rather than text."""
_OFTEN = 3
"""Blocks of the same few words that make them a part of the layout ("Reply", "Lire la suite")."""
_TELLING = 4
"""Letters from which a word says what a text is about."""
_NEAR, _WIDE = 4, 8
"""Blocks to either side that are near, and those that are still around."""
_OWN_TAGS = ("div", "figcaption", "h2", "li")
_OUTER_TAGS = ("footer", "form", "header")
_TOGETHER = (
    ("in_half", "subheading"),
    ("in_half", "item"),
    ("in_most", "prose"),
    ("sibling_prose", "prose"),
    ("best_parent", "log_length"),
)
"""Traits that say more together than apart."""


@dataclass(slots=True, eq=False)
class _Container:
    """An element of block level, with what stands in it."""

    tag: str
    names: str
    first: int
    last: int
    """The range of blocks inside."""
    above: _Container | None = None
    outer: frozenset[str] = frozenset()
    """Its tag and those of the containers around it."""
    depth: int = 0
    prose: float = 0.0
    """Characters of running text inside."""
    own_prose: float = 0.0
    """Characters of running text in the containers directly below it."""
    repeated: float = 0
    """Blocks inside whose few words the page has often."""
    twins: int = 0
    """Other containers of its tag beside it that hold running text."""

    @property
    def kind(self) -> Hashable:
        """What it has in common with others like it."""
        return self.tag, self.names

    @property
    def blocks(self) -> int:
        """How many blocks stand inside."""
        return self.last - self.first

    def around(self) -> Iterator[_Container]:
        """The container and those around it, the innermost first."""
        each: _Container | None = self
        while each is not None:
            yield each
            each = each.above


@dataclass
class Layout:
    """The blocks of a whole page, and what is known of its article."""

    outline: Outline
    blocks: Sequence[Block]
    spans: Mapping[Element, tuple[int, int]]
    """For each container, the range of `blocks` that stands inside it."""
    headline: Element | None
    title: str
    """The words of the headline."""
    description: str

    def traits(self) -> dict[int, Traits]:
        """The traits of each block that has running text near it, by its place; menus and the like have none."""
        prose = _sums(value > 0 for value in self._prose)
        found: dict[int, Traits] = {
            at: {}
            for at in range(len(self.blocks))
            if prose[min(len(self.blocks), at + _WIDE + 1)] > prose[max(0, at - _WIDE)]
        }
        self._wording(found)
        self._markup(found)
        self._place(found)
        self._kin(found)
        self._spine(found)
        self._repetition(found)
        self._around(found)
        for traits in found.values():
            for one, other in _TOGETHER:
                traits[f"{one}*{other}"] = traits[one] * traits[other]
        return found

    @cached_property
    def _texts(self) -> list[str]:
        return [clean(block.text) for block in self.blocks]

    @cached_property
    def _prose(self) -> list[float]:
        return [_prose(block, text) for block, text in zip(self.blocks, self._texts, strict=True)]

    @cached_property
    def _total(self) -> float:
        """Characters of running text on the page, or 1."""
        return sum(self._prose) or 1.0

    @cached_property
    def _often(self) -> list[float]:
        """For each block and behind the last, how many before it have few words that the page has often."""
        seen = Counter(text for text in self._texts if len(text) < _SHORT)
        return _sums(len(text) < _SHORT and seen[text] >= _OFTEN for text in self._texts)

    @cached_property
    def _containers(self) -> list[_Container]:
        """All containers in document order, with one around them all."""
        index, lasts = self.outline.index, self.outline.lasts
        opened: list[tuple[float, _Container]] = [(float("inf"), _Container("", "", 0, len(self.blocks)))]
        found = [opened[0][1]]
        for node, (first, last) in sorted((index[element], span) for element, span in self.spans.items()):
            while opened[-1][0] < node:
                opened.pop()
            above, tag = opened[-1][1], self.outline.tags[node]
            outer = above.outer | {tag}
            found.append(_Container(tag, self.outline.names[node], first, last, above, outer, above.depth + 1))
            opened.append((lasts[node], found[-1]))
        prose = _sums(self._prose)
        beside: Counter[tuple[int, str]] = Counter()
        for each in found:
            each.prose = prose[each.last] - prose[each.first]
            each.repeated = self._often[each.last] - self._often[each.first]
            beside[id(each.above), each.tag] += each.prose > 0
        for each in found:
            each.twins = beside[id(each.above), each.tag] - 1
        return found

    @cached_property
    def _holders(self) -> list[_Container]:
        """The innermost container of each block."""
        inner = dict(zip(sorted(map(self.outline.index.__getitem__, self.spans)), self._containers[1:], strict=True))
        holders = [inner.get(self.outline.index[block.element], self._containers[0]) for block in self.blocks]
        for holder, prose in zip(holders, self._prose, strict=True):
            (holder.above or holder).own_prose += prose
        return holders

    def _wording(self, found: dict[int, Traits]) -> None:
        words = {at: [word.lower() for word in _WORD.findall(self._texts[at])] for at in found}
        told = Counter(
            word for at, each in words.items() if self._prose[at] for word in set(each) if len(word) > _TELLING
        )
        title, description = _telling(self.title), _telling(self.description)
        for at, traits in found.items():
            text, prose, linked, each = self._texts[at], self._prose[at], self.blocks[at].linked, words[at]
            telling = {word for word in each if len(word) >= _TELLING}
            topics = [word for word in telling if len(word) > _TELLING]
            traits["prose"] = float(prose > 0)
            traits["log_prose"] = log1p(prose)
            traits["log_length"] = log1p(len(text))
            traits["linked"] = linked / (len(text) or 1)
            traits["ends"] = float(text.endswith(_SENTENCE_ENDS))
            traits["stops"] = min(sum(map(text.count, ".!?")) / (len(each) or 1), 0.5)
            traits["title_words"] = len(telling & title) / (len(title) or 1)
            traits["of_description"] = len(telling & description) / (len(telling) or 1)
            # Words that other running text on the page has as well; its own block does not count.
            traits["cohesion"] = sum(told[word] > 1 + (prose > 0) for word in topics) / (len(topics) or 1)

    def _markup(self, found: dict[int, Traits]) -> None:
        for at, traits in found.items():
            block, holder = self.blocks[at], self._holders[at]
            traits["subheading"] = float(block.kind is ParagraphKind.SUBHEADING)
            traits["item"] = float(block.kind is ParagraphKind.LIST_ITEM)
            traits["depth"] = float(holder.depth)
            for tag in _OWN_TAGS:
                traits[f"is_{tag}"] = float(holder.tag == tag)
            for tag in _OUTER_TAGS:
                traits[f"in_{tag}"] = float(tag in holder.outer)

    def _place(self, found: dict[int, Traits]) -> None:
        headline = -1 if self.headline is None else self.outline.index[self.headline]
        nodes = [self.outline.index[block.element] for block in self.blocks]
        start = next((at for at, node in enumerate(nodes) if node >= headline), 0)
        paragraphs = (at for at in range(start, len(nodes)) if nodes[at] > headline and self._prose[at] >= _LINE)
        first = next(paragraphs, len(nodes))
        before = _sums(self._prose)
        pauses = _sums(
            not prose and block.kind is not ParagraphKind.SUBHEADING
            for prose, block in zip(self._prose, self.blocks, strict=True)
        )
        last = -1  # the last running text before
        for at, traits in found.items():
            traits["prose_above"] = before[at] / self._total
            traits["pause"] = log1p(pauses[at] - pauses[last + 1])
            traits["pauses"] = log1p(max(0.0, pauses[at] - pauses[first]) if first < len(nodes) else 0.0)
            traits["below_headline"] = float(0 <= headline < nodes[at])
            traits["near_headline"] = log1p(max(0, at - start)) if headline >= 0 else 0.0
            traits["after_first"] = float(at >= first)
            if self._prose[at]:
                last = at

    def _kin(self, found: dict[int, Traits]) -> None:
        """How much running text stands in the same container, and in others of the same tag and class."""
        kinds: list[tuple[Hashable, Hashable, Hashable]] = []
        prose_of: Counter[Hashable] = Counter()
        blocks_of: Counter[Hashable] = Counter()
        for holder, prose in zip(self._holders, self._prose, strict=True):
            above = holder.above or holder
            kinds.append((holder.kind, (above.kind, holder.tag), (id(above), holder.kind)))
            for kind in kinds[-1]:
                prose_of[kind] += prose  # type: ignore[assignment]  # a Counter of characters
                blocks_of[kind] += 1
        best_parent = max(self._containers, key=lambda each: each.own_prose)
        best_kind = max((own for own, _, _ in kinds), key=prose_of.__getitem__, default=None)
        for at, traits in found.items():
            holder, (own, parental, sibling) = self._holders[at], kinds[at]
            above = holder.above or holder
            traits["parent_prose"] = above.own_prose / self._total
            traits["parent_blocks"] = log1p(above.blocks)
            traits["best_parent"] = float(above is best_parent)
            traits["kind_prose"] = prose_of[own] / self._total
            traits["parent_kind_prose"] = prose_of[parental] / self._total
            traits["parent_kind_blocks"] = log1p(blocks_of[parental])
            traits["sibling_prose"] = prose_of[sibling] / self._total
            traits["sibling_blocks"] = log1p(blocks_of[sibling])
            traits["best_kind"] = float(own == best_kind)

    def _spine(self, found: dict[int, Traits]) -> None:
        """Where a block stands to the smallest containers that hold half and most of the running text."""
        half, most = self._smallest(0.5), self._smallest(0.8)
        spine = {id(each) for each in half.around()}
        for at, traits in found.items():
            holder = self._holders[at]
            away, shared = next((up, each) for up, each in enumerate(holder.around()) if id(each) in spine)
            traits["in_half"] = float(shared is half)
            traits["in_most"] = float(any(each is most for each in holder.around()))
            traits["away"] = log1p(away)
            traits["depth_below_half"] = log1p(away) if shared is half else 0.0
            traits["behind_half"] = float(at >= half.last)
            traits["shared_prose"] = shared.prose / self._total

    def _smallest(self, share: float) -> _Container:
        large = (each for each in self._containers if each.prose >= share * self._total)
        return min(large, key=lambda each: (each.blocks, -each.depth), default=self._containers[0])

    def _repetition(self, found: dict[int, Traits]) -> None:
        """Signs of threads and cards: one container many times, with the same few words in each."""
        short = [len(text) < _SHORT for text in self._texts]
        dated = _sums(few and bool(_DIGIT.search(text)) for few, text in zip(short, self._texts, strict=True))
        scraps = _sums(
            few and block.kind is not ParagraphKind.SUBHEADING for few, block in zip(short, self.blocks, strict=True)
        )
        for at, traits in found.items():
            holder = self._holders[at]
            items = (each for each in holder.around() if each is not holder and each.blocks > 1)
            item = max(items, key=lambda each: each.twins, default=self._containers[0])
            traits["twins"] = log1p(max(item.twins, 0))
            traits["item_repeated"] = item.repeated / item.blocks if item.twins > 0 else 0.0
            first, last = max(0, at - _NEAR), min(len(self.blocks), at + _NEAR + 1)
            traits["near_repeated"] = (self._often[last] - self._often[first]) / (last - first)
            traits["near_digits"] = (dated[last] - dated[first]) / (last - first)
            traits["near_scraps"] = (scraps[last] - scraps[first]) / (last - first)

    def _around(self, found: dict[int, Traits]) -> None:
        size = _sums(map(len, self._texts))
        linked = _sums(block.linked for block in self.blocks)
        for at, traits in found.items():
            follows = at + 1 < len(self.blocks)
            traits["next_linked"] = self.blocks[at + 1].linked / (len(self._texts[at + 1]) or 1) if follows else 0.0
            traits["next_alike"] = float(follows and self._holders[at + 1].kind == self._holders[at].kind)
            first, last = max(0, at - _WIDE), min(len(self.blocks), at + _WIDE + 1)
            traits["window_linked"] = (linked[last] - linked[first]) / ((size[last] - size[first]) or 1)


def _prose(block: Block, text: str) -> float:
    """How many characters of a block are running text."""
    length = len(text)
    if block.linked * 2 > length or block.kind is ParagraphKind.SUBHEADING:
        return 0.0
    ends = text.endswith(_ENDS)
    if length < (_SENTENCE if ends else _LINE):
        return 0.0
    return (length - block.linked) * (1.0 if ends else 0.5)


def _telling(text: str) -> set[str]:
    return {word for word in map(str.lower, _WORD.findall(text)) if len(word) >= _TELLING}


def _sums(numbers: Iterable[float]) -> list[float]:
    """The sum of all numbers before each, and of all."""
    return [0.0, *accumulate(numbers)]
