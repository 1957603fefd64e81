"""Names of the files of an archive, and which of them are deleted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from newscrawl.store.files import DiskFiles, delete_outdated
from newscrawl.warc.segments import ArchiveFile, ArchiveFolder

DAY = date(2026, 11, 27)


def test_a_name_tells_site_day_and_number() -> None:
    file = ArchiveFile(DAY, 12, "rtl-be.2026-01-01")
    assert file.name == "rtl-be.2026-01-01-2026-11-27-0012.warc.gz"
    assert ArchiveFile.parse(file.name) == file


@pytest.mark.parametrize(
    "name",
    ["essai-2026-11-27.warc.gz", "essai-2026-13-27-0001.warc.gz", "essai-2026-11-27-1.warc.gz", "-2026-11-27-0001.warc",
     "essai-2026-11-27-00012.warc.gz", "../essai-2026-11-27-0001.warc.gz/x"],
)  # fmt: skip
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=r"name|day|month|isoformat"):
        ArchiveFile.parse(name)


def test_files_move_on_by_number_and_by_day() -> None:
    file = ArchiveFile(DAY, 9999, "essai")
    assert file.following(DAY).name == "essai-2026-11-27-10000.warc.gz"
    assert file.following(date(2026, 11, 28)).name == "essai-2026-11-28-0001.warc.gz"
    assert file.following(date(2026, 11, 20)).name == "essai-2026-11-27-10000.warc.gz"


def test_a_folder_holds_its_own_files_in_order_of_time(tmp_path: Path) -> None:
    folder = tmp_path / "essai"
    folder.mkdir()
    names = ["essai-2026-11-27-9999.warc.gz", "essai-2026-11-27-10000.warc.gz", "essai-2026-11-28-0001.warc.gz"]
    for name in (*names, ".lock", "probe.part", "autre-2026-11-27-0001.warc.gz", "notes.txt"):
        (folder / name).touch()
    found = ArchiveFolder.read(folder)
    assert [file.name for file in found.files] == names
    assert [path.name for path in found.strays] == ["autre-2026-11-27-0001.warc.gz", "notes.txt"]
    assert ArchiveFolder.read(tmp_path / "none").files == ()


def test_files_of_days_older_than_wanted_go(tmp_path: Path) -> None:
    folder = tmp_path / "essai"
    folder.mkdir()
    for day in (24, 25, 26, 27):
        (folder / ArchiveFile(date(2026, 11, day), 1, "essai").name).touch()
    found = ArchiveFolder.read(folder)
    assert found.outdated(DAY, 0) == []
    delete_outdated([found.path_of(file) for file in found.outdated(DAY, 2)], DiskFiles())
    assert [file.day.day for file in ArchiveFolder.read(folder).files] == [25, 26, 27]
