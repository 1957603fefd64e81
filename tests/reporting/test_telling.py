"""What is told of a fault that lasts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from newscrawl.reporting.telling import ToldFaults

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def told(path: Path, fault: str | None, now: datetime) -> str | None:
    """What a round tells of a site, each with the file alone as its memory."""
    faults = ToldFaults(path)
    news, _ = faults.tell("journal", fault, now)
    faults.write()
    return news


def test_a_fault_is_told_when_it_begins_changes_and_ends_and_once_a_day(tmp_path: Path) -> None:
    path = tmp_path / "runs" / "told.json"
    rounds = [
        (0, None, None),
        (1, "5 of 9 pages failed", "begins"),
        (2, "7 of 11 pages failed", None),
        (24, "7 of 11 pages failed", None),
        (25, "1 of 2 pages failed", "lasts"),
        (26, "1 of 2 pages failed", None),
        (27, "nothing to read", "changes"),
        (51, "nothing to read", "lasts"),
        (52, None, "ends"),
        (53, None, None),
        (54, "nothing to read", "begins"),
    ]
    assert [told(path, fault, NOON + hours * HOUR) for hours, fault, _ in rounds] == [news for *_, news in rounds]


def test_it_is_known_since_when(tmp_path: Path) -> None:
    faults = ToldFaults(tmp_path / "told.json")
    faults.tell("journal", "this", NOON)
    assert faults.tell("journal", "that", NOON + HOUR) == ("changes", NOON)
    assert faults.tell("journal", None, NOON + 2 * HOUR) == ("ends", NOON)
    assert faults.tell("gazette", None, NOON) == (None, None)


def test_a_file_that_cannot_be_used_costs_a_repetition(tmp_path: Path) -> None:
    path = tmp_path / "told.json"
    for content in ("{", "[]", '{"journal": 1}', '{"journal": {"what": "x", "since": "soon", "told": "x"}}'):
        path.write_text(content)
        assert told(path, "x", NOON) == "begins"
    assert told(path / "no folder", "x", NOON) == "begins"
