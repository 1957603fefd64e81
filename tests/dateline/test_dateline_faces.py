"""The command line of the parser."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from newscrawl.commands.dateline import describe
from newscrawl.dateline.__main__ import full_date, results


def test_leads_in_results_out():
    lines = [
        json.dumps({"id": "a", "lead": "PARIS, 3 mars (AFP) – Le ministre", "published": "2021-03-04"}),
        "",
        json.dumps({"id": "b", "lead": "PARIS, 3 mars (AFP) – Le ministre", "published": None}),
        json.dumps({"id": "c", "lead": "Le ministre", "published": "2021-03"}),
    ]
    found = list(results(lines))
    assert [record["id"] for record in found] == ["a", "b", "c"]
    assert found[0]["result"] == {
        "raw": "PARIS, 3 mars (AFP) –",
        "places": [{"name": "Paris", "country": "FR"}],
        "date": "2021-03-03",
        "agencies": ["AFP"],
        "authors": [],
    }
    assert found[1]["result"]["date"] == "--03-03"
    assert found[2]["result"] is None


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "a"}', '{"id": "a", "lead": 3}'])
def test_malformed_input_is_named(line):
    with pytest.raises(ValueError, match="line 1"):
        list(results([line]))


def test_a_month_of_publication_is_no_day():
    assert full_date("2021-03") is None
    assert str(full_date("2021-03-04T10:00:00+01:00")) == "2021-03-04"


def test_as_a_program():
    run = [sys.executable, "-m", "newscrawl.dateline"]
    options: dict[str, Any] = {"capture_output": True, "encoding": "utf-8"}
    done = subprocess.run(run, input='{"id": "é", "lead": "LOMÉ (ATOP) – Le"}\n', check=False, **options)
    assert done.returncode == 0
    assert json.loads(done.stdout)["result"]["agencies"] == ["ATOP"]
    failed = subprocess.run(run, input="{\n", check=False, **options)
    assert (failed.returncode, failed.stdout) == (2, "")
    assert failed.stderr.startswith("error: line 1")


def test_the_tree_is_shown():
    shown = "\n".join(describe("BRUXELLES, le 10 février (EUROPE PRESS) – L’Otan"))
    for word in ("place_list", "filing_date", "credit", "closing", "Bruxelles (BE)", "--02-10", "Europa Press"):
        assert word in shown
    assert list(describe("L’Otan a transféré")) == []
