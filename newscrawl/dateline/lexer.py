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


_PATTERNS: dict[TokenKind, str] = {
    TokenKind.WORD: r"[^\W\d_]++(?:[\u0300-\u036f]++[^\W\d_]*)*+",
    TokenKind.NUMBER: r"\d+",
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
_TOKEN = re.compile("|".join(f"({pattern})" for pattern in _PATTERNS.values()))


class Token(NamedTuple):
    """One token; `start` and `end` are offsets into the lead."""

    kind: TokenKind
    text: str
    start: int
    end: int
    spaced: bool
    """White space stands before it."""

    @property
    def word(self) -> str:
        """A word folded for comparison, an empty string for any other token."""
        return folded(self.text) if self.kind is TokenKind.WORD else ""

    @property
    def is_capitalised(self) -> bool:
        """A word that begins with a capital."""
        return self.kind is TokenKind.WORD and self.text[0].isupper()

    @property
    def is_upper(self) -> bool:
        """A word all in capitals."""
        return self.kind is TokenKind.WORD and self.text.isupper()


@lru_cache(maxsize=8192)
def folded(word: str) -> str:
    """`word` without case and accents; words recur."""
    return fold(word)


_KINDS = (TokenKind.END, *_PATTERNS)
"""The kinds by the number of their group."""


def tokenize(lead: str) -> list[Token]:
    """The tokens of the first `WINDOW` characters of `lead`, closed by one of kind `END`.

    A word that the window cuts in two is left out, with whatever else the window leaves behind.
    """
    text = lead[:WINDOW]
    tokens: list[Token] = []
    end = 0
    for match in _TOKEN.finditer(text):
        start, before = match.start(), end
        end = match.end()
        tokens.append(Token(_KINDS[match.lastindex or 0], match[0], start, end, start > before))
    if len(lead) > WINDOW and tokens:
        tokens.pop()
    end = tokens[-1].end if tokens else 0
    tokens.append(Token(TokenKind.END, "", end, end, spaced=True))
    return tokens
