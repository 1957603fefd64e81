"""What is remembered between runs, and lost without harm."""

from __future__ import annotations

import logging
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newscrawl.state.memory import Memory, Note

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger" / "fil.memory.sqlite"


def test_notes_are_there_in_the_next_run(path):
    memory = Memory.open(path, NOW)
    assert memory.is_new
    memory.put("sources", "https://fil.example/", {"kinds": ["feed"], "été": None})
    memory.put("run", "unfinished", "fil-2026-11-26:0", durable=True)
    memory.close()

    memory = Memory.open(path, NOW)
    assert not memory.is_new
    assert memory.get("sources", "https://fil.example/") == {"kinds": ["feed"], "été": None}
    assert memory.get("run", "unfinished") == "fil-2026-11-26:0"
    assert memory.get("run", "https://fil.example/") is None
    memory.close()


def test_what_has_expired_is_not_there(path):
    memory = Memory.open(path, NOW)
    memory.put("robots", "a", "an hour", NOW + timedelta(hours=1))
    memory.put("robots", "b", "a day", NOW + timedelta(days=1))
    assert memory.get("robots", "a", NOW) == "an hour"
    assert memory.get("robots", "a", NOW + timedelta(hours=2)) is None
    memory.close()
    memory = Memory.open(path, NOW + timedelta(hours=2))
    assert list(memory.items("robots")) == [("b", "a day")]
    memory.close()


def test_notes_are_replaced_and_forgotten(path):
    memory = Memory.open(path, NOW)
    memory.put("a", "1", "x")
    memory.put("a", "1", "y")
    assert list(memory.items("a")) == [("1", "y")]
    memory.drop("a", "1")
    memory.drop("a", "1")
    assert memory.get("a", "1") is None
    memory.close()


def test_all_that_is_noted_under_a_key(path):
    memory = Memory.open(path, NOW)
    memory.put("visit", "a", {"count": 1})
    memory.put("failure", "a", 2, NOW + timedelta(hours=1))
    memory.put("gone", "a", 3, NOW - timedelta(hours=1))
    memory.put("visit", "b", 4)
    failure, visit = Note("failure", "a", 2, NOW + timedelta(hours=1)), Note("visit", "a", {"count": 1}, None)
    assert memory.about("a", NOW) == [failure, visit]
    memory.forget("a")
    assert memory.about("a", NOW) == []
    assert memory.get("visit", "b") == 4
    memory.close()


def test_a_snapshot_changes_nothing(path):
    with pytest.raises(sqlite3.Error):
        Memory.snapshot(path)
    memory = Memory.open(path, NOW)
    memory.put("visit", "a", 1, NOW - timedelta(hours=1))
    snapshot = Memory.snapshot(path)
    assert snapshot.about("a", NOW - timedelta(hours=2)) == [Note("visit", "a", 1, NOW - timedelta(hours=1))]
    snapshot.forget("a")
    snapshot.close()
    assert memory.get("visit", "a") == 1
    memory.close()


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"SQLite format 3\x00" + b"\xff" * 4000])
def test_a_damaged_memory_is_begun_anew(path, content, caplog):
    path.parent.mkdir()
    path.write_bytes(content)
    memory = Memory.open(path, NOW)
    assert memory.is_new
    memory.put("a", "1", "x")
    memory.close()
    assert Memory.open(path, NOW).get("a", "1") == "x"
    assert "begun anew" in caplog.text


def test_one_of_another_format_is_begun_anew(path):
    Memory.open(path, NOW).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    memory = Memory.open(path, NOW)
    assert memory.is_new
    memory.close()


def test_what_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        Memory.open(tmp_path / "file" / "fil.memory.sqlite", NOW)
    (tmp_path / "folder.sqlite").mkdir()
    with pytest.raises(OSError, match="folder"):
        Memory.open(tmp_path / "folder.sqlite", NOW)


def test_a_memory_that_fails_under_way_costs_the_note_only(path, caplog):
    memory = Memory.open(path, NOW)
    memory.close()
    memory.put("a", "1", "x")
    assert memory.get("a", "1") is None
    told = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert ["cannot be used" in record.getMessage() for record in told] == [True], "once, not at each note"


def test_a_memory_of_one_run_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    memory = Memory.of_one_run()
    memory.put("a", "1", "x")
    assert memory.get("a", "1") == "x"
    memory.close()
    assert list(tmp_path.iterdir()) == []


def test_notes_of_some_kinds_are_found_and_forgotten_together(path):
    memory = Memory.open(path, NOW)
    for kind in ("failure", "gone", "visit"):
        memory.put(kind, "a", kind)
    memory.put("gone", "b", "gone")
    assert memory.has_any(("rejection", "gone"), "a")
    memory.drop_kinds(("failure", "gone", "rejection"), "a")
    assert not memory.has_any(("failure", "gone", "rejection"), "a")
    assert memory.get("visit", "a") == "visit"
    assert memory.has_any(("gone",), "b")
    memory.close()
