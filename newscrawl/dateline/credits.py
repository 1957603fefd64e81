"""The production `credit`: the agencies and brands of a dateline, enclosed or bare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from newscrawl.dateline.agencies import LONGEST_NAME, homonyms, may_begin_agency, signs_bare
from newscrawl.dateline.filing import filing_date, hijri_date, time_of_day
from newscrawl.dateline.lexer import Token, TokenKind
from newscrawl.dateline.people import correspondent_note, person, reporter
from newscrawl.dateline.places import area, place, span
from newscrawl.dateline.tree import Node, Part, Signature
from newscrawl.dateline.vocabulary import BRAND_NOUNS, NAME_PARTICLES, NOT_BRANDS

_INTRODUCTIONS = frozenset({"par", "via", "avec", "source", "by", "with"})
_JOINTS = frozenset({TokenKind.SLASH, TokenKind.COMMA, TokenKind.DASH, TokenKind.OTHER, TokenKind.COLON, TokenKind.DOT})
_JOINING_WORDS = frozenset({"et", "avec", "and", "with", "via", "pour", "source", "agence", "agences"})
_LONGEST_CODE = 4
"""Letters in initials."""
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
    return (
        _items(tokens, start, close)
        or correspondent_note(tokens, start, close)
        or _brand(tokens, start, close)
        or Node(Part.REMARK, start, close + 1, is_enclosed=True)
    )


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
    is_timed = False
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
            is_timed, at = True, ended
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
        if signed is not None:
            authors.append(signed[0])
            at = signed[1]
            continue
        end = next((end for end in range(at, close) if _is_joint(tokens, end)), close)
        if not signatures or not _is_code(tokens, at, end):
            return None
        at = end
    if signatures:
        part = Part.CREDIT
    elif mentions:
        part = Part.PLACE_LIST
    elif dated is not None:
        part = Part.FILING_DATE
    elif authors or is_timed:
        part = Part.NOTE if authors else Part.TIME
    else:
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


def _is_code(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Initials or a number beside an agency: `nxp` in `(afp/nxp)`."""
    token = tokens[start]
    return end == start + 1 and token.kind in (TokenKind.WORD, TokenKind.NUMBER) and len(token.text) <= _LONGEST_CODE


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


def introduced(tokens: Sequence[Token], start: int) -> Node | None:
    """`par AIP`, `via Reuters`, behind a place or a date."""
    if tokens[start].word not in _INTRODUCTIONS:
        return None
    found = bare(tokens, start + 1, is_first=False)
    return replace(found, start=start) if found is not None else None


def bare(tokens: Sequence[Token], start: int, *, is_first: bool) -> Node | None:
    """An agency outside parentheses, or several joined; it must look like a signature."""
    signatures: list[Signature] = []
    at = start
    while (found := agency(tokens, at)) is not None and _signs_bare(tokens, found, is_first=is_first):
        signatures.append(found[0])
        end = at = found[1]
        if _joins_agencies(tokens, at):
            at += 1
    return Node(Part.CREDIT, start, end, signatures=tuple(signatures)) if signatures else None


def _joins_agencies(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    if token.kind is TokenKind.DASH:
        return not token.spaced and not tokens[at + 1].spaced
    return token.kind is TokenKind.SLASH or token.text in ("&", "+") or token.word in _JOINING_WORDS


def _signs_bare(tokens: Sequence[Token], found: tuple[Signature, int], *, is_first: bool) -> bool:
    """As `signs_bare`, or by its place: before a slash or hyphen, or behind place or date and before a dash.

    A paper's name made of words ("Le Monde", "Libération") is none without parentheses.
    """
    written, following = found[0].text, tokens[found[1]]
    if not written.isupper() and all(agency.scope == "press" for agency in homonyms(written)):
        return False
    if signs_bare(written):
        return True
    if not is_first:
        return following.kind in (TokenKind.DASH, TokenKind.SLASH)
    return written[0].isupper() and following.kind in (TokenKind.DASH, TokenKind.SLASH) and not following.spaced


def _brand(tokens: Sequence[Token], start: int, close: int) -> Node | None:
    """An unknown brand: a few words with capitals, small ones among them, and no mere remark.

    `(Actualisé avec citations)` is a remark by its words without capitals, `(Agence kabyle d'information)` none.
    """
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
    small = [word for word in words[1:] if not word.is_capitalised and word.word not in NAME_PARTICLES]
    if small and folded[0] not in BRAND_NOUNS and not any(token.kind is TokenKind.DOT for token in inside):
        return None
    text = span(tokens, start + 1, close)
    return Node(Part.CREDIT, start, close + 1, is_enclosed=True, signatures=(Signature(text, is_known=False),))
