"""The folder of a site's run reports: one JSON file a run, `SITE-20261123T232650Z-PID.json`, the last N kept."""

from __future__ import annotations

import json
import os
import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from newscrawl import clock

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_STARTED: WeakKeyDictionary[Crawler, datetime] = WeakKeyDictionary()


def started_at(crawler: Crawler) -> datetime:
    """When a run began (UTC), as the first of its extensions saw it: one moment for all that is written of it."""
    return _STARTED.setdefault(crawler, clock.now())


def run_id(started: datetime, process: int) -> str:
    """Name of a run of a site that started at `started` (UTC): by name they sort by time."""
    return f"{started:%Y%m%dT%H%M%SZ}-{process}"


def report_name(site: str, started: datetime, process: int) -> str:
    """Name of the report of a run."""
    return f"{site}-{run_id(started, process)}.json"


def write_report(path: Path, report: dict[str, Any]) -> None:
    """Writes a report as a whole or, raising `OSError`, not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.tmp")
    try:
        with unfinished.open("w", encoding="utf-8") as file:
            json.dump(report, file, ensure_ascii=False, indent=2)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def drop_old_reports(folder: Path, site: str, kept: int) -> None:
    """Removes all but the last `kept` reports of `site`, and what a killed run left unfinished; 0 keeps all."""
    name = re.compile(rf"{re.escape(site)}-\d{{8}}T\d{{6}}Z-\d+\.json")
    reports = sorted(path for path in folder.iterdir() if name.fullmatch(path.name))
    unfinished = [path for path in folder.iterdir() if name.fullmatch(path.name.removeprefix(".").removesuffix(".tmp"))]
    for path in (reports[:-kept] if kept else []) + [path for path in unfinished if path not in reports]:
        path.unlink(missing_ok=True)
