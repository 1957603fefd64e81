"""What a person reads once a run is over."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from newscrawl.reporting.record import Evidence
from newscrawl.reporting.report import status_text, summary
from newscrawl.reporting.status import ExitStatus
from tests.reporting.lines import record


def test_a_summary_tells_figures_reasons_and_places() -> None:
    run = record(
        {
            "newscrawl/feed/written": 1, "newscrawl/links/known": 20, "newscrawl/pages/read": 4,
            "newscrawl/dropped/no_body": 1, "newscrawl/dropped/consent_wall": 2, "newscrawl/sources/failed/robots": 1,
            "newscrawl/links/before_since": 30, "newscrawl/links/before_feed": 4,
            "newscrawl/limits/links": 2, "robotstxt/forbidden": 3,
        },
        seconds=75.4,
    )  # fmt: skip
    assert summary(run, {"Feed": Path("/data/feeds/a"), "Output": None}).splitlines()[:-1] == [
        "a: 1 new article, 20 known already, 4 pages read in 1 min 15 s",
        "Dropped: 3 (consent_wall 2, no_body 1)",
        "Sources failed: 1 (robots 1)",
        "Left out as too old: 34 (before_since 30, before_feed 4)",
        "Withheld: 4 (robots 2, links_of_a_document 2)",
        "Feed: /data/feeds/a",
        "Read it: newscrawl feed tail a -n 1 | jq",
    ]


def test_the_summary_of_a_replay_tells_of_files_read_before() -> None:
    run = record({"newscrawl/sources/unchanged": 1})
    replay = replace(run, start=replace(run.start, spider="archive"))
    assert summary(replay, {}).splitlines()[1] == "Read by an earlier run: 1 file (-a again=1 reads them again)"
    assert "again=1" not in summary(run, {})


def test_the_summary_of_a_replay_tells_what_was_refused_and_lost() -> None:
    run = record(
        {
            "newscrawl/replay/refused/language": 5,
            "newscrawl/replay/refused/http_404": 2,
            "newscrawl/replay/damaged/torn": 1,
        }
    )
    assert summary(run, {}).splitlines()[1:3] == ["Refused: 7 (language 5, http_404 2)", "Damaged: 1 (torn 1)"]


def test_a_stop_says_what_brought_it_about() -> None:
    stopped = "3, a signal or a limit stopped the run before its end"
    assert status_text(record({"newscrawl/stopped_by": "SIGTERM"})) == f"{stopped} (SIGTERM)"
    assert status_text(record({"finish_reason": "closespider_timeout"})) == f"{stopped} (closespider_timeout)"
    assert status_text(record({"newscrawl/sources/read": 1})).startswith("0, ")
    assert "(" not in status_text(record({"newscrawl/sources/read": 1}))


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("http_403", "https://a.example/fil answers 403 (Forbidden)"),
        ("http_599", "https://a.example/fil answers 599"),
        ("http_odd", "https://a.example/fil cannot be read (http_odd)"),
        ("refused_connection", "nobody answers at a.example"),
        ("robots", "robots.txt forbids https://a.example/fil"),
    ],
)
def test_a_run_that_read_nothing_names_the_cause_alone(code: str, told: str) -> None:
    fact = f"sources/failed/{code}"
    run = record({f"newscrawl/{fact}": 1}, evidence=Evidence(examples={fact: ["https://a.example/fil"]}))
    assert status_text(run) == f"4, {told}"


def test_a_run_that_knows_no_cause_says_what_its_status_means() -> None:
    assert status_text(record({"newscrawl/sources/failed/http_403": 1})) == f"4, {ExitStatus.UNREADABLE.meaning}"
