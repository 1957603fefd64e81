"""The benchmark of the ledger runs, and measures what it says; how fast is not asked here."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_quick_form_prints_its_tables(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.ledger", "--quick", "--ceiling", "1000", "--folder", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    head, *rows, growth, rebuilt = done.stdout.splitlines()
    assert head.split() == ["articles", "MB", "look-up", "line", "article", "times", "memory"]
    assert [row.split()[0] for row in rows] == ["500", "5,000"]
    assert all(float(row.split()[-2]) > 0 for row in rows)  # memory
    assert re.fullmatch(r"growth: look-up [\d.]+, line [\d.]+, article [\d.]+", growth)
    assert re.fullmatch(
        r"rebuild of 2,500 lines \(\d+ MB\): [\d.]+ s, of these [\d.]+ s of the processor, peak memory [\d.]+ MB",
        rebuilt,
    )
    assert list(tmp_path.iterdir()) == []
