from __future__ import annotations

import errno
import json
import logging
import os
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.spiders import Spider
from scrapy.statscollectors import MemoryStatsCollector

from newscrawl.article.draft import NotAnArticle
from newscrawl.reporting.figures import Figures
from newscrawl.reporting.report import EXAMPLES, RECORDS, LogKeeper, RunReport
from newscrawl.reporting.runs import drop_old_reports, report_name, write_report
from newscrawl.reporting.status import ExitStatus
from newscrawl.reporting.summary import summary

STARTED = datetime(2026, 11, 23, 23, 26, 50, tzinfo=UTC)


@pytest.fixture
def report(tmp_path: Path) -> RunReport:
    crawler = Crawler(Spider, {"NEWSCRAWL_DATA_DIR": str(tmp_path)})
    crawler.spider = Spider("journal")
    crawler.stats = MemoryStatsCollector(crawler)
    return RunReport(crawler)


def test_a_report_names_reasons_counts_and_a_few_examples(report: RunReport) -> None:
    addresses = [f"https://journal.example/{number}" for number in range(EXAMPLES + 3)]
    for address in addresses:
        report.crawler.stats.inc_value("newscrawl/dropped/no_body")
        report.page_lost("dropped/no_body", address)
    draft = SimpleNamespace(article=SimpleNamespace(url="https://me:secret@journal.example/a"))
    dropped = ValueError("no_headline")
    dropped.__cause__ = NotAnArticle("no_headline")
    report.crawler.stats.inc_value("newscrawl/dropped/no_headline")
    report.item_dropped(draft, dropped)
    report.crawler.stats.set_value("newscrawl/feed/written", 4)
    report.write()

    written = json.loads(report.path.read_text(encoding="utf-8"))
    assert written["lost"] == [
        {"fact": "dropped/no_body", "count": EXAMPLES + 3, "examples": addresses[:EXAMPLES]},
        {"fact": "dropped/no_headline", "count": 1, "examples": ["https://…@journal.example/a"]},
    ]
    assert written["feed"] == {"written": 4}
    assert written["figures"]["new"] == 4


def test_a_report_that_cannot_be_written_is_one_error(
    report: RunReport, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    report.write()
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert list(report.path.parent.iterdir()) == []


def test_off() -> None:
    with pytest.raises(NotConfigured):
        RunReport.from_crawler(Crawler(Spider, {"NEWSCRAWL_RUN_REPORT_ENABLED": False}))


def test_the_first_warnings_are_kept() -> None:
    keeper = LogKeeper()
    for number in range(RECORDS + 2):
        keeper.handle(logging.LogRecord("n", logging.WARNING, "f", 1, "%s", (number,), None))
    assert [record["message"] for record in keeper.records] == [str(number) for number in range(RECORDS)]
    assert keeper.left_out == 2


def test_reports_of_a_site_are_named_by_time_and_only_its_own_are_dropped(tmp_path: Path) -> None:
    for hour in range(5):
        write_report(tmp_path / report_name("a", STARTED.replace(hour=hour), 7), {})
    for other in ("a-b-20200101T000000Z-7.json", "notes.txt"):
        (tmp_path / other).touch()
    drop_old_reports(tmp_path, "a", 0)
    assert len(list(tmp_path.iterdir())) == 7
    drop_old_reports(tmp_path, "a", 2)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "a-20261123T032650Z-7.json", "a-20261123T042650Z-7.json", "a-b-20200101T000000Z-7.json", "notes.txt",
    ]  # fmt: skip


def test_a_summary_tells_figures_reasons_and_places() -> None:
    stats = {
        "newscrawl/feed/written": 1, "newscrawl/links/known": 20, "newscrawl/pages/read": 4,
        "newscrawl/dropped/no_body": 1, "newscrawl/dropped/consent_wall": 2, "newscrawl/sources/failed/robots": 1,
        "newscrawl/links/before_since": 30, "newscrawl/links/before_feed": 4,
    }  # fmt: skip
    places = {"Feed": Path("/data/feeds/a"), "Output": None}
    assert summary("a", stats, ExitStatus.FINE, 75.4, places).splitlines()[:-1] == [
        "a: 1 new article, 20 known already, 4 pages read in 1 min 15 s",
        "Dropped: 3 (consent_wall 2, no_body 1)",
        "Sources failed: 1 (robots 1)",
        "Left out as too old: 34 (before_since 30, before_feed 4)",
        "Feed: /data/feeds/a",
    ]


def test_figures_of_a_run_that_did_nothing() -> None:
    assert not any(vars_of(Figures.of({})))


def vars_of(figures: Figures) -> list[int]:
    return [getattr(figures, name) for name in figures.__slots__]
