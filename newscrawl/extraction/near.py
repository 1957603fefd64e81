"""What a page states for readers near its headline: time of publication, last change, byline."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import chain, islice

from newscrawl.extraction.blocks import Block, Judge, Verdict, blocks_of
from newscrawl.extraction.document import Element, Page
from newscrawl.extraction.moments import Clock, Moment, read_machine, read_written
from newscrawl.extraction.people import is_name
from newscrawl.extraction.titles import Headline
from newscrawl.extraction.vocabulary import BYLINE
from newscrawl.text import clean, fold

_BEFORE, _AFTER = 4, 14
"""Blocks before and after the headline that are looked at."""
_LINE = 170
"""Characters up to which a block is a line about the article rather than of it."""
_PARAGRAPHS = 3
"""Paragraphs below the headline, the standfirst among them, behind which no line about the article is looked for."""
_SENTENCE = 100
"""Characters from which such a block is a paragraph."""
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
_PROFILE = re.compile(
    r"/(?:auteurs?|authors?|journalistes?|signataires?|redacteurs?|redaction|contributeurs?|equipe|profils?|bios?|membres?|"
    r"users?)[/_-]",
    re.IGNORECASE,
)
"""Where sites have the pages of those who write for them."""
_BY = re.compile(r"\b[Pp]ar\s*:?\s+(?=[A-ZÀ-ÖØ-Þ])[^|•·]+")
_PARTS = re.compile(
    r"\s*[|•·–—]\s*|\s-\s|\s*,\s*|\s+(?=\d{1,2}(?:er)?\s+[a-zéû]{3,9}\.?\s+\d{4}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4})|\s+(?=[Ll]e\s+\d)"
)
_DIGITS = re.compile(r"\d")
_LETTERS = re.compile(r"[^\W\d_]{2}")


@dataclass(slots=True)
class Lines:
    """What the lines near the headline state."""

    published: list[Moment] = field(default_factory=list)
    """What may be the publication, the most trusted first; none behind the first plausible one."""
    modified: list[Moment] = field(default_factory=list)
    """Likewise for the last change."""
    bylines: list[str] = field(default_factory=list)


def read_near(page: Page, headline: Headline, clock: Clock) -> Lines:
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
        byline = _worded_byline(block, text)
        if byline is not None:
            lines.bylines.append(byline)
    lines.bylines += [byline for block, text in blocks if (byline := _shaped_byline(block, text))]
    return lines


def _near(page: Page, headline: Headline) -> list[Block]:
    """The blocks after the headline, then those before it, the nearest first."""
    heading, title = headline.element, fold(headline.text or "")
    if not title:
        return []
    if heading is not None:
        return _until_text(_beside(heading, after=True)) + _beside(heading, after=False)[: -_BEFORE - 1 : -1]
    blocks = blocks_of(next(page.root.iter("body"), page.root), _read_all)
    at = next((index for index, block in enumerate(blocks) if fold(block.text) == title), None)
    return [] if at is None else _until_text(blocks[at + 1 : at + 1 + _AFTER]) + blocks[max(0, at - _BEFORE) : at][::-1]


def _until_text(blocks: list[Block]) -> list[Block]:
    """The first blocks, up to where the text of the article has begun: what lies behind may speak of others."""
    paragraphs = 0
    for index, block in enumerate(blocks[:_AFTER]):
        text = block.text.strip()
        paragraphs += (
            len(text) > _SENTENCE and text.endswith((".", "!", "?", "…", "»")) and block.linked * 2 <= len(text)
        )
        if paragraphs == _PARAGRAPHS:
            return blocks[:index]
    return blocks[:_AFTER]


def _beside(heading: Element, *, after: bool) -> list[Block]:
    """The blocks on one side of `heading`, in page order, from its own parent outwards until there are enough."""
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


def _worded_byline(block: Block, text: str) -> str | None:
    """The part of a line that names the authors, where its wording or its markup says so."""
    folded = fold(text)
    if BYLINE.match(folded):
        return text
    nearest = islice(chain([block.element], block.element.iterancestors()), 2)
    marked = any(_SIGNED.search(f"{node.get('class', '')} {node.get('rel', '')}") for node in nearest)
    if marked and len(text) <= _NAMES and _LETTERS.search(text):
        return text
    by = _BY.search(text)
    return by[0] if by is not None and (_ISSUED.match(folded) or _DIGITS.search(text)) else None


def _shaped_byline(block: Block, text: str) -> str | None:
    """A name that links to its bearer's page, or stands beside a date: `Claire Fontaine - 20 novembre 2026`."""
    linked = [clean(part) for anchor, part in block.anchors if _PROFILE.search(anchor.get("href") or "")]
    if any(map(is_name, linked)):
        return ", ".join(filter(is_name, linked))
    if block.linked or not _DIGITS.search(text):
        return None
    return next((part for part in map(clean, _PARTS.split(text)) if is_name(part)), None)
