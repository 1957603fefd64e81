"""Floors on real listing pages, feeds and sitemaps."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLOORS = {"feed": (0.99, 0.99), "listing": (0.96, 0.95), "sitemap": (0.99, 0.99)}
"""Kind → F1 and share of next pages that are right."""


def test_floors(shared: Path) -> None:
    gold = shared / "gold" / "pages" / "listings.jsonl"
    command: list[str | Path] = [sys.executable, "-m", "benchmarks.listings", gold]
    table = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    for kind, (f1, onward) in FLOORS.items():
        row = re.search(rf"^{kind} .*$", table, re.MULTILINE)
        assert row, table
        figures = row[0].split()
        assert float(figures[4]) >= f1, table
        assert float(figures[6]) >= onward, table
