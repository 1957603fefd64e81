"""Retention at the start of a run: old lines go, what is known of their articles stays."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from sqlite3 import Connection
from typing import Any

import pytest

from newscrawl.items import Article
from newscrawl.store.errors import NotWritable
from newscrawl.store.log import FeedStore
from newscrawl.store.verification import verify
from tests.store.conftest import holds
from tests.store.interrupted_files import HastyFiles, InterruptedFiles, Killed

MakeArticle = Callable[..., Article]


def opened(site: Any, day: int, keep_days: int, files: HastyFiles | InterruptedFiles | None = None) -> FeedStore:
    return FeedStore.open(
        site.folder, site.index_path, today=date(2026, 11, day), keep_days=keep_days, files=files or HastyFiles()
    )


def names(site: Any) -> set[str]:
    return {path.name.removeprefix("essai-2026-11-") for path in site.folder.iterdir()} - {".lock"}


@pytest.fixture
def three_days(site: Any, an_article: MakeArticle) -> Any:
    for day in (20, 21, 22):
        site.write(day, an_article(day))
    return site


def test_old_lines_go_and_their_articles_stay_known(three_days: Any, an_article: MakeArticle) -> None:
    store = opened(three_days, 23, 1)
    assert names(three_days) == {"20.json", "21.json", "22.json", "22.jsonl.gz"}
    assert all(holds(store, an_article(day).id) for day in (20, 21, 22))
    assert store.first_day == date(2026, 11, 20)
    store.append(an_article(23))
    store.flush()
    store.close()
    assert list(verify(three_days.folder, three_days.index_path)) == []
    with three_days.run(24) as again:
        assert all(holds(again, an_article(day).id) for day in (20, 21, 22, 23))


def test_nothing_goes_unless_wanted(three_days: Any) -> None:
    opened(three_days, 30, 0).close()
    assert len([name for name in names(three_days) if name.endswith(".gz")]) == 3


def test_the_segment_being_written_stays_however_old(three_days: Any) -> None:
    (three_days.folder / "essai-2026-11-22.jsonl").touch()
    store = opened(three_days, 21, 1)  # the clock was set back: the run goes on in the last segment
    assert store.end.segment == "essai-2026-11-22"
    store.close()
    assert "22.jsonl" in names(three_days)


def test_all_closed_lines_may_go(three_days: Any, an_article: MakeArticle) -> None:
    store = opened(three_days, 30, 1)
    assert names(three_days) == {"20.json", "21.json", "22.json"}
    store.append(an_article(30))
    store.flush()
    store.close()
    with three_days.run(30) as again:
        assert all(holds(again, an_article(day).id) for day in (20, 21, 22, 30))


@pytest.mark.parametrize("how", ["before", "after", "full"])
def test_interrupted_at_any_call_nothing_is_forgotten(
    three_days: Any, an_article: MakeArticle, tmp_path: Path, how: str
) -> None:
    with three_days.run(23):
        pass  # all is closed: what follows only deletes
    data = three_days.folder.parent.parent
    aside = shutil.copytree(data, tmp_path / "aside")
    counted = InterruptedFiles()
    opened(three_days, 24, 2, counted).close()
    assert counted.calls.count("unlink") == 4  # two segments, two probes
    for at in range(len(counted.calls)):
        shutil.rmtree(data)
        shutil.copytree(aside, data)
        files = InterruptedFiles(at, how)
        with pytest.raises((Killed, NotWritable)):
            opened(three_days, 24, 2, files).close()
        files.die()
        store = opened(three_days, 24, 2)
        assert all(holds(store, an_article(day).id) for day in (20, 21, 22))
        store.close()
        assert names(three_days) == {"20.json", "21.json", "22.json", "22.jsonl.gz"}
        assert list(verify(three_days.folder, three_days.index_path)) == []


class ToldFiles(HastyFiles):
    """Notes what goes, and how safely the index is committed."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def commit(self, connection: Connection) -> None:
        self.told.append(f"synchronous {connection.execute('PRAGMA synchronous').fetchone()[0]}")
        super().commit(connection)

    def unlink(self, path: Path) -> None:
        if path.suffix == ".gz":
            self.told.append(path.name)
        super().unlink(path)


def test_the_index_is_durable_before_lines_go_that_it_could_not_read_again(
    three_days: Any, an_article: MakeArticle
) -> None:
    files = ToldFiles()
    store = opened(three_days, 23, 2, files)
    store.append(an_article(23))
    store.flush()
    store.close()
    assert files.told[-3:] == ["synchronous 2", "essai-2026-11-20.jsonl.gz", "synchronous 1"]
