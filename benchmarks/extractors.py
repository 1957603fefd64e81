"""The tools that `benchmarks.pages` holds beside one another, each as a function from a page to its fields."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import datetime
from importlib.util import find_spec
from typing import Any

from lxml import html as lxml_html

from newscrawl import NotAnArticle, extract_article

Extractor = Callable[[str, str], dict[str, Any]]
EMPTY: dict[str, Any] = {"headline": None, "published": None, "authors": None, "body": ""}
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def extractors(*, peers: bool) -> dict[str, Extractor]:
    """The tools beside ours by name; those that are not installed are left out, and said to be."""
    tools: dict[str, Extractor] = {"trafilatura": trafilatura, "trafilatura precision": trafilatura_precision}
    for name, module, tool in (("newspaper4k", "newspaper", newspaper), ("news-please", "newsplease", newsplease)):
        if peers and find_spec(module) is None:
            print(f"{name} is not installed (pip install --group peers)")
        elif peers:
            tools[name] = tool
    return tools


def ours(html: str, url: str) -> dict[str, Any]:
    """The gold counts an agency that signs alone as the author; the contract has agencies apart, so they stand in."""
    try:
        article = extract_article(html, url, keep_dateline=True)
    except NotAnArticle as finding:
        return {**EMPTY, "method": finding.reason}
    return {
        "headline": article.headline,
        "published": article.published_at,
        "authors": article.authors or article.agencies,
        "body": article.body or "",
        "method": article.method,
    }


def parse(html: str, url: str) -> dict[str, Any]:  # noqa: ARG001 - of the same shape as the others
    """One parse, which all cost is measured by."""
    lxml_html.fromstring(_DECLARATION.sub("", html))
    return EMPTY


def trafilatura(html: str, url: str, *, precision: bool = False) -> dict[str, Any]:
    from trafilatura import bare_extraction  # noqa: PLC0415 - only what is measured is loaded

    found: Any = bare_extraction(html, url=url, with_metadata=True, include_comments=False, favor_precision=precision)
    if found is None:
        return EMPTY
    authors = found.author.split("; ") if found.author else []
    return {"headline": found.title, "published": found.date, "authors": authors, "body": found.text or ""}


def trafilatura_precision(html: str, url: str) -> dict[str, Any]:
    return trafilatura(html, url, precision=True)


def newspaper(html: str, url: str) -> dict[str, Any]:
    from newspaper import Article  # noqa: PLC0415 - an optional peer

    article = Article(url, language="fr")
    article.download(input_html=html)
    article.parse()
    return {
        "headline": article.title or None,
        "published": _iso(article.publish_date),
        "authors": list(article.authors),
        "body": article.text or "",
    }


def newsplease(html: str, url: str) -> dict[str, Any]:
    from newsplease import NewsPlease  # noqa: PLC0415 - an optional peer

    article = NewsPlease.from_html(html, url=url)
    return {
        "headline": article.title,
        "published": _iso(article.date_publish),
        "authors": list(article.authors or []),
        "body": article.maintext or "",
    }


def cpu_milliseconds(tool: Extractor, html: str, url: str, runs: int = 5) -> float:
    """CPU time of one page, the best of some runs: what else runs on the machine only adds to it."""
    best = float("inf")
    for _ in range(runs):
        _forget_pages()
        start = time.process_time()
        tool(html, url)
        best = min(best, time.process_time() - start)
    return best * 1000


def _forget_pages() -> None:
    """Empties what trafilatura and htmldate keep of a page they have just read: in a crawl the next one is another."""
    from trafilatura.meta import reset_caches  # noqa: PLC0415 - only what is measured is loaded

    reset_caches()


def _iso(moment: datetime | str | None) -> str | None:
    return moment.isoformat() if isinstance(moment, datetime) else moment or None
