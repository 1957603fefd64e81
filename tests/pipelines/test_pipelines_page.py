"""`pipelines.md`, the settings and the stages say the same."""

from __future__ import annotations

import re
from pathlib import Path

from scrapy.utils.misc import load_object

from newscrawl import options, settings
from newscrawl.article.stages import STAGES
from newscrawl.pipelines.stages import StagePipeline

PAGE = (Path(__file__).parents[2] / "pipelines.md").read_text(encoding="utf-8")
ORDER = sorted(settings.ITEM_PIPELINES, key=settings.ITEM_PIPELINES.__getitem__)


def test_the_table_is_the_setting():
    rows = re.findall(r"^\| (\d+) \| \[`(\w+)`\]\(#(\w+)\) \| (?:`(\w+)`|always on) \|$", PAGE, re.MULTILINE)
    assert [(int(number), name) for number, name, _, _ in rows] == [
        (settings.ITEM_PIPELINES[path], path.rpartition(".")[2]) for path in ORDER
    ]
    assert all(anchor == name.lower() for _, name, anchor, _ in rows)


def test_each_pipeline_has_its_part_in_order():
    assert re.findall(r"^## (\w+)$", PAGE, re.MULTILINE) == [path.rpartition(".")[2] for path in ORDER]


def test_each_part_says_what_it_reads_drops_and_counts():
    for part in PAGE.split("\n## ")[1:]:
        assert re.search(r"^- Reads", part, re.MULTILINE), part
        assert re.search(r"^- Drops", part, re.MULTILINE), part
        assert re.search(r"^- Stats: ", part, re.MULTILINE), part


def test_the_stages_come_first_in_their_own_order():
    kinds = [load_object(path) for path in ORDER]
    assert [kind.stage for kind in kinds if issubclass(kind, StagePipeline)] == list(STAGES)


def test_a_page_is_archived_once_its_rights_are_known():
    assert [path.rpartition(".")[2] for path in ORDER[:2]] == ["RightsPipeline", "ArchivePipeline"]


def test_the_feed_is_last():
    assert ORDER[-1].endswith("FeedPipeline")


def test_the_switches_named_are_the_stages():
    switches = re.findall(r"^\| \d+ \| .* \| `(NEWSCRAWL_\w+_ENABLED)` \|$", PAGE, re.MULTILINE)
    stages = [stage.switch.name for stage in options.STAGES if stage.switch is not None]
    assert switches == ["NEWSCRAWL_ARCHIVE_ENABLED", *stages, "NEWSCRAWL_FEED_ENABLED"]
