"""The benchmark of the archive runs, on the demo's pages."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_it_tells_what_a_page_costs(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "archive.py"), "--runs", "0", "--folder", str(tmp_path)]
    environment = os.environ | {"NEWSCRAWL_SHARED": str(tmp_path / "none"), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    first, _, *rows = done.stdout.splitlines()
    assert "demo pages" in first
    assert [row[:26].strip() for row in rows] == ["warcio alone", "response", "revisit, fsync of 5", "revisit"]
    assert all(float(row.split()[-1].replace(",", "")) > 0 for row in rows)
