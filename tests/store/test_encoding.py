"""The one encoding: what is written is read back, whatever the text."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.items import Article, Dateline, ForeignPassage, Place, Reference, Rights
from newscrawl.store.encoding import decode, encode, encode_object

URL = "https://essai.example/a"
ID = "0" * 32
ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()))
CLEAN_TEXT = st.text()  # without surrogates


@given(headline=CLEAN_TEXT, body=CLEAN_TEXT, tags=st.lists(CLEAN_TEXT))
def test_any_text_comes_back(headline: str, body: str, tags: list[str]) -> None:
    article = Article(id=ID, url=URL, headline=headline, body=body, tags=tags)
    line = encode(article)
    assert Article.from_dict(decode(line)) == article
    assert line.decode().splitlines() == [line.decode()[:-1]]
    assert line.count(b"\n") == 1


@given(ANY_TEXT)
def test_surrogates_become_replacement_characters_one_for_one(text: str) -> None:
    line = encode(Article(id=ID, url=URL, body=text))
    body = decode(line)["body"]
    assert len(body) == len(text)
    assert all(
        new == (old if not "\ud800" <= old <= "\udfff" else "\ufffd") for old, new in zip(text, body, strict=True)
    )


@given(st.recursive(st.none() | st.booleans() | st.integers() | ANY_TEXT, st.lists, max_leaves=9))
def test_any_object_is_one_line(value: object) -> None:
    line = encode_object({"key": value})
    assert line.endswith(b"\n")
    assert len(line.decode().splitlines()) == 1
    json.loads(line)


def test_keys_stand_in_the_order_declared_and_none_is_left_out() -> None:
    data = decode(encode(Article(id=ID, url=URL)))
    assert list(data)[:7] == ["schema_version", "newscrawl_version", "kind", "id", "revision", "url", "fetched_url"]
    assert data["body"] is None
    assert data["rights"] == {"tdm_reserved": None, "tdm_policy": None, "robots": []}


def test_records_come_back_and_partial_dates_stay_in_the_library() -> None:
    article = Article(
        id=ID,
        url=URL,
        dateline=Dateline(raw="PARIS –", places=[Place("Paris", "FR", 48.85, 2.35, 2988507)], partial_date="--02-10"),
        foreign_passages=[ForeignPassage("es", 0, 4)],
        related=[Reference(None, "Lire aussi")],
        previous=Reference(URL, "Avant"),
        rights=Rights(True, "https://essai.example/tdm", ["noindex"]),
    )
    data = decode(encode(article))
    assert "partial_date" not in data["dateline"]
    assert article.dateline is not None
    article.dateline.partial_date = None
    assert Article.from_dict(data) == article


def test_line_ends_that_only_some_readers_know_are_escaped() -> None:
    line = encode(Article(id=ID, url=URL, headline="a\u2028b\u2029c\u0085d\x0be\x1cf"))
    assert b"a\\u2028b\\u2029c\\u0085d\\u000be\\u001cf" in line


@pytest.mark.parametrize("number", [math.nan, math.inf])
def test_numbers_that_json_does_not_have_are_refused(number: float) -> None:
    article = Article(id=ID, url=URL, dateline=Dateline(raw="X", places=[Place("X", latitude=number)]))
    with pytest.raises(ValueError, match="JSON"):
        encode(article)


@pytest.mark.parametrize(
    "line", [b"", b"\n", b"[1]\n", b"{\n", b"\xff\n", b"null\n", b'{"a":"\xff"}\n', b"[" * 100_000]
)
def test_what_is_no_object_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        decode(line)
