"""What a page states for readers near its headline and below its text: publication, last change, who signs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice, pairwise

from newscrawl.article.blocks import Block
from newscrawl.article.moments import Clock, Moment, read_machine, read_relative, read_written
from newscrawl.article.people import is_name
from newscrawl.article.vocabulary import BYLINE
from newscrawl.html.elements import Element
from newscrawl.text import clean, fold, fold_in_place

_LINE = 170
"""Characters up to which a block is a line about the article rather than of it."""
_NAMES = 100
"""Characters up to which such a line can be names alone."""
_HEADLINE = 30
"""Characters from which the text of a link is a headline rather than a name or a button."""
_DATED = 0.25
"""Share of such a line that a bare date must have."""
_CHANGED = re.compile(r"\b(?:mise? a jour|modifie\w*|actualise\w*|updated|maj|derniere modification)\b")
_FIRST_ISSUE = re.compile(r"\b(?:publie\w*|mis en ligne|paru|posted|published)\b")
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
_SOURCE = re.compile(
    r"(?:(?:^|(?<=[\s,]))sources?\s?:\s?|(?:^|(?<=, ))avec [ld]es informations? d(?:e |u |['’]))\S[^,|•·()]*|"
    r"(?<=\()(?:avec|source\s?:)\s?[^()]+(?=\))",
    re.IGNORECASE,
)
_PARTS = re.compile(
    r"\s*[|•·–—]\s*|\s-\s|\s*,\s*|\s+(?=[Ll]e\s+\d)|"
    r"\s+(?=\d{1,2}(?:er)?\s+[a-zéû]{3,9}\.?\s+\d{4}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4})"
)
_DIGITS = re.compile(r"\d")
_LETTERS = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True, slots=True)
class NearLine:
    """A short block about the article."""

    block: Block
    text: str
    folded: str


def lines_of(blocks: list[Block]) -> list[NearLine]:
    """The blocks that are short enough to speak about the article."""
    texts = ((block, clean(_unglued(block))) for block in blocks)
    return [NearLine(block, text, fold(text)) for block, text in texts if len(text) <= _LINE]


def _unglued(block: Block) -> str:
    """The text of a block with a comma where only markup parts two words: `Claire FontaineJournaliste`."""
    parted = [block.pieces[0]] if block.pieces else []
    for before, piece in pairwise(block.pieces):
        parted.append(f", {piece}" if before[-1:].isalnum() and (piece[:1].isupper() or piece[:1].isdigit()) else piece)
    return "".join(parted)


def published(lines: list[NearLine], clock: Clock) -> Iterator[Moment]:
    """What may be the publication: `time` elements first, which are more exact than what stands beside them."""
    lines = [line for line in lines if not _names_article(line)]
    for line in lines:
        for element in line.block.element.iter("time"):
            moment = read_machine(element.get("datetime"), clock)
            if moment is not None:
                yield moment
    for line in lines:
        text = _unchanged(line)
        moment = read_written(text, clock) if _DIGITS.search(text) else None
        if moment and (len(moment.raw) >= _DATED * len(text) or _ISSUED.search(line.folded)):
            yield moment
    for line in lines if clock.reference is not None else ():
        moment = read_relative(_unchanged(line), clock)
        if moment is not None:
            yield moment


def _unchanged(line: NearLine) -> str:
    """A line without what it says of the last change."""
    found = _change(line)
    return line.text if found is None else line.text[found[1] :] if found[1] else line.text[: found[0].start()]


def modified(lines: list[NearLine], clock: Clock) -> Iterator[Moment]:
    """What may be the last change: `Mis à jour le …`."""
    for line in lines:
        found = _change(line)
        moment = read_written(line.text[found[0].end() : found[1]], clock) if found else None
        if moment is not None:
            yield moment


def _change(line: NearLine) -> tuple[re.Match[str], int | None] | None:
    """Where a line speaks of its last change, and where of the first issue after that."""
    if not _CHANGED.search(line.folded):
        return None
    folded = fold_in_place(line.text)
    changed = _CHANGED.search(folded)
    if changed is None:
        return None
    first = _FIRST_ISSUE.search(folded, changed.end())
    return changed, first.start() if first else None


def issued(lines: list[NearLine], clock: Clock) -> Iterator[Moment]:
    """The publication as a line below the text states it, which has to say so: `Publié le …`."""
    return published([line for line in lines if _ISSUED.match(line.folded)], clock)


def signed(lines: list[NearLine]) -> Iterator[str]:
    """The lines, or parts of them, that name the authors by their wording or their markup."""
    marked: dict[Element, list[str]] = {}
    marks = [_mark_of(line) for line in lines]
    for line, mark in zip(lines, marks, strict=True):
        if mark is not None:
            marked.setdefault(mark, []).append(line.text)
    for line, mark in zip(lines, marks, strict=True):
        if BYLINE.match(line.folded):
            yield line.text
        elif mark is not None:
            # Each name of a list is a line; the first one stands for all.
            names = marked.pop(mark, [])
            if names:
                yield ", ".join(names)
        else:
            by = _BY.search(line.text)
            if by is not None and (_ISSUED.match(line.folded) or _DIGITS.search(line.text)):
                yield by[0]


def sourced(lines: list[NearLine]) -> Iterator[str]:
    """What lines say of an agency beside the author: `Source: Belga`, `Claire Fontaine (avec AFP)`."""
    for line in lines:
        found = _SOURCE.search(line.text) if len(line.text) <= _NAMES else None
        if found is not None:
            yield found[0].strip(" ()")


def shaped(lines: list[NearLine]) -> Iterator[str]:
    """Names that link to their bearer's page, or stand beside a date: `Claire Fontaine - 20 novembre 2026`."""
    for line in lines:
        anchors = line.block.anchors
        names = [
            name
            for anchor, text in anchors
            if (_PROFILE.search(anchor.get("href") or "") or _is_signed(anchor)) and is_name(name := clean(text))
        ]
        if names:
            yield ", ".join(names)
        elif not anchors and _DIGITS.search(line.text):
            yield from filter(is_name, map(clean, _PARTS.split(line.text)))


def _names_article(line: NearLine) -> bool:
    """Whether a line links to another article, whose time it may state."""
    return any(len(clean(text)) > _HEADLINE for _, text in line.block.anchors)


def _is_signed(anchor: Element) -> bool:
    """Whether a link, or what holds only it, is called the author's."""
    parent = anchor.getparent()
    return _is_marked(anchor) or (parent is not None and parent.tag == "span" and _is_marked(parent))


def _mark_of(line: NearLine) -> Element | None:
    """The element that calls a line a byline."""
    if len(line.text) > _NAMES or not _LETTERS.search(line.text):
        return None
    nearest = islice(chain([line.block.element], line.block.element.iterancestors()), 2)
    return next(filter(_is_marked, nearest), None)


def _is_marked(element: Element) -> bool:
    return (
        element.tag == "address" or _SIGNED.search(f"{element.get('class', '')} {element.get('rel', '')}") is not None
    )
