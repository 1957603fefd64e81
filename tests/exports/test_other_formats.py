"""CSV, XML and JSON hold every value that the lines of the feed hold."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from scrapy.exporters import BaseItemExporter

from newscrawl.exports.others import CsvExporter, JsonExporter, XmlExporter
from newscrawl.items import Article, Dateline, Place
from newscrawl.urls import article_id

URL = "https://essai.example/1"
PARIS = Dateline(raw="PARIS –", places=[Place("Paris", "FR", 48.86, 2.35, 2988507)], agencies=["AFP", "ATS"])
ARTICLE = Article(id=article_id(URL), url=URL, body='Été\n\n« "x" & <y> », \ud800', dateline=PARIS, paywalled=False)
LINE = ARTICLE.to_dict() | {"body": 'Été\n\n« "x" & <y> », \ufffd'}


def exported(kind: Callable[..., BaseItemExporter], *items: Any, **options: Any) -> bytes:
    file = BytesIO()
    exporter = kind(file, **options)
    exporter.start_exporting()
    for item in items:
        exporter.export_item(item)
    exporter.finish_exporting()
    return file.getvalue()


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode(), newline="")))


def test_json_holds_the_objects_of_the_feed() -> None:
    assert json.loads(exported(JsonExporter, ARTICLE, ARTICLE)) == [LINE, LINE]


def test_csv_holds_json_in_its_cells() -> None:
    [row] = rows(exported(CsvExporter, ARTICLE))
    assert list(row) == list(LINE)
    for name, value in LINE.items():
        if value is None:
            assert row[name] == ""
        elif isinstance(value, str):
            assert row[name] == value
        else:
            assert json.loads(row[name]) == value
    assert "partial_date" not in row["dateline"]


def read(element: etree._Element) -> Any:
    if len(element) and element[0].tag == "value":
        return [read(each) for each in element]
    return {str(each.tag): read(each) for each in element} if len(element) else element.text or ""


def test_xml_holds_elements_within_elements() -> None:
    root = etree.fromstring(exported(XmlExporter, ARTICLE))
    found = read(root[0])
    assert list(found) == list(LINE)
    assert found["dateline"] == {
        "raw": "PARIS –", "date": "", "date_raw": "", "agencies": ["AFP", "ATS"], "authors": "",
        "places": [
            {"name": "Paris", "country": "FR", "latitude": "48.86", "longitude": "2.35", "geonames_id": "2988507"}
        ],
    }  # fmt: skip
    assert (found["headline"], found["paywalled"], found["revision"]) == ("", "false", "1")
    assert found["body"] == LINE["body"]


def test_items_of_other_kinds() -> None:
    @dataclass
    class Note:
        text: str | None
        at: datetime
        about: list[Place]

    note = Note(None, datetime(2026, 11, 23, tzinfo=UTC), [Place("Lomé")])
    place = {"name": "Lomé", "country": None, "latitude": None, "longitude": None, "geonames_id": None}
    at = "2026-11-23T00:00:00+00:00"
    assert json.loads(exported(JsonExporter, note)) == [{"text": None, "at": at, "about": [place]}]
    assert rows(exported(CsvExporter, note)) == [
        {"text": "", "at": at, "about": json.dumps([place], ensure_ascii=False)}
    ]
    assert rows(exported(CsvExporter, {"a": 1.5, "b": {"c": [None]}})) == [{"a": "1.5", "b": '{"c": [null]}'}]


def test_chosen_fields_may_have_other_names() -> None:
    chosen = {"url": "adresse", "dateline": "lieu"}
    [row] = rows(exported(CsvExporter, ARTICLE, fields_to_export=chosen))
    assert (list(row), row["adresse"]) == (["adresse", "lieu"], URL)


@pytest.mark.parametrize("mode", ["ab", "wb"])
def test_csv_that_is_appended_has_one_line_of_headers(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "a.csv"
    for _ in range(2):
        with path.open(mode) as file:
            exporter = CsvExporter(file)  # type: ignore[arg-type]
            exporter.start_exporting()
            exporter.export_item(ARTICLE)
            exporter.finish_exporting()
    assert [row["url"] for row in rows(path.read_bytes())] == [URL] * (2 if mode == "ab" else 1)
