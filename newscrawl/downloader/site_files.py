"""A file of a site that is kept from run to run, robots.txt or tdmrep.json: pure, without network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

FRESH = 24 * 3600.0
"""Seconds for which a file is not asked for again (for robots.txt RFC 9309, 2.4)."""
KEPT = 30 * FRESH
"""Seconds for which an older one holds while the site does not answer (for robots.txt RFC 9309, 2.3.1.4)."""


@dataclass(frozen=True, slots=True)
class SiteFile:
    """An answer for a file: when it came (Unix time), its status, and its bytes."""

    at: float
    status: int
    body: bytes = b""

    @property
    def is_there(self) -> bool:
        """Whether it is the file; any other answer that is kept says that there is none."""
        return 200 <= self.status < 300

    def age(self, now: float) -> float:
        """Seconds since it came; endless for one that has not come yet, as a clock set back leaves behind."""
        return now - self.at if now >= self.at else float("inf")

    def to_note(self) -> list[Any]:
        """JSON values that `read_copy` reads."""
        return [self.at, self.status, self.body.decode("latin-1")]


def read_copy(note: object) -> SiteFile | None:
    """The copy in a note; null for anything else."""
    match note:
        case [int() | float() as at, int() as status, str() as body]:
            return SiteFile(float(at), status, body.encode("latin-1", "replace"))
    return None
