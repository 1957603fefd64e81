"""The table of agencies, bylines and credit lines."""

from __future__ import annotations

import re

import pytest

from newscrawl.dateline import parse_dateline
from newscrawl.dateline.agencies import agency_name, all_agencies, find_agency, split_byline


def test_the_table_is_sound():
    agencies = all_agencies()
    assert len(agencies) >= 120
    assert len({agency.name for agency in agencies}) == len(agencies)
    for agency in agencies:
        assert re.fullmatch("[A-Z]{2}", agency.country)
        assert agency.scope in {"national", "world", "wire", "press", "silent"}
        assert agency.wikidata is None or re.fullmatch(r"Q\d+", agency.wikidata)


@pytest.mark.parametrize(
    "name",
    [
        "AFP",
        "Belga",
        "ATS",
        "Keystone-ATS",
        "La Presse canadienne",
        "MAP",
        "APS (Algérie)",
        "TAP",
        "APS (Sénégal)",
        "AIP",
        "ATOP",
        "ABP",
        "AIB",
        "ANP",
        "AMAP",
        "AMI",
        "ACP",
        "ACI",
        "ACAP",
        "AGP (Gabon)",
        "AGP (Guinée)",
        "ANTA",
        "ADI",
        "ANI (Liban)",
        "HPI",
        "Europa Press",
        "Xinhua",
        "Reuters",
    ],
)
def test_the_agencies_of_the_francophone_world_are_there(name):
    assert name in {agency.name for agency in all_agencies()}


def test_homonyms_are_told_apart_by_country():
    for name, country, canonical in (
        ("APS", "DZ", "APS (Algérie)"),
        ("APS", "SN", "APS (Sénégal)"),
        ("LaPresse", "IT", "LaPresse"),
        ("LA PRESSE", "CA", "La Presse"),
    ):
        agency = find_agency(name, [country])
        assert agency is not None
        assert agency.name == canonical
    assert find_agency("Zeitungsagentur") is None


@pytest.mark.parametrize(
    ("lead", "country", "agency", "in_doubt"),
    [
        ("Tunis, 3 février (APS) - Le président a reçu", None, "APS (Sénégal)", True),
        ("Tournai (APS) - Le bourgmestre a reçu", "BE", "APS (Sénégal)", True),
        ("New York (APS) - L’ambassadeur a reçu", "DZ", "APS (Algérie)", False),
        ("Alger (APS) - Le président a reçu", None, "APS (Algérie)", False),
        ("Dakar (APS) - Le président a reçu", "DZ", "APS (Sénégal)", False),
        ("(APS) - Le président a reçu", None, "APS (Sénégal)", True),  # of no place: the best known
        ("Tunis (AFP) - Le président a reçu", None, "AFP", False),
    ],
)
def test_place_and_site_decide_between_homonyms(lead, country, agency, in_doubt):
    found = parse_dateline(lead, country=country)
    assert found is not None
    assert found.agencies == [agency]
    assert ("agency_ambiguous" in found.doubts) is in_doubt


def test_a_name_that_nothing_tells_apart_stays_the_shared_one():
    assert agency_name("APS") == "APS"
    assert agency_name("APS", ["DZ"]) == "APS (Algérie)"
    assert agency_name("Agence de presse sénégalaise") == "APS (Sénégal)"


@pytest.mark.parametrize("country", [None, "CA", "FR", "IT"])
def test_names_that_differ_in_their_spaces_are_told_by_them(country):
    assert [agency_name(name, [country]) for name in ("LaPresse", "La Presse")] == ["LaPresse", "La Presse"]


@pytest.mark.parametrize(
    ("byline", "agencies", "authors"),
    [
        ("AFP", ["AFP"], []),
        ("Par Jean Dupont avec AFP", ["AFP"], ["Jean Dupont"]),
        ("Rédaction avec Belga", ["Belga"], []),
        ("Jean Dupont et Marie Durand", [], ["Jean Dupont", "Marie Durand"]),
        ("Xinhua / Reuters", ["Xinhua", "Reuters"], []),
        ("Jean-Pierre L'Écuyer", [], ["Jean-Pierre L'Écuyer"]),
        ("Jean Dupont avec l'AFP", ["AFP"], ["Jean Dupont"]),
        ("APS", ["APS"], []),
        ("", [], []),
    ],
)
def test_bylines(byline, agencies, authors):
    assert split_byline(byline) == (agencies, authors)
