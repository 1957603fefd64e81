"""A file that a run appends to."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from newscrawl.store.durable import DurableFile
from newscrawl.store.errors import NotWritable
from newscrawl.store.files import DiskFiles


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "essai-2026-11-23.jsonl"
    path.write_bytes(b"{}\n")
    return path


def test_its_end_is_known_before_anything_is_written(path: Path) -> None:
    assert DurableFile(path, DiskFiles(), "feed").end == 3


def test_nothing_is_cut_where_the_end_cannot_be_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = DurableFile(path, DiskFiles(), "feed")

    def fails(_: int) -> os.stat_result:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as trouble:
        trouble.setattr("newscrawl.store.durable.os.fstat", fails)
        with pytest.raises(NotWritable):
            file.append(b"[]\n")
    assert path.read_bytes() == b"{}\n"


def test_positions_count_on_from_those_of_the_file_before(path: Path) -> None:
    file = DurableFile(path, DiskFiles(), "archive", end=1000)
    assert file.append(b"[]\n") == 1000
    assert (file.end, file.durable, file.size, file.base) == (1003, 1000, 6, 997)
    file.sync(1003)
    file.append(b"torn")
    error = file.give_up(OSError(28, "No space left on device"))
    assert (error.reason, str(error)) == ("no_space", "archive not writable: No space left on device")
    assert (file.end, path.read_bytes()) == (1003, b"{}\n[]\n")
    with pytest.raises(NotWritable):
        file.append(b"[]\n")
    file.close()


def test_what_is_left_is_durable_and_takes_no_more_time(path: Path) -> None:
    syncs: list[int] = []

    class Counting(DiskFiles):
        def fsync(self, descriptor: int) -> None:
            syncs.append(descriptor)
            super().fsync(descriptor)

    file = DurableFile(path, Counting(), "archive", end=0)
    file.append(b"[]\n")
    file.leave()
    assert not file.is_open
    file.sync(3)
    assert len(syncs) == 1
    with pytest.raises(OSError, match="closed before all was durable"):
        file.sync(4)
