"""Articles to and from the objects of the feed."""

from __future__ import annotations

from typing import Any

import pytest

from newscrawl.items import Article, Dateline, Place, Reference

GIVEN: dict[str, Any] = {"id": "0" * 32, "url": "https://essai.example/1"}


def test_missing_keys_are_unknown_and_new_ones_ignored() -> None:
    article = Article.from_dict({**GIVEN, "dateline": {"raw": "X", "new": 1}, "also_new": [1]})
    assert article == Article(**GIVEN, dateline=Dateline(raw="X"))


def test_records_come_back() -> None:
    article = Article(**GIVEN, dateline=Dateline(raw="X", places=[Place("X", latitude=1.5)]), next=Reference(None, "Y"))
    assert Article.from_dict(article.to_dict()) == article


def test_whole_degrees_are_degrees() -> None:
    article = Article.from_dict({**GIVEN, "dateline": {"raw": "X", "places": [{"name": "X", "latitude": 48}]}})
    assert article.dateline is not None
    assert type(article.dateline.places[0].latitude) is float


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"id": None}, "id: not str but NoneType"),
        ({"id": ...}, "id is missing"),
        ({"revision": "1"}, "revision: not int but str"),
        ({"revision": True}, "revision: not int but bool"),
        ({"paywalled": 0}, "paywalled: not bool but int"),
        ({"tags": "a"}, "tags: not a list"),
        ({"tags": [1]}, "tags: not str but int"),
        ({"rights": None}, "rights: Rights: not an object"),
        ({"dateline": {}}, "dateline: raw is missing"),
        ({"related": [{"url": None}]}, "related: headline is missing"),
    ],
)
def test_what_is_of_another_type_is_refused(change: dict[str, Any], fault: str) -> None:
    data = {name: value for name, value in {**GIVEN, **change}.items() if value is not ...}
    with pytest.raises(ValueError, match=fault):
        Article.from_dict(data)
