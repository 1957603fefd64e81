"""The blocks around a headline and below a text, whatever a page calls them."""

from __future__ import annotations

from collections.abc import Set

from newscrawl.article.blocks import NEVER_TEXT, Block, Judge, Verdict, blocks_of
from newscrawl.article.document import ArticlePage
from newscrawl.article.titles import Headline
from newscrawl.html.elements import Element
from newscrawl.text import fold

_BEFORE, _AFTER = 4, 14
"""Blocks before and after the headline that are looked at."""
_BELOW = 3
"""Blocks below the text among which it may be dated and signed."""
_PARAGRAPHS = 3
"""Paragraphs below the headline, the standfirst among them, behind which no line about the article is looked for."""
_SENTENCE = 100
"""Characters from which such a block is a paragraph."""
_HEADLINE = 30
"""Characters from which the text of a link is a headline rather than a name or a button."""


def after(page: ArticlePage, headline: Headline) -> list[Block]:
    """The blocks that follow the headline, up to where the text has begun; none where the page does not show it."""
    if headline.element is not None:
        return _until_text(_after(page, headline.element, _AFTER)) if headline.text else []
    blocks, at = _found_by_words(page, headline)
    return [] if at is None else _until_text(blocks[at + 1 : at + 1 + _AFTER])


def before(page: ArticlePage, headline: Headline) -> list[Block]:
    """The last blocks before the headline, the nearest first."""
    if headline.element is not None:
        return _before(page, headline.element)[: -_BEFORE - 1 : -1] if headline.text else []
    blocks, at = _found_by_words(page, headline)
    return [] if at is None else blocks[max(0, at - _BEFORE) : at][::-1]


def _found_by_words(page: ArticlePage, headline: Headline) -> tuple[list[Block], int | None]:
    """The blocks of the page, and the index of the one that reads like the headline."""
    title = fold(headline.text or "")
    if not title:
        return [], None
    blocks = blocks_of(page, next(page.root.iter("body"), page.root), _read_all(page))
    return blocks, next((index for index, block in enumerate(blocks) if fold(block.text) == title), None)


def below(page: ArticlePage, end: Element) -> list[Block]:
    """The blocks directly below the element that the text ends with."""
    return _after(page, end, _BELOW)


def _until_text(blocks: list[Block]) -> list[Block]:
    """The first blocks, up to where the text of the article has begun: what lies behind may speak of others."""
    paragraphs = 0
    for index, block in enumerate(blocks):
        text = block.text.strip()
        ended = len(text) > _SENTENCE and text.endswith((".", "!", "?", "…", "»"))
        paragraphs += ended and block.linked * 2 <= len(text)
        if paragraphs == _PARAGRAPHS:
            return blocks[:index]
    return blocks


def _after(page: ArticlePage, element: Element, wanted: int) -> list[Block]:
    """The first blocks after `element`, from its own parent outwards."""
    blocks: list[Block] = []
    inner = element
    for outer in element.iterancestors():
        left_out = {inner, *inner.itersiblings(preceding=True)}
        blocks += blocks_of(page, outer, _read_all(page, left_out), wanted - len(blocks))
        if len(blocks) >= wanted or outer.tag == "body":
            break
        inner = outer
    return blocks[:wanted]


def _before(page: ArticlePage, element: Element) -> list[Block]:
    """At least the last blocks before `element`, in page order: of its nearest neighbours first, then outwards."""
    blocks: list[Block] = []
    inner = element
    for outer in element.iterancestors():
        for neighbour in inner.itersiblings(preceding=True):
            tag = str(neighbour.tag)
            if tag not in NEVER_TEXT and _is_read(neighbour, tag):
                blocks[:0] = blocks_of(page, neighbour, _read_all(page))
            if len(blocks) >= _BEFORE:
                return blocks
        if outer.tag == "body":
            break
        inner = outer
    return blocks


def _read_all(page: ArticlePage, left_out: Set[Element] = frozenset()) -> Judge:
    nodes, tags = page.outline.nodes, page.outline.tags
    return lambda node: (
        Verdict.READ if _is_read(nodes[node], tags[node]) and nodes[node] not in left_out else Verdict.SKIP
    )


def _is_read(element: Element, tag: str) -> bool:
    return tag != "figure" and (tag != "aside" or not _names_articles(element))


def _names_articles(aside: Element) -> bool:
    """Whether an `aside` links to other articles, with their dates; others hold date and author of this one."""
    return any(len("".join(link.itertext()).strip()) > _HEADLINE for link in aside.iter("a"))
