"""The contracts of feed and stories as JSON Schema and as pages, both built from the classes of `newscrawl.items`.

`python -m newscrawl.schema` tells whether `docs/` holds what the classes say, `--write` writes it.  There are three
schemas, all draft 2020-12:

- `docs/schema/article-1.2.json`: exactly what this version writes, no other key;
- `docs/schema/article-1.json`: what every line of a version 1.x satisfies, and so what a reader should demand: since
  1.x only adds keys, it allows keys that it does not name;
- `docs/schema/story.schema.json`: the same for the lines of stories.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from newscrawl.items import SCHEMA_VERSION, STORY_SCHEMA_VERSION, Article, Story, exported_fields, record

_MAJOR = SCHEMA_VERSION.partition(".")[0]
_DOCS = Path(__file__).resolve().parents[1] / "docs"
_PRIMITIVES = {str: "string", int: "integer", float: "number", bool: "boolean"}

_MOMENT = {
    "format": "date-time",
    "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$",
}
_HASH = {"pattern": "^[0-9a-f]{32}$"}
_CONSTRAINTS: Mapping[tuple[str, str], Mapping[str, Any]] = {
    ("Article", "id"): _HASH,
    ("Article", "content_hash"): _HASH,
    ("Article", "revision"): {"minimum": 1},
    ("Article", "published_at"): _MOMENT,
    ("Article", "modified_at"): _MOMENT,
    ("Article", "crawled_at"): _MOMENT,
    ("Article", "removed_at"): _MOMENT,
    ("Article", "comment_count"): {"minimum": 0},
    ("Dateline", "date"): {"format": "date", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    ("Place", "country"): {"pattern": "^[A-Z]{2}$"},
    ("Place", "latitude"): {"minimum": -90, "maximum": 90},
    ("Place", "longitude"): {"minimum": -180, "maximum": 180},
    ("ForeignPassage", "start"): {"minimum": 0},
    ("ForeignPassage", "end"): {"minimum": 1},
    ("ArchiveRecord", "offset"): {"minimum": 0},
    ("Story", "schema_version"): {"pattern": rf"^{STORY_SCHEMA_VERSION.partition('.')[0]}\.[0-9]+$"},
    ("Story", "story_id"): _HASH,
    ("Story", "last_published_at"): _MOMENT,
    ("FirstPublication", "id"): _HASH,
    ("FirstPublication", "time"): _MOMENT,
    ("Named", "id"): _HASH,
    ("Member", "id"): _HASH,
    ("Member", "revision"): {"minimum": 1},
    ("Member", "time"): _MOMENT,
    ("Member", "share"): {"minimum": 0, "maximum": 1},
}
"""What a type alone does not say."""
_VERSION_HERE = {"const": SCHEMA_VERSION}
_VERSION = {"pattern": rf"^{_MAJOR}\.[0-9]+$"}
_INTRODUCTION = (
    f"Article {SCHEMA_VERSION}: one JSON object a line, UTF-8, always with all keys, in this order (null if unknown). "
    "Within 1.x we only add keys: read those that you know and ignore the others. Validate what you read with "
    f"[schema/article-{_MAJOR}.json](schema/article-{_MAJOR}.json), which also allows later keys; "
    f"[schema/article-{SCHEMA_VERSION}.json](schema/article-{SCHEMA_VERSION}.json) is exactly what this version writes."
)
_STORY_INTRODUCTION = (
    f"Story {STORY_SCHEMA_VERSION}: one JSON object a line, UTF-8, always with all keys, in this order (null if "
    "unknown), as `newscrawl stories` writes them: see [stories.md](stories.md). Within 1.x we only add keys. Validate "
    "what you read with [schema/story.schema.json](schema/story.schema.json)."
)
_STEP = re.compile(r"\[\d*\]|[^.\[\]]+")
_ORIGIN = "`make docs` builds this page and its schemas from `newscrawl/items.py`."


def article_schema(*, exact: bool = True) -> dict[str, Any]:
    """The JSON Schema of a line: of this version exactly, or of any version 1.x."""
    records: dict[str, dict[str, Any]] = {}
    body = _object(Article, records, exact=exact)
    body["properties"]["schema_version"] |= _VERSION_HERE if exact else _VERSION
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:newscrawl:article:{SCHEMA_VERSION if exact else _MAJOR}",
        "title": "Article",  # what generators of classes call theirs
        "description": _first_line(Article),
        **body,
        "if": {"properties": {"kind": {"const": "removal"}}},
        "then": {"properties": {"removed_at": {"type": "string"}, "body": {"type": "null"}}},
        "$defs": dict(sorted(records.items())),
    }


def story_schema() -> dict[str, Any]:
    """The JSON Schema of a story of any version 1.x."""
    records: dict[str, dict[str, Any]] = {}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:newscrawl:story:{STORY_SCHEMA_VERSION.partition('.')[0]}",
        "title": "Story",
        "description": _first_line(Story),
        **_object(Story, records, exact=False),
        "$defs": dict(sorted(records.items())),
    }


def faults(data: Any) -> list[str]:
    """Where an object breaks the contract, one short line each; none for an article that this version may write.

    A line of a later version 1.x is held to what all of them have in common.  Of values of another type than declared
    only the first is named.
    """
    exact = isinstance(data, dict) and data.get("schema_version") == SCHEMA_VERSION
    found = faults_of(data, exact=exact)
    if exact and not found and list(data) != _names():
        found.append("keys are not in the order declared")
    return found


def faults_of(data: Any, *, exact: bool) -> list[str]:
    """Where an object breaks the schema of this version exactly, or that of any version 1.x."""
    try:
        article = record(Article, data)
    except ValueError as error:
        return [str(error)]
    version = _VERSION_HERE if exact else _VERSION
    found = [f"schema_version: {fault}" for fault in _constraint_faults(article.schema_version, version)]
    found += _record_faults(article, data, "", exact=exact)
    if article.kind == "removal":
        found += ["removed_at: null in a removal"] * (article.removed_at is None)
        found += ["body: not null in a removal"] * (article.body is not None)
    return found


def _record_faults(value: Any, data: Mapping[str, Any], place: str, *, exact: bool) -> Iterator[str]:
    """The faults of a record, given too as the object that it was read from."""
    known, required = _keys(type(value), exact=exact)  # type: ignore[arg-type]  # a type is hashable
    if missing := [name for name in required if name not in data]:
        yield f"{place or 'line'}: without {', '.join(missing)}"
    if exact and (unknown := sorted(data.keys() - known)):
        yield f"{place or 'line'}: unknown key {', '.join(unknown)}"
    for name, constraints in known.items():
        inner, where = getattr(value, name), f"{place}.{name}" if place else name
        if constraints and inner is not None:
            yield from (f"{where}: {fault}" for fault in _constraint_faults(inner, constraints))
        if isinstance(inner, list):
            for number, (each, raw) in enumerate(zip(inner, data.get(name, ()), strict=True)):
                if isinstance(raw, Mapping):
                    yield from _record_faults(each, raw, f"{where}[{number}]", exact=exact)
        elif isinstance(data.get(name), Mapping):
            yield from _record_faults(inner, data[name], where, exact=exact)


def _constraint_faults(value: Any, constraints: Mapping[str, Any]) -> Iterator[str]:
    """Where a string or a number is not what `_CONSTRAINTS` say."""
    for keyword, rule in constraints.items():
        if keyword == "const" and value != rule:
            yield f"not {rule!r}"
        elif keyword == "pattern" and not _compiled(rule).search(value):
            yield f"does not match {rule}"
        elif keyword == "format" and not _is_time(value, rule):
            yield f"no {rule}"
        elif keyword == "minimum" and value < rule:
            yield f"less than {rule}"
        elif keyword == "maximum" and value > rule:
            yield f"more than {rule}"


def _is_time(text: str, form: str) -> bool:
    try:
        (date if form == "date" else datetime).fromisoformat(text)
    except ValueError:
        return False
    return True


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # `$` of JSON Schema is the very end; Python's would let a line feed follow.
    return re.compile(pattern.removesuffix("$") + r"\Z" if pattern.endswith("$") else pattern)


@cache
def _keys(cls: type[Any], *, exact: bool) -> tuple[dict[str, Mapping[str, Any]], tuple[str, ...]]:
    """The keys of a record with their constraints, and those that a line must have."""
    fields = exported_fields(cls)
    known = {f.name: _CONSTRAINTS.get((cls.__name__, f.name), {}) for f in fields}
    # What came later, lines of earlier versions do not have.
    return known, tuple(f.name for f in fields if exact or f.metadata["since"] is None)


def is_field(path: str) -> bool:
    """Whether a path leads to a field of a line, or into it: `dateline`, `dateline.places[0]`, `related[].url`."""
    schema = _cached_schema(exact=True)
    here: dict[str, Any] | None = schema
    for step in _STEP.findall(path):
        options = [each for each in here.get("anyOf", [here]) if each.get("type") != "null"] if here else [{}]
        found = schema["$defs"][options[0]["$ref"].rpartition("/")[2]] if "$ref" in options[0] else options[0]
        here = found.get("items") if step.startswith("[") else found.get("properties", {}).get(step)
    return here is not None and bool(path) and "".join(_STEP.findall(path)) == path.replace(".", "")


def fields_page() -> str:
    """`docs/fields.md`."""
    return _page("Fields of the feed", _INTRODUCTION, Article)


def _page(title: str, introduction: str, contract: type) -> str:
    lines = [f"# {title}", "", introduction, "", _ORIGIN]
    for cls in _records(contract):
        lines += ["", f"## {cls.__name__}", "", _first_line(cls), "", "| field | type | meaning |", "|---|---|---|"]
        hints = get_type_hints(cls)
        for f in exported_fields(cls):
            added = f" Since {f.metadata['since']}." if f.metadata["since"] else ""
            description = f.metadata["description"].replace("|", "\\|") + added
            lines.append(f"| `{f.name}` | {_type_text(hints[f.name])} | {description} |")
    return "\n".join(lines) + "\n"


def documents() -> dict[str, str]:
    """What `docs/` holds of the contracts: content by path."""
    return {
        f"schema/article-{SCHEMA_VERSION}.json": _json(article_schema()),
        f"schema/article-{_MAJOR}.json": _json(article_schema(exact=False)),
        "schema/story.schema.json": _json(story_schema()),
        "fields.md": fields_page(),
        "story-fields.md": _page("Fields of stories", _STORY_INTRODUCTION, Story),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Tells which documents are not what the classes say, or writes them; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m newscrawl.schema", description="The contract, as documents.")
    parser.add_argument("--write", action="store_true", help="write them instead of comparing")
    parser.add_argument("--docs", type=Path, default=_DOCS, metavar="DIR", help="where they are (default: docs/)")
    options = parser.parse_args(arguments)
    stale = [name for name, text in documents().items() if _content(options.docs / name) != text]
    for name in stale:
        if options.write:
            path = options.docs / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(documents()[name], encoding="utf-8")
        sys.stdout.write(f"{'written' if options.write else 'not up to date'}: {options.docs / name}\n")
    return 0 if options.write or not stale else 1


def _object(cls: type, records: dict[str, dict[str, Any]], *, exact: bool) -> dict[str, Any]:
    hints, properties = get_type_hints(cls), {}
    for f in exported_fields(cls):
        constraints = _CONSTRAINTS.get((cls.__name__, f.name), {})
        properties[f.name] = {
            "description": f.metadata["description"],
            **_schema_of(hints[f.name], records, exact=exact),
            **constraints,
        }
    required = list(_keys(cls, exact=exact)[1])
    body: dict[str, Any] = {"type": "object", "properties": properties, "required": required}
    if exact:
        body["additionalProperties"] = False
    return body


def _schema_of(hint: Any, records: dict[str, dict[str, Any]], *, exact: bool) -> dict[str, Any]:
    origin, options = get_origin(hint), get_args(hint)
    if origin in {Union, UnionType}:
        (known,) = (option for option in options if option is not NoneType)
        return _or_null(_schema_of(known, records, exact=exact))
    if origin is Literal:
        return {"type": "string", "enum": list(options)}
    if origin is list:
        return {"type": "array", "items": _schema_of(options[0], records, exact=exact)}
    if hint in _PRIMITIVES:
        return {"type": _PRIMITIVES[hint]}
    if hint.__name__ not in records:
        records[hint.__name__] = {}  # holds its place should a record contain itself
        records[hint.__name__] = {"description": _first_line(hint), **_object(hint, records, exact=exact)}
    return {"$ref": f"#/$defs/{hint.__name__}"}


def _or_null(known: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in known:
        return {"anyOf": [known, {"type": "null"}]}
    if "enum" in known:
        return {"type": [known["type"], "null"], "enum": [*known["enum"], None]}
    return {**known, "type": [known["type"], "null"]}


def _records(cls: type) -> Iterator[type]:
    """`cls` and the records it is made of, each once, in order of appearance."""
    seen: list[type] = [cls]
    for each in seen:
        for f in exported_fields(each):
            for part in _parts(get_type_hints(each)[f.name]):
                if hasattr(part, "__dataclass_fields__") and part not in seen:
                    seen.append(part)
    yield from seen


def _parts(hint: Any) -> Iterator[Any]:
    yield hint
    if get_origin(hint) is not Literal:
        for option in get_args(hint):
            yield from _parts(option)


def _type_text(hint: Any) -> str:
    origin, options = get_origin(hint), get_args(hint)
    if origin in {Union, UnionType}:
        return " or ".join(_type_text(option) for option in options)
    if origin is Literal:
        return ", ".join(f"`{option}`" for option in options)
    if origin is list:
        return f"list of {_type_text(options[0])}"
    if hint is NoneType:
        return "null"
    return _PRIMITIVES.get(hint) or f"[{hint.__name__}](#{hint.__name__.lower()})"


def _first_line(cls: type) -> str:
    return (cls.__doc__ or "").partition("\n")[0]


@cache
def _cached_schema(*, exact: bool) -> dict[str, Any]:
    return article_schema(exact=exact)


@cache
def _names() -> list[str]:
    return [f.name for f in exported_fields(Article)]


def _json(data: Any) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _content(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


if __name__ == "__main__":
    sys.exit(main())
