"""One crawl of a section in a process of its own: the job of `tests/crawl_probe.py` with `section` and `data`.

Writes as JSON what was lost, by its address, the stats and the run report.
"""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from newscrawl.signals import page_lost
from newscrawl.spiders.section import SectionSpider
from tests.crawl_probe import JOB, TestResolver


class GazetteSpider(SectionSpider):
    name = "gazette"
    sections = tuple(JOB["section"])
    own_domains = ("gazette-plus.example",)
    timezone = "Europe/Paris"


def main() -> None:
    settings = Settings()
    settings.setmodule("newscrawl.settings", priority="project")
    settings.setdict(
        {
            "LOG_LEVEL": "DEBUG",
            "DOWNLOAD_DELAY": 0,
            "AUTOTHROTTLE_ENABLED": False,
            "NEWSCRAWL_PROGRESS_ENABLED": False,
            "NEWSCRAWL_DATA_DIR": JOB["data"],
            "TWISTED_DNS_RESOLVER": TestResolver,
            **JOB.get("settings", {}),
        },
        priority="cmdline",
    )
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(GazetteSpider)
    lost: dict[str, str] = {}
    crawler.signals.connect(lambda fact, url: lost.update({url: fact}), signal=page_lost, weak=False)
    process.crawl(crawler)
    process.start()
    stats: dict[str, Any] = {str(key): str(value) for key, value in crawler.stats.get_stats().items()}
    logging.shutdown()
    report = next(Path(JOB["data"]).glob("runs/*/*.json")).read_text(encoding="utf-8")
    json.dump({"lost": lost, "stats": stats, "report": report}, sys.stdout)


if __name__ == "__main__":
    main()
