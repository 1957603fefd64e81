"""Writing an archive: files by day and size, and every point at which a run can be interrupted."""

from __future__ import annotations

import errno
import gzip
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from newscrawl.items import ArchiveRecord
from newscrawl.store.errors import Busy, NotWritable
from newscrawl.store.files import DiskFiles
from newscrawl.warc.encoding import encode
from newscrawl.warc.writing import ArchiveWriter
from tests.store.interrupted_files import LOSSES, HastyFiles, InterruptedFiles, InterruptedRuns
from tests.warc.exchanges import DAY, an_exchange, answered, kinds, records

NEXT = DAY + timedelta(days=1)
SIZE = len(encode(an_exchange(1))[0]) * 2
Open = Callable[..., ArchiveWriter]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "archive" / "essai"


@pytest.fixture
def opened(folder: Path) -> Open:
    def make(today: date = DAY, files: DiskFiles | None = None, **options: int) -> ArchiveWriter:
        return ArchiveWriter.open(folder, today=today, files=files or HastyFiles(), **options)

    return make


def names(folder: Path) -> list[str]:
    return [path.name for path in sorted(folder.glob("*.warc.gz"))]


def test_runs_of_a_day_share_a_file(opened: Open, folder: Path) -> None:
    for number in (1, 2):
        writer = opened()
        written = writer.append(an_exchange(number))
        writer.sync(written.end)
        assert writer.durable == writer.end == written.end
        writer.close()
    assert names(folder) == ["essai-2026-11-27-0001.warc.gz"]
    (path,) = folder.glob("*.warc.gz")
    assert kinds(path) == ["warcinfo", *["response", "request", "metadata"] * 2]


def test_a_place_leads_to_the_record(opened: Open, folder: Path) -> None:
    writer = opened()
    written = [writer.append(an_exchange(number)) for number in (1, 2, 3)]
    writer.close()
    held = {
        (offset, record.rec_headers.get_header("WARC-Record-ID"))
        for record, offset, _ in records(folder / written[0].record.file)
    }
    assert {(each.record.offset, each.record_id) for each in written} <= held
    assert sum(each.size for each in written) == (folder / written[0].record.file).stat().st_size
    assert writer.holds(written[2].record)
    assert not writer.holds(ArchiveRecord(written[2].record.file, written[2].end))
    assert not writer.holds(ArchiveRecord("../../feeds/essai", 0))


def test_a_full_file_is_left_for_the_next(opened: Open, folder: Path) -> None:
    writer = opened(size=SIZE)
    places = [writer.append(an_exchange(number)).record for number in range(5)]
    writer.close()
    writer = opened(size=SIZE)
    places.append(writer.append(an_exchange(5)).record)
    writer.close()
    assert [place.file[-12:-8] for place in places] == ["0001", "0001", "0002", "0002", "0003", "0003"]
    assert all(kinds(folder / name)[0] == "warcinfo" for name in names(folder))
    assert answered(folder) == [f"https://essai.example/{number}" for number in range(6)]


def test_a_run_past_midnight_goes_on_in_the_file_of_the_new_day(opened: Open, folder: Path) -> None:
    writer = opened()
    writer.append(an_exchange(1))
    writer.append(an_exchange(2, NEXT))
    writer.append(an_exchange(3))  # a slow answer, or a clock set back: files only move on
    writer.close()
    assert names(folder) == ["essai-2026-11-27-0001.warc.gz", "essai-2026-11-28-0001.warc.gz"]
    assert len(answered(folder)) == 3
    writer = opened(DAY)
    assert writer.append(an_exchange(4)).record.file == "essai-2026-11-28-0001.warc.gz"
    writer.close()


def test_a_run_that_sees_nothing_leaves_no_file(opened: Open, folder: Path) -> None:
    opened().close()
    assert names(folder) == []


def test_old_files_go_at_the_start(opened: Open, folder: Path) -> None:
    for days in range(4):
        day = DAY + timedelta(days=days)
        writer = opened(day)
        writer.append(an_exchange(days, day))
        writer.close()
    opened(DAY + timedelta(days=4), keep_days=2).close()
    assert names(folder) == ["essai-2026-11-29-0001.warc.gz", "essai-2026-11-30-0001.warc.gz"]


def test_one_run_at_a_time(opened: Open) -> None:
    writer = opened()
    with pytest.raises(Busy) as refusal:
        opened()
    assert refusal.value.reason == "busy"
    writer.close()
    opened().close()


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "archive").touch()
    with pytest.raises(NotWritable) as refusal:
        ArchiveWriter.open(tmp_path / "archive" / "essai", today=DAY)
    assert refusal.value.reason == "no_folder"
    assert str(refusal.value).startswith("archive not writable: ")


@pytest.mark.parametrize("name", ["..", "-essai", ""])
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not the name of a site"):
        ArchiveWriter.open(tmp_path / name if name else Path(), today=DAY)


# Three runs on two days; a sync behind each group, what is left to `close` was not promised.
RUNS = ((DAY, ((1, 2), (3,), (4,))), (DAY, ((5,), (6,))), (NEXT, ((7,), (8,))))


class World(InterruptedRuns):
    """A data folder, and what the runs in it were promised."""

    def __init__(self, root: Path, files: InterruptedFiles) -> None:
        super().__init__(root, files)
        self.folder = root / "archive" / "essai"
        self.promised: dict[ArchiveRecord, str] = {}

    def run(self, day: date, groups: tuple[tuple[int, ...], ...], files: DiskFiles) -> None:
        writer = ArchiveWriter.open(self.folder, today=day, size=SIZE, files=files)
        try:
            for group in groups:
                exchanges = [an_exchange(number, day) for number in group]
                written = [writer.append(exchange) for exchange in exchanges]
                try:
                    writer.sync(writer.end)
                except OSError as error:
                    raise writer.give_up(error) from error
                self.promised.update({w.record: e.url for w, e in zip(written, exchanges, strict=True)})
            writer.append(an_exchange(100, day))
        except NotWritable:
            writer.close()
            raise
        writer.close()

    def run_all(self) -> None:
        for day, groups in RUNS:
            self.run(day, groups, self.files)

    def check_after(self) -> None:
        """The next run finds whole files with all that was promised, and adds to them."""
        self.run(NEXT, ((200,),), HastyFiles())
        found = {
            ArchiveRecord(path.name, offset): record.rec_headers.get_header("WARC-Target-URI")
            for path in self.folder.glob("*.warc.gz")
            for record, offset, _ in records(path)
        }
        assert self.promised.items() <= found.items()
        for path in self.folder.glob("*.warc.gz"):
            assert path.stat().st_size == 0 or kinds(path)[0] == "warcinfo"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_all_kinds_of_calls_are_interrupted() -> None:
    assert set(World.calls()) == {"mkdir", "lock", "open", "create", "unlink", "write", "fsync", "fsync_folder"}


@pytest.mark.parametrize("how", ["before", "after", "torn"])
@pytest.mark.parametrize("lost", LOSSES)
def test_killed_at_any_call(root: Path, how: str, lost: str) -> None:
    for _, world in World.interrupted(root, how):
        world.die(lost)
        world.check_after()


@pytest.mark.parametrize("how", ["full", "always_full"])
def test_disk_full_at_any_call(root: Path, how: str) -> None:
    for _, world in World.interrupted(root, how):
        assert world.be_refused().reason == "no_space"
        if how == "full":
            for path in world.folder.glob("*.warc.gz"):
                list(records(path))  # none is torn
        world.files.die()
        world.check_after()


def test_short_writes_are_gone_on_with(root: Path) -> None:
    for _, world in World.interrupted(root, "short"):
        world.run_all()
        world.check_after()


class Refusing(HastyFiles):
    """A disk whose next fsync fails."""

    failing = False

    def fsync(self, _: int) -> None:
        if self.failing:
            self.failing = False
            raise OSError(errno.EIO, "Input/output error")


def test_nothing_is_taken_after_an_fsync_that_failed(folder: Path) -> None:
    files = Refusing()
    writer = ArchiveWriter.open(folder, today=DAY, files=files)
    first, second = writer.append(an_exchange(1)), writer.append(an_exchange(2))
    writer.sync(first.end)
    files.failing = True
    with pytest.raises(OSError, match="Input/output") as failure:
        writer.sync(second.end)
    with pytest.raises(NotWritable):
        writer.sync(second.end)
    with pytest.raises(NotWritable) as refusal:
        writer.append(an_exchange(3))
    assert refusal.value.reason == "io_error"
    assert writer.give_up(failure.value).reason == "io_error"
    assert writer.end == writer.durable == first.end
    writer.close()
    assert answered(folder) == ["https://essai.example/1"]


@pytest.mark.parametrize(
    "content",
    [gzip.compress(b"WARC/1.1\r\n" * 100) + b"torn", gzip.compress(b"WARC/1.0\r\n" * 100, mtime=0), b"WARC/1.1\r\n"],
    ids=["packed again", "of another version", "unpacked"],
)
def test_a_file_that_others_wrote_is_left_as_it_is(
    opened: Open, folder: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    """It holds no record to cut behind, and is not torn."""
    folder.mkdir(parents=True)
    path = folder / "essai-2026-11-27-0001.warc.gz"
    # With a name in its head, as gzip writes files.
    path.write_bytes(content.replace(b"\x1f\x8b\x08\x00", b"\x1f\x8b\x08\x08", 1) if b"torn" in content else content)
    before = path.read_bytes()
    writer = opened()
    written = writer.append(an_exchange(1))
    writer.close()
    assert path.read_bytes() == before
    assert written.record.file == "essai-2026-11-27-0002.warc.gz"
    assert "left as it is" in caplog.text


def test_a_first_record_that_is_torn_is_cut(opened: Open, folder: Path) -> None:
    writer = opened()
    writer.append(an_exchange(1))
    writer.close()
    (path,) = folder.glob("*.warc.gz")
    whole = path.read_bytes()
    for size in (1, 3, 12, 100):
        for blocks in (b"", bytes(512)):
            path.write_bytes(whole[:size] + blocks)
            opened().close()
            assert path.stat().st_size == 0, size
    path.write_bytes(bytes(512))
    opened().close()
    assert path.stat().st_size == 0
