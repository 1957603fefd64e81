"""The real datelines of `tests/data/datelines.jsonl`: what was reached may not be lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from newscrawl.dateline import parse_dateline
from newscrawl.dateline.__main__ import results
from newscrawl.text import fold

GOLD = Path(__file__).resolve().parents[1] / "data" / "datelines.jsonl"
FLOORS = {"raw": 141, "places": 140, "date": 141, "agencies": 141, "all": 140}
"""Of 142 datelines, how many must be right."""


@pytest.fixture(scope="module")
def pairs():
    lines = GOLD.read_text("utf-8").splitlines()
    found = {result["id"]: result["result"] for result in results(lines)}
    return [(record["expect"], found[record["id"]]) for record in map(json.loads, lines)]


def right(want: dict[str, Any], got: dict[str, Any]) -> dict[str, bool]:
    def places(result: dict[str, Any]) -> set[tuple[str, str]]:
        return {(fold(place["name"]), place["country"]) for place in result["places"]}

    def folded(names: list[str]) -> list[str]:
        return [fold(name) for name in names]

    checks = {
        "raw": want["raw"] == got["raw"],
        "places": places(want) == places(got),
        "date": want["date"] == got["date"],
        "agencies": folded(want["agencies"]) == folded(got["agencies"]),
    }
    checks["all"] = all(checks.values()) and folded(want["authors"]) == folded(got["authors"])
    return checks


def test_no_look_alike_is_taken_for_a_dateline(pairs):
    assert [got for want, got in pairs if want is None and got is not None] == []


@pytest.mark.parametrize("field", FLOORS)
def test_as_many_are_right_as_ever(pairs, field):
    count = sum(right(want, got)[field] for want, got in pairs if want is not None and got is not None)
    assert count >= FLOORS[field]


def test_ordinary_sentences_are_left_alone(shared):
    lines = (shared / "gold" / "ordinary-dev.txt").read_text("utf-8").splitlines()
    assert len(lines) > 6000
    assert [line for line in lines if parse_dateline(line) is not None] == []


def test_a_dateline_alone_in_its_paragraph_says_the_same(pairs):
    raws = [got["raw"] for _, got in pairs if got is not None]
    alone = [parse_dateline(raw) for raw in raws]
    assert [raw for raw, found in zip(raws, alone, strict=True) if found is None or found.raw != raw] == []
