"""Places of the world by the names that French datelines give them.

A compressed file in `data/`, built by `tools/build_gazetteer.py` from GeoNames
(www.geonames.org, CC BY 4.0), is unpacked at the first look-up and searched as
sorted bytes: no index is built, so a first look-up is quick.
Countries and regions are small tables of their own.
"""

from __future__ import annotations

import gzip
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from newscrawl.bounds import unbounded

CAPITAL_BONUS = 2.0
"""What being a capital adds to a place's rank: as much as a hundred times the inhabitants."""
SECONDARY_NAME = -2.5
"""What is taken from the rank where a name is a secondary one of the place."""
FRENCH_SPEAKING = frozenset(
    {
        *("FR", "BE", "CH", "LU", "MC", "HT", "GP", "MQ", "GF", "RE", "YT", "NC", "PF", "MA", "DZ", "TN", "MR", "SN"),
        *("ML", "BF", "NE", "CI", "GN", "TG", "BJ", "TD", "CF", "CM", "GA", "CG", "CD", "BI", "DJ", "KM", "MG"),
    }
)
"""Countries whose small towns are named without saying where they lie."""
AT_HOME = 1.2
"""What is added there: abroad, French writers qualify all but the largest towns."""
IN_CONTEXT = 1.5
"""What is added where the context (site, agency) suggests the place's country."""
LARGE_TOWN = 5.0
"""Rank (about 100,000 inhabitants) of a town that readers know."""
METROPOLIS = 7.0
"""Rank of a capital of some 100,000 inhabitants, or of a city of ten millions."""
CLEARLY = 2.3
"""From which difference of rank on a reader takes one of two places without a hint: a capital twice as large."""

LONGEST_NAME = 12
"""Tokens in the longest name, hyphens included."""

_SEPARATORS = re.compile(r"[\W_]+")
_HOMOGLYPHS = str.maketrans("αβεζηικμνορτυχавекмнорстух", "abezhikmnoptyxabekmhopctyx")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})
_SAINT = {"st": "saint", "ste": "sainte", "sts": "saints"}
_MARKS = re.compile("[\u0300-\u036f]")


@lru_cache(maxsize=16384)
def place_key(name: str) -> str:
    """What the writings of one name have in common: no case, accents, hyphens or apostrophes; "St" is "Saint".

    Greek and Cyrillic letters that look like Latin ones, a slip of some keyboards, count as these.
    """
    letters = name.casefold()
    if not name.isascii():
        letters = _MARKS.sub("", unicodedata.normalize("NFKD", letters)).translate(_LETTERS)
        if not letters.isascii():
            letters = letters.translate(_HOMOGLYPHS)
    return " ".join(_SAINT.get(word, word) for word in _SEPARATORS.split(letters) if word)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of the gazetteer."""

    name: str
    country: str
    latitude: float | None
    longitude: float | None
    geonames_id: int | None
    rank: float
    """Decimal logarithm of the population, plus `CAPITAL_BONUS` for a capital."""
    is_secondary: bool
    """It was found by a secondary name."""

    def weight(self, context: Collection[str]) -> float:
        """How likely this place is meant where `context` holds the countries that suggest themselves."""
        return (
            self.rank
            + (SECONDARY_NAME if self.is_secondary else 0)
            + (AT_HOME if self.country in FRENCH_SPEAKING else 0)
            + (IN_CONTEXT if self.country in context else 0)
        )


@lru_cache(maxsize=8192)
def spots(name: str) -> tuple[Spot, ...]:
    """Every place called `name`, the most likely first."""
    return _spots(place_key(name))


def choose(name: str, context: Collection[str] = (), beside: Collection[str] = ()) -> Spot | None:
    """The place called `name` that is meant.

    `beside` holds the countries that are written beside the name: they decide, and where no place of that name lies in
    one of them, there is none.  `context` holds the countries that site and agency suggest: they weigh.
    """
    found = [spot for spot in spots(name) if not beside or spot.country in beside]
    return max(found, key=lambda spot: spot.weight(context), default=None)


def is_decided_by_size(spot: Spot, name: str, context: Collection[str] = (), beside: Collection[str] = ()) -> bool:
    """Whether `choose` gave `spot` for `name` by its size alone, though a place elsewhere is not clearly smaller."""
    if beside or spot.country in context:
        return False
    rivals = (other for other in spots(name) if other.country != spot.country)
    return any(rival.weight(context) + CLEARLY > spot.weight(context) for rival in rivals)


@lru_cache(maxsize=4096)
def _spots(key: str) -> tuple[Spot, ...]:
    found = [spot for record in _records(key) if (spot := _spot(key, record)) is not None]
    return tuple(sorted(found, key=lambda spot: -spot.weight(())))


def _records(key: str) -> list[str]:
    line = _find_line(_places(), key.encode() + b"\t") if key else None
    return line.decode().split("\t")[1:] if line else []


def _spot(key: str, record: str) -> Spot | None:
    """The place that `record` under `key` describes or points to."""
    if record[0] not in "=~":
        return _described(key, record, is_secondary=False)
    home, _, country = record[1:].partition("/")
    for other in _records(home):
        if other[0] not in "=~" and other.split("|", 2)[1] == country:
            return _described(home, other, is_secondary=record[0] == "~")
    return None


def _described(key: str, record: str, *, is_secondary: bool) -> Spot:
    name, country, latitude, longitude, geonames_id, rank = record.split("|")
    return Spot(
        name or key.title(),
        country,
        float(latitude) if latitude else None,
        float(longitude) if longitude else None,
        int(geonames_id) if geonames_id else None,
        float(rank),
        is_secondary,
    )


def _find_line(blob: bytes, prefix: bytes) -> bytes | None:
    """The line of sorted `blob` that begins with `prefix`, by bisection over line starts."""
    low, high = 0, len(blob)
    while low < high:
        middle = blob.rfind(b"\n", low, (low + high) // 2) + 1 or low
        end = blob.index(b"\n", middle)
        line = blob[middle:end]
        if line.startswith(prefix):
            return line
        if line < prefix:
            low = end + 1
        else:
            high = middle
    return None


@cache
@unbounded()
def _places() -> bytes:
    return gzip.decompress(files(__package__).joinpath("data/places.tsv.gz").read_bytes())


@cache
def _codes(table: str) -> dict[str, tuple[str, ...]]:
    """Codes by the folded names of a table `code TAB name;name;…`."""
    codes: dict[str, tuple[str, ...]] = {}
    for line in files(__package__).joinpath("data", table).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            code, _, names = line.partition("\t")
            for key in map(place_key, names.split(";")):
                codes[key] = tuple(dict.fromkeys((*codes.get(key, ()), code)))
    return codes


@cache
def _first_words() -> frozenset[str]:
    """The words with which countries, regions and the United Nations begin."""
    names = (*_codes("countries.tsv"), *_codes("regions.tsv"), "nations", "united", "onu", "un", "o")
    return frozenset(name.partition(" ")[0] for name in names)


@lru_cache(maxsize=8192)
def may_begin_area(word: str) -> bool:
    """Whether the name of a country or region could begin with `word`; a quick look before names are put together."""
    return place_key(word) in _first_words()


def country_codes(name: str) -> tuple[str, ...]:
    """ISO 3166-1 alpha-2 codes of what is called `name` ("Etats-Unis"): of both Congos, of all that was the USSR."""
    return _codes("countries.tsv").get(place_key(name), ())


def region_countries(name: str) -> tuple[str, ...]:
    """Codes of the countries that have a region, province or state called `name` ("Ille-et-Vilaine", "Qc")."""
    return _codes("regions.tsv").get(place_key(name), ())
