"""Whole crawls in processes of their own, as a user starts them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import interpreters

ROOT = Path(__file__).resolve().parents[2]
Crawl = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def crawl() -> Crawl:
    """Runs `scrapy crawl SPIDER …` with its data in a given folder, and returns the finished process."""

    def run(spider: str, data: Path, *options: str, **variables: str) -> subprocess.CompletedProcess[str]:
        environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        return interpreters.run(
            [sys.executable, "-m", "scrapy", "crawl", spider, "-s", f"NEWSCRAWL_DATA_DIR={data}", *options],
            env=environment | variables,
            timeout=150,
        )

    return run


@pytest.fixture(scope="session")
def feed_lines() -> Callable[[Path], list[dict[str, Any]]]:
    """Reads every line of every open segment below a data folder, as written."""

    def read(data: Path) -> list[dict[str, Any]]:
        return [
            json.loads(line)
            for segment in sorted(data.glob("feeds/*/*.jsonl"))
            for line in segment.read_text(encoding="utf-8").split("\n")
            if line
        ]

    return read


@pytest.fixture(scope="session")
def wordpress() -> Path:
    """The folder of a running WordPress test bed, filled, with its truth."""
    return _test_bed("NEWSCRAWL_WORDPRESS", "truth.jsonl", "no WordPress: NEWSCRAWL_WORDPRESS names no filled test bed")


@pytest.fixture(scope="session")
def second_wordpress() -> Path:
    """The folder of a second running test bed, of which nothing is asked but that it may be filled."""
    reason = "no second WordPress: NEWSCRAWL_SECOND_WORDPRESS names no test bed"
    return _test_bed("NEWSCRAWL_SECOND_WORDPRESS", "site.json", reason)


def _test_bed(variable: str, needed: str, reason: str) -> Path:
    folder = os.environ.get(variable)
    if folder and (Path(folder) / needed).is_file():
        return Path(folder)
    if os.environ.get("NEWSCRAWL_REQUIRE_SHARED") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
