"""`newscrawl runs`: what it makes of the coverage that runs left."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from scrapy.exceptions import UsageError

from newscrawl.commands.locking import SiteLock
from newscrawl.commands.runs import lines_of, table
from newscrawl.paths import ledger_dir, runs_dir
from newscrawl.reporting import history
from tests.commands.small_project import ARTICLE, Project, add_section, make_project, stall
from tests.local_site import LocalSite
from tests.reporting.lines import STARTED, begun, ended


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with a fine run, a killed one, and one more."""
    folder = runs_dir(tmp_path, "a")
    for day in (1, 2, 3):
        start = STARTED.replace(day=day)
        history.append(folder, start, begun(start))
        if day != 2:
            history.append(folder, start, ended(start, new=day, published="2026-11-22T20:15:00+01:00"))
    return tmp_path


def test_a_run_without_end_was_killed(data: Path) -> None:
    assert [line["status_name"] for line in lines_of(data, "a", 10, None)] == ["FINE", "KILLED", "FINE"]
    assert [line["status"] for line in lines_of(data, "a", 2, None)] == [None, 0]


def test_or_is_under_way_while_the_site_is_locked(data: Path) -> None:
    start = STARTED.replace(day=4)
    history.append(runs_dir(data, "a"), start, begun(start))
    with_lock = SiteLock(ledger_dir(data) / "a.lock").take()
    names = [line["status_name"] for line in lines_of(data, "a", 10, None)]
    with_lock.release()
    assert names == ["FINE", "KILLED", "FINE", "RUNNING"]


def test_since_a_day(data: Path) -> None:
    assert len([*lines_of(data, "a", None, date(2026, 11, 2))]) == 2
    assert len([*lines_of(data, "a", 1, date(2026, 11, 2))]) == 1


def test_a_site_that_could_lead_elsewhere(data: Path) -> None:
    with pytest.raises(UsageError):
        [*lines_of(data, "../a", 1, None)]


def test_the_table_is_for_people(data: Path) -> None:
    head, _, killed, last = table([*lines_of(data, "a", 10, None)])
    assert head.split("  ")[0] == "site"
    assert killed.split() == ["a", "2026-11-02", "23:26:50", "KILLED"]
    assert last.split() == [
        *("a", "2026-11-03", "23:26:50", "60", "s", "0", "FINE", "3", "17", "2026-11-22", "19:15"),
    ]  # fmt: skip


def test_counts_that_no_run_has_are_left_out(data: Path) -> None:
    lines = [*lines_of(data, "a", 10, None)]
    assert next(table(lines)).split() == ["site", "began", "(UTC)", "took", "status", "new", "known", "newest", "(UTC)"]
    lines[-1]["pages"] = {"read": 3, "understood": 3, "failed": {"http_404": 2}, "dropped": {}}
    head, *_, last = table(lines)
    assert head.split()[5:8] == ["new", "known", "failed"]
    assert last.split()[7:10] == ["3", "17", "2"]


def test_a_fine_run_of_a_site_that_is_not_understood_says_so() -> None:
    idle = ended(found=0, answers={"304": 1})
    lines = [idle | {"recent_pages": recent} for recent in ([[2, 0], [3, 0]], [[2, 0], [3, 1]], [])]
    lines += [ended(dropped={"no_body": 2}) | {"gap": True}, ended(status=6) | {"recent_pages": [[5, 0]]}]
    assert [row.split("60 s  ")[1].split("   ")[0].strip() for row in [*table(lines)][1:]] == [
        "0 FINE, none understood",
        "0 FINE",
        "0 FINE",
        "0 FINE, gap, none understood",
        "6 UNREADABLE",
    ]


def test_a_run_that_was_killed_leaves_a_trace(tmp_path: Path, serve: Callable[..., LocalSite]) -> None:
    project, site = make_project(tmp_path / "project"), serve()
    url = add_section(site, ARTICLE)
    asked = stall(site, "/article-0")
    process = project.start("crawl", "small", "-a", f"url={url}")
    assert asked.wait(60)
    (running,) = lines_of(project.folder / "data", "small.example", 1, None)
    process.kill()
    process.communicate()
    (killed,) = lines_of(project.folder / "data", "small.example", 1, None)
    assert (running["status_name"], killed["status_name"]) == ("RUNNING", "KILLED")
    assert killed["run"].endswith(f"-{process.pid}")
    assert datetime.fromisoformat(killed["started_at"]).tzinfo == UTC


def test_no_runs(tmp_path: Path) -> None:
    project: Project = make_project(tmp_path / "project")
    done = project.run("runs", "nobody")
    assert (done.returncode, done.stdout) == (1, "")
    assert "no runs in" in done.stderr
    folder = runs_dir(project.folder / "data", "a")
    history.append(folder, STARTED, ended(STARTED))
    assert json.loads(project.run("runs", "--json").stdout)["site"] == "a"
