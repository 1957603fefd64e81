"""Invented pages in the markup of many systems: body, headline, day, authors and related links of each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from newscrawl import extract_article
from newscrawl.text import fold

PAGES = Path(__file__).resolve().parents[1] / "data" / "extraction" / "pages"
TRUTH = [json.loads(line) for line in (PAGES / "truth.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("truth", TRUTH, ids=[truth["name"] for truth in TRUTH])
def test_an_invented_page(truth: dict[str, Any]) -> None:
    document = (PAGES / f"{truth['name']}.html").read_text("utf-8")
    article = extract_article(document, truth["url"], keep_dateline=True, timezone="Europe/Paris")
    wanted = [fold(paragraph) for paragraph in truth["body"]]
    free = {fold(paragraph) for paragraph in truth["optional"]} - set(wanted)
    assert [text for text in map(fold, (article.body or "").split("\n\n")) if text not in free] == wanted
    assert article.headline == truth["headline"]
    assert (article.published_at or "")[:10] == (truth["published"] or "")
    assert truth["time"] is None or f"T{truth['time']}" in (article.published_at or "")
    if truth["authors"] is not None:
        assert list(map(fold, article.authors or article.agencies)) == list(map(fold, truth["authors"]))
    assert truth["paywalled"] is None or article.paywalled is truth["paywalled"]
    assert {fold(headline) for headline in truth["related"]} <= {fold(link.headline) for link in article.related}


def test_every_page_has_its_truth() -> None:
    assert {path.stem for path in PAGES.glob("*.html")} == {truth["name"] for truth in TRUTH}
