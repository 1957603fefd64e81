"""What a person reads once a run is over."""

from __future__ import annotations

from pathlib import Path

from newscrawl.reporting.report import status_text, summary
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
        "Withheld: robots 3, links_of_a_document 2",
        "Feed: /data/feeds/a",
    ]


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
