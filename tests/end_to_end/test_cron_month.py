"""Three days of cron against a site that changes and breaks: nothing missing, nothing twice, nothing invented."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ENDS = {
    "runs, disk full, status 5": 1,
    "runs, locked out, status 75": 1,
    "runs, overlapping, status 0": 1,
}


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_three_days_of_cron(tmp_path: Path):
    outcome = tmp_path / "outcome.json"
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.cron_month", "--short", "--quiet", "--json", str(outcome)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=380,
        check=False,
    )
    assert outcome.exists(), done.stderr
    findings = json.loads(outcome.read_text())
    figures = findings["figures"]
    assert {kind: found for kind, found in findings["faults"].items() if found} == {}
    assert done.returncode == 0
    assert {name: figures.get(name) for name in ENDS} == ENDS
    assert figures["runs, killed, status -9"] > 0
    assert figures["stories in the feed"] > 120
