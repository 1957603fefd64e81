"""Runs of `scrapy crawl section` over a site of our own, each at the hour that it is there."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newscrawl.store.reading import read_lines
from tests import interpreters
from tests.rest_site.site import RestSite

ROOT = Path(__file__).resolve().parents[2]
_AHEAD = """
import sys
from datetime import timedelta
from newscrawl import clock
real, hours = clock.now, float(sys.argv[1])
clock.now = lambda: real() + timedelta(hours=hours)
sys.argv = ["scrapy", *sys.argv[2:]]
from newscrawl.__main__ import main
main()
"""
MANY_AT_ONCE = ("-s", "CONCURRENT_REQUESTS=8", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=8", "-s", "AUTOTHROTTLE_ENABLED=0")


@dataclass
class Run:
    """What came of a run."""

    said: str
    """What it wrote to its console."""
    stats: dict[str, Any]
    asked: dict[str, int]
    """How many requests came to the site, by kind."""

    def stat(self, name: str) -> int:
        return int(self.stats.get(f"newscrawl/{name}", 0))


@dataclass
class Runs:
    """Runs over a category of a site, into one folder of data."""

    site: RestSite
    category: int
    data: Path
    options: tuple[str, ...] = field(default=MANY_AT_ONCE)

    def run(self, *options: str) -> Run:
        """One run, which must end well."""
        self.site.asked()
        command = [
            *(sys.executable, "-c", _AHEAD, str(self.site.hours), "crawl", "section"),
            *("-a", f"url={self.site.section(self.category)}", "-a", "timezone=UTC"),
            *("-s", f"NEWSCRAWL_DATA_DIR={self.data}", "-s", "NEWSCRAWL_ALLOWED_PRIVATE_HOSTS=127.0.0.1"),
            *("-s", "DOWNLOAD_DELAY=0", *self.options, *options),
        ]
        environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        done = interpreters.run(command, env=environment, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr
        report = max(self.data.glob("runs/*/*.json"), key=lambda path: path.stat().st_mtime_ns)
        return Run(done.stdout + done.stderr, json.loads(report.read_text())["stats"], self.site.asked())

    def lines(self, kind: str = "article") -> list[dict[str, Any]]:
        """The lines of a kind in the feed, as written."""
        (folder,) = self.data.glob("feeds/*")
        lines = [json.loads(line.content) for line in read_lines(folder)]
        return [line for line in lines if line["kind"] == kind]

    def addresses(self, kind: str = "article") -> list[str]:
        """Their addresses, in order."""
        return sorted(line["url"] for line in self.lines(kind))
