"""Small feeds."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from newscrawl.feed.encoding import encode
from newscrawl.items import Article
from newscrawl.urls import article_id

MakeArticle = Callable[[int], Article]
MakeSegment = Callable[..., Path]


@pytest.fixture(scope="session")
def an_article() -> MakeArticle:
    """Article by number, of the site `essai`."""

    def make(number: int) -> Article:
        url = f"https://essai.example/{number}"
        moment = f"2026-11-23T10:{number // 60:02}:{number % 60:02}+00:00"
        return Article(id=article_id(url), url=url, site="essai", body=f"Corps n° {number}", crawled_at=moment)

    return make


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
