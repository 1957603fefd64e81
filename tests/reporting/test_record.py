"""What a record of a run is made of."""

from __future__ import annotations

from typing import Any

from newscrawl.items import Article, Dateline
from newscrawl.reporting.record import WrittenLines
from newscrawl.reporting.status import Figures
from tests.reporting.lines import record


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


def test_what_is_too_old_is_not_wanted() -> None:
    stats = {"newscrawl/links/found": 50, "newscrawl/links/known": 10}
    stats |= {"newscrawl/links/before_since": 30, "newscrawl/links/before_feed": 4}
    run = record(stats)
    assert run.figures.wanted == 6
    assert run.too_old == {"before_since": 30, "before_feed": 4}
