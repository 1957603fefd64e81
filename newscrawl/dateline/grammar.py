"""The grammar of datelines.

    dateline     = part { joint part } [ closing ]
    part         = place_list | filing_date | hijri_date | time | credit | reporter | correspondent | theme
                 | elsewhere | remark
    joint        = "," | dash | "/" | "|" | "." | ":" | (nothing)
    closing      = dash | "|" | "=" | ":" | "." | "/" | ">" | "," | "--()--" …

Parts come in any order, each kind but the credit once; `elsewhere` stands only
first, and where nothing else reads as a dateline.  What may stand where, and
whether the whole is a dateline or a sentence that looks like one, is for
`evidence` to say.  The parser proposes every prefix that ends behind a part
and its closing, and keeps the longest that has evidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newscrawl.dateline.credits import bare, enclosed, introduced
from newscrawl.dateline.evidence import Closing, has_evidence
from newscrawl.dateline.filing import day_of_filing, filing_date, hijri_date, read_date, time_of_day
from newscrawl.dateline.lexer import Token, TokenKind, tokenize
from newscrawl.dateline.people import correspondent, person, reporter
from newscrawl.dateline.places import MOST_PLACES, area, elsewhere, place_list, prepositional, span, unknown_name
from newscrawl.dateline.tree import Node, Part, Tree
from newscrawl.dateline.vocabulary import THEMES

__all__ = ["parse", "read_date"]

_JOINTS = frozenset({TokenKind.COMMA, TokenKind.DASH, TokenKind.SLASH, TokenKind.DOT, TokenKind.COLON})
_CLOSERS = (TokenKind.DASH, TokenKind.COLON, TokenKind.SLASH, TokenKind.DOT, TokenKind.COMMA)
"""The strongest first."""
_CLOSING_SIGNS = frozenset({">", "•", "·", "*", "~", "=", "►", "…", "|", "||"})
"""What closes a dateline as a dash does."""
_AFTER_THEMES = frozenset({TokenKind.OPEN, TokenKind.COMMA, TokenKind.DASH, TokenKind.SLASH})
_MOST_PARTS = 8


def parse(lead: str) -> Tree | None:
    """The tree of the dateline that opens `lead`, null where none does."""
    tokens = tokenize(lead)
    found = _longest(tokens, None)
    if found is None and (opening := elsewhere(tokens)) is not None:
        found = _longest(tokens, Node(Part.ELSEWHERE, 0, opening))
    return found


def _longest(tokens: Sequence[Token], opening: Node | None) -> Tree | None:
    """The longest dateline that begins with `opening`, or with whatever part comes first."""
    nodes = _parts(tokens, opening)
    while nodes:
        for closing in _closings(tokens, nodes):
            if has_evidence(tokens, nodes, closing):
                return Tree(nodes, tokens[closing.end - 1].end, _written_date(tokens, nodes))
        nodes.pop()
    return None


def _parts(tokens: Sequence[Token], opening: Node | None) -> list[Node]:
    """The parts that can be read one after the other."""
    nodes: list[Node] = []
    at, joint = 0, None
    while len(nodes) < _MOST_PARTS:
        node = opening if opening is not None and not nodes else _part(tokens, at, nodes, joint)
        if node is None:
            break
        node.joint = joint
        nodes.append(node)
        at, joint = node.end, None
        if tokens[at].kind in _JOINTS:
            at, joint = _joint(tokens, at)
    return nodes


def _joint(tokens: Sequence[Token], at: int) -> tuple[int, TokenKind]:
    """Just behind the punctuation at `at` that joins two parts, and its strongest kind."""
    kinds: list[TokenKind] = []
    while tokens[at].kind in _JOINTS and len(kinds) < 3:
        kinds.append(tokens[at].kind)
        at += 1
    return at, next((kind for kind in (TokenKind.DASH, TokenKind.SLASH, TokenKind.COLON) if kind in kinds), kinds[0])


def _part(tokens: Sequence[Token], at: int, before: list[Node], joint: TokenKind | None) -> Node | None:
    """The part that begins at `at`, of a kind that has not been there yet."""
    seen = {node.part for node in before}
    if (
        before
        and before[0].part is Part.CREDIT
        and not before[0].is_enclosed
        and joint in (TokenKind.SLASH, TokenKind.DASH)
    ):
        signed = person(tokens, at, len(tokens)) if Part.PLACE_LIST in seen and Part.REPORTER not in seen else None
        if signed is not None:
            return Node(Part.REPORTER, at, signed[1], authors=(signed[0],))
    found = _reported(tokens, at, seen) or _dated(tokens, at, before, joint)
    if found is not None:
        return found
    found = hijri_date(tokens, at) or enclosed(tokens, at)
    if found is not None and (found.part is not Part.PLACE_LIST or Part.PLACE_LIST not in seen):
        return found
    if Part.TIME not in seen:
        ended = time_of_day(tokens, at)
        if ended is not None:
            return Node(Part.TIME, at, ended)
    return _named(tokens, at, before, seen)


def _reported(tokens: Sequence[Token], at: int, seen: set[Part]) -> Node | None:
    """Who filed it: first of all, or the formula of a correspondent behind the place."""
    if not seen:
        return correspondent(tokens, at, is_placed=False) or reporter(tokens, at)
    if Part.PLACE_LIST in seen and Part.CORRESPONDENT not in seen:
        return correspondent(tokens, at, is_placed=True)
    return None


def _dated(tokens: Sequence[Token], at: int, before: list[Node], joint: TokenKind | None) -> Node | None:
    """The date; behind a place and a comma a mere day is one."""
    if any(node.written or node.part is Part.FILING_DATE for node in before):
        return None
    found = filing_date(tokens, at)
    if found is None and joint is TokenKind.COMMA and before[-1].part is Part.PLACE_LIST:
        found = day_of_filing(tokens, at)
    return found


def _named(tokens: Sequence[Token], at: int, before: list[Node], seen: set[Part]) -> Node | None:
    """An agency or places, which both are names: at the beginning an agency in capitals, else the longer of the two."""
    signed = located = None
    if sum(node.part is Part.CREDIT for node in before) < 2:
        signed = bare(tokens, at, is_first=not before) or (introduced(tokens, at) if before else None)
    if Part.PLACE_LIST not in seen and Part.CORRESPONDENT not in seen:
        # Behind a bare agency slashes separate fields, not places: `AA/Bagdad/Ali Jawad`.
        most = 1 if before and before[0].part is Part.CREDIT and not before[0].is_enclosed else MOST_PLACES
        located = place_list(tokens, at, unknown=False, most=most) or (None if before else prepositional(tokens, at))
        if located is None and signed is None:
            located = _unknown(tokens, at, before, seen)
    if signed is not None and located is not None:
        return signed if signed.end >= located.end else located
    return signed or located


def _unknown(tokens: Sequence[Token], at: int, before: list[Node], seen: set[Part]) -> Node | None:
    """A heading or a country, or a place that the gazetteer lacks, at the beginning or behind an agency or a date."""
    if before and before[0].part not in (Part.CREDIT, Part.FILING_DATE, Part.TIME):
        return None
    found = None if Part.THEME in seen else _theme(tokens, at)
    if found is None and (not before or before[0].part is Part.CREDIT):
        found = place_list(tokens, at, unknown=True)
        if found is not None and _announces_date(tokens, found):
            return Node(Part.THEME, at, found.end)
    return found


def _announces_date(tokens: Sequence[Token], located: Node) -> bool:
    """`Publié le 12 mars`, `RDV le 3 mai`, `Publié : 12 mars`: no comma stands between unknown words and a date."""
    is_colon = tokens[located.end].kind is TokenKind.COLON
    at = located.end + 1 if is_colon else located.end
    is_announced = is_colon or tokens[at].kind is TokenKind.WORD
    return is_announced and filing_date(tokens, at) is not None


def _theme(tokens: Sequence[Token], at: int) -> Node | None:
    """A heading or a country in capitals before a credit: `CONTRIBUTION (Tamurt)`, `EXIL (SIWEL)`."""
    end = unknown_name(tokens, at)
    wider = area(tokens, at)
    if wider is not None and tokens[wider[1]].kind in _AFTER_THEMES:
        return Node(Part.THEME, at, wider[1])
    if end is None or tokens[end].kind is not TokenKind.OPEN:
        return None
    is_heading = any(token.word in THEMES for token in tokens[at:end])
    return Node(Part.THEME, at, end) if is_heading else None


def _closings(tokens: Sequence[Token], nodes: Sequence[Node]) -> Iterator[Closing]:
    """The ways in which the parts read so far can be closed, the longest first."""
    start = at = nodes[-1].end
    kinds: list[TokenKind] = []
    while len(kinds) < 3 and (tokens[at].kind in _CLOSERS or tokens[at].text in _CLOSING_SIGNS):
        kinds.append(TokenKind.DASH if tokens[at].text in _CLOSING_SIGNS else tokens[at].kind)
        at += 1
    if kinds:
        yield Closing(start, at, next(kind for kind in _CLOSERS if kind in kinds))
    yield Closing(start, start, None)


def _written_date(tokens: Sequence[Token], nodes: Sequence[Node]) -> str | None:
    """The date among `nodes` as written, without the time beside it."""
    spans = (node.date_span for node in nodes if node.written is not None)
    return next((span(tokens, *written) for written in spans if written is not None), None)
