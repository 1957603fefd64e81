"""`genspider` writes a file that can be imported, or nothing."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from newscrawl.commands.init import make_project
from tests.commands.small_project import Project, environment

ADDRESS = "https://www.lejournal.example/en-continu/"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    make_project(tmp_path / "presse", "presse")
    return Project(tmp_path / "presse", environment(tmp_path))


def files(project: Project) -> dict[Path, str]:
    return {
        path: path.read_text("utf-8") for path in project.folder.parent.rglob("*") if path.suffix in {".py", ".tmp"}
    }


def refused(project: Project, *words: str) -> str:
    before = files(project)
    done = project.run("genspider", *words)
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert done.stderr.startswith("newscrawl: ")
    assert done.stderr.count("\n") == 1
    assert done.stderr.endswith("; nothing was written\n")
    assert files(project) == before
    return done.stderr


@pytest.mark.parametrize("name", ["a b", "../x", "class", "l'avenir", 'x"y', "", "..", "presse/une", "x\ny"])
def test_a_name_that_makes_no_file_is_refused(project: Project, name: str) -> None:
    assert "cannot name a spider" in refused(project, name, ADDRESS)


@pytest.mark.parametrize(
    "address", ['https://x.example/"+quit()+"', "https:///une", "ftp://x.example/", "https://x y/"]
)
def test_an_address_that_makes_no_file_is_refused(project: Project, address: str) -> None:
    assert "is not the address of a site" in refused(project, "gazette", address)


@pytest.mark.parametrize(
    ("name", "module"), [("123abc", "a123abc"), ("mon-journal", "mon_journal"), ("rtl.be", "rtl_be"), ("libé", "libé")]
)
def test_a_name_that_makes_a_file_is_taken(project: Project, name: str, module: str) -> None:
    done = project.run("genspider", name, ADDRESS)
    assert done.returncode == 0, done.stderr
    ast.parse((project.folder / "presse" / "spiders" / f"{module}.py").read_text(encoding="utf-8"))
    listed = project.run("list")
    assert name in listed.stdout.splitlines()
    assert listed.stderr == ""


def test_nothing_that_exists_is_written_over(project: Project) -> None:
    broken = project.folder / "presse" / "spiders" / "le_journal.py"
    broken.write_text("my work (\n", encoding="utf-8")
    before = broken.read_text(encoding="utf-8")
    done = project.run("genspider", "le-journal", ADDRESS)
    assert done.returncode == 2
    assert "le_journal.py exists already" in done.stderr.splitlines()[-1]
    assert broken.read_text(encoding="utf-8") == before
    assert project.run("genspider", "--force", "le-journal", ADDRESS).returncode == 0
    assert "SectionSpider" in broken.read_text(encoding="utf-8")

    assert "there is a spider 'rtbf' in newscrawl.spiders.be.rtbf" in refused(project, "rtbf", ADDRESS)
    assert "the name of the project" in refused(project, "presse", ADDRESS)


def test_a_template_that_does_not_exist_is_a_failure(project: Project) -> None:
    before = files(project)
    done = project.run("genspider", "-t", "nosuch", "gazette", ADDRESS)
    assert done.returncode == 2
    assert files(project) == before
