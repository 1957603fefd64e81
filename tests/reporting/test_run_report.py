from __future__ import annotations

import errno
import json
import logging
import os
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from newscrawl.article.draft import NotAnArticle
from newscrawl.reporting.logs import LogKeeper
from newscrawl.reporting.record import EXAMPLES, RECORDS, Evidence, RunStart
from newscrawl.reporting.recorder import RunRecorder
from newscrawl.reporting.report import drop_old_reports, report_name, write_report
from tests.reporting.test_recorder import crawler

STARTED = datetime(2026, 11, 23, 23, 26, 50, tzinfo=UTC)


@pytest.fixture
def report(tmp_path: Path) -> RunRecorder:
    return RunRecorder(crawler(tmp_path, NEWSCRAWL_FEED_ENABLED=False))


def test_a_report_names_reasons_counts_and_a_few_examples(report: RunRecorder) -> None:
    addresses = [f"https://journal.example/{number}" for number in range(EXAMPLES + 3)]
    for address in addresses:
        report.crawler.stats.inc_value("newscrawl/dropped/no_body")
        report.evidence.lost("dropped/no_body", address)
    draft = SimpleNamespace(article=SimpleNamespace(url="https://me:secret@journal.example/a"))
    dropped = ValueError("no_headline")
    dropped.__cause__ = NotAnArticle("no_headline")
    report.crawler.stats.inc_value("newscrawl/dropped/no_headline")
    report.item_dropped(draft, dropped)
    report.crawler.stats.set_value("newscrawl/feed/written", 4)
    report.write()

    written = json.loads(report.report_path.read_text(encoding="utf-8"))
    assert written["lost"] == [
        {"fact": "dropped/no_body", "count": EXAMPLES + 3, "examples": addresses[:EXAMPLES]},
        {"fact": "dropped/no_headline", "count": 1, "examples": ["https://…@journal.example/a"]},
    ]
    assert written["feed"] == {"written": 4}
    assert written["figures"]["new"] == 4


def test_a_report_that_cannot_be_written_is_one_error(
    report: RunRecorder, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    report.write()
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert list(report.report_path.parent.iterdir()) == []


def test_off(tmp_path: Path) -> None:
    recorder = RunRecorder(crawler(tmp_path, NEWSCRAWL_RUN_REPORT_ENABLED=False))
    recorder.write()
    assert not recorder.folder.exists()  # neither report nor coverage


def test_what_no_encoding_can_write_is_escaped(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    write_report(path, {"message": "adresse \udce9 coupée"})
    assert json.loads(path.read_text(encoding="utf-8")) == {"message": "adresse \udce9 coupée"}


def test_the_arguments_of_the_command_line_are_kept_without_secrets(report: RunRecorder) -> None:
    record = report.finish({"url": "https://a.example/", "token": "geheim"})
    assert record.arguments == {"token": "…", "url": "https://a.example/"}
    assert json.loads(report.report_path.read_text(encoding="utf-8"))["arguments"] == record.arguments


def test_a_record_does_not_change_with_the_run(report: RunRecorder) -> None:
    record = report.record()
    report.evidence.lost("dropped/no_body", "https://journal.example/1")
    report.crawler.stats.inc_value("newscrawl/dropped/no_body")
    report.evidence.written.new += 1
    assert (record.losses, record.written.new) == ((), 0)
    assert "newscrawl/dropped/no_body" not in record.stats
    assert [loss.count for loss in report.record().losses] == [1]


def test_the_first_warnings_are_kept() -> None:
    evidence = Evidence()
    keeper = LogKeeper(evidence)
    for number in range(RECORDS + 2):
        keeper.handle(logging.LogRecord("n", logging.WARNING, "f", 1, "%s", (number,), None))
    assert [record["message"] for record in evidence.log] == [str(number) for number in range(RECORDS)]
    assert evidence.log_left_out == 2


def start(hour: int) -> RunStart:
    return RunStart(site="a", spider="a", started_at=STARTED.replace(hour=hour), process=7, versions={})


def test_reports_of_a_site_are_named_by_time_and_only_its_own_are_dropped(tmp_path: Path) -> None:
    for hour in range(5):
        write_report(tmp_path / report_name(start(hour)), {})
    for other in ("a-20200101T000000Z-7.json.part", ".a-20200101T000000Z-7.json.tmp"):  # left by killed runs
        (tmp_path / other).touch()
    for other in ("a-b-20200101T000000Z-7.json", "notes.txt"):
        (tmp_path / other).touch()
    drop_old_reports(tmp_path, "a", 0)
    assert len(list(tmp_path.iterdir())) == 7
    drop_old_reports(tmp_path, "a", 2)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "a-20261123T032650Z-7.json", "a-20261123T042650Z-7.json", "a-b-20200101T000000Z-7.json", "notes.txt",
    ]  # fmt: skip
