"""Places by their French names."""

from __future__ import annotations

import subprocess
import sys

import pytest

from newscrawl import extract_text, parse_dateline
from newscrawl.dateline.gazetteer import Spot, choose, country_codes, place_key, region_countries

PROBE = """
import resource, time
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
from newscrawl.dateline.gazetteer import choose
start = time.process_time()
assert choose("Ouagadougou").country == "BF"
looked_up = time.process_time() - start
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
import gzip
from importlib.resources import files
start = time.process_time()
gzip.decompress(files("newscrawl.dateline").joinpath("data", "places.tsv.gz").read_bytes()).decode().splitlines()
print(looked_up / (time.process_time() - start), (memory - before) / 1024)
"""


def chosen(name: str, **options: list[str]) -> Spot:
    spot = choose(name, **options)
    assert spot is not None
    return spot


@pytest.mark.parametrize(
    ("written", "name", "country"),
    [
        ("LA VALETTE", "La Valette", "MT"),
        ("La Valette-du-Var", "La Valette-du-Var", "FR"),
        ("N’DJAMENA", "N'Djamena", "TD"),
        ("Saint-Domingue", "Saint-Domingue", "DO"),
        ("FRANCFORT", "Francfort-sur-le-Main", "DE"),
        ("Kyiv", "Kiev", "UA"),
        ("Léopoldville", "Kinshasa", "CD"),
        ("DUBAΪ", "Dubaï", "AE"),
        ("St-Pétersbourg", "Saint-Pétersbourg", "RU"),
        ("Tripoli", "Tripoli", "LY"),
        ("Vienne", "Vienne", "AT"),
        ("Bembéréké", "Bembéréké", "BJ"),
    ],
)
def test_french_names(written, name, country):
    spot = chosen(written)
    assert (spot.name, spot.country) == (name, country)


def test_what_is_written_beside_decides():
    assert chosen("Tripoli", beside=["LB"]).country == "LB"
    assert chosen("Paris", beside=["US"]).country == "US"
    assert choose("Ouagadougou", beside=["FR"]) is None


def test_the_context_weighs():
    assert chosen("Vienne", context=["FR"]).country == "AT"
    assert chosen("Valence", context=["FR"]).country == "FR"
    assert chosen("Valence", context=["ES"]).country == "ES"


def test_french_writers_qualify_all_but_the_largest_towns_abroad():
    assert [chosen(name).country for name in ("Valence", "Brest", "Sion", "Bous")] == ["FR", "FR", "CH", "LU"]
    assert [chosen(name).country for name in ("Vienne", "Tripoli", "Grenade")] == ["AT", "LY", "ES"]


def test_countries_and_regions():
    assert country_codes("Etats-Unis") == ("US",)
    assert country_codes("R.D. CONGO") == ("CD",)
    assert set(country_codes("Congo")) == {"CD", "CG"}
    assert {"RU", "UA"} < set(country_codes("URSS"))
    assert country_codes("Bruxelles") == ()
    assert region_countries("Ille-et-Vilaine") == ("FR",)
    assert region_countries("T.-N.-L.") == ("CA",)


def test_keys_forget_what_writers_forget():
    assert place_key("Port-au- Prince") == place_key("PORT AU PRINCE") == "port au prince"
    assert place_key("") == ""


def test_a_fresh_process_looks_up_quickly_and_small():
    times = []  # each measured by what unpacking the table takes
    for _ in range(3):
        ratio, megabytes = subprocess.run(
            [sys.executable, "-c", PROBE], capture_output=True, text=True, check=True
        ).stdout.split()
        times.append(float(ratio))
        assert float(megabytes) < 50
    assert min(times) < 2


@pytest.mark.parametrize(
    ("lead", "country", "ambiguous"),
    [
        ("VALENCE (AFP) – Le maire a annoncé lundi", None, True),
        ("SAINT-DENIS (AFP) – Le maire a annoncé lundi", None, True),
        ("VALENCE (Espagne) (AFP) – Le maire a annoncé lundi", None, False),
        ("VALENCE, 3 mars (Europa Press) – Le maire a annoncé lundi", None, False),  # an agency of Spain
        ("VALENCE (AFP) – Le maire a annoncé lundi", "ES", False),
        ("SAINT-DENIS (AFP) – Le maire a annoncé lundi", "RE", False),
        ("SAINT-DENIS (AFP) – Le maire a annoncé lundi", "FR", True),  # the larger one, against the hint
        ("PARIS (AFP) – Le ministre a annoncé lundi", None, False),  # nobody thinks of Texas
        ("BRUXELLES, le 10 février (EUROPE PRESS) – Le ministre a annoncé lundi", None, False),
        ("PARIS, VALENCE (AFP) – Le ministre a annoncé lundi", None, True),
    ],
)
def test_homonyms_that_size_alone_tells_apart_are_ambiguous(lead: str, country: str | None, ambiguous: bool) -> None:
    found = parse_dateline(lead, country=country)
    assert found is not None
    assert ("place_ambiguous" in found.doubts) is ambiguous


def test_an_ambiguous_place_is_a_problem_of_the_article() -> None:
    text = "Un accord trouvé\n\nVALENCE (AFP) – Le maire a annoncé lundi soir un accord avec les syndicats de la ville."
    assert "place_ambiguous" in extract_text(text).problems
    assert "place_ambiguous" not in extract_text(text.replace("(AFP)", "(Espagne) (AFP)")).problems
