"""The monitors under the real spidermon, in whole runs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from newscrawl import clock
from newscrawl.paths import runs_dir
from newscrawl.reporting import history
from tests.commands.small_project import ARTICLE, Project, add_section, make_project
from tests.local_site import Answer, LocalSite
from tests.reporting.lines import begun, ended

SETTINGS = """
EXTENSIONS = {**EXTENSIONS, "spidermon.contrib.scrapy.extensions.Spidermon": 500}
SPIDERMON_ENABLED = True
SPIDERMON_SPIDER_CLOSE_MONITORS = ("newscrawl.reporting.monitors.RunMonitors",)
"""
OF_THE_PROJECT = SETTINGS.replace("newscrawl.reporting.monitors.RunMonitors", "sites.monitors.SmallRuns")
MONITORS = """
from newscrawl.reporting.comparison import Limits
from newscrawl.reporting.monitors import RunMonitor, RunMonitors


class SmallRun(RunMonitor):
    limits = Limits(sample_min=3)


class SmallRuns(RunMonitors):
    monitors = [SmallRun]
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = make_project(tmp_path / "project")
    with (project.folder / "sites" / "settings.py").open("a", encoding="utf-8") as file:
        file.write(OF_THE_PROJECT)
    (project.folder / "sites" / "monitors.py").write_text(MONITORS, encoding="utf-8")
    folder = runs_dir(project.folder / "data", "small.example")
    for hours in range(12, 0, -1):
        start = clock.now() - timedelta(hours=hours)
        history.append(folder, start, begun(start))
        history.append(folder, start, ended(start, found=40, new=4))
    return project


def test_an_ordinary_run_says_nothing(project: Project, serve: Callable[..., LocalSite]) -> None:
    done = project.crawl(add_section(serve(), *[ARTICLE] * 9))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_what_is_out_of_the_ordinary_takes_a_line_each(project: Project, serve: Callable[..., LocalSite]) -> None:
    done = project.crawl(add_section(serve(), ARTICLE, *[Answer(status=403)] * 2))

    assert done.returncode == 0, done.stderr
    told = sorted(line.removeprefix("newscrawl: ") for line in done.stderr.splitlines())
    assert told == [
        "small.example: unusual run (failures): 2 of 3 article pages failed (http_403 2)",
        "small.example: unusual run (found): 3 articles found; earlier runs found 40",
        "small.example: unusual run (refusals): 2 of 5 answers are refusals (403 2)",
    ]
    stats = project.report()["stats"]
    assert {name: stats[f"newscrawl/monitors/failed/{name}"] for name in ("failures", "found", "refusals")} == {
        "failures": 1,
        "found": 1,
        "refusals": 1,
    }


def test_who_asks_for_more_gets_spidermons_report(project: Project, serve: Callable[..., LocalSite]) -> None:
    done = project.crawl(add_section(serve(), ARTICLE), "-v")
    assert "[Spidermon] SmallRun/test_layout... OK" in done.stderr
    assert "FAIL: SmallRun/test_found" in done.stderr
    assert "ERROR" not in done.stderr


def test_a_finding_that_lasts_is_told_once_and_that_it_ends(project: Project, serve: Callable[..., LocalSite]) -> None:
    site = serve()
    url = add_section(site, *[ARTICLE] * 3)
    first, second = project.crawl(url), project.crawl(url)
    assert "unusual run (found): 3 articles found; earlier runs found 40" in first.stderr
    assert second.stderr == "", "the same with another median"
    third = project.crawl(add_section(site, *[ARTICLE] * 12))
    (ended,) = third.stderr.splitlines()
    assert "small.example: usual again (found), after 20" in ended
    assert project.crawl(url).stderr == ""
