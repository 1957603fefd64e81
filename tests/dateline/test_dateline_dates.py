"""Dates against the day of publication, or against the moment of the crawl and a weekday."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from newscrawl.dateline import parse_dateline
from newscrawl.dateline.parsing import resolve_date
from newscrawl.items import Dateline

MONTHS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre"]
MONTHS += ["novembre", "décembre"]
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def parsed(lead: str, **options: Any) -> Dateline:
    found = parse_dateline(lead, **options)
    assert found is not None
    return found


def built_triples() -> Iterator[tuple[str, date, date]]:
    """(date written, published, expected): every month's end and beginning, filed 0 to 6 days before publication."""
    for year in (2019, 2020, 2023, 2024):
        for month in range(1, 13):
            for filed in (date(year, month, 1), date(year, month, 28)):
                for lag in (0, 1, 6):
                    published = filed + timedelta(days=lag)
                    yield f"{filed.day} {MONTHS[filed.month - 1]}", published, filed
                    yield f"le {filed:%d/%m}", published, filed
    for lag in range(7):
        filed = date(2021, 12, 31)
        yield "31 déc.", filed + timedelta(days=lag), filed
        yield f"{WEEKDAYS[filed.weekday()]} 31 décembre", filed + timedelta(days=lag), filed
        yield WEEKDAYS[filed.weekday()], filed + timedelta(days=lag), filed
        yield "le 31", filed + timedelta(days=lag), filed
    # 29 February, in its year and long after
    yield "29 février", date(2024, 3, 2), date(2024, 2, 29)
    yield "29 février", date(2023, 3, 2), date(2020, 2, 29)
    # a full date stands as written
    yield "10 février 2022", date(2026, 1, 1), date(2022, 2, 10)
    # an agency east of the site's zone is a day ahead
    yield "1er janvier", date(2021, 12, 31), date(2022, 1, 1)
    # a weekday that does not fit the date is a slip of the writer: the date holds
    yield "lundi 8 mars", date(2022, 3, 9), date(2022, 3, 8)


TRIPLES = list(built_triples())


def test_there_are_enough_triples():
    assert len(TRIPLES) >= 300


def test_every_triple():
    wrong = []
    for written, published, expected in TRIPLES:
        found = parse_dateline(f"PARIS, {written} (AFP) – Le ministre", published=published)
        if found is None or found.date != expected.isoformat() or resolve_date(found, published=published)[1]:
            distant = expected > published or published - expected > timedelta(days=7)
            if not (distant and found and found.date == expected.isoformat()):
                wrong.append((written, published, expected, found))
    assert wrong == []


@pytest.mark.parametrize(
    ("written", "published", "problems"),
    [
        ("10 février 2022", date(2022, 2, 10), []),
        ("10 février 2022", date(2022, 2, 17), []),
        ("10 février 2022", date(2022, 2, 18), ["date_conflict"]),
        ("10 février 2022", date(2022, 2, 9), ["date_conflict"]),
        ("10 mars", date(2022, 2, 9), ["date_conflict"]),
    ],
)
def test_conflicts_are_named_and_the_date_kept(written, published, problems):
    found = parsed(f"PARIS, {written} (AFP) – Le ministre", published=published)
    day, named = resolve_date(found, published=published)
    assert day is not None
    assert named == problems


def test_the_day_of_publication_is_that_of_the_site():
    tahiti = timezone(timedelta(hours=-10))
    published = datetime(2022, 2, 10, 23, 30, tzinfo=tahiti)
    found = parsed("PAPEETE, 11 février (AFP) – Le ministre", published=published)
    assert found.date == "2022-02-11"
    assert parsed("PAPEETE, jeudi (AFP) – Le ministre", published=published).date == "2022-02-10"


def test_a_weekday_in_the_text_tells_the_year():
    found = parsed("BRUXELLES, le 10 février (EUROPE PRESS) –")
    reference = datetime(2026, 11, 23, 12, tzinfo=UTC)
    text = "L’Otan a transféré jeudi son soutien."
    assert resolve_date(found, reference=reference, text=text) == ("2022-02-10", ["year_inferred"])
    assert resolve_date(found, reference=reference, text="L’Otan a transféré son soutien.") == (None, [])
    assert resolve_date(found, text=text) == (None, [])


def test_a_weekday_in_the_dateline_tells_the_year():
    found = parsed("BRUXELLES, jeudi 10 février (AFP) –")
    assert resolve_date(found, reference=date(2026, 11, 23)) == ("2022-02-10", ["year_inferred"])


@pytest.mark.parametrize("text", ["jeudi prochain", "la réunion de jeudi dernier", "jeudi 3 mars"])
def test_a_distant_weekday_is_no_evidence(text):
    found = parsed("BRUXELLES, le 10 février (AFP) –")
    assert resolve_date(found, reference=date(2026, 11, 23), text=text) == (None, [])


def test_publication_comes_before_the_reference():
    found = parsed("BRUXELLES, le 10 février (AFP) –")
    assert resolve_date(found, published=date(2023, 2, 11), reference=date(2026, 11, 23), text="jeudi") == (
        "2023-02-10",
        [],
    )


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("1er mars 2001", "2001-03-01"),
        ("1.10.2010", "2010-10-01"),
        ("04 mai 23", "2023-05-04"),
        ("26 décembre2024", "2024-12-26"),
        ("2010-10-01", "2010-10-01"),
        ("Feb. 9, 2022", "2022-02-09"),
        ("18-août-2020", "2020-08-18"),
        ("10 de Febrero de 2022", "2022-02-10"),
    ],
)
def test_writings(written, iso):
    assert parsed(f"PARIS, {written} (AFP) – Le ministre").date == iso
