"""What a page states for readers near its headline and below its text: publication, last change, who signs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from newscrawl.extraction.blocks import Block
from newscrawl.extraction.document import Element
from newscrawl.extraction.moments import Clock, Moment, read_machine, read_written
from newscrawl.extraction.people import is_name
from newscrawl.extraction.vocabulary import BYLINE
from newscrawl.text import clean, fold

_LINE = 170
"""Characters up to which a block is a line about the article rather than of it."""
_NAMES = 100
"""Characters up to which such a line can be names alone."""
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
    r"\s*[|•·–—]\s*|\s-\s|\s*,\s*|\s+(?=[Ll]e\s+\d)|"
    r"\s+(?=\d{1,2}(?:er)?\s+[a-zéû]{3,9}\.?\s+\d{4}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4})"
)
_DIGITS = re.compile(r"\d")
_LETTERS = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True, slots=True)
class Line:
    """A short block about the article."""

    block: Block
    text: str
    folded: str


def lines_of(blocks: list[Block]) -> list[Line]:
    """The blocks that are short enough to speak about the article."""
    texts = ((block, clean(block.text)) for block in blocks)
    return [Line(block, text, fold(text)) for block, text in texts if len(text) <= _LINE]


def published(lines: list[Line], clock: Clock) -> Iterator[Moment]:
    """What may be the publication: `time` elements first, which are more exact than what stands beside them."""
    for line in lines:
        for element in line.block.element.iter("time"):
            moment = read_machine(element.get("datetime"), clock)
            if moment is not None:
                yield moment
    for line in lines:
        changed = _CHANGED.search(line.folded)
        text = line.folded[: changed.start()] if changed else line.text
        moment = read_written(text, clock) if _DIGITS.search(text) else None
        if moment and (len(moment.raw) >= _DATED * len(text) or _ISSUED.search(line.folded)):
            yield moment


def modified(lines: list[Line], clock: Clock) -> Iterator[Moment]:
    """What may be the last change: `Mis à jour le …`."""
    for line in lines:
        changed = _CHANGED.search(line.folded)
        moment = read_written(line.folded[changed.end() :], clock) if changed else None
        if moment is not None:
            yield moment


def issued(lines: list[Line], clock: Clock) -> Iterator[Moment]:
    """The publication as a line below the text states it, which has to say so: `Publié le …`."""
    return published([line for line in lines if _ISSUED.match(line.folded)], clock)


def signed(lines: list[Line]) -> Iterator[str]:
    """The lines, or parts of them, that name the authors by their wording or their markup."""
    for line in lines:
        nearest = islice(chain([line.block.element], line.block.element.iterancestors()), 2)
        if BYLINE.match(line.folded) or (
            len(line.text) <= _NAMES and any(map(_is_marked, nearest)) and _LETTERS.search(line.text)
        ):
            yield line.text
        else:
            by = _BY.search(line.text)
            if by is not None and (_ISSUED.match(line.folded) or _DIGITS.search(line.text)):
                yield by[0]


def shaped(lines: list[Line]) -> Iterator[str]:
    """Names that link to their bearer's page, or stand beside a date: `Claire Fontaine - 20 novembre 2026`."""
    for line in lines:
        anchors = line.block.anchors
        names = [
            name
            for anchor, text in anchors
            if _PROFILE.search(anchor.get("href") or "") and is_name(name := clean(text))
        ]
        if names:
            yield ", ".join(names)
        elif not anchors and _DIGITS.search(line.text):
            yield from filter(is_name, map(clean, _PARTS.split(line.text)))


def _is_marked(element: Element) -> bool:
    return (
        element.tag == "address" or _SIGNED.search(f"{element.get('class', '')} {element.get('rel', '')}") is not None
    )
