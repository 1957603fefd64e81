"""How long a host is left alone that says it is asked too much: pure, without clock or network."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_KEPT = 24 * 3600.0
"""Seconds beyond which no pause is believed: a slip of a day must not end the crawling of a site."""
GROWTH = 2.0
_MOST_GROWTH = 10


def retry_after(value: str | None, now: float) -> float | None:
    """The seconds from `now` (Unix time) that a `Retry-After` header asks for, a number or an HTTP date (RFC 9110).

    Null where it says nothing that can be read; 0 for a moment that is past.
    """
    text = (value or "").strip()
    if text.isascii() and text.isdecimal():
        return float(text[:12])
    try:
        moment: datetime = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    try:
        return max(moment.timestamp() - now, 0.0)
    except (OverflowError, ValueError):
        return None


@dataclass(slots=True)
class Pause:
    """A host that is left alone until a moment (Unix time), and how often in a row it has asked for that."""

    until: float
    times: int = 1

    def left(self, now: float) -> float:
        """Seconds still to wait; 0 once it is over."""
        return max(self.until - now, 0.0)


def next_pause(before: Pause | None, asked: float | None, now: float, shortest: float) -> Pause:
    """The pause after one more refusal at `now`: what the host asked for, at least `shortest`, doubled each time.

    A refusal that comes during a pause answers a request sent before it: it may lengthen the pause, and is no new one.
    """
    if before is not None and before.left(now) > 0:
        return Pause(max(before.until, now + min(asked or 0.0, LONGEST_KEPT)), before.times)
    times = 1 if before is None else before.times + 1
    grown = shortest * GROWTH ** min(times - 1, _MOST_GROWTH)
    return Pause(now + min(max(grown, asked or 0.0), LONGEST_KEPT), times)


def read_pause(note: object) -> Pause | None:
    """The pause noted as `[until, times]`; null for anything else."""
    match note:
        case [int() | float() as until, int() as times] if math.isfinite(until) and times > 0:
            return Pause(float(until), times)
    return None
