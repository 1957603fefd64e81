"""What each source of a section leads to, alone and together: `python -m benchmarks.sources URL [--truth FILE]`.

Reads the sources only, no articles, and prints for each how many articles it led to, how many of the true ones it
missed, and how many requests it took.  The truth is a file with one JSON object a line, each with the `url` of an
article of the section; without it, what all sources found together counts as true.  Private hosts are allowed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from scrapy import Request
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from newscrawl.spiders.section import AnySectionSpider
from newscrawl.urls import host_of

MODES = ("section", "feed", "sitemap", "rest", "auto")


class LinksSpider(AnySectionSpider):
    """Notes the articles that it would ask for."""

    name = "links"

    async def start(self) -> AsyncIterator[Any]:
        """No requests: each link is noted, once."""
        async for request in super().start():
            if isinstance(request, Request):
                FOUND.append(request.url)
                request.cb_kwargs["visit"].batch.came_back()
        for request in list[Request]():
            yield request


FOUND: list[str] = []


def walk(url: str, sources: str, **arguments: str) -> dict[str, Any]:
    """The articles that some sources of the section at `url` lead to, and what that cost, in a process of its own."""
    words = [f"{name}={value}" for name, value in arguments.items()]
    command = [sys.executable, "-m", "benchmarks.sources", url, "--walk", sources, *words]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main() -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("url", help="the section")
    parser.add_argument("--truth", type=Path)
    parser.add_argument("--walk", metavar="SOURCES", help="only these sources, as JSON")
    parser.add_argument("arguments", nargs="*", metavar="NAME=VALUE", help="arguments of the spider")
    options = parser.parse_intermixed_args()
    given = dict(word.split("=", 1) for word in options.arguments)
    if options.walk:
        json.dump(_walk(options.url, options.walk, given), sys.stdout)
        return 0
    arguments = {"pages": "1000", **given}
    results = {mode: walk(options.url, mode, **arguments) for mode in MODES}
    truth = _truth(options.truth) if options.truth else {url for found in results.values() for url in found["urls"]}
    print(f"{'source':<10} {'articles':>8} {'missed':>7} {'others':>7} {'requests':>9} {'a request':>10}")
    for mode, found in results.items():
        urls = set(found["urls"])
        share = f"{len(urls) / found['requests']:.1f}" if found["requests"] else "-"
        counts = (len(urls), len(truth - urls), len(urls - truth), found["requests"])
        print(f"{mode:<10} {counts[0]:>8} {counts[1]:>7} {counts[2]:>7} {counts[3]:>9} {share:>10}")
    return 0


def _truth(path: Path) -> set[str]:
    return {json.loads(line)["url"] for line in path.read_text(encoding="utf-8").splitlines()}


def _walk(url: str, sources: str, arguments: dict[str, str]) -> dict[str, Any]:
    settings = Settings()
    settings.setmodule("newscrawl.settings", priority="project")
    ours = {
        "NEWSCRAWL_FEED_ENABLED": False,
        "NEWSCRAWL_RUN_REPORT_ENABLED": False,
        "NEWSCRAWL_PROGRESS_ENABLED": False,
        "NEWSCRAWL_ALLOWED_PRIVATE_HOSTS": [host_of(url)],
        "DOWNLOAD_DELAY": 0,
        "LOG_LEVEL": "WARNING",
    }
    settings.setdict(ours, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(LinksSpider)
    process.crawl(crawler, url=url, sources=sources, **arguments)
    process.start()
    stats = crawler.stats.get_stats()
    return {"urls": FOUND, "requests": stats.get("downloader/request_count", 0)}


if __name__ == "__main__":
    sys.exit(main())
