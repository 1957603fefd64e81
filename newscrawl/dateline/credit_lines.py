"""The credit of a text: who is named at its end, in a line of its own or in its byline.

    line   = item { joint item }
    item   = agency | date | time | number | place | person | editor | initials | paper | image
    joint  = punctuation | "et" | "avec" | "par" | "source" …

A line is a credit where every item is one of these and one at least is a known agency; what stands at the end of a
paragraph must besides look like a signature: in parentheses, announced ("Source :"), or bare behind a full stop.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from newscrawl.dateline.agencies import EDITORS, agency_name, homonyms, signs_bare
from newscrawl.dateline.credits import agency
from newscrawl.dateline.filing import filing_date, time_of_day
from newscrawl.dateline.lexer import Token, TokenKind, tokenize
from newscrawl.dateline.people import person
from newscrawl.dateline.places import area, known_name
from newscrawl.dateline.vocabulary import WIRE_REMARKS, words
from newscrawl.urls import host_of

_TAIL = 130
"""How many characters before the end of a paragraph a credit can begin."""
_MOST_TOKENS = 32
"""Tokens in a line of credits."""
_MOST_STARTS = 8
"""Places at which a credit at the end of a paragraph is looked for."""
_SHORTEST = 2
"""Letters of a name that small letters would make a mere word."""
_LONGEST_PAPER = 7
"""Tokens in the name of a paper."""
_LONGEST_CODE = 4
"""Letters in initials or the short name of a desk."""

_FIRST = 2
"""Paragraphs at the beginning among which a line of credits may stand …"""
_LAST = 4
"""… and at the end."""

_START = re.compile(r"(?<=[.!?…»”\")\]])(?:\s+(?=\S)|(?=[A-ZÀ-ÖØ-Þ/*–—-]))|(?<=\s)(?=[-–—/©*]+\s)|(?=[(\[])|(?=©)")
_ADDRESS = re.compile(r"https?://[^\s()<>]+", re.IGNORECASE)
_ENCLOSED = re.compile(r"[-–—/*\s]*[(\[][^()\[\]]*[)\]]\s*[.;]?\s*")
_PUNCTUATION = frozenset(
    {
        *(TokenKind.SLASH, TokenKind.COMMA, TokenKind.DASH, TokenKind.COLON, TokenKind.DOT, TokenKind.OPEN),
        *(TokenKind.CLOSE, TokenKind.APOSTROPHE, TokenKind.OTHER, TokenKind.QUOTE),
    }
)
_JOINING = words("et avec and with via par by pour le la les l d de du des a au on the aux en sur")
_ANNOUNCING = words(
    "source sources credit credits texte textes copyright c avec par by author auteur agence agences apres selon signe"
)
_PASSING_ON = words(
    "suite lire article original integral information informations depeche edite edition traduit publie traduction "
    "version francaise reportage tous droits reserves reproduction representation"
)
_IMAGES = words("photo photos image images illustration video videos visuel")


_BOUNDING = _JOINING | _ANNOUNCING | (_PASSING_ON - {"lire"})


@dataclass(slots=True)
class _Line:
    """What has been read of a line."""

    written: list[str] = field(default_factory=list)
    """Agencies as written."""
    countries: list[str] = field(default_factory=list)
    """Where the places of the line lie."""
    is_announced: bool = False


def closing_credit(paragraph: str, country: str | None = None) -> tuple[list[str], str]:
    """Agencies that sign the end of a text, and the text without the credit.

    Reads "… a-t-il dit. (AFP)", "Source : Xinhua", "Avec l'AFP", "© Reuters 2024", "(chl/ats)", "ACP/FNG" and a bare
    "ATS" after the last full stop.  Where no line of credits ends it, the text is handed back unchanged.
    """
    offset = max(0, len(paragraph) - _TAIL)
    tail = paragraph[offset:]
    for start in _starts(tail, is_whole=offset == 0):
        names = _signed(tail[start:], tail[:start] if offset == 0 else f"…{tail[:start]}", country)
        if names:
            return names, paragraph[: offset + start].rstrip(" -–—/\u00a0")
    return [], paragraph


def credit_line(text: str, country: str | None = None) -> list[str]:
    """The agencies of a line that is nothing but a credit, or a byline that names some; none where it is no such."""
    names, rest = closing_credit(text, country)
    return names if not rest else []


def _starts(tail: str, *, is_whole: bool) -> list[int]:
    """Where a credit may begin, the earliest first."""
    found = [match.end() if match[0].isspace() else match.start() for match in _START.finditer(tail)]
    return [*([0] if is_whole else []), *sorted(set(found) - {0})[-_MOST_STARTS:]]


def _signed(segment: str, before: str, country: str | None) -> list[str]:
    """Canonical names of the agencies by which `segment`, behind `before`, signs."""
    line = _read(segment)
    if line is None or not line.written:
        return []
    if _ENCLOSED.fullmatch(segment):
        if _belongs_to_sentence(segment, before):
            return []
    elif not line.is_announced and not _stands_apart(segment, line, before):
        return []
    names = (agency_name(name, (country, *line.countries)) for name in line.written)
    return list(dict.fromkeys(name for name in names if name))


def _belongs_to_sentence(segment: str, before: str) -> bool:
    """The full stop stands behind the parenthesis, which explains a name: "de l'agence Associated Press (AP)."."""
    return segment.rstrip().endswith(".") and bool(before.strip()) and before.rstrip()[-1] not in '.!?…»”")]'


def _stands_apart(segment: str, line: _Line, before: str) -> bool:
    """Whether an unannounced name is a signature: by its letters, behind a slash, or alone in its paragraph."""
    is_list = "/" in segment and len(segment.split()) == 1
    if is_list or segment.lstrip("-–—* ").startswith("/") or any(map(signs_bare, line.written)):
        return True
    return not before.strip() and all(len(name) > _SHORTEST for name in line.written)


def _read(segment: str) -> _Line | None:
    """The items of `segment`, null where one of them is none of a credit."""
    line = _Line()
    address = _ADDRESS.search(segment)
    if address is not None:
        named = _of_site(address[0])
        if named is None:
            return None
        line.written.append(named)
        segment = f"{segment[: address.start()]} , {segment[address.end() :]}"
    tokens = tokenize(segment)
    if len(tokens) > _MOST_TOKENS:
        return None
    at = 0
    while tokens[at].kind is not TokenKind.END:
        end = _passed(tokens, at, line) or _item(tokens, at, line) or _other(tokens, at, line)
        if end is None:
            return None
        at = end
    return line


def _of_site(address: str) -> str | None:
    """The agency whose site an address is on: `https://www.aa.com.tr/fr/`."""
    host = host_of(address).removeprefix("www.")
    labels = host.split(".")
    return next((name for name in (host, *labels[:1]) if homonyms(name)), None)


def _passed(tokens: Sequence[Token], at: int, line: _Line) -> int | None:
    """Where what joins, announces or passes on ends: punctuation, `avec`, `Source`, `suite de l'article sur`."""
    token = tokens[at]
    if token.text in ("©", "®") or token.word in _ANNOUNCING:
        if agency(tokens, at) is None:
            line.is_announced = line.is_announced or (at == 0 or _opens(tokens, at))
            return at + 1
    elif token.kind in _PUNCTUATION:
        return at + 1
    elif token.word in _IMAGES:
        following = agency(tokens, at + 2 if tokens[at + 1].kind in _PUNCTUATION else at + 1)
        return following[1] if following is not None else at + 1
    elif (token.word in _JOINING or token.word in EDITORS) and agency(tokens, at) is None:
        return at + 1
    elif token.word in _PASSING_ON:
        line.is_announced = True
        return at + 1
    return None


def _opens(tokens: Sequence[Token], at: int) -> bool:
    """Whether only punctuation stands before the token at `at`."""
    return all(token.kind in _PUNCTUATION for token in tokens[:at])


def _item(tokens: Sequence[Token], at: int, line: _Line) -> int | None:
    """Where an agency, a date, a time or a number ends."""
    named = agency(tokens, at)
    if named is not None:
        if all(each.is_silent for each in homonyms(named[0].text)):
            return None
        line.written.append(named[0].text)
        return named[1]
    dated = filing_date(tokens, at)
    if dated is not None:
        return dated.end
    ended = time_of_day(tokens, at)
    if ended is not None:
        return ended
    return at + 1 if tokens[at].kind is TokenKind.NUMBER else None


def _other(tokens: Sequence[Token], at: int, line: _Line) -> int | None:
    """Where initials, a place, a person or the paper's own name end."""
    if tokens[at].kind is not TokenKind.WORD:
        return None
    if _is_short(tokens, at):
        return at + 1
    wider = area(tokens, at)
    if wider is not None and _is_bounded(tokens, at, wider[1]) and tokens[at - 1].kind in _PUNCTUATION:
        line.countries += sorted(wider[0])
        return wider[1]
    named = person(tokens, at, len(tokens))
    ends = (_paper(tokens, at), known_name(tokens, at), named[1] if named is not None else None)
    return next((end for end in ends if end is not None and _is_bounded(tokens, at, end)), None)


def _paper(tokens: Sequence[Token], at: int) -> int | None:
    """Where the paper's own name ends before `avec`: `L'Avenir avec Belga`, `Camer.be avec AFP`."""
    is_first = all(token.kind in _PUNCTUATION or token.word in _JOINING for token in tokens[:at])
    if not tokens[at].is_capitalised or tokens[at].word in WIRE_REMARKS or not is_first:
        return None
    for end in range(at + 1, min(at + _LONGEST_PAPER, len(tokens))):
        token = tokens[end]
        if token.word == "avec":
            return end
        is_inside = token.is_capitalised or token.kind is TokenKind.NUMBER or not token.spaced
        if not is_inside:
            return None
    return None


def _is_short(tokens: Sequence[Token], at: int) -> bool:
    """Initials, a word in capitals, or one that a slash joins to the rest: `jd/md`, `LIBERATION`, `Wet/AFP`."""
    token = tokens[at]
    is_slashed = TokenKind.SLASH in (tokens[at - 1].kind if at else None, tokens[at + 1].kind)
    is_alone = _is_bounded(tokens, at, at + 1)
    if len(token.text) <= _LONGEST_CODE and (is_slashed or (is_alone and not token.text.istitle())):
        return True
    return is_alone and (token.is_upper or (is_slashed and token.is_capitalised))


def _is_bounded(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether punctuation or a joining word stands on either side of an item, or an agency behind it."""
    return _bounds(tokens, start - 1) and (_bounds(tokens, end) or agency(tokens, end) is not None)


def _bounds(tokens: Sequence[Token], at: int) -> bool:
    if at < 0 or tokens[at].kind is TokenKind.END or tokens[at].kind in _PUNCTUATION:
        return True
    token = tokens[at]
    return token.kind is TokenKind.NUMBER or token.word in _BOUNDING


def credits_of(paragraphs: Sequence[str], country: str | None = None) -> Iterator[str]:
    """The agencies that sign a text of `paragraphs`: at its end, and in lines of their own near its edges."""
    last = len(paragraphs)
    while last and (names := credit_line(paragraphs[last - 1], country)):
        yield from names
        last -= 1
    for text in paragraphs[: min(_FIRST, last)]:
        yield from credit_line(text, country)
    for text in paragraphs[max(0, last - _LAST) : last]:
        yield from credit_line(text, country)
    if last:
        yield from closing_credit(paragraphs[last - 1], country)[0]
