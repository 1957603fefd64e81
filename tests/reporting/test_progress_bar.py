"""The line on a terminal."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext

import pytest
from scrapy import Spider
from scrapy.exceptions import NotConfigured
from scrapy.utils.test import get_crawler

from newscrawl.reporting import progress
from newscrawl.reporting.progress import Count, ProgressBar

STATS = {
    "newscrawl/replay/bytes": 250_000_000,
    "newscrawl/replay/bytes_total": 1_000_000_000,
    "newscrawl/replay/records/response": 9,
    "newscrawl/pages/read": 2,
    "newscrawl/pages/understood": 2,
    "newscrawl/feed/written": 2,
}


def test_the_progress_bar_shows_how_much_of_the_files_was_read() -> None:
    async def shown() -> ProgressBar:
        crawler = get_crawler()
        crawler.spider = Spider("archive")
        for name, value in STATS.items():
            crawler.stats.set_value(name, value)
        bar = ProgressBar(crawler)
        bar.refresh()
        return bar

    (task,) = asyncio.run(shown()).bar.tasks
    assert (task.completed, task.total) == (250_000_000, 1_000_000_000)
    assert task.fields["text"] == "250 of 1000 MB  2 pages  2 articles  2 new  0 dropped"


@pytest.mark.parametrize("spider", [None, Spider("journal")])
def test_a_bar_is_shown_of_a_run_and_not_in_a_shell(spider: Spider | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "is_watched", lambda: True)

    async def made() -> ProgressBar:
        crawler = get_crawler()
        crawler.spider = spider
        return ProgressBar.from_crawler(crawler)

    with nullcontext() if spider else pytest.raises(NotConfigured):
        assert asyncio.run(made()).bar.tasks


def test_a_round_of_many_sites_shows_how_many_have_ended_and_failed() -> None:
    count = Count(200)
    shown = []
    for done, failed in ((36, 0), (37, 2)):
        count.show(done, failed)
        shown.append((count.bar.tasks[0].completed, count.bar.tasks[0].fields["text"]))
    count.close()
    assert shown == [(36, "36 of 200"), (37, "37 of 200, 2 failed")]
