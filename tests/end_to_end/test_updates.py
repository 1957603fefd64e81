"""What a real WordPress changed: new articles, edits, renames and deletions, between runs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from newscrawl.store.reading import read_lines
from tests import interpreters

pytestmark = [pytest.mark.wordpress, pytest.mark.xdist_group("wordpress")]

ROOT = Path(__file__).resolve().parents[2]
LATER = """
import sys
from datetime import timedelta
from newscrawl import clock
real, hours = clock.now, float(sys.argv[1])
clock.now = lambda: real() + timedelta(hours=hours)
sys.argv = ["scrapy", *sys.argv[2:]]
from newscrawl.__main__ import main
main()
"""


class Site:
    """The test bed, changed by its own script, and the runs over it."""

    def __init__(self, folder: Path, shared: Path, data: Path) -> None:
        self.folder, self.shared, self.data = folder, shared, data
        self.url: str = json.loads((folder / "site.json").read_text())["url"]
        self.hours = 0.0
        """How far the clock of the runs is ahead; it never goes back."""

    def run(self, *options: str, hours: float = 0) -> int:
        """A run of the section so many hours after the last one; how many requests it made."""
        before = self.requests()
        self.hours += hours
        command = [
            *(sys.executable, "-c", LATER, str(self.hours), "crawl", "section"),
            *("-a", f"url={self.url}/category/dernieres-minutes/", "-s", f"NEWSCRAWL_DATA_DIR={self.data}"),
            *("-s", "NEWSCRAWL_ALLOWED_PRIVATE_HOSTS=127.0.0.1", "-s", "DOWNLOAD_DELAY=0", *options),
        ]
        done = interpreters.run(command, timeout=170)
        assert done.returncode == 0, done.stderr
        return self.requests() - before

    def requests(self) -> int:
        return len((self.folder / "log" / "access.jsonl").read_text().splitlines())

    def change(self, **numbers: int) -> list[dict[str, Any]]:
        """Changes the site; what was done to articles of the section."""
        log = self.folder / "changes.jsonl"
        before = len(log.read_text().splitlines()) if log.exists() else 0
        options = [word for name, number in numbers.items() for word in (f"--{name}", str(number))]
        script = self.shared / "testbed" / "wordpress-change.php"
        environment = {**os.environ, "WP_TESTBED_DIR": str(self.folder)}
        subprocess.run(["php", script, *options], env=environment, capture_output=True, check=True)
        changes = [json.loads(line) for line in log.read_text().splitlines()[before:]]
        return [change for change in changes if "/dernieres-minutes/" in change["url"]]

    def lines(self) -> list[dict[str, Any]]:
        """The feed so far, its closed segments among it."""
        (folder,) = self.data.glob("feeds/*")
        return [json.loads(line.content) for line in read_lines(folder)]


@pytest.fixture(scope="module")
def site(wordpress: Path, shared: Path, tmp_path_factory) -> Site:
    site = Site(wordpress, shared, tmp_path_factory.mktemp("updates"))
    site.run("-a", "pages=1000")
    return site


def test_runs_find_what_was_changed_and_nothing_else(site: Site):
    assert site.run() <= 3
    before = site.lines()

    changes = site.change(add=5, edit=6, delete=2, rename=2, seed=7)
    requests = site.run()
    assert requests <= 40
    lines = site.lines()[len(before) :]
    held = {line["url"] for line in before}
    added, edited = ({change["url"] for change in changes if change["op"] == op} for op in ("add", "edit"))
    renamed = {change["old_url"]: change["url"] for change in changes if change["op"] == "rename"}
    # A new post may get the very address that another has left: who follows that address sees a revision.
    taken = added & renamed.keys()

    new = [line for line in lines if line["revision"] == 1]
    assert {line["url"] for line in new} == added - taken
    moved = {line["aliases"][-1]: line["url"] for line in lines if line["aliases"]}
    assert moved == {old: url for old, url in renamed.items() if old not in taken}
    revised = {line["url"] for line in lines if line["revision"] > 1 and not line["aliases"]}
    assert revised == (edited & held) | taken
    assert len(lines) == len(added) + len(edited & held) + len(moved)

    assert site.run(hours=2) <= 3
    assert len(site.lines()) == len(before) + len(lines)

    site.run(hours=27)
    removed = site.lines()[len(before) + len(lines) :]
    assert {line["kind"] for line in removed} <= {"removal"}
    gone = {change["url"] for change in changes if change["op"] in ("delete", "trash")}
    assert {line["url"] for line in removed} == gone & held

    # Last of all, since it leaves the site with many like texts: sixty posts while nobody looked.
    known = {line["id"] for line in site.lines()}
    missed = site.change(add=60, seed=11)
    site.run(hours=72)
    late = [line for line in site.lines() if line["id"] not in known]
    assert {change["url"] for change in missed} <= {line["url"] for line in late}
    assert len({line["id"] for line in late}) == len(late)
