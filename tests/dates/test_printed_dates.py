"""Dates as lists print them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.dates.reading import is_date_text, iso_date, printed_date


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("12 juin 2026", "2026-06-12"),
        ("1er août 2026", "2026-08-01"),
        ("Publié le 3 févr. 2026 à 14h05", "2026-02-03T14:05:00"),
        ("mardi 6 janvier 2026 à 18 h 30", "2026-01-06T18:30:00"),
        ("6 janvier 2026, 8h", "2026-01-06T08:00:00"),
        ("03/01/2022 | 22:54", "2022-01-03T22:54:00"),
        ("19.06.26", "2026-06-19"),
        ("2026-06-19 07:15", "2026-06-19T07:15:00"),
        ("June 3, 2018", "2018-06-03"),
        ("Jan 13, 2026 at 3:05 pm", "2026-01-13T15:05:00"),
        ("14h05 - 26/11/2026", "2026-11-26T14:05:00"),
        ("Publié à 14 h 05 le 26 novembre 2026", "2026-11-26T14:05:00"),
        ("14:05, 26 nov. 2026", "2026-11-26T14:05:00"),
        ("Match à 20h45 - 26/11/2026", "2026-11-26"),
        ("Match de l’équipe de France : 20h45 - 26/11/2026", "2026-11-26"),
        ("11/26/2026 8:28:28 PM", "2026-11-26T20:28:28"),
        ("Version 11/26/2026", None),
        ("31 février 2026", None),
        ("12 juin", None),
        ("il y a 5 minutes", None),
        ("hier à 14h05", None),
        ("Le 11 septembre 2001 raconté aux enfants nés après", "2001-09-11"),
    ],
)
def test_printed(text: str, iso: str | None) -> None:
    assert printed_date(text) == iso


@pytest.mark.parametrize(
    "text",
    ["12 juin 2026", "Publié le 12/06/2026 à 10:05", "il y a 5 minutes", "Hier à 14h05", "14:05",
     "Publié aujourd’hui à 11h32",
     "le mardi 6 janvier 2026 à 18h30 par Jo", "3 mai 2026 | AFP"],
)  # fmt: skip
def test_is_date(text: str) -> None:
    assert is_date_text(text)


@pytest.mark.parametrize(
    "text",
    ["JT de 20h du mardi 22 août 2023", "12 juin 2026 : la date à retenir", "Hierarchie", "",
     "Le 11 septembre 2001 raconté aux enfants", "Il est 14:05"],
)  # fmt: skip
def test_is_no_date(text: str) -> None:
    assert not is_date_text(text)


@pytest.mark.parametrize(
    ("stated", "iso"),
    [
        ("2026-11-21T17:25:00+01:00", "2026-11-21T17:25:00+01:00"),
        ("2026-11-21T17:25+0100", "2026-11-21T17:25:00+01:00"),
        (" 2026-11-21 17:25:00 ", "2026-11-21T17:25:00"),
        ("2026-11-21", "2026-11-21"),
        ("1970-01-01T00:00:00Z", None),
        ("17:25", None),
        ("", None),
        (None, None),
    ],
)
def test_stated(stated: str | None, iso: str | None) -> None:
    assert iso_date(stated) == iso


@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    printed_date(text)
    iso_date(text)
    is_date_text(text)
