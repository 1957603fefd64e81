"""A crawl of a real WordPress, held against what it is known to hold."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from newscrawl.text import clean

pytestmark = [pytest.mark.wordpress, pytest.mark.xdist_group("wordpress")]

SHOWN = ("h2", "h3", "h4", "li")
"""Blocks that the truth lists apart and that count as body here; captions and embeds don't."""


@pytest.fixture(scope="module")
def site(wordpress: Path) -> str:
    url: str = json.loads((wordpress / "site.json").read_text())["url"]
    return url


@pytest.fixture(scope="module")
def truth(wordpress: Path) -> dict[str, dict[str, Any]]:
    """The public articles of "Dernières minutes", by address."""
    lines = (wordpress / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    articles = [json.loads(line) for line in lines]
    return {a["url"]: a for a in articles if any(path[0] == "Dernières minutes" for path in a["sections"])}


@pytest.fixture(scope="module")
def feed(site, crawl, feed_lines, tmp_path_factory) -> dict[str, dict[str, Any]]:
    data = tmp_path_factory.mktemp("wordpress")
    run = crawl(
        "section",
        data,
        *("-a", f"url={site}/category/dernieres-minutes/", "-a", "pages=100"),
        *("-s", "NEWSCRAWL_ALLOWED_PRIVATE_HOSTS=127.0.0.1", "-s", "DOWNLOAD_DELAY=0"),
    )
    assert run.returncode == 0, run.stderr
    lines = feed_lines(data)
    assert "NE-PAS-PUBLIER" not in json.dumps(lines, ensure_ascii=False)
    assert len({line["url"] for line in lines}) == len(lines)
    return {line["url"]: line for line in lines}


def missed(truth: dict[str, Any], wrong: dict[str, Any], share: float) -> None:
    assert len(wrong) <= share * len(truth), json.dumps(dict(list(wrong.items())[:5]), ensure_ascii=False, indent=1)


def test_every_public_article_once_and_nothing_else(truth, feed):
    assert set(feed) == set(truth)


def test_headlines(truth, feed):
    wrong = {
        url: (feed[url]["headline"], article["headline"])
        for url, article in truth.items()
        if clean(feed[url]["headline"] or "") != clean(article["headline"])
    }
    missed(truth, wrong, 0.01)


def test_times_of_publication(truth, feed):
    wrong = {
        url: (feed[url]["published_at"], article["published"])
        for url, article in truth.items()
        if feed[url]["published_at"] is None
        or datetime.fromisoformat(feed[url]["published_at"]) != datetime.fromisoformat(article["published"])
    }
    missed(truth, wrong, 0.01)


def test_bodies(truth, feed):
    wrong = {}
    for url, article in truth.items():
        other = {clean(block["text"]) for block in article["other"] if block["type"] in SHOWN}
        ours = [clean(text) for text in feed[url]["body"].split("\n\n")]
        wanted = [clean(text) for text in article["body"]]
        if [text for text in ours if text in wanted or text not in other] != wanted:
            wrong[url] = (ours, wanted)
    missed(truth, wrong, 0.03)


def test_related_links(truth, feed):
    wrong = {
        url: (feed[url]["related"], article["related"])
        for url, article in truth.items()
        if [link["url"] for link in feed[url]["related"]] != [link["url"] for link in article["related"]]
    }
    missed(truth, wrong, 0.03)


def test_datelines(truth, feed):
    wrong = {}
    for url, article in truth.items():
        want, got = article["dateline"], feed[url]["dateline"]
        if (want is None) != (got is None) or (want and clean(want["raw"]) != clean(got["raw"])):
            wrong[url] = (got, want)
    missed(truth, wrong, 0.03)


def test_paragraphs_left_in_another_language(truth, feed):
    wrong = {}
    for url, article in truth.items():
        body = feed[url]["body"]
        ours = {(clean(body[p["start"] : p["end"]]), p["language"]) for p in feed[url]["foreign_passages"]}
        wanted = {(clean(article["body"][f["index"]]), f["lang"]) for f in article["foreign"]}
        if ours != wanted:
            wrong[url] = (sorted(ours), sorted(wanted))
    missed(truth, wrong, 0.03)


def test_sections_tags_and_authors(truth, feed):
    wrong = {
        url: (feed[url]["tags"], article["tags"], feed[url]["authors"], article["authors"])
        for url, article in truth.items()
        if sorted(map(clean, feed[url]["tags"])) != sorted(map(clean, article["tags"]))
    }
    missed(truth, wrong, 0.03)
