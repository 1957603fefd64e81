"""`shell`, `fetch`, `view`, `parse` and `runspider`, which are Scrapy's, under our settings."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.small_project import Project, environment, make_project
from tests.local_site import Answer, LocalSite

PLAIN = """\
from scrapy import Spider


class PlainSpider(Spider):
    name = "plain"

    def parse(self, response):
        yield {"title": response.css("h1::text").get()}

    def fail(self, response):
        raise LookupError("a fault in a callback")
"""
ALLOWED = ("-s", "NEWSCRAWL_ALLOWED_PRIVATE_HOSTS=127.0.0.1", "-s", "NEWSCRAWL_CONTACT=me@example.org")
QUIET = ("-L", "WARNING", "-s", "DOWNLOAD_DELAY=0", "-s", "RETRY_ENABLED=False")
TITLE = ("-c", "response.css('h1::text').get()")


@pytest.fixture
def outside(tmp_path: Path) -> Project:
    """A folder without a project, where our own settings hold."""
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "plain.py").write_text(PLAIN, encoding="utf-8")
    (folder / "page.html").write_text("<h1>Un titre</h1>", encoding="utf-8")
    return Project(folder, environment(tmp_path))


@pytest.fixture
def page(serve: Callable[..., LocalSite]) -> str:
    site = serve()
    site.pages["/robots.txt"] = Answer.text("User-agent: *\nDisallow: /private\n")
    site.pages["/page"] = site.pages["/private"] = Answer(b"<html><h1>Un titre</h1></html>")
    return site.url("/page")


def written(project: Project) -> list[Path]:
    return [path for path in project.folder.parent.rglob("*") if {"feeds", "runs", "ledger"} & set(path.parts)]


def test_a_shell_without_a_page(outside: Project) -> None:
    done = outside.run("shell", *QUIET, "-c", "6 * 7")
    assert (done.returncode, done.stdout, done.stderr) == (0, "42\n", "")


def test_a_shell_for_a_page(outside: Project, page: str) -> None:
    done = outside.run("shell", *QUIET, *ALLOWED, *TITLE, page)
    assert (done.returncode, done.stdout, done.stderr) == (0, "Un titre\n", "")
    assert written(outside) == []


def test_a_shell_for_a_file(outside: Project) -> None:
    done = outside.run("shell", *QUIET, *TITLE, "./page.html")
    assert (done.returncode, done.stdout, done.stderr) == (0, "Un titre\n", "")
    missing = outside.run("shell", *QUIET, *TITLE, "./none.html")
    assert (missing.returncode, missing.stdout, missing.stderr.count("\n")) == (2, "", 1)
    assert "none.html" in missing.stderr


def test_a_shell_under_the_commands_of_another_project(tmp_path: Path, page: str) -> None:
    project = make_project(tmp_path / "project")
    with (project.folder / "sites" / "settings.py").open("a", encoding="utf-8") as file:
        file.write('COMMANDS_MODULE = ""\nDOWNLOAD_DELAY = 0\n')
    done = project.run("shell", "--nolog", *TITLE, page)
    assert (done.returncode, done.stdout) == (0, "Un titre\n"), done.stderr


@pytest.mark.parametrize("words", [("shell", "-c", "response"), ("fetch",), ("view",), ("parse", "--spider", "demo")])
def test_the_guard_and_robots_hold(outside: Project, page: str, words: tuple[str, ...]) -> None:
    guarded = outside.run(*words, *QUIET, page)
    assert guarded.returncode == 4, guarded.stderr
    assert "127.0.0.1 is loopback" in guarded.stderr
    assert guarded.stderr.splitlines()[-1] == f"newscrawl: could not fetch {page}"
    assert "Un titre" not in guarded.stdout
    forbidden = outside.run(*words, *QUIET, *ALLOWED, page.replace("/page", "/private"))
    assert forbidden.returncode == 4
    assert "Un titre" not in forbidden.stdout
    assert "Traceback" not in guarded.stderr + forbidden.stderr
    assert written(outside) == []


def test_a_server_that_does_not_answer(outside: Project) -> None:
    done = outside.run("shell", *QUIET, *ALLOWED, "-c", "response", "http://127.0.0.1:1/")
    assert done.returncode == 4
    assert "Traceback" not in done.stderr
    assert "could not fetch http://127.0.0.1:1/" in done.stderr.splitlines()[-1]


def test_fetch_prints_the_page(outside: Project, page: str) -> None:
    done = outside.run("fetch", *QUIET, *ALLOWED, page)
    assert (done.returncode, done.stdout) == (0, "<html><h1>Un titre</h1></html>\n")
    assert written(outside) == []


def test_parse_shows_what_a_callback_finds(tmp_path: Path, page: str) -> None:
    project = make_project(tmp_path / "project")
    with (project.folder / "sites" / "spiders.py").open("a", encoding="utf-8") as file:
        file.write(PLAIN)
    done = project.run("parse", *QUIET, "--nocolour", "--spider", "plain", page)
    assert done.returncode == 0, done.stderr
    assert "[{'title': 'Un titre'}]" in done.stdout
    failed = project.run("parse", *QUIET, "--spider", "plain", "-c", "fail", page)
    assert failed.returncode == 1
    assert failed.stderr.splitlines()[-1] == "newscrawl: a callback of plain failed; the log has the traceback"
    assert written(project) == []


@pytest.mark.parametrize("command", ["shell", "fetch", "parse"])
def test_an_unknown_spider_is_one_line(outside: Project, command: str) -> None:
    done = outside.run(command, *QUIET, "--spider", "rtbff", "https://exemple.example/")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "newscrawl: unknown spider 'rtbff'; did you mean rtbf?\n"


def test_parse_without_a_spider_for_the_page(outside: Project) -> None:
    done = outside.run("parse", "--nolog", "https://exemple.example/")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "name one with --spider" in done.stderr


def test_a_plain_spider_of_a_file(outside: Project, page: str) -> None:
    plain = outside.folder / "plain.py"
    plain.write_text(PLAIN + f"\n    start_urls = [{page!r}]\n", encoding="utf-8")
    done = outside.run("runspider", *QUIET, *ALLOWED, "plain.py", "-o", "out.jsonl")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert json.loads((outside.folder / "out.jsonl").read_text(encoding="utf-8")) == {"title": "Un titre"}
    assert written(outside) == []

    refused = outside.run("runspider", *QUIET, "plain.py")
    assert refused.returncode == 4
    assert "127.0.0.1 is loopback" in refused.stderr


def test_a_section_spider_of_a_file_writes_its_feed(outside: Project, page: str) -> None:
    (outside.folder / "mine.py").write_text(
        "from newscrawl.spiders.section import SectionSpider\n\n\n"
        f"class Mine(SectionSpider):\n    name = 'mine'\n    sections = ({page!r},)\n",
        encoding="utf-8",
    )
    done = outside.run("runspider", *QUIET, *ALLOWED, "mine.py")
    assert (done.returncode, done.stderr) == (8, f"newscrawl: mine: status 8, {page} lists no article\n")
    assert any(path.name == "mine" and path.parent.name == "feeds" for path in written(outside))


def test_a_file_that_cannot_be_imported_is_one_line(outside: Project) -> None:
    (outside.folder / "bad.py").write_text("import os\nx = (\n", encoding="utf-8")
    done = outside.run("runspider", *QUIET, "bad.py")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "newscrawl: bad.py, line 2: cannot be imported: SyntaxError: '(' was never closed\n"
