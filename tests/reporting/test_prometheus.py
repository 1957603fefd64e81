from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.settings import Settings
from scrapy.spiders import Spider

from newscrawl.reporting.coverage import Coverage
from newscrawl.reporting.prometheus import HELP, PrometheusTextfile, carried, exposition
from tests.reporting.lines import STARTED, ended
from tests.reporting.test_coverage import crawler

SUCCESS = "newscrawl_last_success_timestamp_seconds"
NEWEST = "newscrawl_newest_article_timestamp_seconds"


def samples(text: str) -> dict[tuple[str, ...], float]:
    """What Prometheus' own parser reads, by name and labels beside the site."""
    return {
        (sample.name, *(value for label, value in sorted(sample.labels.items()) if label != "site")): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_the_figures_of_a_run() -> None:
    line = ended(
        new=3, failed={"timeout": 2, "http_404": 1}, dropped={"no_body": 1}, answers={"200": 7, "404": 1},
        published="2026-11-23T23:00:00+00:00",
    )  # fmt: skip
    text = exposition(line, {})
    found = samples(text)
    assert found[("newscrawl_run_articles", "new")] == 3
    assert found[("newscrawl_run_pages", "failed")] == 3
    assert found[("newscrawl_run_responses", "404")] == 1
    assert found[("newscrawl_run_exit_status",)] == 0
    assert found[("newscrawl_run_duration_seconds",)] == 60
    assert found[(SUCCESS,)] == STARTED.timestamp() + 60
    assert found[(NEWEST,)] == STARTED.timestamp() - 26 * 60 - 50
    families = list(text_string_to_metric_families(text))
    assert {(family.name, family.type, family.documentation) for family in families} == {
        (name, "gauge", told) for name, told in HELP.items()
    }
    assert all(sample.labels["site"] == "a" for family in families for sample in family.samples)


def test_what_holds_on_is_carried_over(tmp_path: Path) -> None:
    path = tmp_path / "newscrawl_a.prom"
    assert carried(path) == {}
    path.write_text(exposition(ended(new=1, published="2026-11-20T00:00:00+00:00"), {}), encoding="utf-8")
    before = samples(path.read_text())
    after = samples(exposition(ended(status=4), carried(path)))
    assert after[("newscrawl_run_exit_status",)] == 4
    assert {name: after[(name,)] for name in (SUCCESS, NEWEST)} == {name: before[(name,)] for name in (SUCCESS, NEWEST)}
    older = samples(exposition(ended(new=1, published="2026-11-19T00:00:00+00:00"), carried(path)))
    assert older[(NEWEST,)] == before[(NEWEST,)]


def test_without_a_success_none_is_told() -> None:
    assert (SUCCESS,) not in samples(exposition(ended(status=4), {}))


@pytest.mark.parametrize("site", ['a"b', "a\\b", "a\nb", "é_8080"])
def test_labels_are_escaped(site: str) -> None:
    (family,) = [
        family
        for family in text_string_to_metric_families(exposition(ended() | {"site": site}, {}))
        if family.name == "newscrawl_run_gap"
    ]
    assert family.samples[0].labels == {"site": site}


def textfile(tmp_path: Path, folder: Path, **settings: Any) -> PrometheusTextfile:
    made = crawler(tmp_path, NEWSCRAWL_PROMETHEUS_TEXTFILE_DIR=str(folder), **settings)
    made.extensions = type("Extensions", (), {"middlewares": [Coverage(made)]})()
    made.settings = Settings(made.settings)
    return PrometheusTextfile.from_crawler(made)


def test_the_file_is_put_in_place_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "textfiles"
    textfile(tmp_path, folder).write()
    (path,) = folder.iterdir()
    assert path.name == "newscrawl_journal.prom"
    assert ("newscrawl_run_exit_status",) in samples(path.read_text(encoding="utf-8"))


def test_a_folder_that_cannot_be_written(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    textfile(tmp_path, tmp_path / "file" / "folder").write()
    assert ["not written" in record.message for record in caplog.records] == [True]

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "replace", refuse)
    folder = tmp_path / "textfiles"
    textfile(tmp_path, folder).write()
    assert not list(folder.iterdir())


def test_unset_it_is_off() -> None:
    with pytest.raises(NotConfigured):
        PrometheusTextfile.from_crawler(Crawler(Spider, {}))
