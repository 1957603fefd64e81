from __future__ import annotations

import re
from dataclasses import fields
from typing import Any

import pytest
from scrapy.settings import Settings

from newscrawl.reporting.recorder import thresholds_of
from newscrawl.reporting.status import (
    SEVERITY,
    ExitStatus,
    Thresholds,
    are_understood,
    exit_status,
    recent_pages,
    worst,
)
from tools.statuses_page import PAGE, with_table

READ = {"newscrawl/sources/read": 3}


def told(**facts: Any) -> dict[str, Any]:
    return {f"newscrawl/{name.replace('__', '/')}": value for name, value in facts.items()}


FINE = told(sources__read=3, pages__read=9, pages__understood=9)


@pytest.mark.parametrize(
    ("stats", "reason", "expected"),
    [
        pytest.param(FINE, "finished", 0, id="articles"),
        pytest.param(told(sources__read=3, links__found=60, links__known=60), "finished", 0, id="nothing new"),
        pytest.param(FINE | told(sources__failed__http_404=1), "finished", 0, id="one source of several"),
        pytest.param(FINE | told(pages__failed__http_404=50), "finished", 0, id="dead links"),
        pytest.param(FINE | told(pages__failed__timeout=9), "finished", 0, id="half of the pages"),
        pytest.param(told(sources__read=1, pages__failed__timeout=2), "finished", 0, id="few pages failed"),
        pytest.param(FINE | {"log_count/ERROR": 3}, "finished", 0, id="errors of the network in the log"),
        pytest.param(FINE | {"spider_exceptions/count": 1}, "finished", 1, id="an exception in a spider"),
        pytest.param(FINE | told(errors=1), "finished", 1, id="an exception in a pipeline"),
        pytest.param(FINE | told(feed__invalid=1), "finished", 1, id="an article against the contract"),
        pytest.param(FINE | {"log_count/CRITICAL": 1}, "finished", 1, id="an unhandled error"),
        pytest.param({}, "start_error", 1, id="an exception at the start"),
        pytest.param(FINE | told(stopped_by="SIGTERM"), "shutdown", 3, id="a signal"),
        pytest.param(told(stopped_by="SIGTERM"), None, 3, id="a signal, torn off"),
        pytest.param(FINE, "closespider_timeout", 3, id="a limit"),
        pytest.param(FINE, "memusage_exceeded", 3, id="memory"),
        pytest.param({}, "shutdown", 3, id="stopped before anything was read"),
        pytest.param(told(sources__failed__robots=1), "finished", 4, id="robots.txt"),
        pytest.param({"response_received_count": 1, "robotstxt/response_count": 1}, "finished", 4, id="no page at all"),
        pytest.param({"response_received_count": 2, "robotstxt/response_count": 1}, "finished", 0, id="a plain spider"),
        pytest.param(FINE | told(feed__error="no_space"), "feed_not_writable", 5, id="a full disk"),
        pytest.param(FINE | told(output__error="OSError"), "finished", 5, id="an output"),
        pytest.param(FINE | {"feedexport/failed_count/FileFeedStorage": 1}, "finished", 5, id="a copy"),
        pytest.param(told(feed__error="io_error", errors=2, stopped_by="SIGINT"), None, 5, id="the gravest first"),
        pytest.param(told(sources__read=1, pages__read=1), "finished", 6, id="nothing understood"),
        pytest.param(
            told(sources__read=1, replay__records__response=9, pages__read=9),
            "finished",
            0,
            id="archive of other pages",
        ),
        pytest.param(told(sources__failed__no_warc=1), "finished", 4, id="no archive"),
        pytest.param(told(sources__read=1, links__known=9, pages__read=2), "finished", 0, id="no article among known"),
        pytest.param(told(sources__read=1, links__known=9, pages__read=3), "finished", 6, id="no more articles"),
        pytest.param(told(sources__read=1, pages__failed__http_503=3), "finished", 7, id="all pages failed"),
        pytest.param(FINE | told(pages__failed__timeout=10), "finished", 7, id="most pages failed"),
        pytest.param(
            told(sources__failed__no_links=1, sections__empty__no_links=1), "finished", 8, id="an empty section"
        ),
        pytest.param(FINE | told(sections__empty__emptied=1), "finished", 8, id="an empty section of several"),
        pytest.param(FINE | told(sections__short__feed=1), "finished", 9, id="a feed that shows less than its section"),
        pytest.param(told(sections__empty__no_feed=1), "finished", 8, id="a source that is not there"),
        pytest.param(told(sources__read=1, links__found=2, pages__failed__http_404=2), "finished", 8, id="no article"),
        pytest.param(told(sources__read=1, links__found=2, links__waiting=2), "finished", 8, id="no article ever"),
        pytest.param(told(sources__read=1, links__found=2, links__before_since=2), "finished", 0, id="all too old"),
        pytest.param(
            told(sources__read=1, links__found=5, links__known=3, pages__failed__http_404=2),
            "finished",
            0,
            id="dead links among known articles",
        ),
        pytest.param(told(feed__error="busy"), "feed_not_writable", 75, id="another run"),
        pytest.param(FINE | told(archive__error="no_space"), "archive_not_writable", 5, id="no room for the archive"),
        pytest.param(told(archive__error="busy"), "archive_not_writable", 75, id="another run of the archive"),
    ],
)
def test_status_of_a_run(stats: dict[str, Any], reason: str | None, expected: int) -> None:
    assert exit_status(stats, reason) == expected


@pytest.mark.parametrize(
    ("stats", "thresholds", "expected"),
    [
        pytest.param(FINE | told(pages__failed__timeout=1), {}, 0, id="one failed"),
        pytest.param(
            FINE | told(pages__failed__timeout=3), {"failed_share_max": 0.2}, 7, id="a quarter, where a fifth may"
        ),
        pytest.param(FINE | told(pages__failed__timeout=90), {"failed_share_max": 1.0}, 0, id="all may fail"),
        pytest.param(FINE | told(pages__failed__timeout=10), {"status_pages_min": 11}, 0, id="too few to tell"),
        pytest.param(
            told(sources__read=1, pages__read=1, pages__understood=1, pages__failed__dns=2),
            {"status_pages_min": 0},
            7,
            id="two do tell",
        ),
        pytest.param(
            told(sources__read=1, pages__read=9, pages__understood=1), {"understood_share_min": 0.5}, 6, id="few"
        ),
        pytest.param(
            told(sources__read=1, pages__read=9, pages__understood=5), {"understood_share_min": 0.5}, 0, id="enough"
        ),
        pytest.param(told(sources__read=1, links__known=9), {"status_pages_min": 0}, 0, id="no page, no verdict"),
    ],
)
def test_thresholds_are_for_the_user_to_set(stats: dict[str, Any], thresholds: dict[str, Any], expected: int) -> None:
    assert exit_status(stats, "finished", Thresholds(**thresholds)) == expected


def test_thresholds_come_from_the_settings() -> None:
    settings = Settings({"NEWSCRAWL_FAILED_SHARE_MAX": "0.25", "NEWSCRAWL_STATUS_PAGES_MIN": "7"})
    assert thresholds_of(settings) == Thresholds(failed_share_max=0.25, status_pages_min=7)
    ours = Settings()
    ours.setmodule("newscrawl.settings")
    assert thresholds_of(ours) == Thresholds()


def test_the_worst_of_several() -> None:
    assert sorted(SEVERITY) == sorted(ExitStatus)
    assert worst([]) is ExitStatus.FINE
    assert worst([ExitStatus.LOCKED, ExitStatus.FINE]) is ExitStatus.LOCKED
    assert worst([ExitStatus.LOCKED, ExitStatus.INCOMPLETE, ExitStatus.STOPPED]) is ExitStatus.INCOMPLETE
    assert worst([ExitStatus.NOT_WRITTEN, ExitStatus.UNEXPECTED, ExitStatus.UNREADABLE]) is ExitStatus.UNEXPECTED


def test_the_documented_statuses_are_those_given() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == with_table(page), "make docs"
    assert re.findall(r"^\| (\d+) \| `(\w+)`", page, re.MULTILINE) == [
        (str(each.value), each.name) for each in ExitStatus
    ]


def test_the_documented_thresholds_and_order_are_those_that_hold() -> None:
    page = PAGE.read_text(encoding="utf-8")
    defaults = {f"NEWSCRAWL_{each.name.upper()}": str(each.default) for each in fields(Thresholds)}
    assert dict(re.findall(r"^- `(NEWSCRAWL_\w+)` \(([^)]+)\)", page, re.MULTILINE)) == defaults
    severity = ", ".join(str(status.value) for status in SEVERITY)
    assert f"From mild to grave they are {severity}:" in page.replace("\n", " ")


def test_every_status_is_explained() -> None:
    for status in ExitStatus:
        assert status.meaning
        assert status.advice
        assert "\n" not in status.meaning


def run_of_a_site(read: int, understood: int) -> dict[str, Any]:
    """A run over a list with known articles."""
    return told(sources__read=1, links__found=9, links__known=9, pages__read=read, pages__understood=understood)


def test_a_site_that_is_no_longer_understood_is_told_as_long_as_it_lasts() -> None:
    earlier: tuple[tuple[int, int], ...] = ()
    came = []
    # As it was, the theme changes, it is quiet, two are new again and again, and the next theme is known.
    for read, understood in ((9, 9), (1, 0), (2, 0), (0, 0), (1, 0), (2, 0), (0, 0), (2, 2), (0, 0), (1, 0)):
        stats = run_of_a_site(read, understood)
        status = exit_status(stats, "finished", earlier=earlier)
        earlier = recent_pages(stats, earlier)
        came.append((int(status), are_understood(earlier)))
    assert came == [
        *((0, True), (0, True), (6, False), (0, False), (6, False), (6, False), (0, False)),
        *((0, True), (0, True), (0, True)),
    ]


def test_pages_enough_speak_for_themselves() -> None:
    assert exit_status(run_of_a_site(3, 0), "finished", earlier=((9, 9),)) == 6
    assert exit_status(run_of_a_site(3, 1), "finished", earlier=((9, 0),)) == 0
    strict = Thresholds(understood_share_min=0.5)
    assert exit_status(run_of_a_site(2, 0), "finished", strict, ((9, 9),)) == 0
    assert exit_status(run_of_a_site(2, 0), "finished", strict, ((2, 1),)) == 6


def test_pages_of_a_replay_say_nothing_of_a_site() -> None:
    assert recent_pages(told(replay__records__response=9, pages__read=9), ((1, 1),)) == ()
