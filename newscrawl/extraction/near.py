"""What a page states for readers near its headline: time of publication, last change, byline."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import chain, islice

from newscrawl.extraction.blocks import Block, Judge, Verdict, blocks_of
from newscrawl.extraction.document import Element, Page, text_of
from newscrawl.extraction.moments import Clock, Moment, read_machine, read_written
from newscrawl.extraction.vocabulary import BYLINE
from newscrawl.text import clean, fold

_BEFORE, _AFTER = 4, 14
"""Blocks before and after the headline that are looked at."""
_LINE = 170
"""Characters up to which a block is a line about the article rather than of it."""
_NAMES = 100
"""Characters up to which such a line can be names alone."""
_HEADLINE = 30
"""Characters from which the text of a link is a headline rather than a name or a button."""
_DATED = 0.25
"""Share of such a line that a bare date must have."""
_CHANGED = re.compile(r"\b(?:mise? a jour|modifie\w*|actualise\w*|updated|maj|derniere modification)\b")
_ISSUED = re.compile(r"\b(?:publie\w*|poste\w*|mis en ligne|paru|cree|ecrit|redige|diffuse|posted|published|le|par)\b")
_SIGNED = re.compile(
    r"(?:^|[\s_-])(?:authors?|auteurs?|byline|signatures?|redacteurs?|writer)(?=$|[\s_-])", re.IGNORECASE
)


@dataclass(slots=True)
class Lines:
    """What the lines near the headline state."""

    published: list[Moment] = field(default_factory=list)
    """What may be the publication, the most trusted first; none behind the first plausible one."""
    modified: list[Moment] = field(default_factory=list)
    """Likewise for the last change."""
    bylines: list[str] = field(default_factory=list)


def read_near(page: Page, headline: str | None, clock: Clock) -> Lines:
    """Reads the lines around the headline; nothing where the page does not show one."""
    lines = Lines()
    blocks = [(block, text) for block in _near(page, headline) if len(text := clean(block.text)) <= _LINE]
    for block, _ in blocks:
        # What is written for machines is more exact than what stands beside it for readers.
        stated = (read_machine(element.get("datetime"), clock) for element in block.element.iter("time"))
        for moment in stated:
            _add(lines.published, moment)
    for block, text in blocks:
        _read_times(lines, text, clock)
        if _is_signed(block, text):
            lines.bylines.append(text)
    return lines


def _near(page: Page, headline: str | None) -> list[Block]:
    """The blocks after the headline, then those before it, the nearest first."""
    title = fold(headline or "")
    if not title:
        return []
    heading = next((heading for heading in page.headings if fold(text_of(heading)) == title), None)
    if heading is not None:
        return _beside(heading, after=True)[:_AFTER] + _beside(heading, after=False)[: -_BEFORE - 1 : -1]
    blocks = blocks_of(next(page.root.iter("body"), page.root), _read_all)
    at = next((index for index, block in enumerate(blocks) if fold(block.text) == title), None)
    return [] if at is None else blocks[at + 1 : at + 1 + _AFTER] + blocks[max(0, at - _BEFORE) : at][::-1]


def _beside(heading: Element, *, after: bool) -> list[Block]:
    """The blocks on one side of `heading`, in page order: at first those of its parent, then of the parent's, …"""
    blocks: list[Block] = []
    wanted = _AFTER if after else _BEFORE
    inner = heading
    for outer in heading.iterancestors():
        left_out = {inner, *inner.itersiblings(preceding=after)}
        found = blocks_of(outer, _read_all_but(left_out), wanted if after else None)
        blocks = blocks + found if after else found + blocks
        if len(blocks) >= wanted or outer.tag == "body":
            break
        inner = outer
    return blocks


def _read_all_but(left_out: set[Element]) -> Judge:
    return lambda element: Verdict.SKIP if element in left_out else _read_all(element)


def _read_all(element: Element) -> Verdict:
    if element.tag == "figure" or (element.tag == "aside" and _names_articles(element)):
        return Verdict.SKIP
    return Verdict.READ


def _names_articles(aside: Element) -> bool:
    """Whether an `aside` links to other articles, with their dates; others hold date and author of this one."""
    return any(len("".join(link.itertext()).strip()) > _HEADLINE for link in aside.iter("a"))


def _read_times(lines: Lines, text: str, clock: Clock) -> None:
    folded = fold(text)
    changed = _CHANGED.search(folded)
    if changed:
        _add(lines.modified, read_written(folded[changed.end() :], clock))
        text = folded[: changed.start()]
    moment = read_written(text, clock)
    if moment and (len(moment.raw) >= _DATED * len(text) or _ISSUED.search(folded)):
        _add(lines.published, moment)


def _add(moments: list[Moment], moment: Moment | None) -> None:
    if moment is not None and all(other.implausible for other in moments):
        moments.append(moment)


def _is_signed(block: Block, text: str) -> bool:
    """Whether a line names its authors: it begins with "Par", or its markup says so."""
    if BYLINE.match(fold(text)):
        return True
    nearest = islice(chain([block.element], block.element.iterancestors()), 2)
    marked = any(_SIGNED.search(f"{node.get('class', '')} {node.get('rel', '')}") for node in nearest)
    return marked and len(text) <= _NAMES and re.search(r"[^\W\d_]{2}", text) is not None
