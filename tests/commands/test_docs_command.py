"""`newscrawl docs` and `newscrawl schema`: all pages are found, in the sources and in a wheel."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from newscrawl.commands import docs
from newscrawl.items import SCHEMA_VERSION
from tests.commands.small_project import Project, make_project

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path)


def test_pages_are_listed_with_their_headings(project: Project) -> None:
    lines = project.run("docs").stdout.splitlines()
    assert f"{ROOT / 'docs' / 'own-site.md'}: A site of your own" in lines
    assert f"{ROOT / 'pipelines.md'}: The item pipelines" in lines
    assert len(lines) == len([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def test_a_page_is_printed(project: Project) -> None:
    assert project.run("docs", "own-site").stdout == (ROOT / "docs" / "own-site.md").read_text(encoding="utf-8")
    assert project.run("docs", "--path", "readme").stdout == f"{ROOT / 'README.md'}\n"
    unknown = project.run("docs", "own")
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert unknown.stderr.startswith("newscrawl: no page 'own'; the pages are ")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ((), "urn:newscrawl:article:1"),
        (("--exact",), f"urn:newscrawl:article:{SCHEMA_VERSION}"),
        (("--stories",), "urn:newscrawl:story:1"),
    ],
)
def test_the_schema_is_where_it_says(project: Project, words: tuple[str, ...], name: str) -> None:
    path = Path(project.run("schema", *words).stdout.strip())
    assert json.loads(path.read_text(encoding="utf-8"))["$id"] == name


def test_an_installed_package_has_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docs, "PACKAGE", tmp_path)
    (tmp_path / "manual" / "docs").mkdir(parents=True)
    (tmp_path / "manual" / "docs" / "feed.md").write_text("no heading\n")
    assert docs.manual() == tmp_path / "manual"
    assert [docs.title_of(page) for page in docs.pages()] == ["feed"]


def test_a_wheel_holds_all_pages() -> None:
    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    included = build["targets"]["wheel"]["force-include"]
    assert included == {name: f"newscrawl/manual/{name}" for name in included}
    assert set(included) == {"docs", "LICENSE", *(path.name for path in ROOT.glob("*.md"))}


def test_pages_link_only_to_what_a_wheel_holds() -> None:
    for page in docs.pages():
        for link in re.findall(r"\]\((?!https?:|#)([^)\s#]+)", page.read_text(encoding="utf-8")):
            target = (page.parent / link).resolve()
            assert target.exists(), f"{page.name}: {link}"
            assert target.is_relative_to(ROOT / "docs") or target.parent == ROOT, f"{page.name}: {link}"
