"""`scrapy runs`: what the runs of a site covered, and which of them never ended."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from scrapy.commands import ScrapyCommand

from newscrawl.commands.base import Described, day, folders_in, misused, number_from, refuse_words
from newscrawl.paths import ledger_dir, runs_dir

if TYPE_CHECKING:
    from pathlib import Path

    from newscrawl.reporting.history import PastRun

LAST = 20
_HEAD = ("site", "began (UTC)", "took", "status", "new", "rev", "gone", "known", "failed", "dropped", "newest (UTC)")
_TEXTS = (0, 1, 3, 10)
_RARE = frozenset(("rev", "gone", "failed", "dropped"))
"""Columns left out where they hold nothing, so that a line fits a terminal."""
"""Columns that hold no numbers."""


class Command(Described, ScrapyCommand):
    """Shows the runs of sites."""

    usage = "[options] [SITE …]"
    summary = "Show the runs of a site: what each read and wrote, and which were killed"
    details = (
        "Prints the last runs of the named sites, the latest last; without a site, the last run of each site. "
        "Shows a run without an end as KILLED, or as RUNNING if it is under way. Status 1 if there are no runs."
    )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Adds how many, since when, and the form."""
        super().add_options(parser)
        parser.add_argument(
            "-n",
            "--lines",
            metavar="N",
            type=number_from(1),
            help="number of runs for each site (default: 20; without a site 1)",
        )
        parser.add_argument("--since", metavar="DATE", type=day, help="only runs that began on that day (UTC) or later")
        parser.add_argument("--json", action="store_true", help="print one JSON object for each run")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Prints the runs."""
        refuse_words([word for word in args if word.startswith("-")])
        data = self.data_dir
        count = opts.lines or (None if opts.since else LAST if args else 1)
        lines = [line for site in args or folders_in(data / "runs") for line in lines_of(data, site, count, opts.since)]
        if not lines:
            self.fail(f"no runs in {data / 'runs'}{' of ' if args else ''}{', '.join(args)}")
        elif opts.json:
            sys.stdout.write("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))
        else:
            sys.stdout.write("".join(f"{row}\n" for row in table(lines)))


def lines_of(data: Path, site: str, count: int | None, since: date | None) -> Iterator[dict[str, Any]]:
    """The last runs of a site, each as one object: what it published, its status `KILLED` or `RUNNING` without an end.

    Raises `UsageError` for what cannot be a site.
    """
    from newscrawl.reporting import history
    from newscrawl.store.files import is_locked
    from newscrawl.store.segments import check_site

    try:
        folder = runs_dir(data, check_site(site))
    except ValueError as error:
        raise misused(error) from None
    if since is None:
        runs = history.last_runs(folder, count or LAST)
    else:
        start = datetime.combine(since, time(), UTC)
        runs = [run for run in history.read_runs(folder) if run.started_at >= start][-(count or 0) :]
    latest = runs[-1].id if runs and is_locked(ledger_dir(data) / f"{site}.lock") else None
    for run in runs:
        yield as_object(run, history.RUNNING if run.id == latest else history.KILLED)


def as_object(run: PastRun, without_end: str) -> dict[str, Any]:
    """A run as one object, with the same keys whether it ended or not as far as it has them."""
    line = {name: value for name, value in run.line.items() if name != "event"}
    return line if run.ended else {**line, "status": None, "status_name": without_end}


def table(lines: list[dict[str, Any]]) -> Iterator[str]:
    """The runs for a terminal, a line each, without the counts that none of them has."""
    from newscrawl.reporting.report import aligned

    rows = [_row(line) for line in lines]
    shown = [at for at, name in enumerate(_HEAD) if name not in _RARE or any(row[at] not in {"", "0"} for row in rows)]
    left = [place for place, at in enumerate(shown) if at in _TEXTS]
    return aligned([[row[at] for at in shown] for row in (_HEAD, *rows)], left=left)


def _row(line: dict[str, Any]) -> tuple[str, ...]:
    began = line["started_at"][:19].replace("T", " ")
    if line["status"] is None:
        return (line["site"], began, "", line["status_name"], *[""] * 7)
    articles, pages = line["articles"], line["pages"]
    counts = (
        *(articles[name] for name in ("new", "revised", "removed", "known")),
        *(sum(pages[name].values()) for name in ("failed", "dropped")),
    )
    remarks = [text for text, holds in (("gap", line["gap"]), ("none understood", _understood_none(line))) if holds]
    status = ", ".join((f"{line['status']} {line['status_name']}", *remarks))
    newest = line["newest_published_at"]
    newest = f"{datetime.fromisoformat(newest).astimezone(UTC):%Y-%m-%d %H:%M}" if newest else ""
    return (line["site"], began, f"{line['seconds']:.0f} s", status, *map(str, counts), newest)


def _understood_none(line: dict[str, Any]) -> bool:
    """Whether a run was fine, but none of the site's last pages was an article; earlier versions say nothing of it."""
    recent = line.get("recent_pages") or [(line["pages"]["read"], line["pages"]["understood"])]
    return not line["status"] and any(read for read, _ in recent) and not any(found for _, found in recent)
