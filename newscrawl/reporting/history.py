"""The history of a site's runs: one JSON line when a run begins and one when it ends, a file a month.

`data/runs/SITE/coverage-2026-11.jsonl` is only ever appended to.  A run that was killed has its first line and no
other, which is how it is told from a run that never was.
"""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from newscrawl.store.files import DiskFiles, make_folders, write_whole

logger = logging.getLogger(__name__)

SCHEMA_VERSION = "1.0"
STARTED, FINISHED = "started", "finished"
KILLED, RUNNING = "KILLED", "RUNNING"
"""What a run without end has in place of the name of its status."""
_BYTES_OF_RUN = 2048
"""More than most runs write."""
_FILE = re.compile(r"coverage-\d{4}-\d{2}\.jsonl")


@dataclass(slots=True)
class Run:
    """What the history holds of one run."""

    id: str
    begun: dict[str, Any] = field(default_factory=dict)
    """Its first line; empty where that is lost."""
    ended: dict[str, Any] | None = None
    """Its last line; null where the run was killed, or is under way."""

    @property
    def line(self) -> dict[str, Any]:
        """The run as one line: the last that it wrote."""
        return self.ended or self.begun

    @property
    def started_at(self) -> datetime:
        """When it began, in UTC."""
        return datetime.fromisoformat(self.line["started_at"])

    @property
    def status(self) -> int | None:
        """What it answered, null where it never did."""
        return int(self.ended["status"]) if self.ended else None


def append(folder: Path, started: datetime, line: Mapping[str, Any]) -> None:
    """Appends a line of the run that began at `started`, durably.  Raises `OSError`."""
    files = DiskFiles()
    make_folders(files, folder)
    path = folder / f"coverage-{started:%Y-%m}.jsonl"
    is_new = not path.exists()
    torn = not is_new and not _is_whole(path)
    data = json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode()
    descriptor = files.open_append(path)
    try:
        # One call, after a line feed where a full disk or a killed run has left a torn line.
        write_whole(files, descriptor, (b"\n" if torn else b"") + data + b"\n")
        files.fsync(descriptor)
    finally:
        files.close(descriptor)
    if is_new:
        files.fsync_folder(folder)


def drop_old_months(folder: Path, kept: int) -> None:
    """Removes all but the last `kept` files; 0 keeps all."""
    for path in _months(folder)[:-kept] if kept else ():
        path.unlink(missing_ok=True)


def read_runs(folder: Path) -> Iterator[Run]:
    """The runs in the order in which they began; a line that cannot be read is skipped.

    Of several last lines of a run the latest counts.
    """
    for path in _months(folder):
        yield from _runs_of_month(path)


def last_runs(folder: Path, count: int) -> list[Run]:
    """The last `count` runs, the latest last, read from no more than it takes."""
    found: list[Run] = []
    for path in reversed(_months(folder)):
        if len(found) >= count:
            break
        found = [*_last_of_month(path, count - len(found)), *found]
    return found[max(len(found) - count, 0) :]


def _last_of_month(path: Path, count: int) -> list[Run]:
    size, back = path.stat().st_size, _BYTES_OF_RUN * (count + 1)
    while True:
        runs = [*_runs_of_month(path, max(size - back, 0))]
        # The first may have lost its first line, but never its last one, which stands behind.
        if len(runs) > count or back >= size:
            return runs
        back *= 4


def _runs_of_month(path: Path, offset: int = 0) -> Iterator[Run]:
    # All lines of a run lie in the file of the month in which it began.
    runs: dict[str, Run] = {}
    for line in _lines(path, offset):
        run = runs.setdefault(str(line["run"]), Run(str(line["run"])))
        if line["event"] == STARTED:
            run.begun = line
        else:
            run.ended = line
    yield from runs.values()


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
                logger.info("Skipped, no line of a run: %s, %r", path, content[:80])


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
        file.seek(0, os.SEEK_END)
        if not file.tell():
            return True
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"
