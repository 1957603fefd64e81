"""A stopped run ends within ten seconds, whatever it was waiting for, and ends in order."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.local_site import Answer, LocalSite

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 10.0
Start = Callable[[list[str], dict[str, Any]], "subprocess.Popen[str]"]
Serve = Callable[..., LocalSite]


@pytest.fixture
def start_crawl() -> Iterator[Callable[[list[str], dict[str, Any]], subprocess.Popen[str]]]:
    """Starts a crawl that goes on beside the test; what still runs afterwards is killed."""
    started: list[subprocess.Popen[str]] = []

    def start(urls: list[str], settings: dict[str, Any]) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "tests" / "crawl_probe.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            text=True,
        )
        started.append(process)
        assert process.stdin
        job = {"urls": urls, "settings": {"NEWSCRAWL_ALLOWED_PRIVATE_HOSTS": "127.0.0.1", **settings}}
        process.stdin.write(json.dumps(job))
        process.stdin.close()
        process.stdin = None
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "the crawl did not get so far"
        time.sleep(0.02)


def stop(process: subprocess.Popen[str]) -> tuple[float, dict[str, Any], str]:
    """Seconds that the run took to end after SIGTERM, what it reports, and its log."""
    begun = time.monotonic()
    process.send_signal(signal.SIGTERM)
    out, log = process.communicate(timeout=60)
    return time.monotonic() - begun, json.loads(out), log


@pytest.mark.parametrize("delay", [10, 55])
def test_a_crawl_delay_does_not_keep_a_stopped_run(start_crawl: Start, serve: Serve, delay: int) -> None:
    site = serve()
    site.pages["/robots.txt"] = Answer.text(f"User-agent: *\nCrawl-delay: {delay}\n")
    process = start_crawl([site.url(f"/{number}") for number in range(10)], {"CONCURRENT_REQUESTS": 8})
    wait_for(lambda: "/robots.txt" in site.paths())
    time.sleep(0.5)
    seconds, outcome, log = stop(process)
    assert seconds < 3
    assert site.paths() == ["/robots.txt"]
    assert outcome["stats"]["finish_reason"] == "shutdown"
    assert process.returncode == 0
    assert "Traceback" not in log


@pytest.mark.parametrize(("hanging", "grace"), [("/robots.txt", 1), ("/0", None)], ids=["robots", "page"])
def test_a_server_that_does_not_answer_does_not_keep_a_stopped_run(
    start_crawl: Start, serve: Serve, hanging: str, grace: int | None
) -> None:
    site = serve()
    site.pages[hanging] = Answer(hang=60)
    urls = [site.url(f"/{number}") for number in range(10)]
    settings = {"CONCURRENT_REQUESTS": 8, "DOWNLOAD_DELAY": 1, "DOWNLOAD_TIMEOUT": 40}
    process = start_crawl(urls, settings | ({"NEWSCRAWL_SHUTDOWN_TIMEOUT": 2 * grace} if grace else {}))
    wait_for(lambda: hanging in site.paths())
    seconds, outcome, log = stop(process)
    assert (grace or 4) <= seconds < LIMIT - 2
    assert outcome["failures"][site.url("/0")][0] == "RunStopping"
    assert outcome["stats"]["finish_reason"] == "shutdown"
    assert "Traceback" not in log


def test_a_download_that_ends_within_the_grace_is_kept(start_crawl: Start, serve: Serve) -> None:
    site = serve()
    site.pages["/0"] = Answer(hang=1.0)
    process = start_crawl([site.url("/0")], {})
    wait_for(lambda: "/0" in site.paths())
    seconds, outcome, _ = stop(process)
    assert list(outcome["answers"]) == [site.url("/0")]
    assert seconds < 4


def test_a_limit_ends_a_slow_crawl_at_once(start_crawl: Start, serve: Serve) -> None:
    """What waits for its turn is not asked for when the run has had enough; robots.txt counts as a page."""
    site = serve()
    site.pages["/robots.txt"] = Answer.text("User-agent: *\nCrawl-delay: 1\n")
    site.pages |= {f"/{number}": Answer() for number in range(10)}
    urls = [site.url(f"/{number}") for number in range(10)]
    process = start_crawl(urls, {"CLOSESPIDER_PAGECOUNT": 2, "CONCURRENT_REQUESTS": 8})
    out, _ = process.communicate(timeout=30)
    assert json.loads(out)["stats"]["finish_reason"] == "closespider_pagecount"
    assert len([path for path in site.paths() if path != "/robots.txt"]) == 1
