"""What a person reads once a run is over."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from newscrawl.reporting.figures import Figures, counted, too_old, withheld
from newscrawl.reporting.status import ExitStatus

_LOST = (
    ("Dropped", "dropped/"),
    ("Failed", "pages/failed/"),
    ("Sources failed", "sources/failed/"),
    ("Refused", "replay/refused/"),
    ("Damaged", "replay/damaged/"),
)


def summary(
    site: str, stats: Mapping[str, Any], status: ExitStatus, seconds: float, places: Mapping[str, Path | str | None]
) -> str:
    """A few lines: figures, reasons, where things lie (`places`: label → path; null is left out), and the status."""
    figures = Figures.of(stats)
    lines = [
        (
            f"{site}: {many(figures.new, 'new article')}, {figures.known} known already, "
            f"{many(figures.pages_read, 'page')} read in {duration(seconds)}"
        )
    ]
    for label, fact in _LOST:
        lines += _told(label, counted(stats, fact))
    lines += _told("Left out as too old", too_old(stats))
    if left_alone := withheld(stats):
        lines.append("Withheld: " + ", ".join(f"{reason} {count}" for reason, count in left_alone.items()))
    lines += [f"{label}: {path}" for label, path in places.items() if path is not None]
    lines.append(f"Status: {told_status(status, stats)}")
    return "\n".join(lines)


def _told(label: str, reasons: Mapping[str, int]) -> list[str]:
    if not reasons:
        return []
    told = ", ".join(f"{reason} {count}" for reason, count in reasons.items())
    return [f"{label}: {sum(reasons.values())} ({told})"]


def told_status(status: ExitStatus, stats: Mapping[str, Any]) -> str:
    """A status with its meaning; of a stop also what brought it about."""
    by = stats.get("newscrawl/stopped_by") or stats.get("finish_reason")
    return f"{status.value}, {status.meaning}" + (f" ({by})" if by and status is ExitStatus.STOPPED else "")


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
