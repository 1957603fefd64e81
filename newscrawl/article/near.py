"""The short lines near a headline and below a text, and who signs by them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice, pairwise, takewhile

from newscrawl.article.blocks import Block
from newscrawl.article.document import ArticlePage
from newscrawl.article.people import is_name, signs, split_names, without_opening
from newscrawl.dateline.gazetteer import LARGE_TOWN, spots
from newscrawl.dates.reading import is_date_text
from newscrawl.html.elements import Element, texts_in
from newscrawl.text import clean, fold, letters

_LINE = 170
"""Characters up to which a block is a line about the article rather than of it."""
_NAMES = 100
"""Characters up to which such a line can be names alone."""
_HEADLINE = 30
"""Characters from which the text of a link is a headline rather than a name or a button."""
_SIGNED = re.compile(
    r"(?i:(?:^|[\s_-])(?:authors?|auteurs?|byline|signatures?|redacteurs?|writer)(?=$|[\s_-]))"
    r"|(?:(?<![A-Za-z])(?:author|auteur|byline)|(?<=[a-z])(?:Author|Auteur|Byline|Signature))s?(?![a-z])"
)
"""What elements are called that hold the authors, also as `articleAuthor` or `authorName`."""
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
_COMMENTS = re.compile(
    r"(?:^|[\s_-])(?:comment(?:s|aires?|list|-author)?|repl(?:y|ies)|respond|reactions?)(?=$|[\s_-])", re.IGNORECASE
)
_WHOLES = frozenset(("article", "main", "body", "html"))
_FIRST, _DATE_LINE = 5, 60
"""Lines under a headline among which a bare name is the author's, and characters of the line with the date."""
_JOINT = re.compile(r"\s*(?:,|&|/|et\b|avec\b|and\b)", re.IGNORECASE)
"""How a piece of a byline begins that names somebody beside a linked name."""
_BETWEEN_NAMES = re.compile(r"\s(?:et|and|&)\s")
_LEVELS = 5
"""Elements, one in the other, of which one calls a line a byline."""
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

    @property
    def names_article(self) -> bool:
        """Whether it links to another article, whose time it may state."""
        return any(len(clean(text)) > _HEADLINE for _, text in self.block.anchors)

    @property
    def links(self) -> list[Element]:
        """The links in it."""
        return [anchor for anchor, _ in self.block.anchors]

    @property
    def parts(self) -> list[str]:
        """What bars, commas and the beginnings of dates part in it."""
        return [clean(part) for part in _PARTS.split(self.text)]

    @property
    def is_dated(self) -> bool:
        """Whether one of its parts is a date."""
        return _DIGITS.search(self.text) is not None and any(map(is_date_text, self.parts))

    @property
    def names(self) -> str:
        """The text in lines, where markup parts a whole name from what stands beside it.

        Where one of the names is a link, the others are too, or are joined to it.
        """
        linked = [text for anchor, text in self.block.anchors if is_profile(anchor)]
        if not linked:
            return parted(self.block.pieces)
        names = []
        for piece in self.block.pieces:
            joint = _JOINT.match(piece)
            if piece in linked:
                names.append(piece)
            elif joint is not None and split_names(piece[joint.end() :]):
                names.append(piece[joint.end() :])
        return "\n".join(names)


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


def signed(lines: list[NearLine]) -> Iterator[str]:
    """The lines, or parts of them, that name the authors by their wording or their markup; names on lines of their own.

    A commenter's name is marked like an author's, but stands among comments.
    """
    marked: dict[Element, list[str]] = {}
    lines = [line for line in lines if not is_comment(line.block.element)]
    marks = [_mark_of(line) for line in lines]
    for line, mark in zip(lines, marks, strict=True):
        if mark is not None:
            marked.setdefault(mark, []).append(line.names)
    for line, mark in zip(lines, marks, strict=True):
        if signs(line.text) or (without_opening(line.text) != line.text and any(map(is_profile, line.links))):
            yield line.names
        elif mark is not None:
            # Each name of a list is a line; the first one stands for all.
            names = marked.pop(mark, [])
            if names:
                yield "\n".join(names)
        else:
            by = _BY.search(line.text)
            if by is not None and _DIGITS.search(line.text) and signs(by[0]):
                yield by[0]


def marked(page: ArticlePage, headline: Element | None) -> Iterator[str]:
    """What the page calls an author anywhere outside comments and cards of other articles, where that is one only."""
    names = page.outline.names
    called = [page.outline.nodes[node] for node, name in enumerate(names) if name and _is_called_author(name)]
    texts = [parted(list(texts_in(each))) for each in called if not is_comment(each) and not is_of_card(each, headline)]
    texts = [text for text in texts if len(text) <= _NAMES and split_names(text, logins=False)]
    if len(set(map(letters, texts))) == 1:
        yield texts[0]


def is_of_card(element: Element, headline: Element | None) -> bool:
    """Whether an element stands beside the headline of another article, which is a link, and not beside `headline`."""
    around = set(headline.iterancestors()) if headline is not None else set()
    for each in islice(element.iterancestors(), _LEVELS):
        if each in around or each.tag in _WHOLES or len("".join(each.itertext())) > 3 * _LINE:
            break
        if any(len("".join(link.itertext()).strip()) > _HEADLINE for link in each.iter("a")):
            return True
    return False


def sourced(lines: list[NearLine]) -> Iterator[str]:
    """What lines say of an agency beside the author: `Source: Belga`, `Claire Fontaine (avec AFP)`."""
    for line in lines:
        found = _SOURCE.search(line.text) if len(line.text) <= _NAMES else None
        if found is not None:
            yield found[0].strip(" ()")


def shaped(lines: list[NearLine]) -> Iterator[str]:
    """Names that link to their bearer's page, or stand beside a date: `Claire Fontaine - 20 novembre 2026`."""
    for line in lines:
        linked = [clean(text) for anchor, text in line.block.anchors if is_profile(anchor)]
        names = list(filter(is_name, linked))
        if names and not is_comment(line.block.element):
            yield "\n".join(names)
        elif not line.block.anchors and line.is_dated:
            yield from filter(_names_somebody, line.parts)


def alone(lines: list[NearLine]) -> Iterator[str]:
    """Names that are all of a line, above or below one that is hardly more than a date, before the text begins."""
    first = lines[:_FIRST]
    for line, other in chain(pairwise(first), pairwise(first[::-1])):
        is_bare = not line.block.anchors and _names_somebody(line.text)
        if is_bare and len(other.text) <= _DATE_LINE and other.is_dated:
            yield line.text


def _names_somebody(text: str) -> bool:
    """Whether a text is a name or several, and no large town's (`Saint-Denis, 24 novembre`)."""
    names = _BETWEEN_NAMES.split(text)
    return all(map(is_name, names)) and all(spot.rank < LARGE_TOWN for name in names for spot in spots(name))


def parted(pieces: Sequence[str]) -> str:
    """Pieces of a text that markup parts, on lines of their own where one of them is a whole name."""
    texts = [text for piece in pieces if (text := clean(piece))]
    return "\n".join(texts) if any(is_name(without_opening(text)) for text in texts) else clean("".join(pieces))


def is_profile(anchor: Element) -> bool:
    """Whether a link leads to the page of somebody who writes, or is called the author's, or what holds only it is."""
    parent = anchor.getparent()
    return (
        _PROFILE.search(anchor.get("href") or "") is not None
        or _is_marked(anchor)
        or (parent is not None and parent.tag == "span" and _is_marked(parent))
    )


def _mark_of(line: NearLine) -> Element | None:
    """The element that calls a line a byline, and holds hardly more than it."""
    if len(line.text) > _NAMES or not _LETTERS.search(line.text):
        return None
    for element in islice(chain([line.block.element], line.block.element.iterancestors()), _LEVELS):
        if len("".join(element.itertext())) > 2 * _NAMES:
            return None
        if _is_marked(element):
            return element
    return None


def _is_marked(element: Element) -> bool:
    names = f"{element.get('class', '')} {element.get('rel', '')} {element.get('data-testid', '')}"
    return element.tag == "address" or _is_called_author(names)


def is_comment(element: Element) -> bool:
    """Whether an element stands in an area of comments."""
    around = takewhile(lambda each: each.tag not in _WHOLES, chain([element], element.iterancestors()))
    return any(_is_called_comment(f"{each.get('class', '')} {each.get('id', '')}") for each in around)


@lru_cache(maxsize=4096)
def _is_called_author(names: str) -> bool:
    return _SIGNED.search(names) is not None


@lru_cache(maxsize=4096)
def _is_called_comment(names: str) -> bool:
    return _COMMENTS.search(names) is not None
