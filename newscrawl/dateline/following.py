"""What stands behind a dateline: whether a sentence begins there."""

from __future__ import annotations

from collections.abc import Sequence

from newscrawl.dateline.gazetteer import spots
from newscrawl.dateline.lexer import Token, TokenKind
from newscrawl.dateline.places import area, known_name, span
from newscrawl.dateline.vocabulary import SENTENCE_OPENERS

WELL_KNOWN = 4.7
"""Rank (about 50,000 inhabitants) from which a name behind a dash is taken for a place rather than a person."""

_SKIPPED_SIGNS = frozenset({"…", "#", "@", "¿", "¡"})
_HEADING_SIGNS = frozenset(
    {TokenKind.DASH, TokenKind.COLON, TokenKind.OPEN, TokenKind.NUMBER, TokenKind.END, TokenKind.SLASH, TokenKind.DOT}
)
_LONGEST_HEADING = 4
"""Words before the colon of a heading."""


class Following:
    """The tokens from `at` on, past opening quotation marks.

    Where nothing follows, nothing speaks against a dateline: it is a paragraph of its own.
    """

    def __init__(self, tokens: Sequence[Token], at: int) -> None:
        while tokens[at].kind in (TokenKind.QUOTE, TokenKind.APOSTROPHE) or tokens[at].text in _SKIPPED_SIGNS:
            at += 1
        self._tokens = tokens
        self._at = at
        self._token = tokens[at]
        self._after = tokens[min(at + 1, len(tokens) - 1)]

    @property
    def is_end(self) -> bool:
        """Nothing stands there."""
        return self._token.kind is TokenKind.END

    @property
    def is_capital(self) -> bool:
        """A capitalised word, or nothing."""
        return self.is_end or self._token.is_capitalised

    @property
    def is_parenthesis(self) -> bool:
        """An opening parenthesis."""
        return self._token.kind is TokenKind.OPEN

    @property
    def can_open(self) -> bool:
        """Something a sentence can begin with, or the end of the paragraph."""
        return self.is_capital or self._token.kind is TokenKind.NUMBER

    @property
    def opens_clearly(self) -> bool:
        """A capitalised article, preposition or pronoun, which only begins sentences, or nothing."""
        return self.is_end or (self.is_capital and self._token.word in SENTENCE_OPENERS)

    @property
    def opens_plainly(self) -> bool:
        """As `opens_clearly`, and no name follows: "Des élèves", but not "Le Havre" nor "Les Républicains"."""
        goes_on = self._after.kind is TokenKind.WORD and not self._after.is_capitalised
        return self.is_end or (self.opens_clearly and (goes_on or self._after.kind is TokenKind.APOSTROPHE))

    @property
    def is_place(self) -> bool:
        """The name of a well-known place, unless it is a word that opens sentences."""
        end = known_name(self._tokens, self._at)
        if end is None or self.opens_plainly:
            return False
        name = span(self._tokens, self._at, end)
        if self._tokens[end].is_capitalised and not name.isupper():
            return False  # a longer name: `Manchester United`
        return "-" in name or any(spot.rank >= WELL_KNOWN and not spot.is_secondary for spot in spots(name))

    @property
    def is_heading(self) -> bool:
        """A second place, or a few capitalised words, before a dash or colon: `Paris - Nice : la course`."""
        end = known_name(self._tokens, self._at)
        if end is None:
            wider = area(self._tokens, self._at)
            end = wider[1] if wider else None
        is_article = end == self._at + 1 and self._token.word in SENTENCE_OPENERS
        if end is not None and not is_article and self._tokens[end].kind in _HEADING_SIGNS:
            return True
        at = self._at
        while at - self._at < _LONGEST_HEADING and (
            self._tokens[at].is_capitalised or self._tokens[at].kind is TokenKind.NUMBER
        ):
            at += 1
        return at > self._at and self._tokens[at].kind is TokenKind.COLON

    @property
    def is_shouted(self) -> bool:
        """Words in capitals go on: the whole is a headline."""
        words = [
            token
            for token in self._tokens[self._at : self._at + 4]
            if token.kind is TokenKind.WORD and len(token.text) > 1
        ]
        return len(words) >= 2 and all(word.is_upper for word in words)
