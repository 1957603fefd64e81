"""`scrapy crawl demo` from end to end: what it writes is what the site says, and a second run adds nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from newscrawl.demo import truth
from newscrawl.urls import article_id

ROOT = Path(__file__).resolve().parents[2]
TRUTH = {article["url"]: article for article in truth()}
MOMENTS = ("published_at", "modified_at")


def crawl(data: Path, *options: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    # Nothing listens there: a demo that asked a proxy would fetch nothing.
    environment["http_proxy"] = "http://127.0.0.1:9"
    return subprocess.run(
        [sys.executable, "-m", "scrapy", "crawl", "demo", "-s", f"NEWSCRAWL_DATA_DIR={data}", *options],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def lines_of(data: Path) -> list[dict[str, Any]]:
    segments = sorted(data.glob("feeds/demo/*.jsonl"))
    return [json.loads(line) for segment in segments for line in segment.read_text("utf-8").splitlines()]


def stats_of(data: Path) -> dict[str, Any]:
    latest = max((data / "runs" / "demo").glob("*.json"))
    return dict(json.loads(latest.read_text("utf-8"))["stats"])


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder after one whole crawl."""
    folder = tmp_path_factory.mktemp("demo") / "data"
    done = crawl(folder)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return folder


@pytest.fixture(scope="module")
def feed(data: Path) -> dict[str, dict[str, Any]]:
    """The feed's lines by URL."""
    return {line["url"]: line for line in lines_of(data)}


def test_every_article_is_there_once_and_nothing_else(data: Path):
    assert sorted(line["url"] for line in lines_of(data)) == sorted(TRUTH)
    assert "NE-PAS-PUBLIER" not in json.dumps(lines_of(data))


@pytest.mark.parametrize("field", [field for field in next(iter(TRUTH.values())) if field not in {"url", "dateline"}])
def test_a_field_is_right_in_every_article(field: str, feed: dict[str, dict[str, Any]]):
    read: Callable[[Any], Any] = datetime.fromisoformat if field in MOMENTS else lambda value: value
    wrong = {
        url: (feed[url][field], expected[field])
        for url, expected in TRUTH.items()
        if (expected[field] and read(expected[field])) != (feed[url][field] and read(feed[url][field]))
    }
    assert wrong == {}


def test_no_article_is_said_to_be_for_subscribers(feed: dict[str, dict[str, Any]]):
    assert {article["paywalled"] for article in feed.values()} == {None}


def test_datelines_are_right_in_every_article(feed: dict[str, dict[str, Any]]):
    found = {url: without_coordinates(line["dateline"]) for url, line in feed.items()}
    wrong = {
        url: (found[url], article["dateline"]) for url, article in TRUTH.items() if found[url] != article["dateline"]
    }
    assert wrong == {}


def without_coordinates(dateline: dict[str, Any] | None) -> dict[str, Any] | None:
    if dateline is None:
        return None
    places = [{"name": place["name"], "country": place["country"]} for place in dateline["places"]]
    return {**dateline, "places": places}


def test_identities_do_not_hang_on_the_port(feed: dict[str, dict[str, Any]]):
    for url, line in feed.items():
        assert line["id"] == article_id(url)
        assert line["fetched_url"].startswith("http://127.0.0.1:")
    written = json.dumps([{**line, "fetched_url": None} for line in feed.values()])
    assert "127.0.0.1" not in written


def test_a_second_run_adds_nothing_and_asks_for_little(data: Path):
    before = lines_of(data)
    done = crawl(data)
    assert (done.returncode, done.stderr) == (0, "")
    assert lines_of(data) == before
    stats = stats_of(data)
    assert stats["newscrawl/links/known"] >= 5
    assert stats["downloader/request_count"] <= 3
    assert stats.get("newscrawl/feed/written", 0) == 0


def test_fewer_pages_and_articles_can_be_asked_for(tmp_path: Path):
    done = crawl(tmp_path, "-a", "pages=2", "-a", "max_articles=5")
    assert done.returncode == 0, done.stderr
    assert len(lines_of(tmp_path)) == 5
