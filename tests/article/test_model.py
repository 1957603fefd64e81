"""The table of the model of blocks is what its builder makes of its pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from newscrawl.article.model import trained
from tools import train_blocks

LARGEST = 10_000
"""Bytes up to which the table may grow."""
CLOSE = 0.02
"""By how much a weight may differ: sums of single precision come out otherwise on other machines."""
Rows = dict[str, tuple[float, ...]]


def rows(table: str) -> Rows:
    lines = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {name: tuple(map(float, numbers)) for name, *numbers in lines}


def test_the_table_is_small_and_weighs_every_trait_once() -> None:
    table = train_blocks.TABLE.read_text("utf-8")
    assert len(table.encode()) < LARGEST
    names = [name for name, _ in trained().slopes]
    assert len(set(names)) == len(names) == len(rows(table)) - 1


@pytest.mark.slow
def test_the_weights_are_those_of_the_pages(shared: Path) -> None:
    """Reads some 900 pages, which takes a quarter to half a minute."""
    gold = shared / "gold"
    if not (gold / "wcxb" / "pages.tar.xz").is_file():
        pytest.skip(f"not all pages that teach are in {gold}")
    names, pages = train_blocks.taught(gold)
    recorded = train_blocks.TABLE.read_text("utf-8")
    pages_hash = train_blocks.fingerprint(gold)
    assert pages_hash in recorded.splitlines()[0], "the pages have changed: run tools/train_blocks.py"
    found, known = rows(train_blocks.table(names, train_blocks.train(pages), pages_hash)), rows(recorded)
    assert list(found) == list(known)
    for name, (weight, mean, spread) in known.items():
        assert found[name][0] == pytest.approx(weight, abs=CLOSE), name
        assert found[name][1:] == pytest.approx((mean, spread), rel=CLOSE, abs=CLOSE), name
