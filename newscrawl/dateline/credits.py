"""The production `credit`: the agencies and brands of a dateline, enclosed or bare."""

from __future__ import annotations

from collections.abc import Sequence

from newscrawl.dateline.agencies import LONGEST_NAME, homonyms, may_begin_agency, signs_bare
from newscrawl.dateline.filing import filing_date, hijri_date, time_of_day
from newscrawl.dateline.lexer import Token, TokenKind
from newscrawl.dateline.people import correspondent_note, person, reporter
from newscrawl.dateline.places import area, place, span
from newscrawl.dateline.tree import Node, Part, Signature
from newscrawl.dateline.vocabulary import NOT_BRANDS

_JOINTS = frozenset({TokenKind.SLASH, TokenKind.COMMA, TokenKind.DASH, TokenKind.OTHER, TokenKind.COLON, TokenKind.DOT})
_JOINING_WORDS = frozenset({"et", "avec", "and", "with", "via", "pour", "source", "agence", "agences"})
_LONGEST_BRAND = 6
"""Tokens in an unknown brand."""
_BRAND_KINDS = frozenset(
    {
        TokenKind.WORD,
        TokenKind.DOT,
        TokenKind.DASH,
        TokenKind.APOSTROPHE,
        TokenKind.NUMBER,
        TokenKind.SLASH,
        TokenKind.OTHER,
    }
)


def enclosed(tokens: Sequence[Token], start: int) -> Node | None:
    """What stands in parentheses or between slashes: agencies, with places, a date, a reporter among them.

    An unknown brand is kept as written; empty parentheses are an empty credit.
    """
    if tokens[start].kind is TokenKind.SLASH:
        return _slashed(tokens, start)
    if tokens[start].kind is not TokenKind.OPEN:
        return None
    close = _closing(tokens, start)
    if close is None:
        return None
    if close == start + 1:
        return Node(Part.CREDIT, start, close + 1, is_enclosed=True)
    return _items(tokens, start, close) or correspondent_note(tokens, start, close) or _brand(tokens, start, close)


def _closing(tokens: Sequence[Token], start: int) -> int | None:
    """The token that closes the parenthesis at `start`; none where another opens first."""
    for at in range(start + 1, min(start + 24, len(tokens))):
        if tokens[at].kind is TokenKind.CLOSE:
            return at
        if tokens[at].kind is TokenKind.OPEN:
            return None
    return None


def _slashed(tokens: Sequence[Token], start: int) -> Node | None:
    """`/CNW Telbec/`, `/TASS/`, `/PRNewswire/`."""
    found = agency(tokens, start + 1)
    if found is None or tokens[found[1]].kind is not TokenKind.SLASH:
        return None
    return Node(Part.CREDIT, start, found[1] + 1, is_enclosed=True, signatures=(found[0],))


def _items(tokens: Sequence[Token], start: int, close: int) -> Node | None:
    """The parts between `start` and `close`, null where one of them is neither agency, place, date nor person."""
    signatures: list[Signature] = []
    authors: list[str] = []
    mentions = []
    dated: Node | None = None
    at = start + 1
    while at < close:
        if at > start + 1 and _is_joint(tokens, at):
            at += 1
            continue
        named = agency(tokens, at)
        if named is not None and named[1] <= close:
            signatures.append(named[0])
            at = _service(tokens, named[1], close)
            continue
        node = filing_date(tokens, at) or hijri_date(tokens, at) or reporter(tokens, at, close)
        if node is not None and node.end <= close:
            dated = node if node.written else dated
            authors += node.authors
            at = node.end
            continue
        ended = time_of_day(tokens, at)
        if ended is not None and ended <= close:
            at = ended
            continue
        located = place(tokens, at, unknown=False)
        if located is not None and located[1] <= close:
            mentions.append(located[0])
            at = located[1]
            continue
        wider = area(tokens, at)
        if wider is not None and wider[1] <= close and signatures:
            at = wider[1]
            continue
        signed = person(tokens, at, close) if signatures else None
        if signed is None:
            return None
        authors.append(signed[0])
        at = signed[1]
    part = Part.CREDIT if signatures else Part.PLACE_LIST if mentions else Part.FILING_DATE if dated else Part.NOTE
    if part is Part.NOTE and not authors:
        return None
    return Node(
        part,
        start,
        close + 1,
        is_enclosed=True,
        mentions=tuple(mentions),
        written=dated.written if dated else None,
        date_span=dated.date_span if dated else None,
        signatures=tuple(signatures),
        authors=tuple(authors),
    )


def _service(tokens: Sequence[Token], start: int, close: int) -> int:
    """Behind an agency's name, where the name of its service ends: "awp international", "Reuters Health"."""
    at = start
    while at < close and at - start < 2 and tokens[at].kind is TokenKind.WORD and not _is_joint(tokens, at):
        at += 1
    return at if at == close else start


def _is_joint(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    return token.kind in _JOINTS or (token.kind is TokenKind.WORD and token.word in _JOINING_WORDS)


def agency(tokens: Sequence[Token], start: int) -> tuple[Signature, int] | None:
    """The longest known agency that begins at `start`, and where it ends."""
    if tokens[start].kind not in (TokenKind.WORD, TokenKind.NUMBER) or not may_begin_agency(tokens[start].text):
        return None
    longest = None
    for end in range(start + 1, min(start + 1 + LONGEST_NAME, len(tokens))):
        if tokens[end - 1].kind not in _BRAND_KINDS:
            break
        if tokens[end - 1].kind in (TokenKind.WORD, TokenKind.NUMBER) and homonyms(span(tokens, start, end)):
            longest = Signature(span(tokens, start, end), is_known=True), end
    return longest


def bare(tokens: Sequence[Token], start: int) -> Node | None:
    """An agency outside parentheses, or several joined by slashes; it must look like a signature."""
    signatures = []
    at = start
    while True:
        found = agency(tokens, at)
        if found is None or not _signs_bare(found[0].text):
            break
        signatures.append(found[0])
        at = found[1]
        if tokens[at].kind is not TokenKind.SLASH or agency(tokens, at + 1) is None:
            break
        at += 1
    if not signatures:
        return None
    return Node(Part.CREDIT, start, at, signatures=tuple(signatures))


def _signs_bare(written: str) -> bool:
    """As `signs_bare`; a paper's name made of words ("Le Monde", "Libération") is none without parentheses."""
    named = homonyms(written)
    return signs_bare(written) and (written.isupper() or any(agency.scope != "press" for agency in named))


def _brand(tokens: Sequence[Token], start: int, close: int) -> Node | None:
    """An unknown brand: a few words of which the first begins with a capital, and that are no mere remark."""
    inside = tokens[start + 1 : close]
    words = [token for token in inside if token.kind is TokenKind.WORD]
    if not words or len(inside) > _LONGEST_BRAND or any(token.kind not in _BRAND_KINDS for token in inside):
        return None
    if not inside[0].is_capitalised and not any(token.kind is TokenKind.DOT for token in inside):
        return None
    folded = [word.word for word in words]
    wider = area(tokens, start + 1)
    if folded[0] in NOT_BRANDS or (wider is not None and wider[1] == close):
        return None
    text = span(tokens, start + 1, close)
    return Node(Part.CREDIT, start, close + 1, is_enclosed=True, signatures=(Signature(text, is_known=False),))
