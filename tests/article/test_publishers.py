"""Whole pages as publishers' systems build them: body, headline, time, authors, agencies, and nothing of the rest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from newscrawl import extract_article
from newscrawl.items import Article
from newscrawl.text import fold
from tests.article.publishers import PublisherPage, read_publisher_pages

PAGES = read_publisher_pages()


@pytest.fixture(params=PAGES, ids=[page.name for page in PAGES])
def read(request: pytest.FixtureRequest) -> tuple[PublisherPage, Article]:
    page: PublisherPage = request.param
    reference = datetime.fromisoformat(page.reference) if page.reference else None
    return page, extract_article(
        page.document, page.url, keep_dateline=True, timezone=page.timezone, reference=reference
    )


def test_the_body_is_the_text_and_nothing_else(read: tuple[PublisherPage, Article]) -> None:
    page, article = read
    wanted = list(map(fold, page.body))
    free = set(map(fold, page.optional)) - set(wanted)
    assert [text for text in map(fold, (article.body or "").split("\n\n")) if text not in free] == wanted


def test_what_the_page_states(read: tuple[PublisherPage, Article]) -> None:
    page, article = read
    assert article.headline == page.headline
    assert _local(article, page)[: len(page.published or "")] == (page.published or "")
    assert page.authors is None or _same(article.authors, page.authors)
    assert page.agencies is None or _same(article.agencies, page.agencies)
    assert page.paywalled is None or article.paywalled is page.paywalled


def _local(article: Article, page: PublisherPage) -> str:
    """The time of publication by the site's own clock."""
    if article.published_at is None:
        return ""
    return datetime.fromisoformat(article.published_at).astimezone(ZoneInfo(page.timezone)).isoformat()


def _same(found: Sequence[str], wanted: Sequence[str]) -> bool:
    return sorted(map(fold, found)) == sorted(map(fold, wanted))
