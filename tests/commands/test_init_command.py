"""`newscrawl` outside and inside projects, `newscrawl init` and `genspider`."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from scrapy.cmdline import execute

from newscrawl import __main__ as command_line
from newscrawl import __version__
from newscrawl.commands.init import make_project, package_name
from newscrawl.spiders.section import SectionSpider
from tests.commands.small_project import Project, environment


@pytest.fixture
def outside(tmp_path: Path) -> Project:
    """A folder in which there is no project."""
    folder = tmp_path / "outside"
    folder.mkdir()
    return Project(folder, environment(tmp_path))


def test_our_settings_hold_where_there_is_no_project(outside: Project) -> None:
    assert outside.run("settings", "--get", "BOT_NAME").stdout == "newscrawl\n"
    refused = outside.run("crawl", "nobody")
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "unknown spider 'nobody'" in refused.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["nosuch"], "unknown command 'nosuch'; newscrawl -h lists the commands"),
        (["-v", "crwal", "news24"], "unknown command 'crwal'; did you mean crawl?"),
    ],
)
def test_a_command_that_does_not_exist(outside: Project, words: list[str], told: str) -> None:
    done = outside.run(*words)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"newscrawl: {told}\n")


def test_a_project_of_another_kind_keeps_its_settings(outside: Project) -> None:
    (outside.folder / "scrapy.cfg").write_text("[settings]\ndefault = theirs\n")
    (outside.folder / "theirs.py").write_text("BOT_NAME = 'theirs'\n")
    assert outside.run("settings", "--get", "BOT_NAME").stdout == "theirs\n"


def test_version_and_overview(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCRAPY_SETTINGS_MODULE", "newscrawl.settings")
    command_line.main(["--version"])
    assert capsys.readouterr().out == f"newscrawl {__version__}\n"
    command_line.main([])
    told = capsys.readouterr().out
    for name in ("crawl", "genspider", "init"):
        assert re.search(rf"^  {name} +\S", told, re.MULTILINE)


def test_scrapys_shell_has_no_run_to_report(outside: Project) -> None:
    done = outside.run("shell", "-c", "6 * 7", "--nolog")
    assert (done.returncode, done.stdout, done.stderr) == (0, "42\n", "")
    assert not list(outside.folder.parent.rglob("runs"))


@pytest.mark.parametrize(
    ("words", "usage"),
    [
        ("runs -h", "  newscrawl runs [options]"),
        ("list -h", "  newscrawl list"),
        ("feed tail -h", "usage: newscrawl feed tail [options] SITE"),
        ("runs -n none", "newscrawl: argument -n/--lines"),
        (
            "feed tail",
            "newscrawl: the following arguments are required: SITE; usage: newscrawl feed tail [op",
        ),
    ],
)
def test_help_and_errors_name_the_program_that_was_called(
    words: str, usage: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCRAPY_SETTINGS_MODULE", "newscrawl.settings")
    with pytest.raises(SystemExit):
        command_line.main(words.split())
    lines = "".join(capsys.readouterr()).splitlines()
    assert [line for line in lines if line.startswith(usage)]
    assert "scrapy" not in "\n".join(lines[:4])


def test_scrapy_keeps_its_name(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCRAPY_SETTINGS_MODULE", "newscrawl.settings")
    with pytest.raises(SystemExit):
        command_line.main(["runs", "-h"])
    capsys.readouterr()
    with pytest.raises(SystemExit):
        execute(["scrapy", "runs", "-h"])
    assert "  scrapy runs [options]" in capsys.readouterr().out


def test_a_project_of_ones_own(outside: Project) -> None:
    made = outside.run("init", "presse")
    folder = outside.folder / "presse"
    assert (made.returncode, made.stderr) == (0, "")
    assert str(folder) in made.stdout
    files = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert files == {
        ".gitignore", "README.md", "scrapy.cfg", "presse/__init__.py", "presse/settings.py",
        "presse/spiders/__init__.py", "presse/spiders/example.py",
    }  # fmt: skip
    inside = Project(folder, outside.environment)
    assert inside.run("settings", "--get", "BOT_NAME").stdout == "presse\n"

    again = outside.run("init", "presse")
    assert (again.returncode, again.stdout) == (2, "")
    assert "exists already; nothing was written" in again.stderr


def test_a_new_site_in_a_project(outside: Project) -> None:
    make_project(outside.folder, "presse")
    spider = outside.folder / "presse" / "spiders" / "le_journal.py"
    address = f"https://www.lejournal.example/{'en-continu-' * 6}/?page=1"
    made = outside.run("genspider", "le-journal", address)
    assert made.returncode == 0, made.stderr
    (site,) = (node for node in ast.parse(spider.read_text()).body if isinstance(node, ast.ClassDef))
    assert [ast.unparse(base) for base in site.bases] == ["SectionSpider"]
    assert f"sections = ('{address}',)" in ast.unparse(site)
    assert "home = 'https://www.lejournal.example/'" in ast.unparse(site)
    stated = [ast.unparse(each.targets[0]) for each in site.body if isinstance(each, ast.Assign)]
    assert [name for name in stated if name != "name" and not hasattr(SectionSpider, name)] == []
    assert {"sections", "feeds", "sitemaps", "rest", "home", "timezone", "country"} <= set(stated)
    assert max(map(len, spider.read_text().splitlines())) <= 120
    assert "le-journal" in outside.run("list").stdout.splitlines()

    listed = outside.run("genspider", "--list").stdout
    assert "section" in listed
    assert "basic" in listed
    stock = outside.run("genspider", "-t", "basic", "other", "other.example")
    assert stock.returncode == 0
    assert "scrapy.Spider" in (outside.folder / "presse" / "spiders" / "other.py").read_text()


def test_a_new_site_needs_a_project(outside: Project) -> None:
    done = outside.run("genspider", "le-journal", "https://www.lejournal.example/")
    assert (done.returncode, done.stdout) == (2, "")
    assert "newscrawl init" in done.stderr


def test_nothing_is_written_where_a_file_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine")
    with pytest.raises(ValueError, match="exists already"):
        make_project(tmp_path, "presse")
    assert [path.name for path in tmp_path.iterdir()] == ["README.md"]


def test_a_settings_module_is_python_and_the_example_too(tmp_path: Path) -> None:
    make_project(tmp_path / "Ma presse $1", "ma_presse_1")
    for path in (tmp_path / "Ma presse $1").rglob("*.py"):
        ast.parse(path.read_text(encoding="utf-8"))
    example = (tmp_path / "Ma presse $1" / "ma_presse_1" / "spiders" / "example.py").read_text(encoding="utf-8")
    ast.parse(re.sub(r"^# ?", "", example, flags=re.MULTILINE))


@pytest.mark.parametrize(
    ("folder", "package"),
    [("presse", "presse"), ("Ma-Presse.be", "ma_presse_be"), ("json", "json_sites"), ("newscrawl", "newscrawl_sites")],
)
def test_a_package_is_named_after_its_folder(folder: str, package: str) -> None:
    assert package_name(folder) == package


@pytest.mark.parametrize("folder", ["2026", "…", ""])
def test_a_folder_that_names_no_package(folder: str) -> None:
    with pytest.raises(ValueError, match="begin it with a letter"):
        package_name(folder)
