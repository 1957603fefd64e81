from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from newscrawl import clock
from newscrawl.reporting.prometheus import HELP, earlier_values, exposition, note_killed, write_textfile
from newscrawl.reporting.record import Evidence, RunRecord, WrittenLines
from newscrawl.reporting.recorder import RunRecorder
from tests.commands.small_project import Project, make_project
from tests.reporting.lines import STARTED, record
from tests.reporting.test_recorder import crawler

SUCCESS = "newscrawl_last_success_timestamp_seconds"
NEWEST = "newscrawl_newest_article_timestamp_seconds"
FINE = {"newscrawl/sources/read": 1}

WRITTEN = """\
# HELP newscrawl_run_start_timestamp_seconds When the last run of the site began.
# TYPE newscrawl_run_start_timestamp_seconds gauge
newscrawl_run_start_timestamp_seconds{site="a"} 1795476410.0
# HELP newscrawl_run_end_timestamp_seconds When the last run of the site ended.
# TYPE newscrawl_run_end_timestamp_seconds gauge
newscrawl_run_end_timestamp_seconds{site="a"} 1795476470.0
# HELP newscrawl_last_success_timestamp_seconds When the last run ended that was fine, its site understood.
# TYPE newscrawl_last_success_timestamp_seconds gauge
newscrawl_last_success_timestamp_seconds{site="a"} 1795476470.0
# HELP newscrawl_run_duration_seconds How long the last run took.
# TYPE newscrawl_run_duration_seconds gauge
newscrawl_run_duration_seconds{site="a"} 60.0
# HELP newscrawl_run_exit_status Exit status of the last run; 0 is fine.
# TYPE newscrawl_run_exit_status gauge
newscrawl_run_exit_status{site="a"} 0
# HELP newscrawl_run_articles Articles of the last run, by what became of them.
# TYPE newscrawl_run_articles gauge
newscrawl_run_articles{site="a",outcome="new"} 3
newscrawl_run_articles{site="a",outcome="revised"} 0
newscrawl_run_articles{site="a",outcome="removed"} 0
newscrawl_run_articles{site="a",outcome="known"} 17
# HELP newscrawl_run_sources Documents of sources in the last run, by what became of them.
# TYPE newscrawl_run_sources gauge
newscrawl_run_sources{site="a",outcome="read"} 1
newscrawl_run_sources{site="a",outcome="failed"} 0
# HELP newscrawl_run_pages Article pages of the last run, by what became of them.
# TYPE newscrawl_run_pages gauge
newscrawl_run_pages{site="a",outcome="understood"} 3
newscrawl_run_pages{site="a",outcome="dropped"} 1
newscrawl_run_pages{site="a",outcome="failed"} 3
# HELP newscrawl_run_responses Responses in the last run, by HTTP status.
# TYPE newscrawl_run_responses gauge
newscrawl_run_responses{site="a",code="200"} 7
newscrawl_run_responses{site="a",code="404"} 1
# HELP newscrawl_run_problems Articles that the last run wrote with a problem, by its code.
# TYPE newscrawl_run_problems gauge
newscrawl_run_problems{site="a",code="canonical_conflict"} 2
# HELP newscrawl_previous_run_killed Whether the run before the last was killed.
# TYPE newscrawl_previous_run_killed gauge
newscrawl_previous_run_killed{site="a"} 1.0
# HELP newscrawl_run_gap Whether articles may be missing before those of the last run.
# TYPE newscrawl_run_gap gauge
newscrawl_run_gap{site="a"} 0.0
# HELP newscrawl_newest_article_timestamp_seconds When the newest article that a run has written was published.
# TYPE newscrawl_newest_article_timestamp_seconds gauge
newscrawl_newest_article_timestamp_seconds{site="a"} 1795474800.0
"""
"""What is written of the run below, which follows a killed one: as 0.1.0 did, with problems, and its own words on the
last success."""


def run(stats: dict[str, Any] | None = None, *, published: datetime | None = None, **facts: Any) -> RunRecord:
    written = WrittenLines(new=3 if published else 0, newest=published)
    written.problems["canonical_conflict"] += 2
    return record({**FINE, **(stats or {})}, evidence=Evidence(written=written), **facts)


UNREADABLE: dict[str, Any] = {"newscrawl/sources/read": 0, "newscrawl/sources/failed/timeout": 1}


def samples(text: str | bytes) -> dict[tuple[str, ...], float]:
    """What Prometheus' own parser reads, by name and labels beside the site."""
    return {
        (sample.name, *(value for label, value in sorted(sample.labels.items()) if label != "site")): sample.value
        for family in families(text)
        for sample in family.samples
    }


def test_success_is_about_the_site() -> None:
    for recent, is_success in (((2, 0),), False), (((2, 0), (2, 1)), True), ((), True):
        found = samples(exposition(record(FINE, earlier=recent), {SUCCESS: 1.0}))
        assert (found[SUCCESS,] != 1.0) is is_success


def families(text: str | bytes) -> list[Any]:
    return list(text_string_to_metric_families(text if isinstance(text, str) else text.decode()))


def test_metrics_keep_their_names_and_labels() -> None:
    stats = {
        "newscrawl/links/found": 20, "newscrawl/links/known": 17, "newscrawl/pages/read": 4,
        "newscrawl/pages/understood": 3, "newscrawl/dropped/no_body": 1, "newscrawl/pages/failed/timeout": 2,
        "newscrawl/pages/failed/http_404": 1, "downloader/response_status_count/200": 7,
        "downloader/response_status_count/404": 1,
    }  # fmt: skip
    text = exposition(run(stats, published=datetime(2026, 11, 23, 23, tzinfo=UTC), follows_killed=True), {})
    by_name = {family.name: family for family in families(text)}
    before = {family.name: family for family in families(WRITTEN)}
    assert by_name.keys() == before.keys() == HELP.keys()
    for name, family in by_name.items():
        assert (family.type, family.documentation) == (before[name].type, before[name].documentation)
        assert {(*sorted(each.labels.items()), each.value) for each in family.samples} == {
            (*sorted(each.labels.items()), each.value) for each in before[name].samples
        }


def test_what_holds_on_is_carried_over(tmp_path: Path) -> None:
    path = tmp_path / "newscrawl_a.prom"
    assert earlier_values(path) == {}
    published = STARTED - timedelta(days=3)
    write_textfile(tmp_path, run(published=published))
    before = samples(path.read_text())
    after = samples(exposition(run(UNREADABLE), earlier_values(path)))
    assert after[("newscrawl_run_exit_status",)] == 4
    assert {name: after[(name,)] for name in (SUCCESS, NEWEST)} == {name: before[(name,)] for name in (SUCCESS, NEWEST)}
    older = samples(exposition(run(published=published - timedelta(days=1)), earlier_values(path)))
    assert older[(NEWEST,)] == before[(NEWEST,)]


def test_the_file_of_an_earlier_run_is_read_on(tmp_path: Path) -> None:
    path = tmp_path / "newscrawl_a.prom"
    path.write_text(WRITTEN, encoding="utf-8")
    assert earlier_values(path) == {SUCCESS: 1795476470.0, NEWEST: 1795474800.0}


def test_a_kill_is_told_when_the_next_run_begins(tmp_path: Path) -> None:
    note_killed(tmp_path, "a")
    assert list(tmp_path.iterdir()) == []
    write_textfile(tmp_path, run())
    before = samples((tmp_path / "newscrawl_a.prom").read_text())
    note_killed(tmp_path, "a")
    after = samples((tmp_path / "newscrawl_a.prom").read_text())
    assert after == before | {("newscrawl_previous_run_killed",): 1.0}
    assert before != after


def test_runs_that_are_killed_one_after_the_other_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = count()
    monkeypatch.setattr(clock, "now", lambda: STARTED + timedelta(seconds=next(seconds)))
    textfiles = tmp_path / "textfiles"
    recorder(tmp_path, textfiles).write()
    told = []
    for _ in range(3):
        begun = RunRecorder.from_crawler(recorder(tmp_path, textfiles).crawler)
        begun.stop_listening()
        (path,) = textfiles.iterdir()
        told.append(samples(path.read_text())["newscrawl_previous_run_killed",])
    assert told == [0.0, 1.0, 1.0]


@pytest.mark.parametrize(
    "text", [b"", b"\xff", b"{", b'newscrawl_run_gap{site="a', b"# HELP\n\x00 x y z", b"a b c d e"]
)
def test_a_damaged_file_says_nothing(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "newscrawl_a.prom"
    path.write_bytes(text)
    assert earlier_values(path) == {}


def test_without_a_success_none_is_told() -> None:
    assert (SUCCESS,) not in samples(exposition(run(UNREADABLE), {}))


@pytest.mark.parametrize("site", ['a"b', "a\\b", "a\nb", "é_8080"])
def test_labels_are_escaped(site: str) -> None:
    (family,) = [each for each in families(exposition(run(site=site), {})) if each.name == "newscrawl_run_gap"]
    assert family.samples[0].labels == {"site": site}


def recorder(tmp_path: Path, folder: Path | None, **settings: Any) -> RunRecorder:
    return RunRecorder(crawler(tmp_path, NEWSCRAWL_PROMETHEUS_TEXTFILE_DIR=folder and str(folder), **settings))


def test_the_file_is_put_in_place_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "textfiles"
    recorder(tmp_path, folder).write()
    (path,) = folder.iterdir()
    assert path.name == "newscrawl_journal.prom"
    assert ("newscrawl_run_exit_status",) in samples(path.read_text(encoding="utf-8"))


def test_a_folder_that_cannot_be_written(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    recorder(tmp_path, tmp_path / "file" / "folder").write()
    assert ["not written" in record.message for record in caplog.records] == [True]

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "replace", refuse)
    folder = tmp_path / "textfiles"
    recorder(tmp_path, folder).write()
    assert not list(folder.iterdir())


@pytest.mark.parametrize(
    ("folder", "settings"),
    [("", {}), ("textfiles", {"NEWSCRAWL_FEED_ENABLED": False})],
)
def test_unset_or_without_a_feed_it_is_off(tmp_path: Path, folder: str, settings: dict[str, bool]) -> None:
    recorder(tmp_path, tmp_path / folder if folder else None, **settings).write()
    assert not (tmp_path / "textfiles").exists()
    assert not list(tmp_path.glob("**/*.prom"))


@pytest.fixture
def without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("prometheus_client", "prometheus_client.parser"):
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.delitem(sys.modules, "newscrawl.reporting.prometheus")


@pytest.mark.usefixtures("without_the_extra")
def test_a_program_without_the_extra_is_told_before_its_run(tmp_path: Path) -> None:
    recorder(tmp_path, None).write()
    with pytest.raises(ModuleNotFoundError, match=r"pip install 'newscrawl\[prometheus\]'"):
        recorder(tmp_path, tmp_path / "textfiles")


@pytest.mark.parametrize(
    "command", ["crawl small -a url=http://127.0.0.1:9/", "crawlall small -a url=http://a.example/"]
)
def test_a_command_without_the_extra_is_refused_in_one_line(tmp_path: Path, command: str) -> None:
    project: Project = make_project(tmp_path / "project")
    (project.folder / "sitecustomize.py").write_text(
        "import sys\nsys.modules['prometheus_client'] = None\n", encoding="utf-8"
    )
    project.environment["PYTHONPATH"] = os.pathsep.join([str(project.folder), project.environment["PYTHONPATH"]])
    setting = f"NEWSCRAWL_PROMETHEUS_TEXTFILE_DIR={tmp_path / 'textfiles'}"
    started = project.start(*command.split(), "-s", setting)  # whose site is made as it starts
    out, errors = started.communicate(timeout=60)
    assert (started.returncode, out) == (2, "")
    assert errors == (
        f"newscrawl: setting {setting.replace('=', chr(61) + chr(39))}': "
        "prometheus_client is missing: pip install 'newscrawl[prometheus]'\n"
    )
    assert not (project.folder / "data").exists()
