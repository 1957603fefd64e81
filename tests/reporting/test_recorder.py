from __future__ import annotations

import errno
import json
import logging
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.spiders import Spider
from scrapy.statscollectors import MemoryStatsCollector

from newscrawl import clock
from newscrawl.reporting import history
from newscrawl.reporting.record import FIELDS
from newscrawl.reporting.recorder import RunRecorder
from tests.reporting.test_record import article


def crawler(folder: Path, **settings: Any) -> Crawler:
    made = Crawler(Spider, {"NEWSCRAWL_DATA_DIR": str(folder), **settings})
    made.spider = Spider("journal")
    made.stats = MemoryStatsCollector(made)
    return made


def recording(made: Crawler) -> RunRecorder:
    """The extension, its handlers taken from the log again."""
    recorder = RunRecorder.from_crawler(made)
    recorder.stop_listening()
    return recorder


def lines(folder: Path) -> list[dict[str, Any]]:
    (path,) = (folder / "runs" / "journal").glob("coverage-*.jsonl")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_run_writes_a_line_when_it_begins_and_one_when_it_ends(tmp_path: Path) -> None:
    recorder = recording(crawler(tmp_path))
    (first,) = lines(tmp_path)
    assert first["event"] == "started"

    stats = recorder.crawler.stats
    for fact, count in {
        "newscrawl/sources/read": 2, "newscrawl/sources/failed/timeout": 1, "newscrawl/sources/gap": 1,
        "newscrawl/links/found": 9, "newscrawl/links/known": 5, "newscrawl/pages/read": 3,
        "newscrawl/pages/understood": 2, "newscrawl/dropped/no_body": 1, "newscrawl/pages/failed/http_404": 1,
        "newscrawl/feed/removed": 1, "downloader/response_status_count/200": 5,
        "downloader/response_status_count/404": 1,
    }.items():  # fmt: skip
        stats.set_value(fact, count)
    stats.set_value("newscrawl/feed/cursor", "journal-2026-11-23:99")
    stats.set_value("finish_reason", "finished")
    recorder.item_scraped(
        article(1, headline="Un", body="Texte", published_at="2026-11-22T20:15:00+01:00", method="family")
    )
    recorder.item_scraped(
        article(2, headline="Deux", revision=2, published_at="2026-11-22T19:30:00Z", method="generic", problems=["odd"])
    )
    recorder.item_scraped({"url": "of another spider"})
    recorder.write()
    recorder.write()

    _, last = lines(tmp_path)
    assert {name: last[name] for name in first if name != "event"} == {k: v for k, v in first.items() if k != "event"}
    assert (last["event"], last["status"], last["status_name"]) == ("finished", 0, "FINE")
    assert last["sources"] == {"read": 2, "failed": {"timeout": 1}}
    assert last["gap"] is True
    assert last["articles"] == {"found": 9, "known": 5, "new": 1, "revised": 1, "removed": 1}
    assert last["pages"] == {"read": 3, "understood": 2, "failed": {"http_404": 1}, "dropped": {"no_body": 1}}
    assert last["answers"] == {"200": 5, "404": 1}
    assert last["lines"] == 2
    assert last["fields"] == dict.fromkeys(FIELDS, 0) | {"headline": 2, "body": 1, "published_at": 2}
    assert last["methods"] == {"family": 1, "generic": 1}
    assert last["problems"] == {"odd": 1}
    assert last["newest_published_at"] == "2026-11-22T19:30:00+00:00"
    assert last["cursor"] == "journal-2026-11-23:99"


def test_a_run_tells_of_the_kill_of_the_one_before(tmp_path: Path) -> None:
    first = recording(crawler(tmp_path))
    second = recording(crawler(tmp_path))
    second.write()
    third = recording(crawler(tmp_path))
    assert [each.record().follows_killed for each in (first, second, third)] == [False, True, False]


def test_a_run_that_comes_to_another_end_says_so_once_more(tmp_path: Path) -> None:
    recorder = recording(crawler(tmp_path))
    recorder.write()
    recorder.crawler.stats.set_value("newscrawl/feed/error", "no_space")
    recorder.write()
    assert [line.get("status") for line in lines(tmp_path)] == [None, 3, 5]
    (run,) = history.read_runs(recorder.folder)
    assert run.status == 5


def test_the_status_is_by_the_thresholds_of_the_settings_wherever_it_is_written(tmp_path: Path) -> None:
    recorder = recording(crawler(tmp_path, NEWSCRAWL_FAILED_SHARE_MAX=0.1))
    for fact, count in {"sources/read": 1, "pages/read": 9, "pages/understood": 9, "pages/failed/timeout": 3}.items():
        recorder.crawler.stats.set_value(f"newscrawl/{fact}", count)
    recorder.crawler.stats.set_value("finish_reason", "finished")
    recorder.write()  # no signal that the spider is closed has published the status before
    (path,) = recorder.folder.glob("*.json")
    report = json.loads(path.read_text(encoding="utf-8"))
    assert [report["status"], report["stats"]["newscrawl/exit_status"], lines(tmp_path)[-1]["status"]] == [7, 7, 7]


def test_the_end_is_that_of_the_first_time_it_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = recording(crawler(tmp_path))
    ended = recorder.write().finished_at
    monkeypatch.setattr(clock, "now", lambda: ended + timedelta(hours=1))
    assert recorder.finish({}).finished_at == ended
    assert len(lines(tmp_path)) == 2


def test_the_run_report_tells_of_the_same_run(tmp_path: Path) -> None:
    recorder = recording(crawler(tmp_path))
    recorder.write()
    line = lines(tmp_path)[-1]
    (path,) = recorder.folder.glob("*.json")
    report = json.loads(path.read_text(encoding="utf-8"))
    assert path.stem == f"journal-{line['run']}"
    same = {"started_at", "finished_at", "status", "status_name", "finish_reason", "stopped_by", "site", "spider"}
    assert {name: report[name] for name in same} == {name: line[name] for name in same}


def test_off_in_a_shell_which_has_no_spider(tmp_path: Path) -> None:
    made = crawler(tmp_path)
    made.spider = None
    with pytest.raises(NotConfigured):
        RunRecorder.from_crawler(made)
    assert not list(tmp_path.iterdir())


def test_a_run_without_feed_has_a_report_and_covers_nothing(tmp_path: Path) -> None:
    recorder = recording(crawler(tmp_path, NEWSCRAWL_FEED_ENABLED=False))
    assert not list(tmp_path.iterdir())
    recorder.write()
    assert [path.suffix for path in recorder.folder.iterdir()] == [".json"]


def test_a_full_disk_costs_report_and_coverage_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    recorder = recording(crawler(tmp_path))
    monkeypatch.setattr(os, "write", full)
    recorder.write()
    recorder.finish({"pages": "1"})
    messages = [record.message.partition(":")[0] for record in caplog.records if record.levelno >= logging.WARNING]
    assert messages == ["Run report not written", "Coverage not written"]
