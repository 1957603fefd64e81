"""The body of an article page without knowledge of its site.

What French news pages are made of: dense paragraphs under one root, subheadings and lists between them, the headline
above.  Every block of the page is weighed once; the root is the element whose blocks weigh most together.
"""

from __future__ import annotations

from itertools import accumulate

from newscrawl.draft import ParagraphKind
from newscrawl.extraction.blocks import Block, Judge, Verdict, Walker
from newscrawl.extraction.document import Element, Page
from newscrawl.extraction.noise import judge_by_name

MIN_TEXT = 140
"""Characters of paragraphs below which nothing on the page counts as a body."""
_SENTENCE = 60
"""Characters from which a block reads as a paragraph whatever it ends with."""
_ENDS = (".", "!", "?", "…", "»", '"', "”", ":", ";", ")", "’")
_HELD = 0.85
"""Share of its parent's weight that an element must hold to be taken for the root instead."""
_SCRAP = 40
_LINKED_HEADING = 120
_LONGEST_RUN = 250.0
"""How much one run of link lists and scraps can weigh against text."""
_OUTSIDE = frozenset({"aside", "footer", "header"})


def generic_blocks(page: Page) -> list[Block]:
    """The blocks of the article's body in page order, empty where the page has none."""
    body = next(page.root.iter("body"), page.root)
    for judge in (_judge(page), _lenient):
        walker = Walker(judge)
        blocks = walker.walk(body)
        first, last = _root(blocks, walker.spans)
        chosen = [
            block
            for block in blocks[first:last]
            if block.kind is not ParagraphKind.SUBHEADING or block.linked * 2 <= len(block.text)
        ]
        if sum(weight(block) for block in chosen if weight(block) > 0) >= MIN_TEXT:
            return _trimmed(chosen)
    return []


def weight(block: Block) -> float:
    """How much a block speaks for running text (above zero) or against it."""
    text = block.text.strip()
    length, linked = len(text), block.linked
    if linked * 2 > length:
        # A heading that is a link heads another article.
        return -1.0 * max(linked, _LINKED_HEADING if block.kind is ParagraphKind.SUBHEADING else 20)
    if block.kind is ParagraphKind.SUBHEADING:
        return 0.0
    if block.kind is ParagraphKind.RELATED:
        return -20.0
    if length < _SENTENCE and not text.endswith(_ENDS):
        return -10.0
    share = 1.0 if text.endswith(_ENDS) else 0.5
    if block.kind is ParagraphKind.LIST_ITEM:
        share *= 0.5
    return (length - linked) * share


def _judge(page: Page) -> Judge:
    spine = {ancestor for heading in page.headings for ancestor in heading.iterancestors()}

    def judge(element: Element) -> Verdict:
        if element in spine:
            return Verdict.READ
        if element.tag in _OUTSIDE:
            return Verdict.SKIP
        return judge_by_name(element)

    return judge


def _lenient(element: Element) -> Verdict:
    return Verdict.SKIP if element.tag in ("nav", "figure") else Verdict.READ


def _root(blocks: list[Block], spans: dict[Element, tuple[int, int]]) -> tuple[int, int]:
    """The range of blocks inside the element that weighs most, or inside a part of it that holds nearly all text."""
    weights = [weight(block) for block in blocks]
    sums = [0.0, *accumulate(_with_short_lists(weights))]
    gains = [0.0, *accumulate(max(value, 0.0) for value in weights)]
    best = max(spans.values(), key=lambda span: sums[span[1]] - sums[span[0]], default=(0, 0))
    if sums[best[1]] <= sums[best[0]]:
        return 0, 0
    held = _HELD * (gains[best[1]] - gains[best[0]])
    inside = (span for span in spans.values() if best[0] <= span[0] and span[1] <= best[1])
    return min((span for span in inside if gains[span[1]] - gains[span[0]] >= held), key=lambda span: span[1] - span[0])


def _with_short_lists(weights: list[float]) -> list[float]:
    """The weights, with every run below zero cut off at a limit: one long menu says no more than a short one."""
    limited: list[float] = []
    run = 0.0
    for value in weights:
        if value >= 0:
            run = 0.0
            limited.append(value)
        else:
            kept = max(value, -_LONGEST_RUN - run)
            run += kept
            limited.append(kept)
    return limited


def _trimmed(blocks: list[Block]) -> list[Block]:
    """Without what leads up to the first paragraph and follows the last, and without clusters of scraps between."""
    strong = [index for index, block in enumerate(blocks) if weight(block) > 0]
    if not strong:
        return []
    inner = blocks[strong[0] : strong[-1] + 1]
    scraps = [_is_scrap(block) for block in inner]
    return [
        block
        for index, block in enumerate(inner)
        if not (scraps[index] and (scraps[index - 1 : index] == [True] or scraps[index + 1 : index + 2] == [True]))
    ]


def _is_scrap(block: Block) -> bool:
    """A few words that are no sentence, subheading or item: a date, a role, a button."""
    text = block.text.strip()
    return block.kind is ParagraphKind.TEXT and len(text) <= _SCRAP and not text.endswith(_ENDS) and not block.linked
