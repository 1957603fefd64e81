"""`-o`, `-O` and `FEEDS` give the lines of the durable feed."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from newscrawl import read_feed
from newscrawl.exports.jsonlines import JsonLinesExporter
from newscrawl.items import Article, Dateline, Place
from newscrawl.store import LinesDamaged, encode
from newscrawl.urls import article_id

URL = "https://essai.example/1"
ARTICLE = Article(
    id=article_id(URL), url=URL, body="Été\u2028", dateline=Dateline(raw="PARIS –", places=[Place("Paris")])
)


def exported(*items: Any, **options: Any) -> bytes:
    file = BytesIO()
    exporter = JsonLinesExporter(file, **options)
    exporter.start_exporting()
    for item in items:
        exporter.export_item(item)
    exporter.finish_exporting()
    return file.getvalue()


@pytest.mark.parametrize("options", [{}, {"encoding": "latin-1"}, {"indent": 4}, {"export_empty_fields": True}])
def test_an_article_is_the_line_of_the_feed(options: dict[str, Any]) -> None:
    assert exported(ARTICLE, ARTICLE, **options) == encode(ARTICLE) * 2


def test_chosen_fields() -> None:
    assert (
        exported(ARTICLE, fields_to_export=["body", "dateline", "image"])
        == b'{"body":"\xc3\x89t\xc3\xa9\\u2028","dateline":{"raw":"PARIS \xe2\x80\x93","places":[{"name":"Paris",'
        b'"country":null,"latitude":null,"longitude":null,"geonames_id":null}],"date":null,"date_raw":null,'
        b'"agencies":[],"authors":[]},"image":null}\n'
    )
    assert exported(ARTICLE, fields_to_export={"url": "adresse"}) == b'{"adresse":"https://essai.example/1"}\n'


def test_items_of_other_kinds() -> None:
    @dataclass
    class Note:
        text: str
        at: datetime

    moment = datetime(2026, 11, 23, tzinfo=UTC)
    assert (
        exported({"a": "é"}, Note("b", moment)) == '{"a":"é"}\n{"text":"b","at":"2026-11-23T00:00:00+00:00"}\n'.encode()
    )


@pytest.mark.parametrize("before", [b"", b'{"whole":1}\n', b'{"torn'])
def test_appending_never_glues_lines(tmp_path: Path, before: bytes) -> None:
    path = tmp_path / "out.jsonl"
    path.write_bytes(before)
    with path.open("ab") as file:
        exporter = JsonLinesExporter(file)  # type: ignore[arg-type]
        exporter.start_exporting()
        exporter.export_item(ARTICLE)
    assert path.read_bytes().splitlines()[-1] + b"\n" == encode(ARTICLE)
    found = []
    with pytest.raises(LinesDamaged) if before else nullcontext():  # what stands before is told of, behind the article
        for article in read_feed(path):
            found.append(article.id)  # noqa: PERF401 - a list would be lost with the error
    assert found == [ARTICLE.id]
