"""The truth about the demonstration site: complete, and in agreement with what the pages show."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import lxml.html
import pytest

from newscrawl.demo import truth
from newscrawl.demo.expected import dead_ends
from newscrawl.demo.frame import ORIGIN
from newscrawl.demo.site import answer
from newscrawl.demo.stories import edition

TRUTH = truth()


def by_url(article: dict[str, Any]) -> str:
    return str(article["url"])


def test_every_listed_page_is_either_an_article_or_a_dead_end():
    listed = {ORIGIN + teaser.path for teaser in edition().running}
    articles = {article["url"] for article in TRUTH}
    assert len(articles) == len(TRUTH) >= 60
    assert not articles & set(dead_ends())
    assert listed == articles | set(dead_ends())


@pytest.mark.parametrize("article", TRUTH, ids=by_url)
def test_what_the_truth_says_stands_on_the_page(article: dict[str, Any]):
    markup = answer(article["url"].removeprefix(ORIGIN)).body
    text = " ".join(lxml.html.document_fromstring(markup).text_content().split())
    paragraphs = article["body"].split("\n\n")
    for words in (
        article["headline"],
        article["standfirst"] or "",
        *article["section"],
        *paragraphs,
        *article["authors"],
    ):
        assert " ".join(words.split()) in text
    for reference in (*article["related"], *filter(None, (article["previous"], article["next"]))):
        assert reference["headline"] in text
        assert f'href="{reference["url"].removeprefix(ORIGIN)}"' in markup
    assert article["image"] is None or article["image"].removeprefix(ORIGIN) in markup
    assert datetime.fromisoformat(article["published_at"]).tzinfo
    assert f'datetime="{article["published_at"]}"' in markup
    assert article["modified_at"] is None or "article:modified_time" in markup
    assert all(tag in markup for tag in article["tags"])
    if article["dateline"]:
        assert article["dateline"]["raw"] in text
        assert not article["body"].startswith(article["dateline"]["raw"])


def test_foreign_passages_are_whole_paragraphs():
    passages = [(article, passage) for article in TRUTH for passage in article["foreign_passages"]]
    assert {passage["language"] for _, passage in passages} == {"es", "en"}
    for article, passage in passages:
        assert article["body"][passage["start"] : passage["end"]] in article["body"].split("\n\n")


def test_furniture_is_no_part_of_the_truth():
    bodies = "\n\n".join(article["body"] for article in TRUTH)
    for furniture in (
        "Publicité",
        "Lire aussi",
        "guetteur_du_mole",
        "Photo d’illustration",
        "NE-PAS-PUBLIER",
        "*",
        "](",
    ):
        assert furniture not in bodies


def test_neighbours_form_one_chain():
    ends = [article["url"] for article in TRUTH if article["next"] is None or article["previous"] is None]
    assert len(ends) == 3, "the newest, the oldest, and the page that ends before its neighbours"
    by_address = {article["url"]: article for article in TRUTH}
    for article in TRUTH:
        older = by_address[article["previous"]["url"]] if article["previous"] else None
        assert older is None or older["published_at"] < article["published_at"]
