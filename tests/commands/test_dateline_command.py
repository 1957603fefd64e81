"""`scrapy dateline --unknown`: the brands that the table of agencies lacks."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path

import pytest
from scrapy.exceptions import UsageError

from newscrawl import extract_text
from newscrawl.commands.dateline import Command, unknown_brands
from newscrawl.items import Article


def article(opening: str, site: str) -> Article:
    found = extract_text(f"Un titre de l’article\n\n{opening} Le maire a annoncé lundi la fermeture de l’école.")
    found.site = site
    return found


ARTICLES = [
    article("Bangui, 3 mars 2021 (Zzpresse) –", "centrafrique"),
    article("Bangui, 4 mars 2021 (Zzpresse) –", "centrafrique"),
    article("Cotonou, 4 mars 2021 (Zzinfos/AFP) –", "benin"),
    article("PARIS (AFP) –", "benin"),
    article("Sans dateline.", "benin"),
]


def test_unknown_brands_by_site():
    assert unknown_brands(ARTICLES) == {("centrafrique", "Zzpresse"): 2, ("benin", "Zzinfos"): 1}


def test_unknown_brands_of_a_feed(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    feed = tmp_path / "feed.jsonl"
    feed.write_text(
        "".join(json.dumps(each.to_dict(), ensure_ascii=False) + "\n" for each in ARTICLES), encoding="utf-8"
    )
    Command().run([str(feed)], Namespace(unknown=True))
    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [
        ["2", "centrafrique", "Zzpresse"],
        ["1", "benin", "Zzinfos"],
    ]


@pytest.mark.parametrize("feeds", [[], ["no-such-feed.jsonl"]])
def test_a_feed_that_is_none_is_refused(feeds: list[str]):
    with pytest.raises(UsageError):
        Command().run(feeds, Namespace(unknown=True))
