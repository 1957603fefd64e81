"""Class, schema, version and pages of the contract say the same; what our own check says, `jsonschema` says too."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl import schema
from newscrawl.items import (
    SCHEMA_VERSION,
    ArchiveRecord,
    Article,
    Dateline,
    ForeignPassage,
    Place,
    Reference,
    Rights,
    exported_fields,
)
from newscrawl.store import decode, encode

DOCS = Path(__file__).resolve().parents[1] / "docs"
SHAPES = {
    "1.0": "e1d1572c105c27df2d143d5b0aec638a830733ba17f9a3dd6e1e1f2ee035f248",
    "1.1": "b7347d6698ac809cdae33f7fc40753dfec4831e8b3d0332f3de096b6c1d507b3",
    "1.2": "fe5f383285cd6443504e146b652aa88a58f080266919a6a5401e8978f5e166ac",
}
"""Hash of the exact schema of each version, without its texts.

Where the test below fails, the contract has changed: raise `SCHEMA_VERSION`, add its hash here, and keep the file of
the version before in `docs/schema/`.  Until 1.0 is released its hash may be replaced.
"""


def full_article() -> Article:
    return Article(
        newscrawl_version="0.1.0",
        id="0123456789abcdef" * 2,
        url="https://essai.example/1",
        fetched_url="https://essai.example/1",
        aliases=["https://essai.example/0"],
        site="essai",
        section=["Dernières minutes"],
        headline="Titre",
        standfirst="Chapô",
        body="Corps",
        dateline=Dateline(
            raw="PARIS –",
            places=[Place("Paris", "FR", 48.85, 2.35, 2988507)],
            date="2026-11-23",
            date_raw="le 23 novembre",
            agencies=["AFP"],
            authors=["A"],
        ),
        agencies=["AFP"],
        authors=["A"],
        published_at="2026-11-23T10:00:00+01:00",
        published_raw="23 novembre 2026 à 10h",
        published_precision="minute",
        modified_at="2026-11-23T10:00:00.5+01:00",
        crawled_at="2026-11-23T10:00:00Z",
        language="fr",
        foreign_passages=[ForeignPassage("es", 0, 5)],
        tags=["a"],
        image="https://essai.example/1.jpg",
        comment_count=0,
        related=[Reference(None, "Lire")],
        previous=Reference("https://essai.example/0", "Avant"),
        next=Reference("https://essai.example/2", "Après"),
        paywalled=False,
        rights=Rights(True, "https://essai.example/tdm", ["noindex"]),
        method="family",
        content_hash="f" * 32,
        problems=["year_inferred"],
        archive=ArchiveRecord("essai-2026-11-23-0001.warc.gz", 0),
        corrected_by="0.2.0",
    )


def removal() -> Article:
    return Article(kind="removal", id="0" * 32, url="https://essai.example/1", removed_at="2026-11-23T10:00:00+00:00")


def shape(value: Any) -> Any:
    """A schema without what is only said to people."""
    if isinstance(value, dict):
        said = {key for key in ("title", "description") if isinstance(value.get(key), str)}
        return {key: shape(inner) for key, inner in value.items() if key not in said}
    return [shape(element) for element in value] if isinstance(value, list) else value


def test_docs_hold_what_the_classes_say(capsys: pytest.CaptureFixture[str]) -> None:
    assert schema.main([]) == 0, capsys.readouterr().out


def test_stale_docs_are_told_of_and_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--docs", str(tmp_path)]
    assert schema.main(arguments) == 1
    assert capsys.readouterr().out.count("not up to date") == 5
    assert schema.main([*arguments, "--write"]) == 0
    assert schema.main(arguments) == 0
    (tmp_path / "fields.md").write_text("stale")
    assert schema.main(arguments) == 1


def test_the_contract_changes_only_with_its_version() -> None:
    content = json.dumps(shape(schema.article_schema()), sort_keys=True)
    assert SHAPES[SCHEMA_VERSION] == hashlib.sha256(content.encode()).hexdigest()


@pytest.mark.parametrize("path", sorted((DOCS / "schema").glob("article-1.*.json")), ids=lambda path: path.name)
def test_later_versions_only_add_keys(path: Path) -> None:
    older, now = shape(json.loads(path.read_text(encoding="utf-8"))), shape(schema.article_schema())
    for name in ("", *older["$defs"]):
        before, after = (s["$defs"][name] if name else s for s in (older, now))
        assert list(after["properties"])[: len(before["properties"])] == list(before["properties"])
        kept = {key: after["properties"][key] for key in before["properties"] if key != "schema_version"}
        assert kept == {key: value for key, value in before["properties"].items() if key != "schema_version"}


@pytest.mark.parametrize("exact", [True, False])
def test_schemas_are_schemas_and_every_line_validates(exact: bool) -> None:
    rules = schema.article_schema(exact=exact)
    jsonschema.Draft202012Validator.check_schema(rules)
    for article in (full_article(), removal(), Article(id="0" * 32, url="u")):
        jsonschema.validate(decode(encode(article)), rules, format_checker=jsonschema.FormatChecker())
        assert schema.faults(article.to_dict()) == []


def test_every_field_is_described() -> None:
    page = schema.fields_page()
    for record in (Article, Dateline, Place, ForeignPassage, Reference, Rights, ArchiveRecord):
        assert f"## {record.__name__}\n" in page
        for field in exported_fields(record):
            assert f"| `{field.name}` |" in page
            assert len(field.metadata["description"]) > 10
    assert "partial_date" not in page


def test_readers_allow_keys_to_come_and_the_exact_schema_does_not() -> None:
    data = {**full_article().to_dict(), "new": 1}
    assert schema.faults(data) == ["line: unknown key new"]
    assert schema.faults({**data, "schema_version": "1.3"}) == []
    assert schema.faults_of({**data, "schema_version": "2.0"}, exact=False) != []
    assert schema.faults({**data, "schema_version": "2.0"}) != []
    assert schema.faults([]) != []


def test_lines_of_the_first_version_are_valid_without_what_came_later() -> None:
    data = {key: value for key, value in full_article().to_dict().items() if key != "archive"}
    assert schema.faults({**data, "schema_version": "1.0"}) == []
    assert schema.faults(data) == ["line: without archive"]
    assert Article.from_dict({**data, "schema_version": "1.0"}).archive is None


def test_keys_have_an_order() -> None:
    data = full_article().to_dict()
    assert schema.faults(dict(reversed(data.items()))) == ["keys are not in the order declared"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("id", "0" * 31),
        ("id", "G" * 32),
        ("id", "0" * 32 + "\n"),
        ("revision", 0),
        ("revision", True),
        ("kind", "story"),
        ("published_at", "2026-11-23"),
        ("published_at", "2026-11-23T10:00:00"),
        ("published_at", "2026-13-23T10:00:00Z"),
        ("published_precision", "hour"),
        ("comment_count", -1),
        ("tags", None),
        ("dateline", {"raw": "X"}),
        ("rights", None),
        ("foreign_passages", [{"language": "es", "start": -1, "end": 2}]),
        ("body", 1),
    ],
)
def test_faults_are_found(key: str, value: object) -> None:
    found = schema.faults({**full_article().to_dict(), key: value})
    assert found
    assert all(fault.startswith(key) for fault in found)


def places(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place within a JSON value."""
    yield way
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, element in inner:
        yield from places(element, (*way, key))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.floats(-200, 200) | st.sampled_from(["", "FR", "2026-11-23"]),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["raw", "url", "x"]), inner, max_size=2)
    ),
    max_leaves=4,
)
PLACES = [way for way in places(full_article().to_dict()) if way]


@given(way=st.sampled_from(PLACES), value=st.just(...) | JSON, exact=st.booleans())
def test_our_check_and_jsonschema_agree(way: tuple[Any, ...], value: Any, exact: bool) -> None:
    data = copy.deepcopy(full_article().to_dict())
    target = data
    for key in way[:-1]:
        target = target[key]
    if value is not ...:
        target[way[-1]] = value
    else:
        del target[way[-1]]
    rules = schema.article_schema(exact=exact)
    validator = jsonschema.Draft202012Validator(rules, format_checker=jsonschema.FormatChecker())
    # JSON Schema takes 1.0 for an integer; readers of other languages may not.
    whole_float = any(isinstance(at(data, place), float) and at(data, place).is_integer() for place in places(data))
    if not whole_float:
        assert validator.is_valid(data) == (not schema.faults_of(data, exact=exact))


def at(value: Any, way: tuple[Any, ...]) -> Any:
    for key in way:
        value = value[key]
    return value


@pytest.mark.parametrize(
    "path",
    [
        "tags",
        "tags[0]",
        "dateline.raw",
        "dateline.places",
        "dateline.places[].name",
        "related[2].url",
        "rights.robots[]",
    ],
)
def test_paths_lead_to_fields(path: str) -> None:
    assert schema.is_field(path)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "title",
        "dateline.place",
        "dateline[0]",
        "dateline.places.name",
        "dateline.raw.x",
        "tags[0].x",
        "tags[",
        "x.y.z",
    ],
)
def test_other_paths_lead_nowhere(path: str) -> None:
    assert not schema.is_field(path)
