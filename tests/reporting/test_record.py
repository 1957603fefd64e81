"""What a record of a run is made of."""

from __future__ import annotations

from typing import Any

from newscrawl.items import Article, Dateline
from newscrawl.reporting.figures import Figures
from newscrawl.reporting.record import WrittenLines


def article(number: int, **fields: Any) -> Article:
    url = f"https://journal.example/{number}"
    return Article(id=f"{number:032x}", url=url, fetched_url=url, site="journal", **fields)


def test_removals_are_no_articles() -> None:
    written = WrittenLines()
    written.add(article(1, kind="removal"))
    assert (written.removed, written.articles, written.fields.total()) == (1, 0, 0)


def test_a_field_counts_once_it_is_filled() -> None:
    written = WrittenLines()
    written.add(article(1, headline="", authors=[], dateline=Dateline(raw="PARIS –"), tags=["a"]))
    assert dict(written.fields) == {"dateline": 1, "tags": 1}


def test_figures_of_a_run_that_did_nothing() -> None:
    figures = Figures.of({})
    assert not any(getattr(figures, name) for name in figures.__slots__)
