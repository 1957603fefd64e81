"""One crawl in a process of its own: reads the job as JSON from standard input, writes what came of it as JSON.

A job has `urls`, and where wanted `settings`, `custom` (the spider's own settings), `meta` of every request, `follow`
(whether links are followed), `notes` (a file that keeps what is remembered from run to run), `allow` (hosts and ports
that the spider allows when it starts) and `dns` (name → addresses, for names that no resolver knows).
"""

from __future__ import annotations

import json
import logging
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response, TextResponse
from scrapy.settings import Settings
from twisted.internet._resolver import GAIResolver

from newscrawl import clock
from newscrawl.downloader.guard import allow_private
from newscrawl.downloader.guard.resolver import GuardedResolver
from newscrawl.downloader.site_files import remember_in
from newscrawl.state.memory import Memory

if TYPE_CHECKING:
    from twisted.python.failure import Failure

JOB: dict[str, Any] = json.load(sys.stdin)
OUTCOME: dict[str, Any] = {"answers": {}, "failures": {}, "codes": {}}


class TestResolver(GuardedResolver):
    """The guard in front of a resolver that knows the job's names beside the system's."""

    def __init__(self, reactor: Any, inner: Any = None, *, enabled: bool = True) -> None:
        known = GAIResolver(reactor, getaddrinfo=cast("Any", _getaddrinfo))
        super().__init__(reactor, inner or known, enabled=enabled)


def _getaddrinfo(host: Any, port: Any, *_: Any) -> Any:
    known = JOB.get("dns", {}).get(host)
    if known is None:
        return socket.getaddrinfo(host, port, socket.AF_UNSPEC, socket.SOCK_STREAM)
    found: list[Any] = []
    for address in known:
        found += socket.getaddrinfo(address, port, socket.AF_UNSPEC, socket.SOCK_STREAM)
    return found


class ProbeSpider(Spider):
    """Asks for the job's addresses and notes each answer and each failure under the address first asked for."""

    name = "probe"
    custom_settings = JOB.get("custom", {})

    async def start(self) -> AsyncIterator[Request]:
        for host, port in JOB.get("allow", []):
            allow_private(host, port)
        for url in JOB["urls"]:
            yield self._request(url)

    def parse(self, response: Response) -> Iterator[Request]:
        asked = response.request.meta["asked"] if response.request else response.url
        OUTCOME["answers"][asked] = {"url": response.url, "status": response.status, "size": len(response.body)}
        if JOB.get("follow") and isinstance(response, TextResponse):
            for link in response.css("a::attr(href)").getall():
                yield self._request(response.urljoin(link))

    def note_failure(self, failure: Failure) -> None:
        request: Request = failure.request  # type: ignore[attr-defined]
        OUTCOME["failures"][request.meta["asked"]] = [type(failure.value).__name__, str(failure.value)]
        OUTCOME["codes"][request.meta["asked"]] = getattr(failure.value, "reason_code", None)

    def _request(self, url: str) -> Request:
        meta = {**JOB.get("meta", {}), "asked": url}
        return Request(url, callback=self.parse, errback=self.note_failure, dont_filter=True, meta=meta)


def main() -> None:
    settings = Settings()
    settings.setmodule("newscrawl.settings", priority="project")
    given = {"ITEM_PIPELINES": {}, "EXTENSIONS": {}, "LOG_LEVEL": "INFO", "DOWNLOAD_DELAY": 0, "RETRY_TIMES": 1}
    settings.setdict({**given, **JOB.get("settings", {})}, priority="cmdline")
    if "dns" in JOB:
        settings.set("TWISTED_DNS_RESOLVER", TestResolver, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(ProbeSpider)
    if "notes" in JOB:
        remember_in(crawler, Memory.open(Path(JOB["notes"]), clock.now()))
    process.crawl(crawler)
    process.start()
    OUTCOME["stats"] = {str(key): str(value) for key, value in crawler.stats.get_stats().items()}
    logging.shutdown()
    json.dump(OUTCOME, sys.stdout)


if __name__ == "__main__":
    main()
