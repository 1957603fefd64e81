"""`newscrawl forget`: a site is dropped whole, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from newscrawl.commands.locking import SiteLock
from tests.commands.small_project import Project, make_project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = make_project(tmp_path)
    for path in (
        *("feeds/a.example/a.example-2026-11-23.jsonl", "archive/a.example/x.warc.gz", "runs/a.example/x.json"),
        *("derived/a.example/x.gz", "ledger/a.example.sqlite", "ledger/a.example.sqlite-wal"),
        *("ledger/a.example.memory.sqlite", "feeds/b.example/b.example-2026-11-23.jsonl"),
        *("ledger/a.example2.sqlite", "ledger/host@a.example.lock", "prom/newscrawl_a.example.prom"),
    ):
        (project.folder / "data" / path).parent.mkdir(parents=True, exist_ok=True)
        (project.folder / "data" / path).touch()
    return project


def left(project: Project) -> list[str]:
    data = project.folder / "data"
    return sorted(str(path.relative_to(data)) for path in data.rglob("*") if path.is_file())


def test_all_of_a_site_is_deleted_and_nothing_else(project: Project) -> None:
    prom = ("-s", f"NEWSCRAWL_PROMETHEUS_TEXTFILE_DIR={project.folder / 'data' / 'prom'}")
    done = project.run("forget", "a.example", "--yes", *prom)
    assert (done.returncode, done.stdout, done.stderr) == (0, "a.example: forgotten\n", "")
    assert left(project) == [
        "feeds/b.example/b.example-2026-11-23.jsonl",
        "ledger/a.example.lock",
        "ledger/a.example2.sqlite",
        "ledger/host@a.example.lock",
    ]
    again = project.run("forget", "a.example", "--yes")
    assert (again.returncode, again.stderr) == (1, f"newscrawl: nothing of a.example in {project.folder / 'data'}\n")


def test_without_an_answer_it_is_named_and_kept(project: Project) -> None:
    before = left(project)
    done = project.run("forget", "a.example")
    assert (done.returncode, left(project)) == (1, before)
    assert f"  {project.folder / 'data' / 'feeds' / 'a.example'}\n" in done.stderr
    assert done.stderr.endswith("newscrawl: a.example: nothing deleted; --yes deletes it\n")


def test_a_site_that_is_being_crawled_is_kept(project: Project) -> None:
    with SiteLock(project.folder / "data" / "ledger" / "a.example.lock"):
        before = left(project)
        assert project.run("forget", "a.example", "--yes").returncode == 75
        assert left(project) == before


@pytest.mark.parametrize("words", [(), ("../a",), ("a.example", ".."), ("*",)])
def test_names_that_lead_elsewhere_are_refused(project: Project, words: tuple[str, ...]) -> None:
    before = left(project)
    assert (project.run("forget", *words, "--yes").returncode, left(project)) == (2, before)
