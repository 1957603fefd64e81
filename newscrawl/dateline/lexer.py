"""The tokens of a lead: words, numbers and the punctuation that datelines are made of.

A token keeps its offsets, so that whatever the parser accepts can be cut from
the lead character for character.  Only the beginning of a lead is read: no
dateline is longer than `WINDOW`, and a long text costs no more than a short one.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from newscrawl.text import fold

WINDOW = 180
"""How many characters of a lead are looked at."""


class TokenKind(Enum):
    """What a token is."""

    __hash__ = object.__hash__  # sets of kinds are asked at every token, and Enum's own hash is computed in Python

    WORD = "word"
    NUMBER = "number"
    DASH = "dash"
    COMMA = "comma"
    DOT = "dot"
    COLON = "colon"
    SLASH = "slash"
    OPEN = "open"
    CLOSE = "close"
    APOSTROPHE = "apostrophe"
    QUOTE = "quote"
    OTHER = "other"
    END = "end"


_SIGNS: dict[TokenKind, str] = {
    TokenKind.DASH: r"[-\u2010-\u2015\u2212]+",
    TokenKind.COMMA: r"[,،]",
    TokenKind.DOT: r"\.",
    TokenKind.COLON: r":",
    TokenKind.SLASH: r"[/|]+",
    TokenKind.OPEN: r"[(\[]{1,2}",
    TokenKind.CLOSE: r"[)\]]{1,2}",
    TokenKind.APOSTROPHE: r"['’ʼ`´‘]",
    TokenKind.QUOTE: r"[«»“”\"„]",
    TokenKind.OTHER: r"\S",
}
_PATTERNS = {
    TokenKind.WORD: r"[^\W\d_]++(?:[\u0300-\u036f]++[^\W\d_]*)*+",
    TokenKind.NUMBER: r"\d+",
    **_SIGNS,
}
_TOKEN = re.compile(rf"(\s*+)({'|'.join(_PATTERNS.values())})")
_KIND = re.compile("|".join(f"({pattern})" for pattern in _PATTERNS.values()))
_KINDS = (TokenKind.END, *_PATTERNS)
"""The kinds by the number of their group."""


class Token(NamedTuple):
    """One token; `start` and `end` are offsets into the lead."""

    kind: TokenKind
    text: str
    start: int
    end: int
    spaced: bool
    """White space stands before it."""
    word: str
    """A word folded for comparison, an empty string for any other token."""
    is_capitalised: bool
    """A word that begins with a capital."""
    is_upper: bool
    """A word all in capitals."""


@lru_cache(maxsize=8192)
def _look(text: str) -> tuple[TokenKind, str, bool, bool]:
    """What a token of this text is, whatever stands around it: few texts are new."""
    found = _KIND.match(text)
    kind = _KINDS[(found.lastindex if found else None) or 0]
    if kind is not TokenKind.WORD:
        return kind, "", False, False
    return kind, fold(text), text[0].isupper(), text.isupper()


def tokenize(lead: str) -> list[Token]:
    """The tokens of the first `WINDOW` characters of `lead`, closed by one of kind `END`.

    A word that the window cuts in two is left out, with whatever else the window leaves behind.
    """
    tokens: list[Token] = []
    end = 0
    for space, text in _TOKEN.findall(lead[:WINDOW]):
        start = end + len(space)
        end = start + len(text)
        kind, word, is_capitalised, is_upper = _look(text)
        tokens.append(_token(Token, (kind, text, start, end, space != "", word, is_capitalised, is_upper)))
    if len(lead) > WINDOW and tokens:
        tokens.pop()
    end = tokens[-1].end if tokens else 0
    tokens.append(Token(TokenKind.END, "", end, end, True, "", False, False))
    return tokens


_token = tuple.__new__
"""A token without the call in Python that `NamedTuple` makes of it."""
