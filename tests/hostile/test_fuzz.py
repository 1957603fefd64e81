"""A short run of `benchmarks/fuzz.py`, so that it and what it holds stay true."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import fuzz
from newscrawl import NotAnArticle


def test_nothing_escapes_and_nothing_takes_over_a_second() -> None:
    outcome = fuzz.run(400, seed=7)
    assert outcome.failures == []
    assert set(outcome.done) == set(fuzz.TARGETS)


def test_an_input_is_the_same_each_time(tmp_path: Path) -> None:
    first, again = (fuzz.run(1, seed=3, only=5) for _ in range(2))
    assert first.done == again.done
    assert first.refused == again.refused


def test_what_escapes_is_found_told_and_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def broken(data: bytes) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr(fuzz, "TARGETS", {"page": (100, broken, (NotAnArticle,))})
    outcome = fuzz.run(2, seed=1, keep=tmp_path)
    assert len(outcome.failures) == 2
    assert "RecursionError: too deep" in outcome.failures[0]
    assert {path.name for path in tmp_path.iterdir()} == {"page-0", "page-1"}
