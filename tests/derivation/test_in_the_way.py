"""`scrapy rederive` where something is in the way: what cannot be written, opened or found leaves all as it was."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from newscrawl.spiders.demo import DemoSpider
from newscrawl.store.files import DiskFiles
from newscrawl.urls import article_id
from tests.derivation.archived import Archived, contents, demo_pages, derived, feed, folder

Run = Callable[..., tuple[int, str, str]]
PAGES = demo_pages()


def test_work_that_is_given_up_leaves_the_earlier_feed(
    archived: Archived, newscrawl: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    archived.write(*(archived.page(url, html) for url, html in PAGES[:3]))
    newscrawl("rederive", "demo")
    before = contents(folder(archived))

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(DemoSpider, "parse_article", interrupt)
    assert newscrawl("rederive", "demo")[0] == 130
    assert contents(folder(archived)) == before
    assert not folder(archived).with_name("rederived.part").exists()


def test_a_feed_that_cannot_be_written_is_status_5(archived: Archived, newscrawl: Run) -> None:
    archived.write(archived.page(*PAGES[0]))
    (archived.data / "derived" / "demo").mkdir(parents=True)
    (archived.data / "derived" / "demo" / "rederived.part").touch()
    status, _, errors = newscrawl("rederive", "demo")
    assert status == 5
    assert "demo: rederive cannot go on: " in errors


class Opening:
    """A stage that needs what only a run has."""

    def open_spider(self) -> None:
        raise RuntimeError("no engine")

    def process_item(self, item: Any) -> Any:
        return item


def test_a_stage_that_cannot_be_opened_is_told(archived: Archived, newscrawl: Run) -> None:
    archived.write(*(archived.page(url, html) for url, html in PAGES[:2]))
    archived.page(*PAGES[2], finding="dropped/no_body")
    stages = ("-s", f"ITEM_PIPELINES={json.dumps({f'{__name__}.Opening': 550})}")
    status, output, errors = newscrawl("rederive", "demo", "--dropped", *stages)
    assert status == 1
    assert "error 2" in output
    assert len({line for line in errors.splitlines() if "present code fails" in line and "no engine" in line}) == 3
    assert derived(archived) == feed(archived)


def test_a_diff_that_cannot_be_written_leaves_nothing_behind(archived: Archived, newscrawl: Run) -> None:
    archived.write(archived.page(*PAGES[0]))
    assert newscrawl("rederive", "demo", "--diff", "nowhere/it.diff")[0] == 5
    assert [path.name for path in folder(archived).parent.iterdir()] == ["rederive.lock"]


def test_a_summary_that_cannot_be_written_leaves_the_earlier_feed(
    archived: Archived, newscrawl: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    archived.write(archived.page(*PAGES[0]))
    newscrawl("rederive", "demo")
    before = contents(folder(archived))

    def fail(self: Path, *_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", fail)
    assert newscrawl("rederive", "demo", "--limit", "0")[0] == 5
    assert contents(folder(archived)) == before
    assert {path.name for path in folder(archived).parent.iterdir()} == {"rederive.lock", "rederived"}


def test_a_feed_that_cannot_be_put_in_place_leaves_the_earlier_one(
    archived: Archived, newscrawl: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    archived.write(archived.page(*PAGES[0]))
    newscrawl("rederive", "demo")
    before = contents(folder(archived))
    rename = DiskFiles.rename

    def fail(self: DiskFiles, old: Path, new: Path) -> None:
        if old.suffix == ".part" and old.is_dir():
            raise OSError(5, "Input/output error")
        rename(self, old, new)

    monkeypatch.setattr(DiskFiles, "rename", fail)
    assert newscrawl("rederive", "demo")[0] == 5
    assert contents(folder(archived)) == before
    folder(archived).rename(folder(archived).with_name("rederived.old"))  # killed in between
    assert newscrawl("rederive", "demo")[0] == 5
    assert contents(folder(archived)) == before


def test_the_page_of_another_article_is_no_page_of_a_line(archived: Archived, newscrawl: Run) -> None:
    """As where an archive was lost, and its files begun anew under the same names."""
    (url, html), (other_url, other_html), *_ = PAGES
    lost = archived.page(url, html, id=article_id(url))
    other = archived.page(other_url, other_html, day=1, id=article_id(other_url))
    archived.write(replace(lost, archive=other.archive), other)
    status, output, _ = newscrawl("rederive", "demo", "--exit-code")
    assert (status, "other_page 1" in output, "1 the same" in output) == (0, True, True)
    assert derived(archived)[0] == feed(archived)[0]
    assert newscrawl("case", url)[1].endswith(f": {lost.headline}\n")  # looked for in the files


def test_an_article_among_several_of_a_page_is_read_again(archived: Archived, newscrawl: Run) -> None:
    first = archived.page(*PAGES[0], id="0" * 32)
    archived.write(first)
    assert newscrawl("rederive", "demo", "--exit-code")[0] == 0
    assert "1 the same" in newscrawl("rederive", "demo")[1]
