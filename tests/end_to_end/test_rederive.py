"""A real crawl into an archive, and its feed derived again: by the same code, and by a project's own parser."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from newscrawl.demo import truth
from tests import interpreters

ROOT = Path(__file__).resolve().parents[2]
ARCHIVED = ("-s", "NEWSCRAWL_ARCHIVE_ENABLED=True")

VERSION = """\
import newscrawl.version
newscrawl.version.__version__ = "9.9.9"
from newscrawl.settings import *
"""
"""Settings of a project under a newscrawl of another version."""

STAGES = '''\
from newscrawl.pipelines.stages import DatelinePipeline


class WithBrackets(DatelinePipeline):
    """Takes for datelines only those with something in brackets."""

    def run(self, draft):
        before = [paragraph.text for paragraph in draft.paragraphs]
        facts = list(super().run(draft))
        if draft.article.dateline and "(" not in draft.article.dateline.raw:
            draft.article.dateline = None
            for paragraph, text in zip(draft.paragraphs, before, strict=True):
                paragraph.text = text
        return facts
'''
SETTINGS = """\
from newscrawl.settings import *

DATELINE = "newscrawl.pipelines.stages.DatelinePipeline"
ITEM_PIPELINES = {**ITEM_PIPELINES, DATELINE: None, "own.stages.WithBrackets": 300}
"""


def project(folder: Path, settings: str, stages: str = "") -> Path:
    (folder / "own").mkdir(parents=True)
    (folder / "scrapy.cfg").write_text("[settings]\ndefault = own.settings\n", encoding="utf-8")
    (folder / "own" / "__init__.py").touch()
    (folder / "own" / "settings.py").write_text(settings, encoding="utf-8")
    (folder / "own" / "stages.py").write_text(stages, encoding="utf-8")
    return folder


def rederive(folder: Path, data: Path, site: str, *words: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SCRAPY_", "NEWSCRAWL_"))}
    return interpreters.run(
        [sys.executable, "-m", "newscrawl", "rederive", site, "-s", f"NEWSCRAWL_DATA_DIR={data}", *words],
        cwd=folder,
        env=kept | {"PYTHONPATH": str(ROOT)},
        timeout=150,
    )


def derived(data: Path, site: str) -> list[dict[str, Any]]:
    folder = data / "derived" / site / "rederived" / "feeds" / site
    return [
        json.loads(line)
        for path in sorted(folder.glob("*.jsonl.gz"))
        for line in gzip.decompress(path.read_bytes()).decode().split("\n")
        if line
    ]


def changed(data: Path, site: str) -> set[str]:
    text = (data / "derived" / site / "rederived" / "changes.jsonl").read_text(encoding="utf-8")
    return {json.loads(line)["url"] for line in text.split("\n") if line}


def but_for_the_version(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**line, "newscrawl_version": None} for line in lines]


@pytest.fixture(scope="module")
def demo(crawl: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    data: Path = tmp_path_factory.mktemp("demo") / "data"
    run = crawl("demo", data, *ARCHIVED)
    assert (run.returncode, run.stderr) == (0, "")
    return data


@pytest.mark.xdist_group("demo")
def test_the_feed_of_a_crawl_comes_out_as_it_was_but_for_the_version(
    demo: Path, tmp_path: Path, feed_lines: Callable[[Path], list[dict[str, Any]]]
) -> None:
    files = {path: path.read_bytes() for path in demo.rglob("*") if path.is_file() and "derived" not in path.parts}
    run = rederive(project(tmp_path / "later", VERSION), demo, "demo", "--exit-code", *ARCHIVED)
    assert (run.returncode, run.stderr) == (0, "")
    assert f"demo: {len(truth())} lines read again by newscrawl 9.9.9: 0 changed, {len(truth())} the same" in run.stdout
    found = derived(demo, "demo")
    assert {line["newscrawl_version"] for line in found} == {"9.9.9"}
    assert but_for_the_version(found) == but_for_the_version(feed_lines(demo))
    assert {path: path.read_bytes() for path in files} == files
    names = {path.name for path in demo.rglob("*") if path.is_file() and "derived" not in path.parts}
    assert names == {path.name for path in files}  # no run, no report, no lock of a crawl


@pytest.mark.xdist_group("demo")
def test_a_projects_own_parser_is_shown_with_exactly_what_it_touches(demo: Path, tmp_path: Path) -> None:
    expected = {
        article["url"]: article["dateline"]["raw"]
        for article in truth()
        if article["dateline"] and "(" not in article["dateline"]["raw"]
    }
    assert 0 < len(expected) < len(truth())
    run = rederive(project(tmp_path / "mine", SETTINGS, STAGES), demo, "demo", "--exit-code")
    assert (run.returncode, run.stderr) == (1, "")
    assert changed(demo, "demo") == set(expected)
    row = next(line.split() for line in run.stdout.splitlines() if line.startswith("dateline "))
    assert row == ["dateline", *map(str, (len(expected), 0, len(expected), 0))]
    diff = (demo / "derived" / "demo" / "rederived" / "rederive.diff").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^-dateline\.raw: (.*)", diff, re.MULTILINE)) == sorted(expected.values())


@pytest.mark.wordpress
@pytest.mark.xdist_group("wordpress")
def test_the_feed_of_a_wordpress_comes_out_as_it_was(
    wordpress: Path,
    crawl: Callable[..., Any],
    feed_lines: Callable[[Path], list[dict[str, Any]]],
    tmp_path: Path,
) -> None:
    url = json.loads((wordpress / "site.json").read_text())["url"]
    data = tmp_path / "data"
    run = crawl(
        "section",
        data,
        *("-a", f"url={url}/category/dernieres-minutes/", "-a", "pages=100", *ARCHIVED),
        *("-s", "NEWSCRAWL_ALLOWED_PRIVATE_HOSTS=127.0.0.1", "-s", "DOWNLOAD_DELAY=0"),
    )
    assert run.returncode == 0, run.stderr
    (site,) = (path.name for path in (data / "feeds").iterdir())
    lines = feed_lines(data)
    assert all(line["archive"] for line in lines)
    again = rederive(project(tmp_path / "later", VERSION), data, site, "--exit-code")
    assert (again.returncode, again.stderr) == (0, ""), again.stdout
    assert but_for_the_version(derived(data, site)) == but_for_the_version(lines)
