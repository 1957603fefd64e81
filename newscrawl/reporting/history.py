"""The coverage of a site's runs: one JSON line when a run begins and one when it ends, a file a month.

`data/runs/SITE/coverage-2026-11.jsonl` is only ever appended to.  A run that was killed has its first line and no
other, which tells it from a run that never was.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from newscrawl.reporting.record import FIELDS, RunRecord, RunStart
from newscrawl.reporting.status import RecentPages
from newscrawl.store.files import DiskFiles, make_folders, write_whole

logger = logging.getLogger(__name__)

SCHEMA_VERSION = "1.0"
STARTED, FINISHED = "started", "finished"
KILLED, RUNNING = "KILLED", "RUNNING"
"""What a run without end has in place of the name of its status."""
_LOOKED_BACK = 10
"""Runs among which one is looked for that was not killed."""
_BYTES_OF_RUN = 2048
"""More than most runs write."""
_FILE = re.compile(r"coverage-\d{4}-\d{2}\.jsonl")


def started_line(start: RunStart) -> dict[str, Any]:
    """What a run writes when it begins."""
    return {
        "event": STARTED,
        "schema_version": SCHEMA_VERSION,
        "run": start.id,
        "site": start.site,
        "spider": start.spider,
        "newscrawl_version": start.versions["newscrawl"],
        "started_at": start.started_at.isoformat(timespec="milliseconds"),
    }


def finished_line(record: RunRecord) -> dict[str, Any]:
    """What a run writes when it ends."""
    figures, written = record.figures, record.written
    return {
        **started_line(record.start),
        "event": FINISHED,
        "finished_at": record.finished_at.isoformat(timespec="milliseconds"),
        "seconds": record.seconds,
        "status": record.status.value,
        "status_name": record.status.name,
        "finish_reason": record.finish_reason,
        "stopped_by": record.stopped_by,
        "sources": {"read": figures.sources_read, "failed": record.lost("sources/failed/")},
        "gap": record.gap,
        "articles": record.articles,
        "pages": {
            "read": figures.pages_read,
            "understood": figures.understood,
            "failed": record.lost("pages/failed/"),
            "dropped": record.lost("dropped/"),
        },
        "answers": record.answers,
        "lines": written.articles,
        "fields": {name: written.fields[name] for name in FIELDS},
        "methods": dict(sorted(written.methods.items())),
        "problems": dict(sorted(written.problems.items())),
        "newest_published_at": written.newest.isoformat() if written.newest else None,
        "cursor": record.stats.get("newscrawl/feed/cursor"),
        "recent_pages": [list(pages) for pages in record.recent_pages],
    }


def recent_pages(folder: Path) -> RecentPages:
    """The last pages of a site, as its last run that came to an end has left them; empty where nothing says."""
    with suppress(OSError, TypeError, ValueError):
        ends = (run.ended for run in reversed(last_runs(folder, _LOOKED_BACK)) if run.ended)
        return tuple((int(read), int(understood)) for read, understood in next(ends, {}).get("recent_pages", ()))
    return ()


def was_killed(folder: Path) -> bool:
    """Whether the last run of a site has no end: to be asked before a run that holds the site's lock begins."""
    with suppress(OSError):
        return any(run.ended is None for run in last_runs(folder, 1))
    return False


@dataclass(slots=True)
class PastRun:
    """What the coverage holds of one run."""

    begun: dict[str, Any] = field(default_factory=dict)
    """Its first line; empty where that is lost."""
    ended: dict[str, Any] | None = None
    """Its last line; null where the run was killed, or is under way."""

    @property
    def line(self) -> dict[str, Any]:
        """The last line that it wrote."""
        return self.ended or self.begun

    @property
    def id(self) -> str:
        """See `RunStart.id`."""
        return str(self.line["run"])

    @property
    def started_at(self) -> datetime:
        """When it began, in UTC."""
        return datetime.fromisoformat(self.line["started_at"])

    @property
    def status(self) -> int | None:
        """Its exit status, null where it has none."""
        return int(self.ended["status"]) if self.ended else None


def append(folder: Path, started: datetime, line: Mapping[str, Any]) -> None:
    """Appends a line of the run that began at `started`, durably.  Raises `OSError`."""
    files = DiskFiles()
    make_folders(files, folder)
    path = folder / f"coverage-{started:%Y-%m}.jsonl"
    is_new = not path.exists()
    # A full disk or a killed run has left a torn line.
    feed = b"" if is_new or _is_whole(path) else b"\n"
    data = json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode(errors="backslashreplace")
    descriptor = files.open_append(path)
    try:
        write_whole(files, descriptor, feed + data + b"\n")
        files.fsync(descriptor)
    finally:
        files.close(descriptor)
    if is_new:
        files.fsync_folder(folder)


def drop_old_months(folder: Path, kept: int) -> None:
    """Removes all but the last `kept` files; 0 keeps all."""
    for path in _months(folder)[:-kept] if kept else ():
        path.unlink(missing_ok=True)


def read_runs(folder: Path) -> Iterator[PastRun]:
    """The runs in the order in which they began; a line that cannot be read is skipped.

    Of several last lines of a run the latest counts.
    """
    for path in _months(folder):
        yield from _runs_of_month(path)


def last_runs(folder: Path, count: int) -> list[PastRun]:
    """The last `count` runs, the latest last, read from no more than it takes."""
    found: list[PastRun] = []
    for path in reversed(_months(folder)):
        if len(found) < count:
            found = _last_of_month(path, count - len(found)) + found
    return found


def line_of_process(folder: Path, process: int | None) -> dict[str, Any] | None:
    """The last line of the latest run of a process, null where it wrote none, or none that can be read."""
    with suppress(OSError):
        return next((run.ended for run in reversed(last_runs(folder, 5)) if run.id.endswith(f"-{process}")), None)
    return None


def _last_of_month(path: Path, count: int) -> list[PastRun]:
    size, tail = path.stat().st_size, _BYTES_OF_RUN * (count + 1)
    # The first run of a tail may lack its first line, but never its last one, which stands behind.
    while len(runs := _runs_of_month(path, max(size - tail, 0))) <= count and tail < size:
        tail *= 4
    return runs[-count:]


def _runs_of_month(path: Path, offset: int = 0) -> list[PastRun]:
    # All lines of a run are in the file of the month in which it began.
    runs: dict[str, PastRun] = {}
    for line in _lines(path, offset):
        run = runs.setdefault(str(line["run"]), PastRun())
        if line["event"] == STARTED:
            run.begun = line
        else:
            run.ended = line
    return list(runs.values())


def _months(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if _FILE.fullmatch(path.name))


def _lines(path: Path, offset: int) -> Iterator[dict[str, Any]]:
    """The lines that begin at or behind an offset."""
    with path.open("rb") as file:
        if offset:
            file.seek(offset - 1)
            file.readline()
        for content in file:
            line = _line(content)
            if line is not None:
                yield line
            elif content.strip():
                logger.info("Skipped a line that describes no run: %s, %r", path, content[:80])


def _line(content: bytes) -> dict[str, Any] | None:
    try:
        line = json.loads(content)
        datetime.fromisoformat(line["started_at"])
        known = line["event"] == STARTED or (line["event"] == FINISHED and isinstance(line["status"], int))
        return line if known and "run" in line else None
    except (ValueError, TypeError, KeyError):
        return None


def _is_whole(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - 1, 0))
        return file.read(1) in {b"", b"\n"}
