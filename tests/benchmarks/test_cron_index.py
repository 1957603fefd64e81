"""The simulated month sees where an index is not what its feed gives."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from benchmarks.cron.month import index_faults
from newscrawl.items import Article
from newscrawl.store.log import FeedStore
from newscrawl.urls import article_id
from tests.store.interrupted_files import HastyFiles


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    """Feed and index of three articles, one of them with a former address."""
    folder, index = tmp_path / "feeds" / "essai", tmp_path / "ledger" / "essai.sqlite"
    store = FeedStore.open(folder, index, today=date(2027, 3, 10), files=HastyFiles())
    for number in range(3):
        url = f"https://essai.example/{number}"
        aliases = ["https://essai.example/ancien"] if number == 2 else []
        store.append(
            Article(
                id=article_id(url),
                url=url,
                aliases=aliases,
                site="essai",
                body=f"Corps n° {number}",
                crawled_at="2027-03-10T10:00:00+00:00",
            )
        )
    store.flush()
    store.close()
    return folder, index


def test_an_index_of_its_feed_is_without_fault(places):
    assert index_faults(*places) == []


def test_a_missing_index_is_built_and_without_fault(places):
    places[1].unlink()
    assert index_faults(*places) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("UPDATE articles SET revision = 7 WHERE number = 1", "the index holds other articles than one built anew"),
        ("DELETE FROM articles WHERE number = 2", "the index holds other articles than one built anew"),
        ("DELETE FROM names", "the index holds other former addresses than one built anew"),
    ],
)
def test_a_difference_is_told(places, change, fault):
    with closing(sqlite3.connect(places[1])) as connection:
        connection.execute(change)
        connection.commit()
    assert fault in index_faults(*places)
