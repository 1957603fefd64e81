"""A project's own items pass through every pipeline of ours as they are, and reach its outputs."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from pathlib import Path

import pytest
from itemadapter import ItemAdapter
from scrapy.exceptions import NotConfigured
from scrapy.utils.misc import build_from_crawler, load_object
from scrapy.utils.test import get_crawler

from newscrawl import settings
from newscrawl.article.draft import Draft
from newscrawl.items import Article
from newscrawl.pipelines import stages
from tests.pipelines.items_of_others import AS_JSON, ITEMS

ROOT = Path(__file__).resolve().parents[2]
PIPELINES = [path for path in settings.ITEM_PIPELINES if not path.endswith(("FeedPipeline", "ArchivePipeline"))]
RUN = """
import sys
from scrapy import Spider
from scrapy.crawler import CrawlerProcess
from scrapy.settings import Settings
from tests.pipelines.items_of_others import ITEMS


class Alerts(Spider):
    name = "alerts"
    start_urls = ["data:,"]

    async def start(self):
        for item in ITEMS.values():
            yield item


settings = Settings()
settings.setmodule("newscrawl.settings")
settings.setdict({
    "NEWSCRAWL_DATA_DIR": sys.argv[1], "NEWSCRAWL_ARCHIVE_ENABLED": True, "LOG_LEVEL": "WARNING",
    "FEEDS": {sys.argv[1] + "/copy.jsonl": {"format": "jsonl"}, sys.argv[1] + "/copy.json": {"format": "json"}},
})
process = CrawlerProcess(settings)
crawler = process.create_crawler(Alerts)
process.crawl(crawler)
process.start()
stats = crawler.stats.get_stats()
print([stats.get(name) for name in (
    "item_scraped_count", "item_dropped_count", "newscrawl/feed/foreign", "newscrawl/errors", "log_count/ERROR",
)])
"""


@pytest.mark.parametrize("kind", ITEMS)
@pytest.mark.parametrize("path", PIPELINES)
def test_every_stage_lets_it_pass_untouched(path: str, kind: str) -> None:
    pipeline = build_from_crawler(load_object(path), get_crawler(settings_dict={}))
    before = copy.deepcopy(ITEMS[kind])
    assert pipeline.process_item(ITEMS[kind]) is ITEMS[kind]
    assert ITEMS[kind] == before


def test_a_whole_run_hands_all_kinds_on_to_the_outputs(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(tmp_path)], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "[4, None, 4, None, None]\n"
    assert [json.loads(line) for line in (tmp_path / "copy.jsonl").read_text().splitlines()] == [AS_JSON] * 4
    assert json.loads((tmp_path / "copy.json").read_text()) == [AS_JSON] * 4
    assert list((tmp_path / "feeds").rglob("*.jsonl")) == []


def test_ours_are_items_for_others() -> None:
    article = Article(id="0" * 32, url="https://essai.example/1")
    adapter = ItemAdapter(article)
    adapter["headline"] = "Titre"
    assert article.headline == "Titre"
    assert list(adapter.asdict())[:2] == ["schema_version", "newscrawl_version"]


def test_a_stage_that_asks_for_nothing_is_a_class_by_its_name() -> None:
    kind = stages.LanguagesPipeline
    assert kind is load_object("newscrawl.pipelines.stages.LanguagesPipeline")
    assert (kind.__name__, kind.__module__, kind.stage.name) == (
        "LanguagesPipeline",
        "newscrawl.pipelines.stages",
        "languages",
    )
    with pytest.raises(NameError, match="'WeatherPipeline'"):
        load_object("newscrawl.pipelines.stages.WeatherPipeline")


def test_a_stage_that_is_off_is_no_pipeline_of_the_run() -> None:
    draft = Draft(Article(id="0" * 32, url="https://essai.example/1"))
    crawler = get_crawler(settings_dict={"NEWSCRAWL_DATES_ENABLED": "0"})
    with pytest.raises(NotConfigured):
        build_from_crawler(stages.DatesPipeline, crawler)
    assert build_from_crawler(stages.DatesPipeline, get_crawler(settings_dict={})).process_item(draft) is draft
