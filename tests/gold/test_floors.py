"""Floors on pages, lists and feeds of our own invention, which hold where no other gold is at hand.

`articles.jsonl` and `lists.jsonl` are the truth, a line each; the ordinary tests say what exactly a page must give,
these how good all are together.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from statistics import mean
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from newscrawl import discover_links, extract_article
from newscrawl.items import Article
from newscrawl.text import fold, words_of

HERE = Path(__file__).parent
TESTS = HERE.parent
INVENTED = TESTS / "data" / "extraction" / "pages"
FLOORS = {"body": 0.99, "worst body": 0.95, "headline": 1.0, "published": 0.95, "authors": 0.97}
LINKS = {"links": 1.0, "headlines": 1.0, "dates": 1.0, "next page": 1.0}
Row = dict[str, Any]


def rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def articles() -> list[Row]:
    """The gold of articles: pages of this folder, and those on which the readers of single things are tested."""
    others = [
        {**row, "file": f"data/extraction/pages/{row['name']}.html", "timezone": "Europe/Paris"}
        for row in rows(INVENTED / "truth.jsonl")
    ]
    return rows(HERE / "articles.jsonl") + others


def f1(found: Iterable[str], wanted: Iterable[str]) -> float:
    """The harmonic mean of precision and recall of what is counted; 1 where nothing is wanted and found."""
    one, other = Counter(found), Counter(wanted)
    if not one and not other:
        return 1.0
    return 2 * (one & other).total() / (one.total() + other.total())


def body_f1(article: Article, row: Row) -> float:
    free = {fold(paragraph) for paragraph in row.get("optional", ())} - set(map(fold, row["body"]))
    found = [text for text in (article.body or "").split("\n\n") if fold(text) not in free]
    return f1(words_of(" ".join(found).casefold()), words_of(" ".join(row["body"]).casefold()))


def local(moment: str | None, timezone: str) -> str:
    """A moment by the clock of a zone."""
    return datetime.fromisoformat(moment).astimezone(ZoneInfo(timezone)).isoformat() if moment else ""


def score(row: Row) -> dict[str, float]:
    document = (TESTS / row["file"]).read_bytes()
    article = extract_article(document, row["url"], keep_dateline=True, timezone=row["timezone"])
    scores = {"body": body_f1(article, row), "headline": float(article.headline == row["headline"])}
    if row["published"]:
        scores["published"] = float(local(article.published_at, row["timezone"]).startswith(row["published"]))
    if row["authors"] is not None:
        people = article.authors if "time" not in row else article.authors or article.agencies
        scores["authors"] = f1(map(fold, people), map(fold, row["authors"]))
    return scores


@pytest.mark.parametrize("gold", [rows(HERE / "articles.jsonl"), articles()], ids=["makes", "all"])
def test_articles(gold: list[Row]) -> None:
    scores = {row["name"]: score(row) for row in gold}
    reached = {each: mean(s[each] for s in scores.values() if each in s) for each in FLOORS if each != "worst body"}
    reached["worst body"] = min(s["body"] for s in scores.values())
    short = {name: s for name, s in scores.items() if min(s.values()) < 1}
    assert all(reached[each] >= floor for each, floor in FLOORS.items()), (reached, short)


def test_lists_and_feeds() -> None:
    scores: dict[str, dict[str, float]] = {}
    for row in rows(HERE / "lists.jsonl"):
        listing = discover_links((TESTS / row["file"]).read_bytes(), row["url"])
        found = {link.url: link for link in listing.links}
        wanted = {link["url"]: link for link in row["links"]}
        both = found.keys() & wanted.keys()
        scores[row["name"]] = {
            "links": f1(list(found), list(wanted)),
            "headlines": mean(found[url].headline == wanted[url]["headline"] for url in both),
            "dates": mean(found[url].published == (wanted[url]["published"] or found[url].published) for url in both),
            "next page": float(listing.next_page == row["next_page"]),
        }
    reached = {each: mean(s[each] for s in scores.values()) for each in LINKS}
    assert all(reached[each] >= floor for each, floor in LINKS.items()), (reached, scores)


def test_every_page_and_feed_has_its_truth() -> None:
    stated = {row["file"] for row in rows(HERE / "articles.jsonl") + rows(HERE / "lists.jsonl")}
    here = {path.relative_to(TESTS).as_posix() for kind in ("pages", "feeds") for path in (HERE / kind).iterdir()}
    assert here <= stated
    assert all((TESTS / file).exists() for file in stated)


def test_what_is_wrong_lowers_the_score() -> None:
    assert f1("abcd", "abcd") == 1
    assert f1("", "") == 1
    assert f1("abc", "abcdef") == pytest.approx(2 / 3)
    assert f1("aab", "ab") < 1
    assert f1("xyz", "abc") == 0
