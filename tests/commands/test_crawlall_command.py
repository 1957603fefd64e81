"""`newscrawl crawlall` as cron meets it: whole processes and real sockets."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from scrapy import Spider

from newscrawl.commands.checks import Refused
from newscrawl.commands.crawlall import choose
from newscrawl.commands.locking import hosts_of
from newscrawl.spiders.be.rtbf import RtbfSpider
from newscrawl.spiders.demo import DemoSpider
from newscrawl.spiders.fr.news24 import News24Spider
from newscrawl.spiders.section import AnySectionSpider
from tests.commands.small_project import ARTICLE, NO_ARTICLE, Project, add_section, make_project, stall
from tests.local_site import LocalSite

MORE_SPIDERS = """
import os
import signal


class One(Small):
    name = "one"
    site = "one.example"


class Two(Small):
    name = "two"
    site = "two.example"


class Crashing(Small):
    name = "crashing"
    site = "crashing.example"

    async def start(self):
        self.logger.warning("about to crash")
        os.kill(os.getpid(), signal.SIGKILL)
        yield


class Empty(Small):
    name = "empty"
    site = "empty.example"

    def parse_list(self, response):
        self.count("sources/failed/no_links", response.url)
        self.logger.warning("Section not read")
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = make_project(tmp_path / "project")
    with (project.folder / "sites" / "spiders.py").open("a", encoding="utf-8") as file:
        file.write(MORE_SPIDERS)
    return project


@pytest.fixture
def site(serve: Callable[..., LocalSite]) -> LocalSite:
    return serve()


def test_one_that_fails_leaves_the_others_alone(project: Project, site: LocalSite) -> None:
    url = add_section(site, ARTICLE, NO_ARTICLE)
    names = ("one", "misled", "crashing", "empty", "two")
    done = project.run("crawlall", *names, "-a", f"url={url}", "--json", "-s", "NEWSCRAWL_CONTACT=me@example.org")

    assert done.returncode == 2, done.stderr
    found = {line["spider"]: line for line in map(json.loads, done.stdout.splitlines())}
    assert {name: (line["status"], line["trouble"]) for name, line in found.items()} == {
        "one": (0, None),
        "two": (0, None),
        "empty": (4, None),
        "misled": (2, None),
        "crashing": (1, "ended by SIGKILL"),
    }
    assert found["one"]["coverage"]["articles"]["new"] == 1
    assert found["one"]["coverage"]["pages"]["dropped"] == {"no_headline": 1}
    assert found["crashing"]["coverage"] is None
    told = sorted(line for line in done.stderr.splitlines() if ": status " in line)
    assert [line.partition(",")[0] for line in told] == [
        "newscrawl: crashing.example: status 1",
        "newscrawl: empty.example: status 4",
        "newscrawl: small.example: status 2",
    ]
    assert "newscrawl: small.example: setting NEWSCRAWL_CRAWL_DELAY_MAX='abc'" in done.stderr
    assert "newscrawl: crashing.example: " in done.stderr
    assert "about to crash" in done.stderr
    assert "Section not read" in done.stderr
    assert "one.example" not in done.stderr

    runs = project.run("runs", "--json")
    names_of_status = {line["site"]: line["status_name"] for line in map(json.loads, runs.stdout.splitlines())}
    assert names_of_status == {
        "crashing.example": "KILLED",
        "empty.example": "UNREADABLE",
        "one.example": "FINE",
        "two.example": "FINE",
    }


def test_without_fault_it_says_nothing_to_cron(project: Project, site: LocalSite) -> None:
    done = project.run("crawlall", "one", "two", "-a", f"url={add_section(site, ARTICLE)}")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_stop_reaches_every_run(project: Project, site: LocalSite) -> None:
    url = add_section(site, ARTICLE, ARTICLE)
    asked = stall(site, "/article-1")
    process = project.start(
        "crawlall", "one", "two", "-j", "1", "-a", f"url={url}", "--summary", "-s", "NEWSCRAWL_SHUTDOWN_TIMEOUT=1"
    )
    assert asked.wait(60)
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=60)

    assert process.returncode == 3, err
    assert err.splitlines() == [
        "newscrawl: one.example: status 3, a signal or a limit stopped the run before its end (SIGTERM)",
        "newscrawl: 1 site not begun, since the round was stopped",
    ]
    assert out.splitlines()[-1].endswith("1 STOPPED, 1 not begun; 1 new article")


def test_a_fault_that_lasts_is_told_once(project: Project, site: LocalSite) -> None:
    words = ("crawlall", "one", "two", "-a", f"url={site.url('/section')}", "--tell", "changes")
    first, second = project.run(*words), project.run(*words)
    assert (first.returncode, second.returncode) == (4, 4), "the status is told in each round"
    assert sum("status 4" in line for line in first.stderr.splitlines()) == 2
    assert second.stderr == ""
    add_section(site, ARTICLE)
    third = project.run(*words)
    assert third.returncode == 0
    assert sorted(line.partition(";")[0] for line in third.stderr.splitlines()) == [
        "newscrawl: one.example: fine again",
        "newscrawl: two.example: fine again",
    ]
    assert project.run(*words).stderr == ""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["rtbf", "-a", "page=3"], "unknown argument page"),
        (["-s", "NEWSCRAWL_RUN_TIMEOUT=soon"], "must be a number of seconds from 0"),
        (["--country", "ZZ"], "no spider for a site of ZZ"),
    ],
)
def test_a_mistake_costs_one_line_and_no_run(tmp_path: Path, words: list[str], told: str) -> None:
    plain = Project(tmp_path, make_project(tmp_path / "project").environment)
    done = plain.run("crawlall", *words, "-s", f"NEWSCRAWL_DATA_DIR={tmp_path / 'data'}")
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert told in done.stderr
    assert not (tmp_path / "data").exists()


KNOWN: list[type[Spider]] = [News24Spider, RtbfSpider, AnySectionSpider, DemoSpider]


def names(*args: str | None, named: tuple[str, ...] = ()) -> list[str]:
    countries, left_out = (*args, None, None)[:2]
    return [spider.name for spider in choose(KNOWN, named, countries, left_out)]


def test_all_that_know_their_site_are_chosen() -> None:
    assert names() == ["rtbf", "news24"]
    assert names("be") == ["rtbf"]
    assert names("BE,FR", "rtbf") == ["news24"]
    assert names(named=("demo", "news24", "demo")) == ["demo", "news24"]


def test_the_sites_of_a_project_alone_are_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    class MineSpider(RtbfSpider):
        name = "mine"

    MineSpider.__module__ = "mine.spiders.mine"
    monkeypatch.setitem(sys.modules, "mine.spiders.mine", ModuleType("mine.spiders.mine"))
    assert [spider.name for spider in choose([*KNOWN, MineSpider], (), None, None, mine=True)] == ["mine"]
    with pytest.raises(Refused, match="no spider for a site of yours"):
        choose(KNOWN, (), None, None, mine=True)


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        (((), "ZZ", None), "no spider for a site of ZZ"),
        (((), None, "rtbf,news24"), "no spider for a site"),
        ((("rtbf",), "BE", None), "either spiders or --country"),
        ((("rtb",), None, None), "did you mean rtbf?"),
        (((), None, "rtb"), "did you mean rtbf?"),
    ],
)
def test_a_choice_that_makes_no_sense(chosen: tuple[tuple[str, ...], str | None, str | None], told: str) -> None:
    with pytest.raises(Refused, match=told.replace("?", r"\?")):
        choose(KNOWN, *chosen)


def test_the_hosts_of_a_spider() -> None:
    assert hosts_of(News24Spider, "news24") == {"news-24.fr"}
    assert hosts_of(AnySectionSpider, "journal.example") == {"journal.example"}
    assert hosts_of(AnySectionSpider, "sport.journal.example") == {"journal.example"}
    assert hosts_of(AnySectionSpider, "127.0.0.1_8000") == {"127.0.0.1_8000"}
