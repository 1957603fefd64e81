"""Leads a second of processor time: our parser beside `dateparser.search` on the same leads, in one run.

    python benchmarks/dateline.py [LEADS.jsonl] [--floor 5]

Each line of LEADS (default: the datelines of the tests) has a `lead`.  Ends with status 1 where the ratio is below the
floor.  dateparser only finds the date; the dateline parser also finds places, agencies, authors and the exact end.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from dateparser.search import search_dates

from newscrawl.dateline import parse_dateline

DEFAULT = Path(__file__).resolve().parents[1] / "tests" / "data" / "datelines.jsonl"
SECONDS = 3.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("leads", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--floor", type=float, default=5.0, help="smallest ratio that passes (default: 5)")
    options = parser.parse_args()
    leads = [json.loads(line)["lead"] for line in options.leads.read_text("utf-8").splitlines()]
    first = time.perf_counter()
    parse_dateline(leads[0])
    print(f"first parse, data files loaded: {(time.perf_counter() - first) * 1000:.0f} ms")
    ours = rate(parse_dateline, leads)
    theirs = rate(lambda lead: search_dates(lead, languages=["fr"]), leads)
    print(f"newscrawl.dateline   {ours:10,.0f} leads/s")
    print(f"dateparser.search    {theirs:10,.0f} leads/s")
    print(f"ratio                {ours / theirs:10.1f}")
    return 0 if ours / theirs >= options.floor else 1


def rate(parse: Callable[[str], object], leads: list[str]) -> float:
    """Leads a second of processor time over at least `SECONDS`, the first round left out."""
    for lead in leads[:20]:
        parse(lead)
    done, start = 0, time.process_time()
    while time.process_time() - start < SECONDS:
        for lead in leads:
            parse(lead)
            done += 1
            if time.process_time() - start > SECONDS * 2:
                break
    return done / (time.process_time() - start)


if __name__ == "__main__":
    sys.exit(main())
