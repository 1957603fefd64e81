"""A run that has only so much time."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.spiders import Spider

from newscrawl.downloader.shutdown import RunTimeout
from tests.commands.small_project import ARTICLE, Project, add_section, environment, make_project, stall
from tests.local_site import LocalSite

PATIENT = json.dumps(dict.fromkeys(("http", "https"), "scrapy.core.downloader.handlers.http11.HTTP11DownloadHandler"))
"""Scrapy's own handler, which does not give a download up at a stop."""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path / "project")


def coverage(project: Project, site: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in project.run("runs", site, "--json").stdout.splitlines()]


def test_whatever_hangs_the_run_ends_soon_after_its_time(project: Project, serve: Callable[..., LocalSite]) -> None:
    site = serve()
    url = add_section(site, ARTICLE, ARTICLE)
    stall(site, "/article-1")
    started = time.monotonic()
    done = project.crawl(url, "-s", "NEWSCRAWL_RUN_TIMEOUT=4", "-s", "NEWSCRAWL_SHUTDOWN_TIMEOUT=3")

    assert time.monotonic() - started < 30  # the page hangs for 60
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == (
        "newscrawl: small.example: status 3, a signal or a limit stopped the run before its end "
        "(NEWSCRAWL_RUN_TIMEOUT)\n"
    )
    report = project.report()
    assert (report["finish_reason"], report["stopped_by"]) == ("run_timeout", "NEWSCRAWL_RUN_TIMEOUT")
    assert report["figures"]["new"] == 1


def test_a_run_that_will_not_close_is_torn_off(project: Project, serve: Callable[..., LocalSite]) -> None:
    site = serve()
    url = add_section(site, ARTICLE, ARTICLE)
    stall(site, "/article-1")
    done = project.crawl(
        url,
        "-s",
        "NEWSCRAWL_RUN_TIMEOUT=4",
        "-s",
        "NEWSCRAWL_SHUTDOWN_TIMEOUT=0.5",
        "-s",
        f"DOWNLOAD_HANDLERS={PATIENT}",
    )
    assert done.returncode == 3, done.stderr
    (run,) = coverage(project, "small.example")
    assert (run["status_name"], run["stopped_by"]) == ("STOPPED", "NEWSCRAWL_RUN_TIMEOUT")
    assert run["articles"]["new"] == 1


def test_the_next_run_goes_on(tmp_path: Path, project: Project) -> None:
    demo = Project(tmp_path, project.environment | {"XDG_DATA_HOME": str(tmp_path)})
    slow = ("-s", "DOWNLOAD_DELAY=0.15", "-s", "CONCURRENT_REQUESTS=1", "-s", "NEWSCRAWL_RUN_TIMEOUT=4")
    first = demo.run("crawl", "demo", *slow)
    assert first.returncode == 3, first.stderr
    before = demo.run("feed", "cat", "demo").stdout.splitlines()
    second = demo.run("crawl", "demo")
    assert (second.returncode, second.stderr) == (0, "")
    after = demo.run("feed", "cat", "demo").stdout.splitlines()
    assert after[: len(before)] == before
    ids = [json.loads(line)["id"] for line in after]
    assert len(ids) == len(set(ids)) == 71
    assert len(before) < 71
    assert (demo.run("feed", "verify").returncode, coverage(demo, "demo")[-1]["status"]) == (0, 0)


def test_a_run_in_time_does_not_wait_for_it(project: Project, serve: Callable[..., LocalSite]) -> None:
    done = project.crawl(add_section(serve(), ARTICLE), "-s", "NEWSCRAWL_RUN_TIMEOUT=600")
    assert (done.returncode, done.stderr) == (0, "")


def test_without_a_term_there_is_nothing_to_end_the_run() -> None:
    with pytest.raises(NotConfigured):
        RunTimeout.from_crawler(Crawler(Spider, {}))


@pytest.mark.parametrize("seconds", ["0.05", "0.3", "0.7"])
def test_a_stop_in_the_first_moments_is_a_stop(tmp_path: Path, seconds: str) -> None:
    outside = Project(tmp_path, environment(tmp_path))
    done = outside.run(
        *("crawl", "demo", "-s", f"NEWSCRAWL_RUN_TIMEOUT={seconds}", "-s", f"NEWSCRAWL_DATA_DIR={tmp_path / 'data'}"),
        *("-s", "DOWNLOAD_DELAY=0.15", "-s", "CONCURRENT_REQUESTS=1"),
    )
    assert done.returncode == 3, done.stderr
    assert done.stderr == (
        "newscrawl: demo: status 3, a signal or a limit stopped the run before its end (NEWSCRAWL_RUN_TIMEOUT)\n"
    )
