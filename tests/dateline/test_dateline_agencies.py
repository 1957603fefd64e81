"""The table of agencies, bylines and credit lines."""

from __future__ import annotations

import re

import pytest

from newscrawl.dateline.agencies import all_agencies, closing_credit, find_agency, split_byline


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
    ("byline", "agencies", "authors"),
    [
        ("AFP", ["AFP"], []),
        ("Par Jean Dupont avec AFP", ["AFP"], ["Jean Dupont"]),
        ("Rédaction avec Belga", ["Belga"], []),
        ("Jean Dupont et Marie Durand", [], ["Jean Dupont", "Marie Durand"]),
        ("Xinhua / Reuters", ["Xinhua", "Reuters"], []),
        ("Jean-Pierre L'Écuyer", [], ["Jean-Pierre L'Écuyer"]),
        ("", [], []),
    ],
)
def test_bylines(byline, agencies, authors):
    assert split_byline(byline) == (agencies, authors)


@pytest.mark.parametrize(
    ("text", "agencies", "rest"),
    [
        ("Il est parti. (AFP)", ["AFP"], "Il est parti."),
        ("Il est parti. (Belga/AFP).", ["Belga", "AFP"], "Il est parti."),
        ("Il est parti. Source : Xinhua", ["Xinhua"], "Il est parti."),
        ("Il est parti. Avec AFP", ["AFP"], "Il est parti."),
        ("Avec AFP et Reuters", ["AFP", "Reuters"], ""),
        ("Source : MAP", ["MAP"], ""),
        ("Il est parti. © Reuters 2024", ["Reuters"], "Il est parti."),
        ("Il est parti. © 2024 AFP", ["AFP"], "Il est parti."),
        ("Il est parti, selon l'agence Associated Press (AP).", [], None),
        ("Il en parle avec Reuters.", [], None),
        ("Il est parti (Paris).", [], None),
        ("", [], None),
    ],
)
def test_closing_credits(text, agencies, rest):
    assert closing_credit(text) == (agencies, text if rest is None else rest)
