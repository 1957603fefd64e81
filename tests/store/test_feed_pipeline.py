"""The pipeline that makes an item durable before it counts as scraped."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.exceptions import CloseSpider, DropItem, NotConfigured
from scrapy.settings import Settings
from scrapy.statscollectors import MemoryStatsCollector

from newscrawl import read_feed
from newscrawl.article.draft import Draft
from newscrawl.items import Article
from newscrawl.pipelines.feed import FeedPipeline, feed_folder
from newscrawl.reporting.status import ExitStatus, exit_status
from newscrawl.store import Cursor
from newscrawl.store.errors import IndexFailure
from newscrawl.store.files import DiskFiles
from newscrawl.store.index import Entry
from newscrawl.urls import article_id
from tests.pipelines.items_of_others import ITEMS

MakeArticle = Callable[[int], Article]


class StoppedEngine:
    """Remembers why it was asked to close."""

    reason: str | None = None

    async def close_spider_async(self, *, reason: str) -> None:
        self.reason = reason


def crawler_for(data: Path, **settings: Any) -> Any:
    crawler = SimpleNamespace(
        settings=Settings({"NEWSCRAWL_DATA_DIR": str(data), "STATS_DUMP": False, **settings}),
        spider=SimpleNamespace(name="section", site="essai"),
        engine=StoppedEngine(),
        get_extension=lambda _: None,
    )
    crawler.stats = MemoryStatsCollector(crawler)  # type: ignore[arg-type]
    return crawler


def run(crawler: Any, work: Callable[[FeedPipeline], Awaitable[Any]]) -> Any:
    async def whole() -> Any:
        pipeline = FeedPipeline.from_crawler(crawler)
        pipeline.open_spider()
        try:
            return await work(pipeline)
        finally:
            pipeline.close_spider()
            await asyncio.sleep(0)

    return asyncio.run(whole())


def facts(crawler: Any) -> dict[str, Any]:
    counted = {name.rpartition("/")[2]: value for name, value in crawler.stats.get_stats().items()}
    counted.pop("cursor", None)  # where the feed ends: see the test of its own
    return counted


def test_items_are_written_once(tmp_path: Path, an_article: MakeArticle) -> None:
    async def work(pipeline: FeedPipeline) -> list[Any]:
        items = [pipeline.process_item(an_article(number)) for number in (1, 2, 1, 3)]
        return await asyncio.gather(*items, return_exceptions=True)

    crawler = crawler_for(tmp_path)
    first, second, double, third = run(crawler, work)
    assert [first, second, third] == [an_article(1), an_article(2), an_article(3)]
    assert isinstance(double, DropItem)
    assert facts(crawler) == {"written": 3, "known": 1}
    again = crawler_for(tmp_path)
    run(again, work)
    assert facts(again) == {"unchanged": 4}
    assert list(read_feed(feed_folder(tmp_path, "essai"))) == [an_article(number) for number in (1, 2, 3)]


@pytest.mark.parametrize("replays", [True, False], ids=["of_an_archive", "of_the_web"])
def test_an_older_capture_says_nothing_where_captures_may_be_old(
    tmp_path: Path, an_article: MakeArticle, replays: bool
) -> None:
    def captured(day: int, text: str) -> Article:
        moment = f"2026-11-{day}T08:00:00+00:00"
        return replace(an_article(1), crawled_at=moment, body=text, content_hash=f"{len(text):032x}")

    async def work(pipeline: FeedPipeline) -> list[int]:
        states = [captured(20, "un"), captured(22, "trois mots ici"), captured(21, "deux mots"), captured(22, "autre")]
        for each in states:
            with suppress(DropItem):
                await pipeline.process_item(each)
        return [line.revision for line in read_feed(feed_folder(tmp_path, "essai"))]

    crawler = crawler_for(tmp_path)
    crawler.spider.replays = replays
    assert run(crawler, work) == ([1, 2] if replays else [1, 2, 3, 4])
    assert facts(crawler).get("outdated", 0) == (2 if replays else 0)


def test_it_tells_what_is_known(tmp_path: Path, an_article: MakeArticle) -> None:
    async def work(pipeline: FeedPipeline) -> None:
        article = an_article(1)
        assert pipeline.entry(article.id) is None
        await pipeline.process_item(article)
        held = pipeline.entry(article.id)
        assert held is not None
        assert (held.id, held.revision) == (article.id, 1)
        assert pipeline.entry(an_article(2).id) is None

    run(crawler_for(tmp_path), work)


@pytest.mark.parametrize("kind", ITEMS)
def test_items_of_other_kinds_pass_on_and_are_counted(
    tmp_path: Path, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "newscrawl.pipelines.feed")
    crawler = crawler_for(tmp_path)
    item = ITEMS[kind]
    assert run(crawler, lambda pipeline: pipeline.process_item(item)) is item
    assert facts(crawler) == {"foreign": 1}
    assert f"Passed on, not an article: {type(item).__name__} https://essai.example/alerte" in caplog.messages
    assert list(read_feed(feed_folder(tmp_path, "essai"))) == []


def test_a_draft_that_nobody_finished_is_refused_clearly(tmp_path: Path, an_article: MakeArticle) -> None:
    async def work(pipeline: FeedPipeline) -> None:
        with pytest.raises(TypeError, match="AssemblyPipeline did not finish it"):
            await pipeline.process_item(Draft(an_article(1)))

    run(crawler_for(tmp_path), work)


def test_what_breaks_the_contract_is_dropped_loudly(tmp_path: Path, an_article: MakeArticle) -> None:
    async def work(pipeline: FeedPipeline) -> None:
        article = an_article(1)
        article.comment_count = -1
        with pytest.raises(DropItem, match="comment_count") as drop:
            await pipeline.process_item(article)
        assert drop.value.log_level == "ERROR"

    crawler = crawler_for(tmp_path)
    run(crawler, work)
    assert facts(crawler) == {"invalid": 1}


def test_it_can_be_turned_off(tmp_path: Path) -> None:
    with pytest.raises(NotConfigured):
        FeedPipeline.from_crawler(crawler_for(tmp_path, NEWSCRAWL_FEED_ENABLED="False"))


def test_a_full_disk_ends_the_crawl(
    tmp_path: Path, an_article: MakeArticle, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    room = [1000]
    write = DiskFiles.write

    def limited(files: DiskFiles, descriptor: int, data: bytes | memoryview) -> int:
        if room[0] == 0:
            raise OSError(28, "No space left on device")
        written = write(files, descriptor, data[: room[0]])
        room[0] -= written
        return written

    async def work(pipeline: FeedPipeline) -> list[Any]:
        monkeypatch.setattr(DiskFiles, "write", limited)
        results: list[Any] = []
        for number in range(4):
            results += await asyncio.gather(pipeline.process_item(an_article(number)), return_exceptions=True)
        return results

    crawler = crawler_for(tmp_path)
    with caplog.at_level(logging.ERROR):
        kept, *dropped = run(crawler, work)
    assert kept == an_article(0)
    assert [type(result) for result in dropped] == [DropItem] * 3
    assert facts(crawler) == {"written": 1, "error": "no_space"}
    assert crawler.engine.reason == "feed_not_writable"
    assert len(caplog.records) == 1
    content = (feed_folder(tmp_path, "essai")).glob("*.jsonl")
    assert [path.read_bytes().count(b"\n") for path in content] == [1]
    assert list(read_feed(feed_folder(tmp_path, "essai"))) == [an_article(0)]


@pytest.mark.parametrize("cuts", [True, False])
def test_a_second_item_written_during_the_failing_fsync_does_not_count(
    tmp_path: Path, an_article: MakeArticle, monkeypatch: pytest.MonkeyPatch, cuts: bool
) -> None:
    go_on = threading.Event()
    fsyncs: list[int] = []

    def refuse(*_: Any) -> None:
        raise OSError(5, "Input/output error")

    async def work(pipeline: FeedPipeline) -> list[Any]:
        loop, at_fsync = asyncio.get_running_loop(), asyncio.Event()

        def fail_once(_: DiskFiles, descriptor: int) -> None:
            fsyncs.append(descriptor)
            loop.call_soon_threadsafe(at_fsync.set)
            assert go_on.wait(10)
            if len(fsyncs) == 1:
                refuse()

        monkeypatch.setattr(DiskFiles, "fsync", fail_once)
        if not cuts:
            monkeypatch.setattr(DiskFiles, "truncate", refuse)
        first = asyncio.create_task(pipeline.process_item(an_article(1)))
        await at_fsync.wait()
        second = asyncio.create_task(pipeline.process_item(an_article(2)))
        await asyncio.sleep(0)
        go_on.set()
        results = await asyncio.gather(first, second, return_exceptions=True)
        return [*results, *await asyncio.gather(pipeline.process_item(an_article(1)), return_exceptions=True)]

    crawler = crawler_for(tmp_path)
    assert [type(result) for result in run(crawler, work)] == [DropItem] * 3
    assert facts(crawler) == {"error": "io_error"}
    assert crawler.engine.reason == "feed_not_writable"
    assert len(fsyncs) == 1
    assert len(list(read_feed(feed_folder(tmp_path, "essai")))) == (0 if cuts else 2)


def test_a_durable_line_counts_though_the_index_failed(
    tmp_path: Path, an_article: MakeArticle, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def work(pipeline: FeedPipeline) -> Any:
        def refuse(*_: Any) -> None:
            raise IndexFailure("index", "index of the feed not usable: disk I/O error")

        assert pipeline._store is not None
        monkeypatch.setattr(pipeline._store, "commit", refuse)
        return await pipeline.process_item(an_article(1))

    crawler = crawler_for(tmp_path)
    assert run(crawler, work) == an_article(1)
    assert facts(crawler) == {"written": 1, "error": "index"}
    assert crawler.engine.reason == "feed_not_writable"


def test_an_index_that_fails_under_way_ends_the_run(
    tmp_path: Path, an_article: MakeArticle, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def work(pipeline: FeedPipeline) -> Entry | None:
        def refuse(*_: Any) -> None:
            raise IndexFailure("index", "index of the feed not usable: disk I/O error")

        assert pipeline._store is not None
        monkeypatch.setattr(pipeline._store, "entry", refuse)
        return pipeline.entry(an_article(1).id)

    crawler = crawler_for(tmp_path)
    assert run(crawler, work) is None
    assert facts(crawler) == {"error": "index"}
    assert crawler.engine.reason == "feed_not_writable"


@pytest.mark.parametrize(("site", "reason"), [("essai", "no_folder"), ("../essai", "site_name")])
def test_it_refuses_before_the_first_request(tmp_path: Path, site: str, reason: str) -> None:
    (tmp_path / "feeds").write_text("a file")
    crawler = crawler_for(tmp_path)
    crawler.spider.site = site
    with pytest.raises(CloseSpider):
        run(crawler, lambda _: asyncio.sleep(0))
    assert facts(crawler) == {"error": reason}
    pipeline = FeedPipeline.from_crawler(crawler)
    pipeline.close_spider()
    assert pipeline.entry(article_id("https://essai.example/1")) is None


CRAWL = """
import json, sys
from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from newscrawl.article.draft import Draft
from newscrawl.items import Article
from newscrawl.urls import article_id
from tests.pipelines.items_of_others import ITEMS

class Essai(Spider):
    name = "essai"

    async def start(self):
        for number in range(int(sys.argv[2])):
            url = f"https://essai.example/{number}"
            yield Article(id=article_id(url), url=url, site="essai")
        yield Request("http://127.0.0.1:1/never-to-be-asked")

process = AsyncCrawlerProcess({
    "NEWSCRAWL_DATA_DIR": sys.argv[1], "ITEM_PIPELINES": {"newscrawl.pipelines.feed.FeedPipeline": 900},
    "LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False, "RETRY_ENABLED": False,
})
crawler = process.create_crawler(Essai)
process.crawl(crawler)
process.start()
print(json.dumps(crawler.stats.get_stats(), default=str))
"""


@pytest.mark.parametrize("writable", [True, False])
def test_in_scrapy_itself(tmp_path: Path, writable: bool) -> None:
    if not writable:
        (tmp_path / "feeds").write_text("a file")
    result = subprocess.run(
        [sys.executable, "-c", CRAWL, str(tmp_path), "30"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
    )
    stats = json.loads(result.stdout)
    if writable:
        assert stats["newscrawl/feed/written"] == stats["item_scraped_count"] == 30
        end = Cursor.parse(stats["newscrawl/feed/cursor"])
        assert list(read_feed(feed_folder(tmp_path, "essai"), since=end)) == []
        assert end.offset == sum(path.stat().st_size for path in feed_folder(tmp_path, "essai").glob("*.jsonl"))
        assert len(list(read_feed(feed_folder(tmp_path, "essai")))) == 30
    else:
        assert stats["finish_reason"] == "feed_not_writable"
        assert "downloader/request_count" not in stats
        assert "item_scraped_count" not in stats
        assert "Traceback" not in result.stderr
        assert result.stderr.count("feed not writable") == 1


def test_an_index_built_anew_beside_damage_is_counted_and_no_success(
    tmp_path: Path, an_article: MakeArticle, segment: Callable[..., Path]
) -> None:
    closed = segment(22, range(50), closed=True)
    closed.write_bytes(closed.read_bytes()[:-40])
    crawler = crawler_for(tmp_path)
    run(crawler, lambda pipeline: pipeline.process_item(an_article(60)))
    assert facts(crawler) == {"damaged": 1, "written": 1}
    assert exit_status(crawler.stats.get_stats(), "finished") is ExitStatus.UNEXPECTED
