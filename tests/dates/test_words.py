"""One table of months and weekdays, known to every reader."""

from __future__ import annotations

from datetime import datetime

import pytest

from newscrawl.dateline import parse_dateline
from newscrawl.dates.partial import dated, partial_date
from newscrawl.dates.reading import is_date_text, printed_date, stated_date
from newscrawl.dates.words import MONTHS, MONTHS_ANYWHERE, NUMBERS, UNITS, WEEKDAY_NAMES, WEEKDAYS
from newscrawl.text import fold

ABBREVIATIONS = {
    "janv.": 1, "jan.": 1, "févr.": 2, "fév.": 2, "fevr.": 2, "mars": 3, "avr.": 4, "mai": 5, "juin": 6, "juil.": 7,
    "juill.": 7, "JUILL.": 7, "Juillet": 7, "août": 8, "aout": 8, "aoû.": 8, "sept.": 9, "oct.": 10, "nov.": 11,
    "déc.": 12, "Jan": 1, "Feb": 2, "Mar": 3, "Apr": 4, "May": 5, "Jun": 6, "Jul": 7, "Aug": 8, "Sep": 9, "Sept": 9,
    "Oct": 10, "Nov": 11, "Dec": 12,
}  # fmt: skip
REFERENCE = datetime.fromisoformat("2026-12-31T12:00:00+01:00")


@pytest.mark.parametrize(("name", "month"), ABBREVIATIONS.items())
def test_every_reader_knows_every_abbreviation(name: str, month: int) -> None:
    day = f"2026-{month:02}-12"
    assert printed_date(f"12 {name} 2026") == day
    assert printed_date(f"Publié le 12 {name} 2026 à 18 h 30") == f"{day}T18:30:00"
    assert is_date_text(f"le 12 {name} 2026")
    assert stated_date(f"Sun, 12 {name} 2026 08:00:00 +0100") == f"{day}T08:00:00+01:00"
    partial = partial_date(f"Le 12 {name}")
    assert partial is not None
    assert dated(partial, REFERENCE) == day
    dateline = parse_dateline(f"PARIS, 12 {name} 2026 (AFP) – Le ministre")
    assert dateline is not None
    assert dateline.date == day


def test_tables_are_folded_and_agree() -> None:
    for table in (MONTHS, MONTHS_ANYWHERE, WEEKDAYS, WEEKDAY_NAMES, NUMBERS, UNITS):
        assert all(name == fold(name) for name in table)
    assert MONTHS.items() <= MONTHS_ANYWHERE.items()
    assert WEEKDAY_NAMES.items() <= WEEKDAYS.items()
    assert set(MONTHS.values()) == set(range(1, 13))
    assert set(WEEKDAYS.values()) == set(range(7))
