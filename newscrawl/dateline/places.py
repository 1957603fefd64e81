"""The production `place_list`: one or several places with the countries and regions beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from newscrawl.dateline.gazetteer import (
    LARGE_TOWN,
    LONGEST_NAME,
    country_codes,
    may_begin_area,
    place_key,
    region_countries,
    spots,
)
from newscrawl.dateline.lexer import Token, TokenKind
from newscrawl.dateline.tree import Mention, Node, Part
from newscrawl.dateline.vocabulary import CARDINAL_POINTS, SENTENCE_OPENERS, THEMES, words
from newscrawl.text import fold

_NAME_KINDS = frozenset({TokenKind.WORD, TokenKind.DASH, TokenKind.APOSTROPHE, TokenKind.DOT, TokenKind.NUMBER})
_PARTICLES = words("de du des la le les sur sous en et d l s lès lez aux à au el al san di del bin ben ould")
_AND = frozenset({"et", "and", "y"})
_VENUES = frozenset({"nations unies", "united nations", "onu", "un", "o n u", "nations unis"})
_AFTER_AREAS = frozenset(
    {TokenKind.COMMA, TokenKind.OPEN, TokenKind.CLOSE, TokenKind.DASH, TokenKind.SLASH, TokenKind.COLON, TokenKind.END}
)
_LONGEST_PHRASE = 16
"""Tokens in a description of where something was filed."""
MOST_PLACES = 6
"""Places in one dateline."""


def place_list(tokens: Sequence[Token], start: int, *, unknown: bool, most: int = MOST_PLACES) -> Node | None:
    """One to `most` places; `unknown` lets a name stand that the gazetteer lacks."""
    found = place(tokens, start, unknown=unknown)
    if found is None:
        return None
    mentions, end = [found[0]], found[1]
    while len(mentions) < most:
        following = _next_place(tokens, end, mentions[-1])
        if following is None:
            break
        mentions.append(following[0])
        end = following[1]
    return Node(Part.PLACE_LIST, start, end, mentions=tuple(mentions))


def _next_place(tokens: Sequence[Token], at: int, before: Mention) -> tuple[Mention, int] | None:
    """The place that a slash, "et", comma or dash joins to the one before."""
    token = tokens[at]
    if token.text == "/":
        found = place(tokens, at + 1, unknown=before.is_upper)
        return found if found is not None and (found[0].is_known or found[0].is_upper) else None
    if token.kind is TokenKind.WORD and token.word in _AND:
        return place(tokens, at + 1, unknown=False)
    if token.kind in (TokenKind.COMMA, TokenKind.DASH):
        found = place(tokens, at + 1, unknown=False)
        goes_on = found is not None and tokens[found[1]].kind in (TokenKind.OPEN, TokenKind.COMMA, TokenKind.SLASH)
        if found is not None and goes_on and found[0].is_upper is before.is_upper:
            return found
    return None


def prepositional(tokens: Sequence[Token], start: int) -> Node | None:
    """`A Amiens`, `Fait à Bruxelles`, before a date."""
    at = start + 1 if tokens[start].word == "fait" else start
    if tokens[at].word != "a":
        return None
    found = place(tokens, at + 1, unknown=False)
    if found is None or tokens[found[1]].kind is not TokenKind.COMMA:
        return None
    return Node(Part.PLACE_LIST, start, found[1], mentions=(found[0],), is_prepositional=True)


def place(tokens: Sequence[Token], start: int, *, unknown: bool) -> tuple[Mention, int] | None:
    """A place with its qualifiers, and where it ends."""
    end = known_name(tokens, start)
    is_known = end is not None
    if end is None and unknown and not _is_heading_word(tokens[start]):
        end = unknown_name(tokens, start)
    if end is None:
        return None
    upper = all(token.is_upper for token in tokens[start:end] if token.kind is TokenKind.WORD)
    mention = Mention(span(tokens, start, end), is_known, upper)
    return qualified(tokens, end, mention)


def _is_heading_word(token: Token) -> bool:
    """`Reportage`, `Hier`: what stands before a date or a dash without being a place."""
    return not token.is_upper and (token.word in THEMES or token.word in SENTENCE_OPENERS)


def known_name(tokens: Sequence[Token], start: int) -> int | None:
    """Where the longest name of the gazetteer that begins at `start` ends; a country that is no town is none."""
    if not tokens[start].is_capitalised:
        return None
    for end, name in reversed(_possible_names(tokens, start)):
        if _is_town(name):
            return end
    return None


@lru_cache(maxsize=8192)
def _is_town(name: str) -> bool:
    """A place, and no mere country: one whose capital has the same name is both ("Luxembourg", "Djibouti")."""
    codes = country_codes(name)
    towns = spots(name)
    return bool(towns) and (
        not codes or any(spot.country in codes and spot.rank > 4 for spot in towns if not spot.is_secondary)
    )


def _possible_names(tokens: Sequence[Token], start: int) -> list[tuple[int, str]]:
    """Every token at which a name that begins at `start` could end, and the name up to it, the nearest first."""
    names = []
    name = ""
    for at in range(start, min(start + LONGEST_NAME, len(tokens) - 1)):
        token = tokens[at]
        if token.kind not in _NAME_KINDS or (token.kind is TokenKind.DASH and len(token.text) > 1):
            break
        if token.kind is TokenKind.DOT and not (at > start and len(tokens[at - 1].text) <= 3):
            break
        if token.kind is TokenKind.NUMBER and at == start:
            break
        name += f" {token.text}" if token.spaced and name else token.text
        if token.kind is TokenKind.WORD:
            names.append((at + 1, name))
    return names


def unknown_name(tokens: Sequence[Token], start: int) -> int | None:
    """Where a run of at most five capitalised words, particles and hyphens between them, ends."""
    end = None
    words = 0
    for at in range(start, len(tokens) - 1):
        token = tokens[at]
        if token.is_capitalised and (end is None or not _begins_sentence(tokens, at)):
            words += 1
            end = at + 1
        elif not (
            end is not None
            and (
                (token.kind is TokenKind.WORD and token.word in _PARTICLES)
                or token.kind is TokenKind.APOSTROPHE
                or (
                    token.kind is TokenKind.DASH
                    and len(token.text) == 1
                    and not token.spaced
                    and not tokens[at + 1].spaced
                )
            )
        ):
            break
        if words > 5:
            return None
    if end is not None and end > start + 1 and not tokens[start].is_upper and _is_code(tokens[end - 1]):
        end -= 1
    return end


def _is_code(token: Token) -> bool:
    """A canton or state behind a town: `BE`."""
    return token.is_upper and len(token.text) == 2 and bool(region_countries(token.text))


def _begins_sentence(tokens: Sequence[Token], at: int) -> bool:
    """`Le` in `Zzville Le ministre`."""
    token, following = tokens[at], tokens[at + 1]
    goes_on = following.kind is not TokenKind.END and not following.is_capitalised
    return goes_on and token.spaced and token.word in SENTENCE_OPENERS


def elsewhere(tokens: Sequence[Token]) -> int | None:
    """Where the words before the first parenthesis or comma of a lead end: `Au large de Lampedusa`, at most ten."""
    if not tokens[0].is_capitalised:
        return None
    for at in range(1, len(tokens)):
        token = tokens[at]
        if token.kind in (TokenKind.OPEN, TokenKind.COMMA):
            return at
        is_inside = token.kind in (TokenKind.WORD, TokenKind.APOSTROPHE, TokenKind.NUMBER) or (
            token.kind is TokenKind.DASH and not token.spaced
        )
        if not is_inside or at > _LONGEST_PHRASE:
            return None
    return None


def qualified(tokens: Sequence[Token], end: int, mention: Mention) -> tuple[Mention, int]:
    """`mention` with the countries, regions and quarters written beside it, and where these end."""
    for _ in range(3):
        found = _qualifier(tokens, end)
        if found is None or _repeats(tokens, end, found[1], mention):
            break
        countries, end = found
        beside = mention.beside & countries if mention.beside and mention.beside & countries else countries
        mention = replace(mention, beside=beside or mention.beside, is_qualified=True)
    return mention, end


def _repeats(tokens: Sequence[Token], start: int, end: int, mention: Mention) -> bool:
    """`Brazzaville (Brazzaville)`: the trail of a site, not where the town lies."""
    is_enclosed = tokens[start].kind is TokenKind.OPEN
    return is_enclosed and place_key(span(tokens, start + 1, end - 1)) == place_key(mention.text)


def _qualifier(tokens: Sequence[Token], at: int) -> tuple[frozenset[str], int] | None:
    kind = tokens[at].kind
    if kind is TokenKind.OPEN:
        found = area(tokens, at + 1)
        while found is not None and tokens[found[1]].kind is TokenKind.COMMA:
            wider = area(tokens, found[1] + 1)
            found = (wider[0] & found[0] or wider[0], wider[1]) if wider else None
        if found is not None and tokens[found[1]].kind is TokenKind.CLOSE:
            return found[0], found[1] + 1
        return _described(tokens, at + 1)
    if kind is TokenKind.COMMA or (kind is TokenKind.DASH and (tokens[at].spaced or tokens[at + 1].spaced)):
        found = area(tokens, at + 1)
        if found is not None and tokens[found[1]].kind in _AFTER_AREAS:
            return found
        if found is not None and kind is TokenKind.COMMA and tokens[found[1]].kind is TokenKind.DOT:
            return found
    if kind is TokenKind.WORD:
        found = area(tokens, at)
        if found is not None and tokens[found[1]].kind in (TokenKind.OPEN, TokenKind.COMMA):
            return found
    return None


def _described(tokens: Sequence[Token], start: int) -> tuple[frozenset[str], int] | None:
    """A parenthesis that says where a place lies: `dans l'est du Tchad`, `banlieue de Tunis`, `Abidjan`, `nord`."""
    at = start
    while tokens[at].kind in _NAME_KINDS and not tokens[at].is_capitalised and at - start < _LONGEST_PHRASE:
        at += 1
    close = next((end for end in range(start, len(tokens) - 1) if tokens[end].kind not in _NAME_KINDS), start)
    inside = {token.word for token in tokens[start:close]} - _PARTICLES - {""}
    if tokens[close].kind is TokenKind.CLOSE and inside and inside <= CARDINAL_POINTS:
        return frozenset(), close + 1
    wider = area(tokens, at)
    if wider is None:
        end = known_name(tokens, at)
        rank = max((spot.rank for spot in spots(span(tokens, at, end))), default=0) if end is not None else 0
        if end is None or rank < LARGE_TOWN or (at == start and tokens[at].is_upper):
            return None
        wider = frozenset(spot.country for spot in spots(span(tokens, at, end))[:1]), end
    return (wider[0], wider[1] + 1) if tokens[wider[1]].kind is TokenKind.CLOSE else None


def area(tokens: Sequence[Token], start: int) -> tuple[frozenset[str], int] | None:
    """The countries of the longest country, region or venue written at `start`, and where it ends."""
    if not tokens[start].is_capitalised or not may_begin_area(tokens[start].text):
        return None
    for end in reversed(_ends_of_areas(tokens, start)):
        name = span(tokens, start, end)
        codes = country_codes(name) or region_countries(name)
        if codes:
            return frozenset(codes), end
        if place_key(name) in _VENUES:
            return frozenset(), end
    return None


def _ends_of_areas(tokens: Sequence[Token], start: int) -> list[int]:
    """As for names, but abbreviations keep their dots ("T.-N.-L.", "Qc.")."""
    ends = []
    for at in range(start, min(start + LONGEST_NAME, len(tokens) - 1)):
        token = tokens[at]
        if (
            token.kind not in _NAME_KINDS
            or token.kind is TokenKind.NUMBER
            or (token.kind is TokenKind.DASH and len(token.text) > 1)
        ):
            break
        if token.kind in (TokenKind.WORD, TokenKind.DOT):
            ends.append(at + 1)
    return ends


def span(tokens: Sequence[Token], start: int, end: int) -> str:
    """The tokens from `start` to `end` as written, a space for any white space between them."""
    return "".join([f" {token.text}" if token.spaced else token.text for token in tokens[start:end]]).lstrip()


def as_name(text: str) -> str:
    """A place's name as written, capitals throughout made ordinary ("TIZI WEZZU" → "Tizi Wezzu")."""
    text = " ".join(text.split())
    if not text.isupper():
        return text
    pieces: list[str] = []
    word = ""
    for char in text + " ":
        if char.isalpha():
            word += char
            continue
        pieces += [_recased(word, first=not pieces), char]
        word = ""
    return "".join(pieces).strip()


def _recased(word: str, *, first: bool) -> str:
    return word.lower() if not first and fold(word) in _PARTICLES else word.capitalize()
