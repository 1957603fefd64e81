"""Agencies and brands: what a dateline, a byline or a credit line calls them, and their canonical names.

The table is `data/agencies.tsv`.  Names are compared by letters and digits
alone ("Boursier.com", "KEYSTONE - ATS"); homonyms (APS of Senegal and of
Algeria) are told apart by the countries that the context suggests.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from newscrawl.bounds import unbounded
from newscrawl.text import fold

LONGEST_NAME = 8
"""Tokens in the longest alias, punctuation included."""

_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency, brand, paper or distributor of communiqués."""

    name: str
    """Canonical name, with the country in parentheses where it has a homonym."""
    country: str
    """ISO 3166-1 alpha-2 code of its seat."""
    scope: str
    """`national` (files from its own country), `world`, `wire` (communiqués), `press` (papers and sites), or `silent`:
    an organisation that stands in datelines without being an agency."""
    wikidata: str | None
    """Wikidata item, where known for certain."""
    aliases: tuple[str, ...] = ()

    @property
    def is_silent(self) -> bool:
        """Never named among the agencies of an article."""
        return self.scope == "silent"

    def is_written(self, name: str) -> bool:
        """Whether one of its names has the words of `name`, joined or not as there."""
        return _spaced(name) in map(_spaced, (self.name, self.name.partition(" (")[0], *self.aliases))


def _spaced(name: str) -> str:
    return " ".join(fold(name).split())


def agency_key(name: str) -> str:
    """What two writings of one name have in common: folded letters and digits."""
    return _NOT_ALPHANUMERIC.sub("", fold(name))


@cache
def all_agencies() -> tuple[Agency, ...]:
    """Every agency of the table, in its order."""
    table = files(__package__).joinpath("data/agencies.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in table[1:] if not line.startswith("#")]
    return tuple(
        Agency(name, country, scope, wikidata or None, tuple(alias for alias in aliases.split(";") if alias))
        for name, country, scope, wikidata, aliases in rows
    )


@cache
@unbounded()
def _by_key() -> dict[str, tuple[Agency, ...]]:
    table: dict[str, tuple[Agency, ...]] = {}
    for agency in all_agencies():
        for key in sorted({agency_key(agency.name), agency_key(agency.name.partition(" (")[0])}):
            table[key] = (*table.get(key, ()), agency)
        for key in sorted({agency_key(alias) for alias in agency.aliases}):
            if agency not in table.get(key, ()):
                table[key] = (*table.get(key, ()), agency)
    return table


_DISTINCTIVE = 3
"""Letters of a word that already rule out most names."""


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(key[:length] for key in _by_key() for length in range(1, _DISTINCTIVE + 1))


@lru_cache(maxsize=8192)
def may_begin_agency(word: str) -> bool:
    """Whether the name of an agency could begin with `word`; a quick look before the name is put together."""
    return agency_key(word)[:_DISTINCTIVE] in _beginnings()


@lru_cache(maxsize=8192)
def homonyms(name: str) -> tuple[Agency, ...]:
    """Every agency called `name`, in any writing."""
    return _by_key().get(agency_key(name), ())


@lru_cache(maxsize=8192)
def is_called(name: str) -> bool:
    """Whether an agency is called `name`; slashes join agencies and initials, unless a name has one: `AI/CA/ANP`."""
    found = homonyms(name)
    return bool(found) and ("/" not in name or any("/" in alias for agency in found for alias in agency.aliases))


def find_agency(name: str, countries: Sequence[str | None] = ()) -> Agency | None:
    """The agency called `name`; among homonyms the one of the first of `countries` that has one, else the first.

    Of agencies that differ in their spaces ("LaPresse", "La Presse"), only one that is written so is meant.
    """
    candidates = homonyms(name)
    if len(candidates) > 1:
        candidates = tuple(agency for agency in candidates if agency.is_written(name)) or candidates
    for country in countries:
        for candidate in candidates:
            if candidate.country == country:
                return candidate
    return candidates[0] if candidates else None


def agency_name(written: str, countries: Sequence[str | None] = ()) -> str | None:
    """The canonical name of the agency called `written`, null where none is.

    Where none of `countries` tells homonyms apart, it is the name that they share.
    """
    found = find_agency(written, countries)
    if found is None or found.is_silent:
        return None
    return found.name if is_told(found, written, countries) else found.name.partition(" (")[0]


def is_told(found: Agency, written: str, countries: Sequence[str | None]) -> bool:
    """Whether the agency found for `written` is the only one of that name, or one of the countries is its own."""
    return found.country in countries or len(homonyms(written)) == 1


_JOINTS = re.compile(r"\s*(?:[,;/|&+·•]|\s[-–—]\s|(?<![\w-])(?:et|avec|and|with|via)(?![\w-]))\s*", re.IGNORECASE)
_BYLINE_PREFIX = re.compile(
    r"^\s*(?:publi[ée]e?\s+|[ée]crite?\s+|r[ée]dig[ée]e?\s+|propos\s+recueillis\s+)?"
    r"(?:(?:par|by|de|avec|with|source|sources)\b\s*:?\s*|[ld]es\s+informations?\s+d(?:e\b|u\b|['’])\s*)",
    re.IGNORECASE,
)
_ELIDED = re.compile(r"^(?:de )?l['’]", re.IGNORECASE)
_INITIAL = re.compile(r"(?:^|[.\s-])[A-ZÀ-ÖØ-Þ]$|\. ?[A-ZÀ-ÖØ-Þ][a-zà-ÿ]{0,2}$")
EDITORS = frozenset(
    {
        *("redaction", "la redaction", "notre redaction", "redaction web", "la redaction web", "equipe", "newsroom"),
        *("agence", "l'agence", "agences", "les agences", "avec agences", "agences de presse", "l'agence de presse"),
        *("admin", "webmaster", "editor", "staff", "source", "sources", "depeche", "depeches", "agencies"),
    }
)
"""Folded words that stand for an unnamed editor."""


def split_byline(byline: str, country: str | None = None) -> tuple[list[str], list[str]]:
    """Agencies (canonical names) and persons of an author line: "Jean Dupont avec AFP" → (["AFP"], ["Jean Dupont"]).

    `country` is the site's, for homonyms.  What stands for an unnamed editor ("La rédaction") is neither.
    """
    agencies: list[str] = []
    authors: list[str] = []
    for part in _parts(_BYLINE_PREFIX.sub("", byline)):
        name = _ELIDED.sub("", part) if not homonyms(part) else part
        if homonyms(name):
            agencies += [named] if (named := agency_name(name, (country,))) is not None else []
        elif fold(part) not in EDITORS:
            authors.append(part)
    return list(dict.fromkeys(agencies)), list(dict.fromkeys(authors))


def _parts(names: str) -> list[str]:
    """`names` taken apart, except where the whole is one agency's name ("Agefi/Dow Jones")."""
    if homonyms(names):
        return [names.strip()]
    pieces = (_bare(_BYLINE_PREFIX.sub("", piece)) for piece in _JOINTS.split(names))
    return [piece for piece in pieces if piece]


def _bare(piece: str) -> str:
    """A name without what encloses it; the point of an initial stays: `M.G.`."""
    name = piece.strip(" .()[]\u00a0")
    return f"{name}." if _INITIAL.search(name) and f"{name}." in piece else name


def signs_bare(written: str) -> bool:
    """Whether `written` can be told from running text without parentheses: capitals, or more than a plain word."""
    letters = [char for char in written if char.isalpha()]
    return len(letters) >= 2 and letters[0].isupper() and (written.isupper() or len(letters) >= 5)
