"""The productions `reporter` and `correspondent`: who filed a wire, and from where."""

from __future__ import annotations

from collections.abc import Sequence

from newscrawl.dateline.lexer import Token, TokenKind
from newscrawl.dateline.places import area, place, span
from newscrawl.dateline.tree import Mention, Node, Part
from newscrawl.dateline.vocabulary import CORRESPONDENTS, NAME_PARTICLES, SENTENCE_OPENERS

_BY = frozenset({"par", "by", "ecrit", "propos"})
_AND = frozenset({"et", "and"})
_AT = frozenset({"a", "au", "aux", "en", "de", "d"})
_LONGEST_OPENING = 16
"""Tokens up to the word that says what a reporter is."""
_LONGEST_NAME = 4
"""Capitalised words in a person's name."""


def person(tokens: Sequence[Token], start: int, limit: int) -> tuple[str, int] | None:
    """A person's name of two to four words that begins at `start`, and where it ends.

    It ends before a word that opens a sentence, where no punctuation does.
    """
    at, end, words = start, start, 0
    while at < min(limit, len(tokens) - 1) and words < _LONGEST_NAME:
        token = tokens[at]
        if token.kind is TokenKind.WORD and (
            at == start or tokens[at].spaced or tokens[at - 1].kind is not TokenKind.WORD
        ):
            if token.is_capitalised and not _opens_sentence(tokens, at):
                words, end = words + 1, at + 1
            elif token.is_capitalised or token.word not in NAME_PARTICLES or not tokens[at + 1].is_capitalised:
                break
        elif not _inside_name(tokens, at):
            break
        at += 1
    if words < 2:
        return None
    if tokens[end].kind is TokenKind.DOT and len(tokens[end - 1].text) == 1:
        end += 1
    return span(tokens, start, end), end


def _opens_sentence(tokens: Sequence[Token], at: int) -> bool:
    """The capitalised word at `at` begins a sentence, and is no particle in a name all in capitals ("JEAN LE GALL")."""
    word = tokens[at].word
    in_capitals = len(word) > 1 and word in NAME_PARTICLES and tokens[at].is_upper and tokens[at - 1].is_upper
    return word in SENTENCE_OPENERS and not in_capitals


def _inside_name(tokens: Sequence[Token], at: int) -> bool:
    """A hyphen, apostrophe or the dot of an initial within a name."""
    token = tokens[at]
    if token.kind is TokenKind.DOT:
        return len(tokens[at - 1].text) <= 2 and tokens[at - 1].is_capitalised
    return token.kind in (TokenKind.DASH, TokenKind.APOSTROPHE) and not token.spaced and not tokens[at + 1].spaced


def people(tokens: Sequence[Token], start: int, limit: int) -> tuple[list[str], int] | None:
    """One or several persons, joined by commas or "et"."""
    found = person(tokens, start, limit)
    if found is None:
        return None
    names, end = [found[0]], found[1]
    while end < limit and (
        tokens[end].kind in (TokenKind.COMMA, TokenKind.SLASH)
        or (tokens[end].kind is TokenKind.WORD and tokens[end].word in _AND)
    ):
        further = person(tokens, end + 1, limit)
        if further is None or (
            tokens[end].kind is TokenKind.COMMA and place(tokens, end + 1, unknown=False) is not None
        ):
            break
        names.append(further[0])
        end = further[1]
    return names, end


def reporter(tokens: Sequence[Token], start: int, limit: int | None = None) -> Node | None:
    """`Par Jacques Dominique`, `By Jane Doe and John Smith`."""
    if tokens[start].kind is not TokenKind.WORD or tokens[start].word not in _BY:
        return None
    found = people(tokens, start + 1, len(tokens) if limit is None else limit)
    return Node(Part.REPORTER, start, found[1], authors=tuple(found[0])) if found else None


def correspondent(tokens: Sequence[Token], start: int, *, is_placed: bool) -> Node | None:
    """`De notre correspondante à Beyrouth`, `Jean Dupont (envoyé spécial à Tunis)`, `Correspondance de Libreville`.

    Behind a place (`is_placed`) none need follow: `Rome, de notre correspondant`.
    """
    named = None if is_placed else _named(tokens, start)
    at = start if named is None else named[1] + 1
    is_open = tokens[at - 1 if named else at].kind is TokenKind.OPEN
    if is_open and named is None:
        at += 1
    end = _title(tokens, at)
    if end is None:
        return None
    authors = named[0] if named is not None else ()
    if not authors:
        authors, end = _authors(tokens, end)
        end = end + 1 if authors and tokens[end].kind is TokenKind.COMMA and not is_placed else end
    mentions: tuple[Mention, ...] = ()
    if not is_placed:
        located = _whereabouts(tokens, end)
        if located is None:
            return None
        mentions, end = located
        if not authors and tokens[end].kind is TokenKind.COMMA:
            authors, end = _authors(tokens, end + 1, otherwise=end)
    if is_open and not (tokens[end - 1].kind is TokenKind.CLOSE and len(tokens[end - 1].text) > 1):
        if tokens[end].kind is not TokenKind.CLOSE:
            return None
        end += 1
    return Node(Part.CORRESPONDENT, start, end, is_enclosed=is_open, mentions=mentions, authors=authors)


def _named(tokens: Sequence[Token], start: int) -> tuple[tuple[str, ...], int] | None:
    """Who is named before the formula, and the comma or parenthesis behind: `Par Jean Dupont, `, `Jean Dupont (`."""
    if not any(token.word in CORRESPONDENTS for token in tokens[start : start + _LONGEST_OPENING]):
        return None
    at = start + 1 if tokens[start].word in _BY else start
    found = people(tokens, at, len(tokens)) if tokens[at].is_capitalised else None
    if found is None or tokens[found[1]].kind not in (TokenKind.COMMA, TokenKind.OPEN):
        return None
    return tuple(found[0]), found[1]


def _authors(tokens: Sequence[Token], start: int, otherwise: int | None = None) -> tuple[tuple[str, ...], int]:
    """The persons named at `start`, and where they end; none, and `otherwise` or `start`."""
    found = people(tokens, start, len(tokens))
    return (tuple(found[0]), found[1]) if found is not None else ((), start if otherwise is None else otherwise)


def _whereabouts(tokens: Sequence[Token], at: int) -> tuple[tuple[Mention, ...], int] | None:
    """`à Tunis`, `en Allemagne`: a country is no place."""
    if tokens[at].word not in _AT:
        return None
    at = at + 2 if tokens[at + 1].kind is TokenKind.APOSTROPHE else at + 1
    found = place(tokens, at, unknown=False)
    if found is None and (wider := area(tokens, at)) is not None:
        return (), wider[1]
    found = found or place(tokens, at, unknown=True)
    return ((found[0],), found[1]) if found is not None else None


def correspondent_note(tokens: Sequence[Token], start: int, close: int) -> Node | None:
    """`(de notre correspondant)`, `(envoyée spéciale)`: a parenthesis that names no agency."""
    end = _title(tokens, start + 1)
    if end is None:
        return None
    named = people(tokens, end, close) if end < close else None
    if named is not None:
        end = named[1]
    if end != close:
        return None
    return Node(Part.NOTE, start, close + 1, is_enclosed=True, authors=tuple(named[0]) if named else ())


def _title(tokens: Sequence[Token], start: int) -> int | None:
    """Where `De notre correspondante permanente`, `notre envoyé spécial`, `Correspondance` ends."""
    at = start
    if tokens[at].kind is TokenKind.WORD and tokens[at].word in ("de", "par", "d"):
        at += 1
    if tokens[at].kind is TokenKind.WORD and tokens[at].word in ("notre", "nos", "votre", "son"):
        at += 1
    first = at
    while tokens[at].kind is TokenKind.WORD and tokens[at].word in CORRESPONDENTS:
        at += 1
    return at if at > first else None
