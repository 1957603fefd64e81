"""What a run counts, tells and logs."""

from __future__ import annotations

import logging

import pytest

from newscrawl.crawl.report import Report
from tests.crawl.driven import Stats

URL = "https://vallee.example/depeches/"


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


def test_an_error_of_ours_is_an_error_of_the_run(report: Report, caplog: pytest.LogCaptureFixture) -> None:
    report.lost("pages/failed/unexpected", URL)
    assert report.went_wrong
    assert [each.levelno for each in caplog.records] == [logging.ERROR]


def test_an_exception_of_the_sites_code_is_one_too(report: Report) -> None:
    report.stats.inc_value("spider_exceptions/count")
    assert report.went_wrong
    assert report.counted("spider_exceptions/count") == 0
