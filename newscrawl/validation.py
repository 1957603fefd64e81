"""Holds JSON values to a schema, for the part of JSON Schema that the contract uses.

So that a feed can be verified wherever it is read, without another package.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

_NUMBERS = (int, float)


def faults_of(value: Any, schema: Mapping[str, Any]) -> list[str]:
    """Where `value` breaks `schema`, one short line each; `$ref` leads into the schema's own `$defs`.

    Unlike plain JSON Schema it holds strings to `format` too.  Raises `KeyError` for a keyword that it does not know.
    """
    return list(_faults(value, schema, schema, ""))


def _faults(value: Any, schema: Mapping[str, Any], root: Mapping[str, Any], place: str) -> Iterator[str]:
    for keyword, rule in schema.items():
        if keyword in _INNER:
            yield from _INNER[keyword](value, rule, schema, root, place)
        elif keyword not in _SILENT and (fault := _CHECKS[keyword](value, rule, schema)) is not None:
            yield f"{place or 'line'}: {fault}"


def _reference(value: Any, rule: str, _: Mapping[str, Any], root: Mapping[str, Any], place: str) -> Iterator[str]:
    return _faults(value, root["$defs"][rule.removeprefix("#/$defs/")], root, place)


def _any_of(
    value: Any, rule: list[Mapping[str, Any]], _: Mapping[str, Any], root: Mapping[str, Any], place: str
) -> Iterator[str]:
    attempts = [list(_faults(value, option, root, place)) for option in rule]
    # The first option says best what it should have been; the other is null.
    return iter(attempts[0] if all(attempts) else ())


def _properties(
    value: Any, rule: Mapping[str, Any], _: Mapping[str, Any], root: Mapping[str, Any], place: str
) -> Iterator[str]:
    for name, inner in rule.items() if isinstance(value, dict) else ():
        if name in value:
            yield from _faults(value[name], inner, root, f"{place}.{name}" if place else name)


def _items(
    value: Any, rule: Mapping[str, Any], _: Mapping[str, Any], root: Mapping[str, Any], place: str
) -> Iterator[str]:
    for number, element in enumerate(value if isinstance(value, list) else ()):
        yield from _faults(element, rule, root, f"{place}[{number}]")


def _if(
    value: Any, rule: Mapping[str, Any], schema: Mapping[str, Any], root: Mapping[str, Any], place: str
) -> Iterator[str]:
    if not any(_faults(value, rule, root, place)):
        yield from _faults(value, schema["then"], root, place)


def _type(value: Any, rule: str | list[str], _: Mapping[str, Any]) -> str | None:
    wanted = [rule] if isinstance(rule, str) else rule
    return None if any(_TYPES[name](value) for name in wanted) else f"not {' or '.join(wanted)}"


def _const(value: Any, rule: Any, _: Mapping[str, Any]) -> str | None:
    return None if value == rule and type(value) is type(rule) else f"not {rule!r}"


def _enum(value: Any, rule: list[Any], _: Mapping[str, Any]) -> str | None:
    return None if any(value == option and type(value) is type(option) for option in rule) else "not one of the values"


def _pattern(value: Any, rule: str, _: Mapping[str, Any]) -> str | None:
    return f"does not match {rule}" if isinstance(value, str) and not _compiled(rule).search(value) else None


def _minimum(value: Any, rule: float, _: Mapping[str, Any]) -> str | None:
    return f"less than {rule}" if _is_number(value) and value < rule else None


def _maximum(value: Any, rule: float, _: Mapping[str, Any]) -> str | None:
    return f"more than {rule}" if _is_number(value) and value > rule else None


def _required(value: Any, rule: list[str], _: Mapping[str, Any]) -> str | None:
    missing = [name for name in rule if name not in value] if isinstance(value, dict) else []
    return f"without {', '.join(missing)}" if missing else None


def _additional(value: Any, rule: bool, schema: Mapping[str, Any]) -> str | None:
    unknown = sorted(value.keys() - schema["properties"].keys()) if isinstance(value, dict) and not rule else []
    return f"unknown key {', '.join(unknown)}" if unknown else None


def _format(value: Any, rule: str, _: Mapping[str, Any]) -> str | None:
    if not isinstance(value, str):
        return None
    try:
        _FORMATS[rule](value)
    except ValueError:
        return f"no {rule}"
    return None


def _is_number(value: Any) -> bool:
    return isinstance(value, _NUMBERS) and not isinstance(value, bool)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # `$` of JSON Schema is the very end; Python's would let a line feed follow.
    return re.compile(pattern.removesuffix("$") + r"\Z" if pattern.endswith("$") else pattern)


_INNER: Mapping[str, Callable[[Any, Any, Mapping[str, Any], Mapping[str, Any], str], Iterator[str]]] = {
    "$ref": _reference,
    "anyOf": _any_of,
    "properties": _properties,
    "items": _items,
    "if": _if,
}
_SILENT = frozenset({"$schema", "$id", "$defs", "title", "description", "then"})
_FORMATS: Mapping[str, Callable[[str], Any]] = {"date-time": datetime.fromisoformat, "date": date.fromisoformat}
_TYPES: Mapping[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: type(value) is int,
    "number": _is_number,
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
}
_CHECKS: Mapping[str, Callable[[Any, Any, Mapping[str, Any]], str | None]] = {
    "type": _type,
    "const": _const,
    "enum": _enum,
    "pattern": _pattern,
    "minimum": _minimum,
    "maximum": _maximum,
    "required": _required,
    "additionalProperties": _additional,
    "format": _format,
}
