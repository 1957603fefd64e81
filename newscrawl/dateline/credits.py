"""The production `credit`: the agencies and brands of a dateline, enclosed or bare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from newscrawl.dateline.agencies import LONGEST_NAME, homonyms, is_called, may_begin_agency, signs_bare
from newscrawl.dateline.filing import filing_date, hijri_date, time_of_day
from newscrawl.dateline.lexer import Token, TokenKind
from newscrawl.dateline.people import correspondent_note, person, reporter
from newscrawl.dateline.places import area, place, span
from newscrawl.dateline.tree import Mention, Node, Part, Signature
from newscrawl.dateline.vocabulary import BRAND_NOUNS, NAME_PARTICLES, NOT_BRANDS, WIRE_REMARKS

_BETWEEN_BRANDS = frozenset({TokenKind.SLASH, TokenKind.COMMA})
_INTRODUCTIONS = frozenset({"par", "via", "avec", "source", "by", "with"})
_JOINTS = frozenset({TokenKind.SLASH, TokenKind.COMMA, TokenKind.DASH, TokenKind.OTHER, TokenKind.COLON, TokenKind.DOT})
_JOINING_WORDS = frozenset({"et", "avec", "and", "with", "via", "pour", "source", "agence", "agences"})
_LONGEST_CODE = 4
"""Letters in initials."""
_SHORTEST_BRAND = 2
"""Letters up to which a word in parentheses is a code: a canton, a state, a club."""
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
        or _brands(tokens, start, close)
        or Node(_remark(tokens[start + 1]), start, close + 1, is_enclosed=True)
    )


def _remark(first: Token) -> Part:
    """The kind of a parenthesis that begins with `first` and names nobody: what a wire says of itself, or a code."""
    return Part.NOTE if first.word in WIRE_REMARKS else Part.REMARK


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


@dataclass(slots=True)
class _Inside:
    """What has been read of a parenthesis."""

    signatures: list[Signature] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    dated: Node | None = None
    is_timed: bool = False

    @property
    def part(self) -> Part | None:
        """What the whole is, by the most telling of its items."""
        kinds = (
            (self.signatures, Part.CREDIT),
            (self.mentions, Part.PLACE_LIST),
            (self.dated, Part.FILING_DATE),
            (self.authors, Part.NOTE),
            (self.is_timed, Part.TIME),
        )
        return next((part for found, part in kinds if found), None)


def _items(tokens: Sequence[Token], start: int, close: int) -> Node | None:
    """The parts between `start` and `close`, null where one of them is neither agency, place, date nor person."""
    inside = _Inside()
    at = start + 1
    while at < close:
        if at > start + 1 and _is_joint(tokens, at):
            at += 1
            continue
        end = _stated(tokens, at, close, inside) or _beside_agency(tokens, at, close, inside)
        if end is None:
            return None
        at = end
    if inside.part is None:
        return None
    return Node(
        inside.part,
        start,
        close + 1,
        is_enclosed=True,
        mentions=tuple(inside.mentions),
        written=inside.dated.written if inside.dated else None,
        date_span=inside.dated.date_span if inside.dated else None,
        signatures=tuple(inside.signatures),
        authors=tuple(inside.authors),
    )


def _stated(tokens: Sequence[Token], at: int, close: int, inside: _Inside) -> int | None:
    """Where the agency, date, reporter, time or place that begins at `at` ends; it is noted in `inside`."""
    named = agency(tokens, at)
    if named is not None and named[1] <= close:
        inside.signatures.append(named[0])
        return _service(tokens, named[1], close)
    node = filing_date(tokens, at) or hijri_date(tokens, at) or reporter(tokens, at, close)
    if node is not None and node.end <= close:
        inside.dated = node if node.written else inside.dated
        inside.authors += node.authors
        return node.end
    ended = time_of_day(tokens, at)
    if ended is not None and ended <= close:
        inside.is_timed = True
        return ended
    located = place(tokens, at, unknown=False)
    if located is None or located[1] > close:
        return None
    inside.mentions.append(located[0])
    return located[1]


def _beside_agency(tokens: Sequence[Token], at: int, close: int, inside: _Inside) -> int | None:
    """Where a country, a person or initials end, which only an agency before them explains."""
    if not inside.signatures:
        return None
    wider = area(tokens, at)
    if wider is not None and wider[1] <= close:
        return wider[1]
    signed = person(tokens, at, close)
    if signed is not None:
        inside.authors.append(signed[0])
        return signed[1]
    end = next((end for end in range(at, close) if _is_joint(tokens, end)), close)
    return end if _is_code(tokens, at, end) else None


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
    name = ""
    for at in range(start, min(start + LONGEST_NAME, len(tokens) - 1)):
        token = tokens[at]
        if token.kind not in _BRAND_KINDS:
            break
        name += f" {token.text}" if token.spaced and name else token.text
        if token.kind in (TokenKind.WORD, TokenKind.NUMBER) and is_called(name):
            longest = name, at + 1
    return (Signature(longest[0], is_known=True), longest[1]) if longest is not None else None


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


def _brands(tokens: Sequence[Token], start: int, close: int) -> Node | None:
    """An unknown brand, or several beside an agency: `AFP / Le Matin`, without what a wire says of itself."""
    cuts = [start, *(at for at in range(start + 1, close) if tokens[at].kind in _BETWEEN_BRANDS), close]
    found = [(agency(tokens, left + 1), left, right) for left, right in pairwise(cuts)]
    if not any(known is not None and known[1] == right for known, _, right in found):
        return _brand(tokens, start, close)
    signatures: list[Signature] = []
    for known, left, right in found:
        if known is not None and known[1] == right:
            signatures.append(known[0])
        elif (
            tokens[left + 1].word not in NOT_BRANDS | WIRE_REMARKS
            and (named := _brand(tokens, left, right)) is not None
        ):
            signatures += named.signatures
    return Node(Part.CREDIT, start, close + 1, is_enclosed=True, signatures=tuple(signatures))


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
    if folded[0] in NOT_BRANDS or folded[0] in WIRE_REMARKS or (wider is not None and wider[1] == close):
        return None
    if len(words) == 1 and len(words[0].text) <= _SHORTEST_BRAND and len(inside) == 1:
        return None
    small = [word for word in words[1:] if not word.is_capitalised and word.word not in NAME_PARTICLES]
    if small and folded[0] not in BRAND_NOUNS and not any(token.kind is TokenKind.DOT for token in inside):
        return None
    text = span(tokens, start + 1, close)
    return Node(Part.CREDIT, start, close + 1, is_enclosed=True, signatures=(Signature(text, is_known=False),))
