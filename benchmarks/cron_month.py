"""A simulated month of cron: `python -m benchmarks.cron_month`, or `--short` for three days of it.

A site on this machine publishes 40 stories a day, edits, renames and deletes some, breaks in five ways, switches to
summer time, gets a new theme and has all its pages declare one address for a day.  A run every two hours reads it
through the real command, each in a process of its own with the clock set; some are killed, two overlap, one finds the
disk full.  Afterwards the feed is held against what the site published.  The exit status is 1 where anything that must
be zero is not.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.cron.month import Month
from benchmarks.cron.runs import Cron, Run, SiteProcess, processor_seconds
from benchmarks.cron.timetable import Calendar
from benchmarks.cron.truth import Findings

_EXAMPLES = 10


def main() -> int:
    """Runs the simulation and prints what came of it; its exit status."""
    options = _options()
    name = "short" if options.short else "month"
    begun = time.monotonic()
    with TemporaryDirectory() as temporary:
        data = options.data or Path(temporary) / "data"
        data.mkdir(parents=True)
        with SiteProcess(options.seed, name, options.feed_items, options.sources) as site:
            given = [word for setting in options.set for word in ("-s", setting)]
            month = Month(
                getattr(Calendar, name)(), options.seed, Cron(site, data, given, split=not options.new_processes)
            )
            month.pass_by(Teller(len(month.ticks), quiet=options.quiet).tell)
        findings = month.judge()
    findings.figures["seconds"] = round(time.monotonic() - begun)
    findings.figures["processor seconds of the runs"] = round(processor_seconds())
    _print(findings)
    if options.json:
        alerted = [[each.trouble.name, each.run, *each.rules] for each in findings.alerted]
        told = {"faults": findings.faults, "figures": findings.figures, "alerted": alerted}
        options.json.write_text(json.dumps(told, indent=2) + "\n")
    return int(any(findings.faults.values()))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--short", action="store_true", help="three days instead of a month")
    parser.add_argument("--seed", type=int, default=1, help="another number, another month")
    parser.add_argument("--feed-items", type=int, default=20, help="stories that the site's RSS feed shows")
    parser.add_argument("--sources", default="feed", help="what the site offers beside its section: feed,rest,sitemap")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a setting of the runs")
    parser.add_argument("--new-processes", action="store_true", help="start each run anew: the same, more slowly")
    parser.add_argument("--data", type=Path, help="folder to leave the data in, which must not exist")
    parser.add_argument("--json", type=Path, help="file for faults and figures")
    parser.add_argument("--quiet", action="store_true", help="nothing about single runs")
    return parser.parse_args()


class Teller:
    """Says on standard error what each run did."""

    def __init__(self, count: int, *, quiet: bool) -> None:
        self._count = count
        self._quiet = quiet

    def tell(self, number: int, run: Run) -> None:
        """Says what the run did that was started at the tick of that number."""
        if not self._quiet:
            requests = ", ".join(f"{count} {name}" for name, count in sorted(run.requests.items()))
            line = f"{number + 1}/{self._count} {run.at:%d.%m. %H:%M} UTC, {run.kind}: status {run.status}"
            print(f"{line}, {run.seconds:.1f} s; {requests}", file=sys.stderr)


def _print(findings: Findings) -> None:
    for name, value in findings.figures.items():
        print(f"{name:<44} {'-' if value is None else value:>16}")
    print(f"\n{'what befell':<16}{'runs':>6}{'alerted by run':>16}  rule")
    for each in findings.alerted:
        runs = each.trouble.last - each.trouble.first + 1
        print(f"{each.trouble.name:<16}{runs:>6}{each.run or '-':>16}  {', '.join(each.rules)}")
    print()
    for kind, faults in findings.faults.items():
        print(f"{kind:<44} {len(faults):>16}{'' if not faults else '   must be 0'}")
        for fault in faults[:_EXAMPLES]:
            print(f"    {fault}")


if __name__ == "__main__":
    sys.exit(main())
