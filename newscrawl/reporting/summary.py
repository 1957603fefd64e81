"""What a person reads once a run is over."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from newscrawl.reporting.record import RunRecord
from newscrawl.reporting.status import ExitStatus

_LOSSES = {
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
    if record.withheld:
        lines.append(f"Withheld: {by_reason(record.withheld)}")
    lines += [f"{label}: {path}" for label, path in files.items() if path is not None]
    lines.append(f"Status: {status_text(record)}")
    return "\n".join(lines)


def _counted(label: str, reasons: Mapping[str, int]) -> list[str]:
    return [f"{label}: {sum(reasons.values())} ({by_reason(reasons)})"] if reasons else []


def status_text(record: RunRecord) -> str:
    """A status with its meaning; of a stop also what brought it about."""
    by = record.stopped_by or record.finish_reason if record.status is ExitStatus.STOPPED else None
    return f"{record.status.value}, {record.status.meaning}" + (f" ({by})" if by else "")


def by_reason(counts: Mapping[str, int]) -> str:
    """How many for each reason."""
    return ", ".join(f"{reason} {count}" for reason, count in counts.items())


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
