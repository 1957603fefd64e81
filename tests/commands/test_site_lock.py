from __future__ import annotations

import os
from pathlib import Path

import pytest

from newscrawl.commands.locking import SiteLock, SiteLocked, take_locks


def test_one_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "ledger" / "site.lock"
    first = SiteLock(path).take()
    with pytest.raises(SiteLocked) as finding:
        SiteLock(path).take()
    assert finding.value.holder.startswith(f"process {os.getpid()}, since ")
    first.release()
    first.release()
    SiteLock(path).take().release()


@pytest.mark.parametrize("left", [b"", b"process 1, since the flood\n", b"\xff\x00" * 5000])
def test_what_a_dead_run_left_in_the_file_means_nothing(tmp_path: Path, left: bytes) -> None:
    path = tmp_path / "site.lock"
    path.write_bytes(left)
    SiteLock(path).take().release()
    assert path.read_text().startswith(f"process {os.getpid()}, ")


def test_a_lock_file_of_another_user(tmp_path: Path) -> None:
    path = tmp_path / "site.lock"
    path.touch(0o444)
    lock = SiteLock(path).take()
    with pytest.raises(SiteLocked):
        SiteLock(path).take()
    lock.release()


def test_a_place_where_there_can_be_no_lock(tmp_path: Path) -> None:
    (tmp_path / "ledger").touch()
    with pytest.raises(OSError, match="ledger"):
        SiteLock(tmp_path / "ledger" / "site.lock").take()


def test_a_host_is_asked_by_one_run_at_a_time_whatever_its_site_is_called(tmp_path: Path) -> None:
    hosts = frozenset({"journal.example", "sport.journal.example:8080"})
    with take_locks(tmp_path, "journal", hosts):
        for other in hosts:
            with pytest.raises(SiteLocked) as finding:
                take_locks(tmp_path, "autre", frozenset({"a.example", other}))
            assert (finding.value.name, "process" in finding.value.holder) == (other, True)
        with take_locks(tmp_path, "autre", frozenset({"a.example"})), pytest.raises(SiteLocked) as again:
            take_locks(tmp_path, "journal", frozenset())
        assert again.value.name == "journal"
    with take_locks(tmp_path, "autre", hosts):  # all were given back, those of the refused runs too
        pass
