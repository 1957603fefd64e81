"""Lines of coverage, as runs write them, and records of runs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from newscrawl.reporting.record import FIELDS, Evidence, RunRecord, RunStart
from newscrawl.reporting.status import RecentPages

STARTED = datetime(2026, 11, 23, 23, 26, 50, tzinfo=UTC)


def begun(started: datetime = STARTED, process: int = 7) -> dict[str, Any]:
    """The first line of a run of the site `a`."""
    return {
        "event": "started",
        "schema_version": "1.0",
        "run": f"{started:%Y%m%dT%H%M%SZ}-{process}",
        "site": "a",
        "spider": "a",
        "newscrawl_version": "0.1.0",
        "started_at": started.isoformat(timespec="milliseconds"),
    }


def ended(
    started: datetime = STARTED,
    *,
    found: int = 20,
    new: int = 0,
    filled: dict[str, int] | None = None,
    methods: dict[str, int] | None = None,
    problems: dict[str, int] | None = None,
    failed: dict[str, int] | None = None,
    dropped: dict[str, int] | None = None,
    answers: dict[str, int] | None = None,
    status: int = 0,
    published: str | None = None,
) -> dict[str, Any]:
    """Its last line: a run that took a minute, its articles whole and read by a known layout unless told otherwise."""
    failed, dropped = failed or {}, dropped or {}
    return begun(started) | {
        "event": "finished",
        "finished_at": (started + timedelta(minutes=1)).isoformat(timespec="milliseconds"),
        "seconds": 60.0,
        "status": status,
        "status_name": "FINE" if not status else "UNREADABLE",
        "finish_reason": "finished",
        "stopped_by": None,
        "sources": {"read": 1, "failed": {}},
        "gap": False,
        "articles": {"found": found, "known": found - new, "new": new, "revised": 0, "removed": 0},
        "pages": {"read": new + sum(dropped.values()), "understood": new, "failed": failed, "dropped": dropped},
        "answers": answers or {"200": 1 + new},
        "lines": new,
        "fields": dict.fromkeys(FIELDS, new) | (filled or {}),
        "methods": methods if methods is not None else {"family": new},
        "problems": problems or {},
        "newest_published_at": published,
        "cursor": None,
    }


def record(
    stats: dict[str, Any] | None = None,
    *,
    site: str = "a",
    seconds: float = 60.0,
    process: int = 7,
    evidence: Evidence | None = None,
    earlier: RecentPages = (),
    follows_killed: bool = False,
) -> RunRecord:
    """The record of a run that began at `STARTED` and came to its end by itself."""
    return RunRecord.of(
        RunStart(site=site, spider=site, started_at=STARTED, process=process, versions={"newscrawl": "0.1.0"}),
        {"finish_reason": "finished", **(stats or {})},
        evidence or Evidence(),
        finished_at=STARTED + timedelta(seconds=seconds),
        earlier=earlier,
        follows_killed=follows_killed,
    )
