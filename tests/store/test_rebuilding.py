"""An index built anew on request: from the feed alone, and the same each time."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest

from newscrawl.items import Article
from newscrawl.store.catching_up import rebuild
from newscrawl.store.errors import Busy, NotWritable
from newscrawl.store.index import Index
from newscrawl.store.verification import verify
from newscrawl.urls import article_id
from tests.store.conftest import holds
from tests.store.interrupted_files import HastyFiles

MakeArticle = Callable[..., Article]


def rows(site: Any) -> tuple[Any, ...]:
    """All that the index holds, as SQLite has it."""
    index = Index.snapshot(site.index_path, HastyFiles())
    try:
        tables = ("SELECT * FROM meta", "SELECT * FROM segments", "SELECT * FROM articles", "SELECT * FROM names")
        return tuple(index._connection.execute(table).fetchall() for table in tables)
    finally:
        index.close()


@pytest.fixture
def written(site: Any, an_article: MakeArticle) -> Any:
    """Three days with revisions and a rename, written by runs of several commits."""
    for day in (21, 22):
        with site.run(day) as store:
            for number in range(day * 10, day * 10 + 6):
                store.append(an_article(number))
                store.flush()
    renamed = an_article(210, revision=2, url="https://essai.example/b", aliases=["https://essai.example/210"])
    site.write(23, renamed, an_article(211, revision=2))
    return site


def test_it_holds_what_the_runs_had_it_hold(written: Any) -> None:
    before = rows(written)
    done = rebuild(written.folder, written.index_path, HastyFiles())
    assert rows(written) == before
    assert str(done) == "12 articles and 1 other addresses of theirs, from 3 segments"
    assert list(verify(written.folder, written.index_path)) == []


def test_two_rebuilds_give_the_same_bytes(written: Any) -> None:
    found = []
    for _ in range(2):
        rebuild(written.folder, written.index_path, HastyFiles())
        found.append(written.index_path.read_bytes())
    assert found[0] == found[1]
    assert [path.name for path in written.index_path.parent.iterdir()] == [written.index_path.name]


def test_whatever_was_there_goes(written: Any) -> None:
    before = rows(written)
    written.index_path.write_bytes(b"no index at all")
    rebuild(written.folder, written.index_path, HastyFiles())
    assert rows(written) == before
    written.index_path.unlink()
    rebuild(written.folder, written.index_path, HastyFiles())
    assert rows(written) == before


def test_articles_of_deleted_segments_are_forgotten_and_that_is_said(written: Any) -> None:
    (written.folder / "essai-2026-11-21.jsonl.gz").unlink()
    done = rebuild(written.folder, written.index_path, HastyFiles())
    assert (done.articles, done.segments, done.deleted) == (8, 2, 1)
    assert str(done).endswith("from 2 segments; 1 deleted ones are forgotten")
    with written.run(23) as store:
        assert not holds(store, article_id("https://essai.example/213"))
        assert holds(store, article_id("https://essai.example/210"))  # its second revision is there


def test_it_waits_for_no_run(written: Any) -> None:
    before = rows(written)
    with written.run(23), pytest.raises(Busy):
        rebuild(written.folder, written.index_path, HastyFiles())
    assert rows(written) == before
    rebuild(written.folder, written.index_path, HastyFiles())


def test_an_index_in_the_way_is_told_of(written: Any) -> None:
    written.index_path.unlink()
    written.index_path.mkdir()
    with pytest.raises(NotWritable):
        rebuild(written.folder, written.index_path, HastyFiles())
    written.index_path.rmdir()
    rebuild(written.folder, written.index_path, HastyFiles())


def test_an_index_that_missed_deleted_lines_goes_on_behind_them(
    written: Any, an_article: MakeArticle, caplog: pytest.LogCaptureFixture
) -> None:
    aside = written.index_path.read_bytes()
    written.write(24, an_article(240))
    written.write(25, an_article(250))
    with written.run(26):
        pass
    (written.folder / "essai-2026-11-24.jsonl.gz").unlink()
    written.index_path.write_bytes(aside)  # as from a backup
    with caplog.at_level(logging.WARNING), written.run(26) as store:
        assert holds(store, article_id("https://essai.example/250"))
        assert not holds(store, article_id("https://essai.example/240"))
        assert holds(store, article_id("https://essai.example/221"))
    assert "since they are deleted: lines behind essai-2026-11-24:0" in caplog.text
