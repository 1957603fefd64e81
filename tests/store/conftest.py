"""Small feeds, stores of one site, and articles for both."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from newscrawl.items import Article
from newscrawl.store.encoding import encode
from newscrawl.store.log import FeedStore
from newscrawl.urls import article_id
from tests.store.interrupted_files import HastyFiles

MakeArticle = Callable[..., Article]
MakeSegment = Callable[..., Path]


@pytest.fixture(scope="session")
def an_article() -> Callable[..., Article]:
    """Article by number, of the site `essai`."""

    def make(number: int, **values: Any) -> Article:
        url = f"https://essai.example/{number}"
        moment = f"2026-11-23T10:{number // 60:02}:{number % 60:02}+00:00"
        given = {"id": article_id(url), "url": url, "site": "essai", "body": f"Corps n° {number}"}
        return Article(**{**given, "crawled_at": moment, **values})

    return make


def holds(store: FeedStore, identity: str) -> bool:
    """Whether the article of this id is in the feed, or about to be."""
    return store.is_pending(identity) or store.entry(identity) is not None


class Site:
    """The feed and index of `essai` in a data folder."""

    def __init__(self, data: Path) -> None:
        self.folder = data / "feeds" / "essai"
        self.index_path = data / "ledger" / "essai.sqlite"

    @contextmanager
    def run(self, day: int = 23) -> Iterator[FeedStore]:
        """A run on a day of November."""
        store = FeedStore.open(self.folder, self.index_path, today=date(2026, 11, day), files=HastyFiles())
        try:
            yield store
        finally:
            store.close()

    def write(self, day: int, *articles: Article) -> None:
        """A run that writes some articles."""
        with self.run(day) as store:
            for article in articles:
                store.append(article)
            store.flush()


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """An empty data folder."""
    return Site(tmp_path / "data")


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    """The empty folder of a feed."""
    folder = tmp_path / "feeds" / "essai"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def segment(feed: Path, an_article: MakeArticle) -> MakeSegment:
    """Writes a segment of a day of November with the articles of some numbers; `tail` stands behind them."""

    def make(day: int, numbers: range, *, closed: bool = False, tail: bytes = b"") -> Path:
        content = b"".join(encode(an_article(number)) for number in numbers) + tail
        path = feed / f"essai-2026-11-{day}.jsonl{'.gz' if closed else ''}"
        path.write_bytes(gzip.compress(content, mtime=0) if closed else content)
        return path

    return make
