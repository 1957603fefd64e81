"""Articles to and from the objects of the feed."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from newscrawl.items import Article, Dateline, Place, Reference
from newscrawl.store import encode

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
        ({"id": None}, "id: expected str, got null"),
        ({"id": ...}, "missing required field id"),
        ({"revision": "1"}, "revision: expected int, got str"),
        ({"revision": True}, "revision: expected int, got bool"),
        ({"paywalled": 0}, "paywalled: expected bool | null, got int"),
        ({"tags": "a"}, "tags: expected array, got str"),
        ({"tags": [1]}, "tags[0]: expected str, got int"),
        ({"rights": None}, "rights: expected object, got null"),
        ({"dateline": {}}, "dateline: object missing required field raw"),
        ({"related": [{"url": None}]}, "related[0]: object missing required field headline"),
    ],
)
def test_what_is_of_another_type_is_refused(change: dict[str, Any], fault: str) -> None:
    data = {name: value for name, value in {**GIVEN, **change}.items() if value is not ...}
    with pytest.raises(ValueError, match=re.escape(fault)):
        Article.from_dict(data)
    with pytest.raises(ValueError, match=re.escape(fault)):
        Article.from_json(json.dumps(data).encode())


@pytest.mark.parametrize("line", [b"", b"[]", b"{", b'{"id":"\xff"}', b'{"x":' * 100_000, b'{"x":' + b"[" * 100_000])
def test_what_is_no_object_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError, match=r"(?i)json|input|expected|utf-8"):
        Article.from_json(line)


def test_a_line_and_its_object_are_the_same_article() -> None:
    article = Article(**GIVEN, dateline=Dateline(raw="X", places=[Place("X", latitude=1.5)]), next=Reference(None, "Y"))
    assert Article.from_json(encode(article)) == Article.from_dict(article.to_dict()) == article
