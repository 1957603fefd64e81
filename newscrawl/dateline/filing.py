"""The production `filing_date`, and the time and the Islamic date that can stand beside it."""

from __future__ import annotations

from collections.abc import Sequence

from newscrawl.dateline.lexer import Token, TokenKind, tokenize
from newscrawl.dateline.tree import Node, Part
from newscrawl.dateline.vocabulary import HIJRI_WORDS
from newscrawl.dates.words import MONTHS_ANYWHERE as MONTHS
from newscrawl.dates.words import WEEKDAY_NAMES as WEEKDAYS
from newscrawl.dates.written import WrittenDate
from newscrawl.dates.zones import ABBREVIATIONS

_ARTICLES = frozenset({"le", "ce", "el", "on", "du"})
_BEGINNINGS = _ARTICLES | WEEKDAYS.keys() | MONTHS.keys()
_ORDINALS = frozenset({"er", "ere", "eme", "e", "st", "nd", "rd", "th", "ᵉʳ"})
_OF = frozenset({"de", "of", "del", "d"})
_HOUR_MARKS = frozenset({"h", "hrs", "heures", "heure", "h."})
_ZONES = ABBREVIATIONS.keys() | {"et"}
_AFTER_DAY = frozenset({TokenKind.OPEN, TokenKind.DASH, TokenKind.END})
_NUMERIC_JOINTS = (TokenKind.SLASH, TokenKind.DOT, TokenKind.DASH)


def read_date(text: str) -> WrittenDate | None:
    """The parts of a date written as `text` ("le 10 février"), null where it is none."""
    node = filing_date(tokenize(text), 0)
    return node.written if node else None


def filing_date(tokens: Sequence[Token], start: int) -> Node | None:
    """A date as datelines write it, a weekday before it and a time behind it included."""
    if tokens[start].kind is not TokenKind.NUMBER and tokens[start].word not in _BEGINNINGS:
        return None
    at = start + 1 if _word(tokens, start) in _ARTICLES else start
    weekday = WEEKDAYS.get(_word(tokens, at))
    after_weekday = at
    if weekday is not None:
        after_weekday = _skip(tokens, at + 1, TokenKind.DOT) if len(tokens[at].text) <= 4 else at + 1
        after_weekday = _skip(tokens, after_weekday, TokenKind.COMMA)
        if _word(tokens, after_weekday) in _ARTICLES:
            after_weekday += 1
    for shape in (_day_month, _month_day, _iso, _numeric, _day_alone):
        found = shape(tokens, after_weekday)
        if found is not None and found[0].exists and not (shape is _day_alone and at == start and weekday is None):
            written, end = found
            written = WrittenDate(written.day, written.month, written.year, weekday)
            return _with_time(tokens, start, end, written)
    if weekday is not None and len(tokens[at].text) > 3:
        return _with_time(tokens, start, at + 1, WrittenDate(weekday=weekday))
    return None


def day_of_filing(tokens: Sequence[Token], start: int) -> Node | None:
    """`23`, as the press before 2000 dated behind a place: `BERLIN, 23 (D. N. B.)`, `Londres, 5. —`."""
    found = _day_alone(tokens, start)
    if found is None or tokens[found[1]].kind is TokenKind.COMMA:
        return None
    return Node(Part.FILING_DATE, start, found[1], written=found[0], date_span=(start, found[1]))


def _with_time(tokens: Sequence[Token], start: int, end: int, written: WrittenDate) -> Node:
    at = _skip(tokens, end, TokenKind.COMMA, TokenKind.DASH, TokenKind.SLASH)
    after = time_of_day(tokens, at)
    if (
        after is not None
        and tokens[at - 1].kind is TokenKind.DASH
        and tokens[after].kind in (TokenKind.COMMA, TokenKind.NUMBER, TokenKind.WORD)
    ):
        after = None  # behind a dash the sentence has begun: "– À 19 h 47, un signal"
    return Node(Part.FILING_DATE, start, after or end, written=written, date_span=(start, end))


def _day_month(tokens: Sequence[Token], at: int) -> tuple[WrittenDate, int] | None:
    """`10 février`, `1er mars 2001`, `2 déc. 2025`, `27mars`, `18-août-2020`, `10 de Febrero`."""
    day = _number(tokens, at, 1, 31)
    if day is None:
        return None
    at += 1
    if _word(tokens, at) in _ORDINALS:
        at += 1
    at = _skip(tokens, at, TokenKind.DASH)
    if _word(tokens, at) in _OF:
        at += 1
    month = MONTHS.get(_word(tokens, at))
    if month is None:
        return None
    year, end = _year_after(tokens, at)
    return WrittenDate(day, month, year), end


def _month_day(tokens: Sequence[Token], at: int) -> tuple[WrittenDate, int] | None:
    """`Feb. 9, 2022`, `March 3`."""
    month = MONTHS.get(_word(tokens, at))
    if month is None or not tokens[at].is_capitalised:
        return None
    dot = _skip(tokens, at + 1, TokenKind.DOT)
    day = _number(tokens, dot, 1, 31)
    if day is None or len(tokens[dot].text) > 2:
        return None
    end = dot + 1
    if _word(tokens, end) in _ORDINALS:
        end += 1
    comma = _skip(tokens, end, TokenKind.COMMA)
    year = _year(tokens[comma])
    return (WrittenDate(day, month, year), comma + 1) if year else (WrittenDate(day, month), end)


def _iso(tokens: Sequence[Token], at: int) -> tuple[WrittenDate, int] | None:
    """`2010-10-01`, `2010/10/01`."""
    if (
        len(tokens) < at + 6
        or tokens[at + 1].kind not in _NUMERIC_JOINTS
        or tokens[at + 3].kind is not tokens[at + 1].kind
    ):
        return None
    year, month, day = _year(tokens[at]), _number(tokens, at + 2, 1, 12), _number(tokens, at + 4, 1, 31)
    if year is None or month is None or day is None:
        return None
    return WrittenDate(day, month, year), at + 5


def _numeric(tokens: Sequence[Token], at: int) -> tuple[WrittenDate, int] | None:
    """`29/03`, `1.10.2010`, `11/06/14`, `12-03-2020`: the day first, unless no month has that number."""
    if len(tokens) < at + 4 or tokens[at + 1].kind not in _NUMERIC_JOINTS or len(tokens[at + 1].text) > 1:
        return None
    first, second = _number(tokens, at, 1, 31), _number(tokens, at + 2, 1, 31)
    if first is None or second is None or len(tokens[at].text) > 2 or len(tokens[at + 2].text) > 2:
        return None
    day, month = (first, second) if second <= 12 else (second, first)
    end = at + 3
    if tokens[end].kind is tokens[at + 1].kind:
        year = _year(tokens[end + 1]) or _short_year(tokens, end + 1)
        if year is not None:
            return WrittenDate(day, month, year), end + 2
    if tokens[at + 1].kind is not TokenKind.SLASH or month > 12:
        return None
    return WrittenDate(day, month), end


def _day_alone(tokens: Sequence[Token], at: int) -> tuple[WrittenDate, int] | None:
    """`le 5`, `mardi 5`: a day whose month its reader knew."""
    day = _number(tokens, at, 1, 31)
    if day is None or len(tokens[at].text) > 2:
        return None
    end = at + 1 if _word(tokens, at + 1) not in _ORDINALS else at + 2
    if tokens[end].kind is TokenKind.DOT and tokens[end + 1].kind in _AFTER_DAY:
        return WrittenDate(day), end
    return (WrittenDate(day), end) if tokens[end].kind in _AFTER_DAY | {TokenKind.COMMA, TokenKind.CLOSE} else None


def _year_after(tokens: Sequence[Token], month_at: int) -> tuple[int | None, int]:
    """The year behind the month at `month_at`, and where the date ends."""
    end = month_at + 1
    abbreviated = _skip(tokens, end, TokenKind.DOT) if len(tokens[month_at].text) <= 5 else end
    at = _skip(tokens, abbreviated, TokenKind.COMMA, TokenKind.DASH, TokenKind.APOSTROPHE)
    if _word(tokens, at) in _OF:
        at += 1
    year = _year(tokens[at])
    if year is None and tokens[at - 1].kind is not TokenKind.DASH:
        year = _short_year(tokens, at)
    if year is not None:
        return year, at + 1
    is_full_name = len(tokens[month_at].text) > 5 or tokens[month_at].word in (
        "mars",
        "mai",
        "juin",
        "aout",
        "avril",
    )
    return None, end if is_full_name else abbreviated


def _year(token: Token) -> int | None:
    if token.kind is TokenKind.NUMBER and len(token.text) == 4 and token.text[:2] in ("19", "20"):
        return int(token.text)
    return None


def _short_year(tokens: Sequence[Token], at: int) -> int | None:
    """`23` for 2023, where the sentence cannot go on with that number."""
    token = tokens[at]
    if token.kind is not TokenKind.NUMBER or len(token.text) != 2:
        return None
    following = tokens[at + 1]
    if following.kind is TokenKind.WORD and not following.is_capitalised:
        return None
    return 2000 + int(token.text) if following.kind not in (TokenKind.COLON, TokenKind.SLASH) else None


def time_of_day(tokens: Sequence[Token], at: int) -> int | None:
    """Where a time that begins at `at` ends ("14h30", "à 14:30 GMT", "13H00"), null where none does."""
    if _word(tokens, at) == "a":
        at += 1
    if _number(tokens, at, 0, 24) is None or len(tokens) < at + 3:
        return None
    mark = tokens[at + 1]
    if mark.kind is TokenKind.COLON and tokens[at + 2].kind is TokenKind.NUMBER and len(tokens[at + 2].text) == 2:
        end = at + 3
    elif mark.kind is TokenKind.WORD and mark.word in _HOUR_MARKS:
        end = at + 3 if tokens[at + 2].kind is TokenKind.NUMBER and not tokens[at + 2].spaced else at + 2
    else:
        return None
    if _word(tokens, end) not in _ZONES or not tokens[end].is_upper:
        return end
    return end + 3 if tokens[end + 1].text == "+" and tokens[end + 2].kind is TokenKind.NUMBER else end + 1


def hijri_date(tokens: Sequence[Token], start: int) -> Node | None:
    """A date of the Islamic calendar ("21 Dhou Al-Hijja 1436 H."), or what a cut left of one ("Hijjah 1436.")."""
    at = start
    words = 0
    while words < 8:
        token = tokens[at]
        if token.kind is TokenKind.WORD and token.word in HIJRI_WORDS:
            words += 1
        elif not (
            token.kind in (TokenKind.DASH, TokenKind.APOSTROPHE, TokenKind.COMMA)
            or (token.kind is TokenKind.NUMBER and len(token.text) <= 2)
        ):
            break
        at += 1
    token = tokens[at]
    if not words or token.kind is not TokenKind.NUMBER or len(token.text) != 4 or token.text[:2] not in ("14", "13"):
        return None
    end = at + 1
    if tokens[end].text in ("H", "h", "AH"):
        end += 1
    return Node(Part.HIJRI_DATE, start, end)


def _word(tokens: Sequence[Token], at: int) -> str:
    """The folded word at `at`, or an empty string."""
    return tokens[at].word if at < len(tokens) else ""


def _number(tokens: Sequence[Token], at: int, low: int, high: int) -> int | None:
    if at >= len(tokens) or tokens[at].kind is not TokenKind.NUMBER or len(tokens[at].text) > 4:
        return None
    value = int(tokens[at].text)
    return value if low <= value <= high else None


def _skip(tokens: Sequence[Token], at: int, *kinds: TokenKind) -> int:
    """Just behind the token at `at` if it is of one of `kinds`."""
    return at + 1 if tokens[at].kind in kinds else at
