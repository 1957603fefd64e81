"""What a page puts below the last paragraph in the same column: paywalls, appeals, calls to subscribe, biographies.

Place, wording and shape have to agree: only the last blocks are looked at, several kinds of words must meet, and a
block that reads as an ordinary paragraph ends the search.
"""

from __future__ import annotations

import re

from newscrawl.article.draft import Draft, Paragraph, ParagraphKind
from newscrawl.article.vocabulary import ADDRESSED, APPEAL, APPEAL_OPENING, ATTRIBUTED, LEGAL, OFFER, PAYWALL
from newscrawl.text import fold

_LAST = 10
"""Blocks at the end of a text among which an appeal begins."""
SHORT = 220
"""Characters up to which a block can be furniture; longer ones say something."""
LABEL = 60
"""Characters up to which a block without the end of a sentence is a button or a label."""
LINE = 160
"""Characters up to which a block is a line, of an offer perhaps, rather than a paragraph."""
_FOOT = 700
"""Characters up to which a block can be a biography or who publishes the site."""
_SENTENCE_END = (".", "!", "?", "…", "»", '"', "”", ")")


def drop_ending(draft: Draft, before: list[Paragraph]) -> None:
    """Takes paywalls, appeals and biographies off the end of `draft.paragraphs`; a paywall is noted.

    `before` are the paragraphs before other furniture was taken out, a line of the wall perhaps among it.
    """
    paragraphs = draft.paragraphs
    _drop_offers(paragraphs, before)
    folded = [fold(paragraph.text) for paragraph in paragraphs]
    wall = _wall(paragraphs, folded)
    if wall is not None:
        if draft.article.paywalled is None:
            draft.article.paywalled = True
        del paragraphs[wall:], folded[wall:]
    appeal = _appeal(paragraphs, folded)
    if appeal is not None:
        del paragraphs[appeal:], folded[appeal:]
    while len(paragraphs) > 1 and _is_foot(draft, paragraphs[-1], folded[len(paragraphs) - 1]):
        paragraphs.pop()


def _wall(paragraphs: list[Paragraph], folded: list[str]) -> int | None:
    """The block from which on nothing but the offer of a subscription follows."""
    for index in range(1, len(folded)):
        if len(folded[index]) <= SHORT and PAYWALL.match(folded[index]):
            rest = range(index + 1, len(folded))
            if not all(_offers(paragraphs[at], folded[at]) for at in rest):
                return None
            return _with_headings_above(paragraphs, index)
    return None


def _drop_offers(paragraphs: list[Paragraph], before: list[Paragraph]) -> None:
    """Takes off what is left of an offer whose first line, which says that the rest is for subscribers, is gone."""
    kept = set(map(id, paragraphs))
    behind: list[Paragraph] = []
    for paragraph in reversed(before):
        if id(paragraph) in kept:
            behind.append(paragraph)
        elif len(paragraph.text) <= SHORT and PAYWALL.match(fold(paragraph.text)):
            if 0 < len(behind) < len(paragraphs) and all(_offers(each, fold(each.text)) for each in behind):
                del paragraphs[-len(behind) :]
            return


def _offers(paragraph: Paragraph, folded: str) -> bool:
    words = len({found[0] for found in OFFER.finditer(folded)})
    if len(folded) <= LINE:
        return words > 0 or not paragraph.text.endswith(_SENTENCE_END) or paragraph.kind is ParagraphKind.SUBHEADING
    return words > 1


def _appeal(paragraphs: list[Paragraph], folded: list[str]) -> int | None:
    """The block with which an appeal to the readers begins, where it goes on to the end."""
    first = max(1, len(folded) - _LAST)
    start = None
    for index in range(len(folded) - 1, first - 1, -1):
        quoted = len(folded[index]) <= LINE and ATTRIBUTED.search(folded[index]) is not None
        kinds = _kinds(folded[index]) if ADDRESSED.search(folded[index]) and not quoted else 0
        opening = APPEAL_OPENING.match(folded[index]) is not None and not quoted
        if kinds > 1 or (kinds and (opening or len(folded[index]) <= LINE)) or (opening and len(folded[index]) <= LINE):
            start = index
        elif kinds == 0 and not _is_button(paragraphs[index]):
            break
    return None if start is None else _with_headings_above(paragraphs, start)


def _with_headings_above(paragraphs: list[Paragraph], index: int) -> int:
    """The index of the first of the headings directly above a block, or its own."""
    while index > 1 and paragraphs[index - 1].kind is ParagraphKind.SUBHEADING:
        index -= 1
    return index


def appeals(folded: str, kinds: int) -> bool:
    """Whether a block speaks to the readers with so many kinds of words of an appeal."""
    return ADDRESSED.search(folded) is not None and _kinds(folded) >= kinds


def _kinds(folded: str) -> int:
    """How many kinds of words of an appeal a block has."""
    return sum(pattern.search(folded) is not None for pattern in APPEAL)


def _is_button(paragraph: Paragraph) -> bool:
    text = paragraph.text
    return paragraph.kind is ParagraphKind.SUBHEADING or (len(text) <= LABEL and not text.endswith(_SENTENCE_END))


def _is_foot(draft: Draft, paragraph: Paragraph, folded: str) -> bool:
    """Whether the last block is about the site or its author."""
    if len(folded) > _FOOT or paragraph.kind is not ParagraphKind.TEXT:
        return False
    return LEGAL.search(folded) is not None or _tells_of_author(draft, folded)


def _tells_of_author(draft: Draft, folded: str) -> bool:
    """Whether a block says who the author is (`Claire Fontaine est journaliste`)."""
    names = (re.escape(fold(name)) for name in draft.article.authors)
    return any(
        re.match(rf"{name},? ?(?:est|a ete|couvre|travaille|collabore|dirige|enseigne)\b", folded) for name in names
    )
