"""What people are told of a replay, while it runs and at its end."""

from __future__ import annotations

import asyncio

from scrapy import Spider
from scrapy.utils.test import get_crawler

from newscrawl.reporting.progress import Progress
from newscrawl.reporting.status import ExitStatus
from newscrawl.reporting.summary import summary

STATS = {
    "newscrawl/replay/bytes": 250_000_000,
    "newscrawl/replay/bytes_total": 1_000_000_000,
    "newscrawl/replay/records/response": 9,
    "newscrawl/replay/refused/language": 5,
    "newscrawl/replay/refused/http_404": 2,
    "newscrawl/replay/damaged/torn": 1,
    "newscrawl/pages/read": 2,
    "newscrawl/pages/understood": 2,
    "newscrawl/feed/written": 2,
}


def test_the_summary_tells_what_was_refused_and_lost() -> None:
    assert summary("archive", STATS, ExitStatus.FINE, 3.0, {}).splitlines()[1:3] == [
        "Refused: 7 (language 5, http_404 2)",
        "Damaged: 1 (torn 1)",
    ]


def test_the_progress_bar_shows_how_much_of_the_files_was_read() -> None:
    async def shown() -> Progress:
        crawler = get_crawler()
        crawler.spider = Spider("archive")
        for name, value in STATS.items():
            crawler.stats.set_value(name, value)
        progress = Progress(crawler)
        progress.refresh()
        return progress

    (task,) = asyncio.run(shown()).bar.tasks
    assert (task.completed, task.total) == (250_000_000, 1_000_000_000)
    assert task.fields["told"] == "250 of 1000 MB  2 pages  2 articles  2 new  0 dropped"
