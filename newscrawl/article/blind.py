"""The text of a page without a look at the names of its elements: every block weighed by what it is like.

The rest is for the rules to know: this is asked where they find next to nothing of a page that has much to read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from lxml import etree

from newscrawl.article import boxes
from newscrawl.article.blocks import Block, Verdict, Walker
from newscrawl.article.body import ENDS, end_of_article, headline_end, weight
from newscrawl.article.bulk import is_of_comments
from newscrawl.article.document import ArticlePage
from newscrawl.article.draft import ParagraphKind
from newscrawl.article.gates import is_consent_wall
from newscrawl.article.model import trained
from newscrawl.article.titles import Headline
from newscrawl.article.traits import Layout, Traits
from newscrawl.html.elements import SILENT, Element

_WITH_ROLE = etree.XPath("/descendant::*[@role]")
_DIALOGS = frozenset({"alertdialog", "dialog"})
_NEVER = SILENT | {"datalist", "option", "select", "textarea"}
"""What no broken markup puts a page into."""
_WHOLE_PAGE = frozenset({"html", "body", "main"})
_HALF, _NO = 0.5, 1e-6
_COPY = 60
"""Characters from which a block that stands twice is of a copy."""
_MUCH = 0.4
"""Share of a text from which its cards are no boxes in it but what it is made of."""


@dataclass
class BlindReading:
    """All blocks of a page outside its comments, and how likely each is the article's."""

    page: ArticlePage
    headline: Headline
    description: str

    @cached_property
    def _walker(self) -> Walker:
        outline, headline = self.page.outline, self.headline.element
        spine = set() if headline is None else {headline, *headline.iterancestors()}
        apart = {element for node, element in enumerate(outline.nodes) if is_of_comments(outline, node)}
        dialogs = cast("list[Element]", _WITH_ROLE(self.page.root))
        apart.update(each for each in dialogs if each.get("role") in _DIALOGS and each.tag not in _WHOLE_PAGE)
        never = {element for element, tag in zip(outline.nodes, outline.tags, strict=True) if tag in _NEVER}
        walker = Walker(outline, lambda *_: Verdict.SKIP, set(outline.nodes) - never - (apart - spine))
        walker.walk(next(self.page.root.iter("body"), self.page.root))
        return walker

    @property
    def blocks(self) -> list[Block]:
        """The blocks in page order."""
        return self._walker.blocks

    @cached_property
    def _top(self) -> int:
        """The place of the first block below the headline."""
        return headline_end(self.blocks, self._walker.spans, self.headline)

    @cached_property
    def traits(self) -> dict[int, Traits]:
        """What each of them is like, by its place, that has running text near it."""
        return Layout(
            self.page.outline,
            self.blocks,
            self._walker.spans,
            self.headline.element,
            self.headline.text or self.page.title,
            self.description,
        ).traits()

    @cached_property
    def likelihoods(self) -> list[float]:
        """How likely each of them is the article's; not a notice above the headline, nor what follows its end."""
        model = trained()
        below = self._top
        end = end_of_article(below, self.blocks, list(map(weight, self.blocks)), self.headline)
        found = [
            model.likelihood(self.traits[at]) if at in self.traits and at < end else _NO
            for at in range(len(self.blocks))
        ]
        if is_consent_wall(" ".join(self.blocks[at].text for at in range(below) if found[at] >= _HALF)):
            found[:below] = [_NO] * below
        return found

    @cached_property
    def likely(self) -> list[bool]:
        """Whether each of them is rather the article's text than not."""
        return [likelihood >= _HALF for likelihood in self.likelihoods]

    def text(self) -> list[Block]:
        """The likely blocks, without cards and form boxes unless much of the text is built so."""
        text = [block for block, likely in zip(self.blocks, self.likely, strict=True) if likely]
        boxes.set_apart(self.blocks, self._walker, self._top - 1)
        apart = sum(len(block.text) for block in text if block.apart)
        much = apart > _MUCH * sum(len(block.text) for block in text)
        return [block for block in text if much or not block.apart]

    def kin(self, text: Sequence[Block]) -> list[Block]:
        """The likely sentences and headings below the headline that are built like some of a text.

        Neither those in it nor those beside a copy of some of it, nor items of lists.
        """
        taken = {block.element: boxes.kind_of(block.element) for block in text}
        kinds, texts = set(taken.values()), {block.text for block in text}
        others = [(at, block) for at, block in enumerate(self.blocks) if at >= self._top and block.element not in taken]
        copies = {block.element.getparent() for _, block in others if len(block.text) >= _COPY and block.text in texts}
        built_so = [
            at
            for at, block in others
            if _is_whole(block) and block.element.getparent() not in copies and boxes.kind_of(block.element) in kinds
        ]
        return [self.blocks[at] for at in built_so if self.likely[at]]

    def quality(self, chosen: Sequence[bool]) -> float:
        """The F1 that a choice among the blocks can be expected to have, measured by words."""
        words = [len(block.text.split()) for block in self.blocks]
        right = sum(count * each for count, each, taken in zip(words, self.likelihoods, chosen, strict=True) if taken)
        found = sum(count for count, taken in zip(words, chosen, strict=True) if taken)
        wanted = sum(count * each for count, each in zip(words, self.likelihoods, strict=True))
        return 2 * right / (found + wanted) if right else 0.0


def _is_whole(block: Block) -> bool:
    """Whether a block is a heading or ends like a sentence, and is no item and no link."""
    if block.apart or block.kind is ParagraphKind.LIST_ITEM or weight(block) < 0:
        return False
    return block.kind is ParagraphKind.SUBHEADING or block.text.rstrip().endswith(ENDS)
