"""What is told of a fault that lasts: that it begins, changes and ends, and once a day that it goes on."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal, Self

from newscrawl.store.files import DiskFiles, make_folders, replace_file

logger = logging.getLogger(__name__)

News = Literal["begins", "changes", "lasts", "ends"]
REMINDER = timedelta(days=1)
_NUMBERS = re.compile(r"\d+(?:[.,:]\d+)*")


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault that was told."""

    what: str
    """Without its numbers, which change from run to run."""
    since: datetime
    told: datetime

    def to_dict(self) -> dict[str, str]:
        """As a JSON object."""
        return {"what": self.what, "since": self.since.isoformat(), "told": self.told.isoformat()}

    @classmethod
    def from_dict(cls, data: Any) -> Self | None:
        """The fault of a JSON object, null for anything else."""
        try:
            return cls(str(data["what"]), datetime.fromisoformat(data["since"]), datetime.fromisoformat(data["told"]))
        except (KeyError, TypeError, ValueError):
            return None


def compared(before: Fault | None, fault: str | None, now: datetime) -> tuple[News | None, Fault | None]:
    """What there is to tell of a fault, null for nothing, beside what was told `before`; and what to remember."""
    if fault is None:
        return ("ends" if before is not None else None), None
    what = _NUMBERS.sub("#", fault)
    if before is None:
        return "begins", Fault(what, now, now)
    if what != before.what:
        return "changes", Fault(what, before.since, now)
    if now - before.told >= REMINDER:
        return "lasts", replace(before, told=now)
    return None, before


class ToldFaults:
    """The faults of sites that were told, in a file; without it, all are told anew."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._faults = dict(_read(path))

    def names(self) -> list[str]:
        """Of what faults are known."""
        return sorted(self._faults)

    def tell(self, site: str, fault: str | None, now: datetime) -> tuple[News | None, datetime | None]:
        """What there is to tell of a site, null for nothing, and since when its fault lasts or lasted."""
        before = self._faults.get(site)
        news, after = compared(before, fault, now)
        if after is not None:
            self._faults[site] = after
        else:
            self._faults.pop(site, None)
        known = after or before
        return news, known.since if known is not None else None

    def write(self) -> None:
        """Keeps what was told; a failure is logged."""
        files, faults = DiskFiles(), {site: fault.to_dict() for site, fault in sorted(self._faults.items())}
        try:
            make_folders(files, self.path.parent)
            replace_file(files, self.path, [json.dumps(faults, ensure_ascii=False, indent=2).encode() + b"\n"])
        except OSError as error:
            logger.warning("What was told is not kept: %s", error)


def _read(path: Path) -> Iterator[tuple[str, Fault]]:
    try:
        noted = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return
    for site, data in noted.items() if isinstance(noted, dict) else ():
        fault = Fault.from_dict(data)
        if fault is not None:
            yield site, fault
