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
    folder = os.environ.get("NEWSCRAWL_WORDPRESS")
    if folder and (Path(folder) / "truth.jsonl").is_file():
        return Path(folder)
    reason = "no WordPress: NEWSCRAWL_WORDPRESS names no filled test bed"
    if os.environ.get("NEWSCRAWL_REQUIRE_SHARED") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
