"""Which segments are deleted, and what stays of them."""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path

import pytest

from newscrawl.store.closing import Sidecar, outdated
from newscrawl.store.files import DiskFiles, delete_outdated
from newscrawl.store.segments import Folder

TODAY = date(2026, 11, 30)
SIDECAR = Sidecar("essai", 1, 1, "", None, None).encode()


@pytest.fixture
def closed(feed: Path) -> Path:
    """A feed with a closed segment of each day from 20 to 29."""
    for day in range(20, 30):
        (feed / f"essai-2026-11-{day}.jsonl.gz").touch()
        (feed / f"essai-2026-11-{day}.json").write_bytes(SIDECAR)
    return feed


def days(feed: Path, keep_days: int) -> list[int]:
    return [int(segment.name[-2:]) for segment in outdated(Folder.read(feed), TODAY, keep_days)]


@pytest.mark.parametrize(
    ("keep_days", "expected"), [(0, []), (1, [*range(20, 29)]), (5, [*range(20, 25)]), (9, [20]), (10, []), (4000, [])]
)
def test_days_before_those_to_keep(closed: Path, keep_days: int, expected: list[int]) -> None:
    assert days(closed, keep_days) == expected


def test_what_is_open_or_half_closed_stays(closed: Path) -> None:
    (closed / "essai-2026-11-21.jsonl").touch()
    (closed / "essai-2026-11-22.jsonl.gz").rename(closed / "essai-2026-11-22.jsonl")
    (closed / "essai-2026-11-22.json").unlink()
    assert days(closed, 7) == [20]


def test_what_no_sidecar_describes_stays(closed: Path, caplog: pytest.LogCaptureFixture) -> None:
    (closed / "essai-2026-11-20.json").unlink()
    (closed / "essai-2026-11-21.json").write_text("no sidecar")
    with caplog.at_level(logging.WARNING):
        assert days(closed, 8) == []
    assert "essai-2026-11-21.jsonl.gz, since its sidecar does not say" in caplog.text


def test_lines_go_and_sidecars_stay(closed: Path) -> None:
    delete_outdated([segment.closed for segment in outdated(Folder.read(closed), TODAY, 8)], DiskFiles())
    assert sorted(path.name for path in closed.glob("*-2[0-2].json*")) == [
        "essai-2026-11-20.json",
        "essai-2026-11-21.json",
        "essai-2026-11-22.json",
        "essai-2026-11-22.jsonl.gz",
    ]
    assert days(closed, 8) == []
