"""Zones behind a time: by name, offset and place."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.dates.zones import ABBREVIATIONS, COUNTRY_ZONES, stated_zone, zone_at
from newscrawl.text import fold_in_place

SUMMER = datetime(2026, 7, 1, 12)  # noqa: DTZ001 - the zone is what is asked for


def hours(text: str) -> float | None:
    """The offset that readers are told in `text`, in hours."""
    found = zone_at(text, fold_in_place(text), 0)
    shift = SUMMER.replace(tzinfo=found[0]).utcoffset() if found else None
    return shift / timedelta(hours=1) if shift is not None else None


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        (" GMT", 0), (" gmt", 0), (" (GMT)", 0), (" TU", 0), (" GMT+1", 1), (" UTC-5", -5), (" UTC+05:30", 5.5),
        (" CET", 1), (" CET+01:00", 1), (" CET+1", 2), (" HAE", -4), (" EST", -5), (" +0100", 1), (" -0330", -3.5),
        (" (heure de Paris)", 2), (" heure locale de Dakar", 0), (" (heure de l’Est)", -4), (" [Europe/Brussels]", 2),
        (" America/Port-au-Prince", -4), ("+9", 9),
    ],
)  # fmt: skip
def test_zones(text: str, offset: float) -> None:
    assert hours(text) == offset


@pytest.mark.parametrize(
    "text",
    ["", " est en feu", " met en garde", " tu", " XYZ", " par Jean", " - 20 h", "-12:00", "-12h", " +9999", " IST",
     " (heure de Trifouilly)", " Mars/Olympus", " GMT+40"],
)  # fmt: skip
def test_what_is_no_zone(text: str) -> None:
    assert hours(text) is None


def test_a_zone_ends_where_its_name_does() -> None:
    text = "18 h (heure de Paris) par Jean"
    found = zone_at(text, fold_in_place(text), 4)
    assert found is not None
    assert text[4 : found[1]] == " (heure de Paris)"
    text = "18 h heure de Paris selon lui"
    found = zone_at(text, fold_in_place(text), 4)
    assert found is not None
    assert text[4 : found[1]] == " heure de Paris"


def test_an_unknown_name_is_a_zone_all_the_same_for_machines() -> None:
    assert stated_zone(" xyz") == (None, True)
    assert stated_zone(" par jean petit") == (None, False)


def test_the_tables_hold_what_there_is() -> None:
    assert all(ZoneInfo(name).key == name for name in COUNTRY_ZONES.values())
    assert all(-12 <= offset <= 14 for offset in ABBREVIATIONS.values())


@given(st.text(max_size=60))
def test_any_text_is_no_error(text: str) -> None:
    folded = fold_in_place(text)
    stated_zone(folded)
    found = zone_at(text, folded, 0)
    assert found is None or 0 < found[1] <= len(text)
