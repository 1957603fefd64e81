"""A spider file that cannot be imported costs one line and its own site, whichever command meets it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from scrapy.settings import Settings

from newscrawl.commands.checks import Refused
from newscrawl.commands.crawlall import choose, concerned
from newscrawl.commands.init import make_project
from newscrawl.spiders.loader import OF_NO_SITE, TolerantSpiderLoader, faults_of
from tests.commands.small_project import ARTICLE, SETTINGS, SPIDERS, Project, add_section, environment
from tests.local_site import LocalSite

KNOWN_SITE = """\
from newscrawl.spiders.section import SectionSpider


class KnownSpider(SectionSpider):
    name = "{name}"
    sections = ("{address}",)
"""
WRONG_RULES = """\
from newscrawl import ArticleRules
from newscrawl.spiders.section import SectionSpider


class WrongSpider(SectionSpider):
    name = "wrong"
    rules = ArticleRules(body=("article", "div[class"))
"""
BROKEN = {
    "rules": (WRONG_RULES, 5, "NoSelector: rules: body: 'div[class' is no CSS selector"),
    "untyped": (
        KNOWN_SITE.format(name="untyped", address="https://a.example/fil") + "    rules = {'body': '.x'}\n",
        4,
        "TypeError: rules: ArticleRules(…) is needed, not {'body': '.x'}",
    ),
    "gazette": ('from scrapy import Spider\n\nclass Gazette(Spider:\n    name = "ma-gazette"\n', 3, "SyntaxError"),
    "imports": ("import os\nimport no_such_module_anywhere\n", 2, "ModuleNotFoundError"),
    "raises": ("def prepare():\n    raise LookupError('first\\nsecond')\n\n\nprepare()\n", 2, "LookupError: first"),
    "quits": ("import sys\n\nsys.exit(0)\n", 3, "SystemExit: 0"),
}

Write = Callable[..., Path]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project whose spiders are a package: the small ones, and whatever is put beside them."""
    folder = tmp_path / "project"
    spiders = folder / "sites" / "spiders"
    spiders.mkdir(parents=True)
    (folder / "scrapy.cfg").write_text("[settings]\ndefault = sites.settings\n", encoding="utf-8")
    (folder / "sites" / "__init__.py").touch()
    (folder / "sites" / "settings.py").write_text(SETTINGS, encoding="utf-8")
    (spiders / "__init__.py").touch()
    (spiders / "small.py").write_text(SPIDERS.replace("sites.spiders", "sites.spiders.small"), encoding="utf-8")
    return Project(folder, environment(tmp_path))


def put(project: Project, name: str, text: str) -> None:
    (project.folder / "sites" / "spiders" / f"{name}.py").write_text(text, encoding="utf-8")


@pytest.fixture
def site(serve: Callable[..., LocalSite]) -> LocalSite:
    return serve()


@pytest.mark.parametrize("name", BROKEN)
def test_another_site_is_crawled_and_the_file_named_once(project: Project, site: LocalSite, name: str) -> None:
    text, line, error = BROKEN[name]
    put(project, name, text)
    done = project.crawl(add_section(site, ARTICLE))
    assert done.returncode == 0, done.stderr
    (told,) = done.stderr.splitlines()
    assert told.startswith(f"newscrawl: sites/spiders/{name}.py, line {line}: cannot be imported: {error}")


def test_crawlall_crawls_all_others_and_counts_the_file_as_one_failed_site(project: Project, site: LocalSite) -> None:
    site.pages["/robots.txt"] = site.pages["/"] = site.pages["/section"] = ARTICLE
    for name in ("one", "two"):
        put(project, name, KNOWN_SITE.format(name=name, address=site.url("/section")))
    put(project, "gazette", BROKEN["gazette"][0])
    done = project.run("crawlall", "--json")

    found = {line["spider"]: line for line in map(json.loads, done.stdout.splitlines())}
    assert {name: line["status"] for name, line in found.items()} == {"gazette": 1, "one": 8, "two": 8}
    assert found["one"]["coverage"]["answers"]
    assert found["gazette"]["status_name"] == "UNEXPECTED"
    assert "gazette.py, line 3: cannot be imported: SyntaxError" in found["gazette"]["trouble"]
    assert done.returncode == 1
    assert sum("gazette" in line for line in done.stderr.splitlines()) == 1
    assert not any("gazette" in line for line in found["one"]["output"])
    assert "Traceback" not in done.stderr


def test_the_table_has_a_row_for_the_file(project: Project, site: LocalSite) -> None:
    put(project, "imports", BROKEN["imports"][0])
    url = add_section(site, ARTICLE)
    done = project.run("crawlall", "small", "imports", "-a", f"url={url}", "--summary")
    rows = [line.split()[:3] for line in done.stdout.splitlines()]
    assert rows[:2] == [["imports", "1", "UNEXPECTED"], ["small.example", "0", "FINE"]]
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1

    alone = project.run("crawlall", "small", "-a", f"url={url}")
    assert (alone.returncode, len(alone.stderr.splitlines())) == (0, 1)


def test_a_file_that_stays_broken_is_told_once(project: Project, site: LocalSite) -> None:
    put(project, "imports", BROKEN["imports"][0])
    words = ("crawlall", "-a", f"url={add_section(site, ARTICLE)}", "--tell", "changes", "small", "imports")
    first, second = project.run(*words), project.run(*words)
    assert (first.returncode, second.returncode) == (1, 1)
    (line,) = first.stderr.splitlines()
    assert line.startswith("newscrawl: imports: status 1, sites/spiders/imports.py, line ")
    assert "cannot be imported: " in line
    assert second.stderr == ""
    put(project, "imports", BROKEN["gazette"][0])
    assert "SyntaxError" in project.run(*words).stderr
    put(project, "imports", KNOWN_SITE.format(name="other", address=site.url("/section")))
    mended = project.run(*words[:-1])
    assert mended.returncode == 0
    assert mended.stderr.startswith("newscrawl: spider file imports: can be imported again; something was wrong since ")
    assert project.run(*words[:-1]).stderr == ""


@pytest.mark.parametrize("word", ["gazette", "ma-gazette"])
def test_the_spider_of_the_file_is_refused_with_the_reason(project: Project, word: str) -> None:
    put(project, "gazette", BROKEN["gazette"][0])
    done = project.run("crawl", word)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    last = done.stderr.splitlines()[-1]
    assert last.startswith(f"newscrawl: cannot run the spider {word!r}: sites/spiders/gazette.py, line 3: ")
    assert "SyntaxError" in last


def test_sites_and_list_show_the_others(project: Project) -> None:
    put(project, "one", KNOWN_SITE.format(name="one", address="https://one.example/en-continu/"))
    put(project, "quits", BROKEN["quits"][0])
    line = "newscrawl: sites/spiders/quits.py, line 3: cannot be imported: SystemExit: 0\n"
    sites = project.run("sites")
    assert (sites.returncode, sites.stdout, sites.stderr) == (1, "one  --  https://one.example/en-continu/\n", line)
    listed = project.run("list")
    assert "small" in listed.stdout.splitlines()
    assert listed.stderr == line


def test_a_project_of_init_crawls_the_demo_beside_a_broken_file(tmp_path: Path) -> None:
    make_project(tmp_path / "presse", "presse")
    (tmp_path / "presse" / "presse" / "spiders" / "raises.py").write_text(BROKEN["raises"][0], encoding="utf-8")
    done = Project(tmp_path / "presse", environment(tmp_path)).run("crawl", "demo")
    assert (done.returncode, len(done.stderr.splitlines())) == (0, 1), done.stderr
    assert done.stderr.startswith("newscrawl: presse/spiders/raises.py, line 2: cannot be imported: LookupError: first")


def test_a_spider_whose_name_fits_no_site_leaves_the_others_alone(project: Project, site: LocalSite) -> None:
    site.pages["/robots.txt"] = site.pages["/section"] = ARTICLE
    put(project, "one", KNOWN_SITE.format(name="one", address=site.url("/section")))
    put(project, "spaced", KNOWN_SITE.format(name="ma gazette", address=site.url("/section")))
    done = project.run("crawlall", "--json")
    found = {line["spider"]: line["status"] for line in map(json.loads, done.stdout.splitlines())}
    assert found == {"one": 8, "ma gazette": 2}
    assert done.returncode == 2


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Writes modules below a package of spiders that no other test has."""
    package = f"spiders_{abs(hash(tmp_path))}"
    monkeypatch.syspath_prepend(tmp_path)

    def write(path: str = "", text: str = "") -> Path:
        file = tmp_path / package / (path or "__init__.py")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    write()
    return write


def load(*modules: str) -> TolerantSpiderLoader:
    return TolerantSpiderLoader.from_settings(Settings({"SPIDER_MODULES": list(modules)}))


def spider(name: object, kind: str = "Some") -> str:
    return f"from scrapy import Spider\n\n\nclass {kind}(Spider):\n    name = {name!r}\n"


def test_two_spiders_of_one_name_are_both_left_out(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    package = write("first.py", spider("twice")).parent.name
    write("second.py", spider("twice", "Other") + spider("single", "Single"))
    loader = load(package)
    assert loader.list() == [*OF_NO_SITE, "single"]
    (fault,) = faults_of(loader)
    assert fault.concerns("twice")
    assert not fault.concerns("single")
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "second.py, line 4" in told
    assert "first.py, line 4" in told


def test_a_spider_replaces_that_of_an_earlier_entry(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    package = write("theirs/__init__.py").parent.parent.name
    write("theirs/a.py", spider("journal"))
    write("mine/__init__.py")
    write("mine/b.py", spider("journal"))
    loader = load(f"{package}.theirs", f"{package}.mine")
    assert loader.load("journal").__module__ == f"{package}.mine.b"
    assert (loader.faults, capsys.readouterr().err) == ((), "")


def test_nothing_stands_in_for_a_spider_that_its_broken_file_would_replace(write: Write) -> None:
    package = write("theirs/__init__.py").parent.parent.name
    write("theirs/a.py", spider("journal"))
    write("mine/__init__.py")
    write("mine/b.py", spider("journal") + "1 / 0\n")
    assert load(f"{package}.theirs", f"{package}.mine").list() == [*OF_NO_SITE]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("raise KeyboardInterrupt", None),
        ("class Odd(Exception):\n    def __str__(self):\n        raise ValueError\n\nraise Odd", "line 5: .*: Odd$"),
        (spider(5), "line 4: a spider's name must be a string, not 5"),
        ("from . import other", r"line 1: .*: SyntaxError: invalid syntax \(other.py, line 2\)"),
        ("\ufeff\nx = 'é", "line 2: .*unterminated string"),
    ],
)
def test_whatever_a_file_does(write: Write, text: str, told: str | None) -> None:
    package = write("bad.py", text).parent.name
    write("good.py", spider("good"))
    write("other.py", "\nx = = 1" if "other" in text else "")
    if told is None:
        with pytest.raises(KeyboardInterrupt):
            load(package)
        return
    loader = load(package)
    assert loader.list() == ["archive", "demo", "good", "section"]
    found = next(fault for fault in loader.faults if fault.name == "bad")
    assert re.search(told, str(found))


def test_a_folder_or_an_entry_that_cannot_be_imported_is_one_fault(write: Write) -> None:
    package = write("good.py", spider("good")).parent.name
    write("fr/__init__.py", "1 / 0")
    write("fr/inside.py", spider("inside"))
    loader = load(package, f"{package}.none")
    assert loader.list() == ["archive", "demo", "good", "section"]
    assert [fault.name for fault in loader.faults] == ["fr", "none"]


def test_which_faults_a_choice_is_about(write: Write) -> None:
    package = write("bad_one.py", "1 / 0").parent.name
    loader = load(package)
    faults = loader.faults
    assert [fault.name for fault in concerned(faults, [], None)] == ["bad_one"]
    assert [fault.name for fault in concerned(faults, ["bad-one"], None)] == ["bad_one"]
    assert concerned(faults, ["other"], None) == concerned(faults, [], "bad_one") == []
    assert choose([], [], None, None, faults) == []
    for countries, left_out in (("BE", None), (None, "bad_one")):
        with pytest.raises(Refused, match="no spider for a site"):
            choose([], [], countries, left_out, faults)
