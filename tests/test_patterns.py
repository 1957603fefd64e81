"""No regular expression of the package backtracks catastrophically, tried with strings made from the expression itself.

Each repeat in a pattern is pumped to hundreds of characters and then broken off, which is what sets an ambiguous one
off: 400 characters take an exponential pattern for ever and one of the fourth degree minutes, a quadratic one no time
to speak of.  Quadratic ones are bounded otherwise: by the lengths of what they are given, and by `newscrawl.bounds`.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator
from re import _constants as op  # type: ignore[attr-defined] # sre's own, which has no public face
from re import _parser as sre  # type: ignore[attr-defined]
from typing import Any

import pytest

import newscrawl
from newscrawl.bounds import OutOfTime, run_within

LENGTH = 400
SECONDS = 1.0
PUMPS = (" ", "a", "1", "\u00a0", ".", "-", '"', "<", "'", "a ", "1 ", ". ", "/", "&", "=", "(", "A-")
REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
CATEGORIES = {op.CATEGORY_DIGIT: "1", op.CATEGORY_SPACE: " ", op.CATEGORY_NOT_WORD: "-"}


def patterns() -> dict[str, re.Pattern[Any]]:
    """Every compiled pattern that a module of the package holds, alone or in a table, by where it is."""
    found: dict[tuple[Any, int], tuple[str, re.Pattern[Any]]] = {}
    for module in pkgutil.walk_packages(newscrawl.__path__, "newscrawl."):
        for name, value in vars(importlib.import_module(module.name)).items():
            for number, pattern in enumerate(held(value)):
                found.setdefault((pattern.pattern, pattern.flags), (f"{module.name}.{name}[{number}]", pattern))
    return dict(found.values())


def held(value: Any, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 3 and isinstance(value, dict):
        yield from held([*value, *value.values()], depth)
    elif depth < 3 and isinstance(value, (tuple, list, set, frozenset)):
        for each in value:
            yield from held(each, depth + 1)
    elif depth < 3 and hasattr(value, "__dataclass_fields__") and not isinstance(value, type):
        yield from held([getattr(value, name) for name in value.__dataclass_fields__], depth)


def example(nodes: Iterable[Any]) -> str:
    """A short string that the nodes of a parsed pattern match, more or less."""
    text = ""
    for code, given in nodes:
        if code in REPEATS:
            text += example(given[2]) * max(given[0], 1)
        elif code is op.SUBPATTERN:
            text += example(given[3])
        elif code is op.BRANCH:
            text += example(given[1][0])
        elif code is op.ATOMIC_GROUP:
            text += example(given)
        else:
            text += "".join(characters(code, given)[:1])
    return text


def characters(code: Any, given: Any) -> list[str]:
    """Characters that a node for one character matches; none for others."""
    if code is op.LITERAL:
        return [chr(given)]
    if code is op.IN:
        inverted = given[0][0] is op.NEGATE
        return ["x"] if inverted else [each for inner in given for each in characters(*inner)]
    if code is op.RANGE:
        return [chr(given[0])]
    if code is op.CATEGORY:
        return [CATEGORIES.get(given, "a")]
    return ["x"] if code in (op.ANY, op.NOT_LITERAL) else []


def attacks(nodes: Iterable[Any], before: str = "") -> Iterator[tuple[str, str]]:
    """What leads to each long repeat, and what it repeats."""
    for code, given in nodes:
        if code in REPEATS:
            least, most, inner = given
            if most is op.MAXREPEAT or most > 30:
                yield from ((before, pump) for pump in {example(inner), *characters(*inner[0])} if pump)
            yield from attacks(inner, before)
            before += example(inner) * max(least, 1)
        elif code in (op.SUBPATTERN, op.ATOMIC_GROUP, op.BRANCH):
            branches = given[1] if code is op.BRANCH else [given[3] if code is op.SUBPATTERN else given]
            for branch in branches:
                yield from attacks(branch, before)
            before += example(branches[0])
        else:
            before += "".join(characters(code, given)[:1])


PATTERNS = patterns()


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_no_pattern_backtracks_catastrophically(name: str) -> None:
    pattern = PATTERNS[name]
    for before, pump in {*attacks(sre.parse(pattern.pattern, pattern.flags)), *(("", pump) for pump in PUMPS)}:
        assert is_fast(pattern, before + pump * (LENGTH // len(pump)) + "\x00!"), (before, pump)


def is_fast(pattern: re.Pattern[Any], text: str) -> bool:
    subject: Any = text.encode("utf-8", "replace") if isinstance(pattern.pattern, bytes) else text
    try:
        run_within(SECONDS, lambda: (pattern.search(subject), pattern.fullmatch(subject)))
    except OutOfTime:
        return False
    return True


@pytest.mark.parametrize("catastrophic", [r"(?:a|aa)+$", r"(?:\w+\s?)+:", r"(?:a*)*b", r"\s*,?\s*,?\s*,?\s*x$"])
def test_what_is_catastrophic_is_found(catastrophic: str) -> None:
    pattern = re.compile(catastrophic)
    tried = {*attacks(sre.parse(catastrophic, 0))}
    assert not all(is_fast(pattern, before + pump * (LENGTH // len(pump)) + "\x00!") for before, pump in tried)


def test_all_rooms_are_looked_into() -> None:
    rooms = {name.split(".")[1] for name in PATTERNS}
    assert len(PATTERNS) > 100
    assert rooms >= {"dateline", "dates", "sources", "article", "redaction", "html", "text", "urls", "downloader"}
