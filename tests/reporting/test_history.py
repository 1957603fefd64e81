"""The coverage of runs, written and read."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest

from newscrawl.reporting import history
from tests.reporting.lines import STARTED, begun, ended, record

OPERATIONS = (Path(__file__).resolve().parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")
BY_0_1_0 = (
    '{"event":"started","schema_version":"1.0","run":"20261123T232650Z-4711","site":"a","spider":"a",'
    '"newscrawl_version":"0.1.0","started_at":"2026-11-23T23:26:50.000+00:00"}\n'
    '{"event":"finished","schema_version":"1.0","run":"20261123T232650Z-4711","site":"a","spider":"a",'
    '"newscrawl_version":"0.1.0","started_at":"2026-11-23T23:26:50.000+00:00",'
    '"finished_at":"2026-11-23T23:27:50.000+00:00","seconds":60.0,"status":3,"status_name":"STOPPED",'
    '"finish_reason":null,"stopped_by":null,"sources":{"read":0,"failed":{}},"gap":false,"articles":{"found":0,'
    '"known":0,"new":0,"revised":0,"removed":0},"pages":{"read":0,"understood":0,"failed":{},"dropped":{}},'
    '"answers":{},"lines":0,"fields":{"headline":0,"standfirst":0,"body":0,"dateline":0,"agencies":0,"authors":0,'
    '"published_at":0,"section":0,"tags":0,"image":0,"language":0},"methods":{},"problems":{},'
    '"newest_published_at":null,"cursor":null}\n'
)
"""What 0.1.0 wrote of a run that was torn off."""


def test_lines_are_those_of_0_1_0_and_read_on(tmp_path: Path) -> None:
    (tmp_path / "coverage-2026-11.jsonl").write_text(BY_0_1_0, encoding="utf-8")
    (run,) = history.read_runs(tmp_path)
    first, last = map(json.loads, BY_0_1_0.splitlines())
    assert (run.id, run.status, run.started_at) == ("20261123T232650Z-4711", 3, STARTED)
    assert history.line_of_process(tmp_path, 4711) == last

    ours = record({"finish_reason": None}, process=4711)
    assert [*history.started_line(ours.start).items()] == [*first.items()]
    assert [*history.finished_line(ours).items()] == [*last.items(), ("recent_pages", [])]


def test_the_line_of_a_process(tmp_path: Path) -> None:
    assert history.line_of_process(tmp_path / "nowhere", 7) is None
    for day in (1, 2):
        start = STARTED.replace(day=day)
        history.append(tmp_path, start, begun(start))
        history.append(tmp_path, start, ended(start, new=day))
    history.append(tmp_path, STARTED, begun(process=17))
    line = history.line_of_process(tmp_path, 7)
    assert line is not None
    assert line["articles"]["new"] == 2
    assert [history.line_of_process(tmp_path, process) for process in (17, 1, None)] == [None] * 3


def test_a_torn_line_is_left_behind(tmp_path: Path) -> None:
    history.append(tmp_path, STARTED, begun())
    (path,) = tmp_path.iterdir()
    with path.open("ab") as file:
        file.write(b'{"event":"finished","run":"2026')
    history.append(tmp_path, STARTED, ended())
    history.append(tmp_path, STARTED, begun(process=8))
    assert [(run.id[-1], run.status) for run in history.read_runs(tmp_path)] == [("7", 0), ("8", None)]
    assert path.read_bytes().count(b"\n") == 4


@pytest.mark.parametrize(
    "line", [b"", b"null", b"[]", b"{}", b'{"event":"finished","run":"1","started_at":"soon"}', b"\xff", b'"text"']
)
def test_what_is_no_line_of_a_run_is_skipped(tmp_path: Path, line: bytes) -> None:
    (tmp_path / "coverage-2026-11.jsonl").write_bytes(line + b"\n" + json.dumps(begun()).encode() + b"\n")
    assert len([*history.read_runs(tmp_path)]) == 1


def test_runs_lie_in_a_file_a_month_and_the_oldest_go(tmp_path: Path) -> None:
    for month in (9, 10, 11):
        start = STARTED.replace(month=month)
        history.append(tmp_path, start, begun(start))
        history.append(tmp_path, start, ended(start))
    (tmp_path / "a-20261123T232650Z-7.json").touch()
    assert [run.started_at.month for run in history.last_runs(tmp_path, 2)] == [10, 11]
    history.drop_old_months(tmp_path, 0)
    assert len([*history.read_runs(tmp_path)]) == 3
    history.drop_old_months(tmp_path, 1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a-20261123T232650Z-7.json", "coverage-2026-11.jsonl"]
    assert [*history.read_runs(tmp_path / "nowhere")] == []
    assert history.last_runs(tmp_path, 0) == []


@pytest.mark.parametrize("count", [1, 7, 299, 300, 1000])
def test_the_last_runs_are_the_same_as_those_of_all(tmp_path: Path, count: int) -> None:
    path = tmp_path / "coverage-2026-11.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for minute in range(300):
            start = STARTED + timedelta(minutes=minute)
            file.write(json.dumps(begun(start)) + "\n")
            if minute % 7:  # the others were killed
                file.write(json.dumps(ended(start, dropped={"x" * minute * 20: 1})) + "\n")
    whole = [(run.id, run.status) for run in history.read_runs(tmp_path)]
    assert [(run.id, run.status) for run in history.last_runs(tmp_path, count)] == whole[-count:]


def test_the_last_pages_of_a_site_are_those_of_the_last_run_that_ended(tmp_path: Path) -> None:
    assert history.recent_pages(tmp_path) == ()
    for day, stats in ((1, {"newscrawl/pages/read": 2}), (2, {"newscrawl/pages/read": 4}), (3, {})):
        start = STARTED.replace(day=day)
        history.append(tmp_path, start, begun(start))
        if stats:
            pages = history.finished_line(record(stats))["recent_pages"]
            history.append(tmp_path, start, ended(start) | {"recent_pages": pages})
    assert history.recent_pages(tmp_path) == ((4, 0),)
    history.append(tmp_path, STARTED, ended(STARTED) | {"recent_pages": [1]})
    assert history.recent_pages(tmp_path) == (), "what cannot be read says nothing"


def test_every_key_is_documented() -> None:
    line = history.finished_line(record())
    rows = set(re.findall(r"^\| `(\w+)`", OPERATIONS, re.MULTILINE))
    assert rows == {"event", *line}
