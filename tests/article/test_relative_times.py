from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.article.moments import Clock, read_relative

PARIS = ZoneInfo("Europe/Paris")
CRAWL = datetime(2026, 3, 12, 9, 30, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("text", "at", "precision"),
    [
        ("Hier à 14:05", "2026-03-11T14:05:00+01:00", "minute"),
        ("Jeanne Petit · Hier à 14h05 · 4 min de lecture", "2026-03-11T14:05:00+01:00", "minute"),
        ("Publié aujourd’hui à 8 h", "2026-03-12T08:00:00+01:00", "minute"),
        ("Avant-hier", "2026-03-10T00:00:00+01:00", "day"),
        ("il y a 12 minutes", "2026-03-12T09:18:00+01:00", "minute"),
        ("Publié il y a 3 heures", "2026-03-12T00:00:00+01:00", "day"),
        ("Il y a 10 h", "2026-03-11T00:00:00+01:00", "day"),
        ("il y a une heure", "2026-03-12T00:00:00+01:00", "day"),
        ("Il y a 2 jours", "2026-03-10T00:00:00+01:00", "day"),
        ("Publié le 10 mars à 5 h 02", "2026-03-10T05:02:00+01:00", "minute"),
        ("Publié le mardi 10 mars", "2026-03-10T00:00:00+01:00", "day"),
        ("par Étienne Riot , le 30 décembre", "2025-12-30T00:00:00+01:00", "day"),
        ("Jeanne Petit | 10 mars à 17h", "2026-03-10T17:00:00+01:00", "minute"),
        ("10 mars", "2026-03-10T00:00:00+01:00", "day"),
        ("Publié le lundi 10 mars", None, None),
        ("BRUXELLES, le 10 février (EUROPE PRESS) –", None, None),
        ("10 mars (Xinhua) – Le port", None, None),
        ("N’Djamena, 10 mars", None, None),
        ("Publié le 29 février", None, None),
        ("Publié le 10 mars 2019 à 5 h 02", None, None),
        ("Il y a 3 morts dans l’accident", None, None),
        ("Le port a fermé hier", None, None),
        ("Hier, le port a fermé", None, None),
        ("Hier à 14h05, le port a fermé", None, None),
        ("Hier à 14h05 par Jeanne Petit", "2026-03-11T14:05:00+01:00", "minute"),
        ("Il y a 2 jours, le port fermait", None, None),
        ("Il y a 2 jours – Société", "2026-03-10T00:00:00+01:00", "day"),
        ("Les élections du 10 mars", None, None),
    ],
)
def test_a_time_that_the_crawl_completes(text: str, at: str | None, precision: str | None) -> None:
    moment = read_relative(text, Clock(PARIS, CRAWL))
    assert (moment and moment.iso, moment and moment.precision) == (at, precision)


def test_without_the_moment_of_the_crawl_nothing_is_guessed() -> None:
    assert read_relative("Hier à 14:05", Clock(PARIS)) is None


def test_yesterday_is_the_site_s() -> None:
    noumea = Clock(ZoneInfo("Pacific/Noumea"), CRAWL)
    moment = read_relative("Aujourd’hui à 18h02", noumea)
    assert moment is not None
    assert moment.iso == "2026-03-12T18:02:00+11:00"


WORDS = st.sampled_from(
    ["il y a ", "3", "999", " heures", " jours", "hier", " à ", "24h", "14:05", "31", " février", "publié le ", " · "]
)


@given(st.lists(WORDS, max_size=8))
def test_no_line_breaks_it(words: list[str]) -> None:
    moment = read_relative("".join(words), Clock(None, CRAWL))
    assert moment is None or moment.at.tzinfo is not None
