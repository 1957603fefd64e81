"""What a run, a rebuild and a look-up make of a feed of which not all can be read."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from newscrawl.items import Article
from newscrawl.state.holdings import Wanted, holdings
from newscrawl.store.catching_up import rebuild
from newscrawl.store.compaction import Compacted, latest_lines, write_lines
from newscrawl.store.errors import LinesDamaged
from newscrawl.store.reading import read_feed
from newscrawl.store.verification import verify
from newscrawl.urls import article_id
from tests.store.conftest import holds
from tests.store.interrupted_files import HastyFiles

MakeArticle = Callable[..., Article]
FILES = HastyFiles()
COUNT = 80


@pytest.fixture
def written(site: Any, an_article: MakeArticle) -> Any:
    """A closed segment of 80 articles, and an open one of two."""
    site.write(22, *(an_article(number) for number in range(COUNT)))
    site.write(23, an_article(900), an_article(901))
    return site


def cut(site: Any) -> Path:
    path: Path = site.folder / "essai-2026-11-22.jsonl.gz"
    path.write_bytes(path.read_bytes()[:-80])
    return path


def identity(number: int) -> str:
    return article_id(f"https://essai.example/{number}")


def test_a_run_goes_on_beside_damage_that_its_index_is_past(written: Any, an_article: MakeArticle) -> None:
    cut(written)
    for day in (23, 24, 25):
        with written.run(day) as store:
            assert all(holds(store, identity(number)) for number in (0, COUNT - 1, 900))
            entry = store.entry(identity(COUNT - 1))
            assert entry is not None
            assert store.line(entry) is None  # as of a deleted one
            first = store.entry(identity(0))
            assert first is not None
            assert store.line(first) == an_article(0).to_dict()
            store.append(an_article(day * 100))
            store.flush()
    assert any("essai-2026-11-22.jsonl.gz: damaged" in fault for fault in verify(written.folder, written.index_path))


@pytest.mark.parametrize("known", ["lost", "older"])
def test_an_index_that_has_to_read_damage_takes_what_it_can_and_says_so(
    written: Any, an_article: MakeArticle, caplog: pytest.LogCaptureFixture, known: str
) -> None:
    cut(written)
    if known == "lost":
        written.index_path.unlink()
    else:  # it had read what can be read no more, and nothing behind
        (written.folder / "essai-2026-11-23.jsonl").unlink()
    with caplog.at_level(logging.ERROR), written.run(23) as store:
        assert holds(store, identity(0))
        assert not holds(store, identity(COUNT - 1))
        assert holds(store, identity(900)) is (known == "lost")
        store.append(an_article(COUNT - 1))  # it is fetched again
        store.flush()
    assert "Lines not indexed, since they are unreadable: essai-2026-11-22 is damaged" in caplog.text
    assert f"of {COUNT} lines can be read" in caplog.text
    caplog.clear()
    with caplog.at_level(logging.ERROR), written.run(23) as store:
        assert holds(store, identity(COUNT - 1))
    assert not caplog.records


def test_a_rebuild_says_what_it_could_not_read(written: Any) -> None:
    cut(written)
    done = rebuild(written.folder, written.index_path, FILES)
    assert done.articles < COUNT + 2
    (damage,) = done.damaged
    assert "essai-2026-11-22 is damaged" in damage


def test_a_rebuild_of_a_whole_feed_has_nothing_to_say(written: Any) -> None:
    assert rebuild(written.folder, written.index_path, FILES).damaged == ()


@pytest.mark.parametrize("name", ["latest.jsonl", "latest.jsonl.gz"])
def test_a_damaged_feed_is_not_compacted(written: Any, tmp_path: Path, name: str) -> None:
    whole = cut(written)
    path = tmp_path / name
    path.write_bytes(b"before\n")
    with pytest.raises(LinesDamaged):
        next(latest_lines(written.folder, Compacted(), FILES))
    with pytest.raises(LinesDamaged):
        write_lines(path, latest_lines(written.folder, Compacted(), FILES), FILES)
    assert path.read_bytes() == b"before\n"
    assert [each.name for each in tmp_path.glob("latest*")] == [name]
    whole.unlink()
    whole.with_suffix("").with_suffix(".json").unlink()
    write_lines(path, latest_lines(written.folder, Compacted(), FILES), FILES)
    assert len(list(read_feed(path))) == 2


def test_what_is_held_of_an_article_is_told_without_its_line(written: Any, tmp_path: Path) -> None:
    cut(written)
    where = written.folder, written.index_path, tmp_path / "no memory"
    held = holdings(Wanted(identity(COUNT - 1)), *where, datetime(2026, 11, 23, tzinfo=UTC), FILES)
    assert held.entry is not None
    assert held.aliases is None
    held = holdings(Wanted(identity(0)), *where, datetime(2026, 11, 23, tzinfo=UTC), FILES)
    assert held.aliases == []


def test_verify_tells_of_a_plain_file_that_is_less_than_its_sidecar_says(written: Any) -> None:
    path = written.folder / "essai-2026-11-23.jsonl"
    with written.run(24):
        pass
    closed = path.with_name(f"{path.name}.gz")
    closed.unlink()
    path.touch()
    found = list(verify(written.folder, written.index_path))
    assert any("holds 0 lines, its sidecar states 2" in fault for fault in found)
