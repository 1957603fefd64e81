"""Three days of cron against a site that changes and breaks: nothing missing, nothing twice, nothing invented."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from newscrawl.store import read_feed
from tests.warc.kept import Kept

ROOT = Path(__file__).resolve().parents[2]
ENDS = {
    "runs, disk full, status 5": 1,
    "runs, locked out, status 75": 1,
    "runs, overlapping, status 0": 1,
}
TROUBLES = ("articles lost", "refused", "unavailable", "all lost", "consent", "one address", "killed", "disk full")


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_three_days_of_cron(tmp_path: Path):
    outcome, data = tmp_path / "outcome.json", tmp_path / "data"
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    done = subprocess.run(
        [
            *(sys.executable, "-m", "benchmarks.cron_month", "--short", "--quiet", "--json", str(outcome)),
            *("--data", str(data), "--set", "NEWSCRAWL_ARCHIVE_ENABLED=True"),
        ],
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
    assert {name for name, *_ in findings["alerted"]} == {*TROUBLES}
    assert figures["stories in the feed"] > 120
    check_archive(data)


def check_archive(data: Path):
    """Every line names the record of its page, in files that are whole after all that was done to the runs."""
    (folder,) = (data / "archive").iterdir()
    kept = Kept(folder)
    kept.check()
    articles = [article for article in read_feed(data / "feeds" / folder.name) if article.kind == "article"]
    assert len(articles) > 120
    for article in articles:
        assert article.archive is not None
        assert kept.places[article.archive.file, article.archive.offset] == article.fetched_url
