"""What a run did, and why it did not do more: as one JSON file, the last N of a site kept, and as a few lines."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from newscrawl.reporting.causes import cause
from newscrawl.reporting.record import RunRecord, RunStart
from newscrawl.reporting.status import ExitStatus
from newscrawl.store.files import DiskFiles, replace_file

SCHEMA_VERSION = "1.0"
_FEED = "newscrawl/feed/"
_CAUSES = 3
"""Reasons named in the line of a status."""


def as_report(record: RunRecord) -> dict[str, Any]:
    """The report of a run."""
    start, stats = record.start, {name: _plain(record.stats[name]) for name in sorted(record.stats)}
    return {
        "schema_version": SCHEMA_VERSION,
        "site": start.site,
        "spider": start.spider,
        "arguments": record.arguments,
        "started_at": start.started_at.isoformat(timespec="milliseconds"),
        "finished_at": record.finished_at.isoformat(timespec="milliseconds"),
        "elapsed_seconds": record.seconds,
        "status": record.status.value,
        "status_name": record.status.name,
        "meaning": record.status.meaning,
        "finish_reason": record.finish_reason,
        "stopped_by": record.stopped_by,
        "figures": asdict(record.figures),
        "lost": [asdict(loss) for loss in record.losses],
        "withheld": record.withheld,
        "declarations": record.declarations,
        "feed": {name.removeprefix(_FEED): stats[name] for name in stats if name.startswith(_FEED)} or None,
        "log": record.log,
        "log_left_out": record.log_left_out,
        "stats": stats,
        "process": start.process,
        "versions": start.versions,
    }


def report_name(start: RunStart) -> str:
    """Name of the report of a run: `SITE-20261123T232650Z-PID.json`."""
    return f"{start.site}-{start.id}.json"


def write_report(path: Path, report: dict[str, Any]) -> None:
    """Writes a report as a whole or, raising `OSError`, not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(report, ensure_ascii=False, indent=2) + "\n"
    replace_file(DiskFiles(), path, [text.encode(errors="backslashreplace")])


def drop_old_reports(folder: Path, site: str, kept: int) -> None:
    """Removes all but the last `kept` reports of `site`, and what a killed run left unfinished; 0 keeps all."""
    name = rf"{re.escape(site)}-\d{{8}}T\d{{6}}Z-\d+\.json"
    paths = sorted(folder.iterdir())
    reports = [path for path in paths if re.fullmatch(name, path.name)]
    unfinished = [path for path in paths if re.fullmatch(rf"{name}\.part|\.{name}\.tmp", path.name)]
    for path in (reports[:-kept] if kept else []) + unfinished:
        path.unlink(missing_ok=True)


def _plain(value: Any) -> Any:
    """A stat as JSON can hold it."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds")
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)


_EMPTY_BECAUSE = {
    "emptied": "{} lists no article any more",
    "no_links": "{} lists no article",
    "no_section": "{} is no list of articles",
    "no_feed": "no feed of {} is known",
    "no_rest": "no REST interface of {} is known",
    "no_sitemap": "no sitemap of {} is known",
}
_ADVICE = "if it is an article, give the address of its section"
"""For addresses that somebody has typed."""
_LOSSES = {
    "Empty": "sections/empty/",
    "Short": "sections/short/",
    "Dropped": "dropped/",
    "Failed": "pages/failed/",
    "Sources failed": "sources/failed/",
    "Refused": "replay/refused/",
    "Damaged": "replay/damaged/",
}


def summary(record: RunRecord, files: Mapping[str, Path | str | None]) -> str:
    """A few lines: figures, reasons, where the files are (label → path; null is left out), and the status."""
    figures = record.figures
    lines = [
        (
            f"{record.start.site}: {many(figures.new, 'new article')}, {figures.known} known already, "
            f"{many(figures.pages_read, 'page')} read in {duration(record.seconds)}"
        )
    ]
    for label, kind in _LOSSES.items():
        lines += _counted(label, record.lost(kind))
    lines += _counted("Left out as too old", record.too_old)
    # A page that robots.txt forbids has failed too, for the same reason.
    told = Counter(record.lost("pages/failed/")) + Counter(record.lost("sources/failed/"))
    lines += _counted("Withheld", Counter(record.withheld) - told)
    if (earlier := record.stats.get("newscrawl/sources/unchanged")) and record.start.spider == "archive":
        lines.append(f"Read by an earlier run: {many(earlier, 'file')} (-a again=1 reads them again)")
    lines += [f"{label}: {path}" for label, path in files.items() if path is not None]
    if figures.new and files.get("Feed"):
        lines.append(f"Read it: newscrawl feed tail {record.start.site} -n 1 | jq")
    lines.append(f"Status: {status_text(record)}")
    return "\n".join(lines)


def _counted(label: str, reasons: Mapping[str, int]) -> list[str]:
    return [f"{label}: {sum(reasons.values())} ({by_reason(reasons)})"] if reasons else []


def status_text(record: RunRecord) -> str:
    """A status with its meaning; of a stop also what brought it about, of what is empty or short its cause alone."""
    if record.status in (ExitStatus.EMPTY, ExitStatus.SHORT):
        return f"{record.status.value}, {'; '.join(_causes(record))}"
    by = record.stopped_by or record.finish_reason if record.status is ExitStatus.STOPPED else None
    return f"{record.status.value}, {_unreadable(record) or record.status.meaning}" + (f" ({by})" if by else "")


def _unreadable(record: RunRecord) -> str | None:
    """Why no source could be read; null where that is not the matter, or nothing tells."""
    if record.status is not ExitStatus.UNREADABLE:
        return None
    failed = "sources/failed/"
    lost = [loss for loss in record.losses if loss.fact.startswith(failed) and loss.examples]
    return "; ".join(cause(loss.fact.removeprefix(failed), loss.examples[0]) for loss in lost[:_CAUSES]) or None


def _causes(record: RunRecord) -> Iterator[str]:
    """Why there was nothing to read, or less than there is: a clause for each reason."""
    kind = "sections/empty/" if record.status is ExitStatus.EMPTY else "sections/short/"
    found = [loss for loss in record.losses if loss.fact.startswith(kind)]
    for loss in found:
        reason, sections = loss.fact.removeprefix(kind), " and ".join(loss.examples)
        text = _EMPTY_BECAUSE.get(reason, f"the {reason} asked for shows fewer articles than {{}} itself")
        is_given = reason == "no_links" and record.start.spider == "section"
        yield text.format(sections) + (f" ({_ADVICE})" if is_given else "")
    if not found:
        failed = by_reason(record.lost("pages/failed/"))
        listed = many(record.figures.wanted, "article")
        yield f"none of {listed} listed could be read ({failed or 'each failed in an earlier run'})"


def by_reason(counts: Mapping[str, int]) -> str:
    """How many for each reason."""
    return ", ".join(f"{reason} {count}" for reason, count in counts.items())


def aligned(rows: Sequence[Sequence[str]], *, left: Collection[int] = (0,)) -> Iterator[str]:
    """The rows of a table, a line each: columns to the right, but for those to the `left`."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (
            cell.ljust(width) if number in left else cell.rjust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join(cells).rstrip()


def many(count: int, thing: str) -> str:
    """So many of a thing."""
    return f"{count} {thing}{'' if count == 1 else 's'}"


def duration(seconds: float) -> str:
    """A length of time, in units for people."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min {rest:02} s"
