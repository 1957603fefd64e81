"""What the parts of a run share: which articles are too old for it, and what it counts, reports and logs."""

from __future__ import annotations

import logging
from datetime import date

import pytest

from newscrawl.crawl.run import Reach, Report
from newscrawl.sources import Link
from newscrawl.urls import host_of
from tests.crawl.driven import Stats

DAY = date(2026, 11, 16)
URL = "https://vallee.example/depeches/"


def link(published: str | None) -> Link:
    return Link("https://vallee.example/depeches/une-reunion/", published=published)


@pytest.mark.parametrize(
    ("published", "zone", "is_old"),
    [
        (None, None, False),
        ("2026-11-15", None, True),
        ("2026-11-16", None, False),
        ("2026-11-15T23:30:00+00:00", None, False),  # may be the sixteenth where the site is
        ("2026-11-14T23:30:00+00:00", None, True),
        ("2026-11-15T23:30:00+00:00", "Europe/Paris", False),
        ("2026-11-15T22:30:00+00:00", "Europe/Paris", True),
        ("2026-11-15T23:30:00+01:00", "Pacific/Noumea", False),
    ],
)
def test_an_article_of_an_earlier_day_is_too_old(published: str | None, zone: str | None, *, is_old: bool) -> None:
    assert Reach(since=DAY, timezone=zone).is_too_old(link(published)) is is_old


def test_what_is_older_than_anything_ever_read_is_beyond_reach_but_not_too_old() -> None:
    reach = Reach(read_since=DAY)
    old = link("2026-11-15")
    assert (reach.is_too_old(old), reach.is_beyond(old), reach.is_before_since(old.published)) == (False, True, False)


def test_without_a_day_nothing_is_too_old() -> None:
    assert not Reach().is_beyond(link("1999-12-31"))


@pytest.fixture
def told() -> list[tuple[str, str]]:
    return []


@pytest.fixture
def report(told: list[tuple[str, str]]) -> Report:
    return Report(Stats(), lambda fact, url: told.append((fact, url)), logging.getLogger("vallee"))


def test_a_page_lost_is_counted_told_and_logged(
    report: Report, told: list[tuple[str, str]], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "vallee")
    report.lost("pages/failed/timeout", URL)
    assert report.counted("pages/failed/timeout") == 1
    assert told == [("pages/failed/timeout", URL)]
    assert [(each.levelno, each.getMessage()) for each in caplog.records] == [
        (logging.INFO, f"Lost (pages/failed/timeout): {URL}")
    ]
    assert not report.went_wrong


def test_of_a_source_lost_a_person_reads_the_cause(report: Report, caplog: pytest.LogCaptureFixture) -> None:
    report.lost("sources/failed/dns", URL, logging.WARNING)
    report.lost("sources/failed/address_refused", URL, logging.WARNING)  # of which the guard has told
    assert [(each.levelno, each.getMessage()) for each in caplog.records] == [
        (logging.WARNING, f"there is no host {host_of(URL)}")
    ]


def test_an_error_of_ours_is_an_error_of_the_run(report: Report, caplog: pytest.LogCaptureFixture) -> None:
    report.lost("pages/failed/unexpected", URL)
    assert report.went_wrong
    assert [each.levelno for each in caplog.records] == [logging.ERROR]


def test_an_exception_of_the_sites_code_is_one_too(report: Report) -> None:
    report.stats.inc_value("spider_exceptions/count")
    assert report.went_wrong
    assert report.counted("spider_exceptions/count") == 0
