"""What dateparser is asked for, and what it is not."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.dates.free import LONGEST, free_date
from newscrawl.dates.reading import stated_date

WORDS = st.sampled_from(
    ["le", "mars", "mai", "26", "3", "2026", "nov.", "12", "douze", "à", "14h05", "1", "of", "May", "31", "février",
     ",", "lundi", "premier", "99", "h", "un"]
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("le douze mars 2026", "2026-03-12"),
        ("Jeudi douze mars 2026", "2026-03-12"),
        ("2026, nov. 26", "2026-11-26"),
        ("2026-Nov-26 14:05", "2026-11-26T14:05:00"),
        ("November 26th of 2026", "2026-11-26"),
        ("14h05, le 26 novembre 2026", "2026-11-26T14:05:00"),
    ],
)
def test_other_words_and_orders(text: str, iso: str) -> None:
    assert stated_date(text) == iso


@pytest.mark.parametrize(
    "text",
    ["", "mai", "mars", "5", "2026", "mai 2026", "mars 2026 n° 12", "le 12 mars", "12/13/2026", "2026-13-12", "hier",
     "1795698300", "30 février 2026", "2026, février 30", "Mars attaque 12 fois en 2026", "mars ou mai 2026, 12",
     "12 Hijja 1436", "mai 2026 (12)", "il y a 5 minutes", "le douze mars", "2026 mars " + "12 " * 30],
)  # fmt: skip
def test_what_may_be_anything_else(text: str) -> None:
    assert free_date(text) is None


def test_a_long_text_is_not_asked_for() -> None:
    assert free_date("le douze mars 2026" + " le" * LONGEST) is None


def test_it_is_imported_only_for_such_a_text() -> None:
    script = (
        "import sys; from newscrawl.dates.reading import stated_date\n"
        "stated_date('2026-11-26'); stated_date('3 morts en 2026'); stated_date('hier')\n"
        "print('dateparser' in sys.modules)\n"
        "stated_date('le douze mars 2026'); print('dateparser' in sys.modules)"
    )
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["False", "True"]


@given(st.lists(WORDS, max_size=8).map(" ".join))
def test_only_what_stands_in_the_text_is_read(text: str) -> None:
    found = free_date(text)
    if found is not None:
        assert str(found.at.year) in text
        assert found.iso.startswith(date(found.at.year, found.at.month, found.at.day).isoformat())
        assert any(
            name in text.lower() for name in {2: ["fév"], 3: ["mars"], 5: ["mai", "may"], 11: ["nov"]}[found.at.month]
        )
