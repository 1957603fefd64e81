"""The store: one writer, refusals that leave nothing torn, and one fsync for many lines."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from newscrawl.items import Article
from newscrawl.store.durable import GroupCommit
from newscrawl.store.encoding import decode, encode
from newscrawl.store.errors import Busy, IndexFailure, NotWritable
from newscrawl.store.files import DiskFiles
from newscrawl.store.index import Index
from newscrawl.store.log import FeedStore
from newscrawl.store.reading import read_feed, read_lines
from newscrawl.store.verification import verify
from tests.store.conftest import holds
from tests.store.interrupted_files import HastyFiles

MakeArticle = Callable[..., Article]


class CountedFiles(HastyFiles):
    """Counts what reaches the disk; fails as told."""

    def __init__(self) -> None:
        self.fsyncs = self.commits = 0
        self.fail_fsync = self.fail_commit = False

    def fsync(self, descriptor: int) -> None:  # noqa: ARG002 - the shape of the disk
        self.fsyncs += 1
        if self.fail_fsync:
            raise OSError(errno.EIO, "the disk is gone")

    def commit(self, connection: Any) -> None:
        if self.fail_commit:
            raise OSError(errno.ENOSPC, "full")
        self.commits += 1
        super().commit(connection)


class PausedFiles(HastyFiles):
    """Stays in its fsync until told to go on."""

    loop: asyncio.AbstractEventLoop | None = None
    at_fsync: asyncio.Event
    at_commit: Callable[[], None] = staticmethod(lambda: None)

    def __init__(self) -> None:
        self.go_on = threading.Event()

    def fsync(self, descriptor: int) -> None:  # noqa: ARG002 - the shape of the disk
        if self.loop is not None:
            self.loop.call_soon_threadsafe(self.at_fsync.set)
            assert self.go_on.wait(10)

    def commit(self, connection: Any) -> None:
        self.at_commit()
        super().commit(connection)


class FailingFiles(PausedFiles):
    """Its first fsync that paused fails, every later one succeeds; refuses to cut where told."""

    def __init__(self, *, cuts: bool) -> None:
        super().__init__()
        self.cuts = cuts
        self.fsyncs = 0

    def fsync(self, descriptor: int) -> None:
        super().fsync(descriptor)
        if self.loop is not None:
            self.fsyncs += 1
            if self.fsyncs == 1:
                raise OSError(errno.EIO, "the disk is gone")

    def truncate(self, descriptor: int, size: int) -> None:
        if not self.cuts:
            raise OSError(errno.EIO, "the disk is gone")
        super().truncate(descriptor, size)


def opened(site: Any, files: DiskFiles, day: int = 23) -> FeedStore:
    return FeedStore.open(site.folder, site.index_path, today=date(2026, 11, day), files=files)


def test_a_second_writer_is_refused(site: Any) -> None:
    with site.run(), pytest.raises(Busy) as refusal:
        opened(site, HastyFiles())
    assert refusal.value.reason == "busy"
    opened(site, HastyFiles()).close()


@pytest.mark.parametrize("name", ["..", "a b", ".hidden"])
def test_a_name_that_leads_astray_is_refused(site: Any, name: str) -> None:
    with pytest.raises(ValueError, match="not the name of a site"):
        FeedStore.open(site.folder.parent / name, site.index_path, today=date(2026, 11, 23))


def test_a_file_where_a_folder_should_be(site: Any) -> None:
    site.folder.parent.parent.mkdir()
    site.folder.parent.write_text("a file")
    with pytest.raises(NotWritable) as refusal:
        opened(site, HastyFiles())
    assert refusal.value.reason == "no_folder"


def test_a_folder_where_the_index_should_be(site: Any) -> None:
    site.index_path.mkdir(parents=True)
    with pytest.raises(IndexFailure):
        opened(site, HastyFiles())
    site.index_path.rmdir()
    opened(site, HastyFiles()).close()  # the refusal let go of the lock


def test_a_run_past_midnight_stays_in_its_segment(site: Any, an_article: MakeArticle) -> None:
    site.write(
        23, an_article(1, crawled_at="2026-11-23T23:59:59+00:00"), an_article(2, crawled_at="2026-11-24T00:01:00+00:00")
    )
    site.write(24, an_article(3))
    assert {path.name for path in site.folder.glob("*.json*")} == {
        "essai-2026-11-23.jsonl.gz", "essai-2026-11-23.json", "essai-2026-11-24.jsonl",
    }  # fmt: skip


def test_a_run_without_news_writes_no_segment(site: Any) -> None:
    with site.run():
        pass
    assert [path.name for path in site.folder.iterdir()] == [".lock"]


def test_what_breaks_the_contract_is_refused(site: Any, an_article: MakeArticle) -> None:
    with site.run() as store:
        with pytest.raises(ValueError, match="published_at"):
            store.append(an_article(1, published_at="hier"))
        assert not holds(store, an_article(1).id)
    assert list(read_lines(site.folder)) == []


def test_a_failed_fsync_takes_back_what_is_not_durable(site: Any, an_article: MakeArticle) -> None:
    files = CountedFiles()
    store = opened(site, files)
    store.append(an_article(1))
    store.flush()
    files.fail_fsync = True
    store.append(an_article(2))
    with pytest.raises(NotWritable) as refusal:
        store.flush()
    assert refusal.value.reason == "io_error"
    with pytest.raises(NotWritable):
        store.append(an_article(3))
    store.close()
    assert [article.id for article in read_feed(site.folder)] == [an_article(1).id]
    assert list(verify(site.folder, site.index_path)) == []


def test_a_failed_commit_leaves_the_line_to_the_next_start(site: Any, an_article: MakeArticle) -> None:
    files = CountedFiles()
    store = opened(site, files)
    files.fail_commit = True
    store.append(an_article(1))
    with pytest.raises(IndexFailure):
        store.flush()
    assert holds(store, an_article(1).id)
    store.close()
    with site.run() as again:
        assert holds(again, an_article(1).id)


def test_many_lines_share_an_fsync(site: Any, an_article: MakeArticle) -> None:
    files = CountedFiles()
    store = opened(site, files)
    before = files.fsyncs, files.commits

    async def write() -> None:
        group = GroupCommit(store, 0.001)

        async def one(number: int) -> None:
            await group.durable(store.append(an_article(number)))
            assert number in {int((a.body or "").split()[-1]) for a in read_feed(site.folder)}

        for start in range(0, 40, 20):
            await asyncio.gather(*(one(number) for number in range(start, start + 20)))

    asyncio.run(write())
    assert files.fsyncs - before[0] == files.commits - before[1] == 2
    store.close()
    assert list(verify(site.folder, site.index_path)) == []


def test_what_is_written_during_an_fsync_waits_for_its_own(site: Any, an_article: MakeArticle) -> None:
    files = PausedFiles()
    store = opened(site, files)
    known: list[list[bool]] = []
    files.at_commit = lambda: known.append([store._index.get(an_article(number).id) is not None for number in (1, 2)])

    async def write() -> None:
        group = GroupCommit(store, 0)
        first = asyncio.create_task(group.durable(store.append(an_article(1))))
        files.at_fsync = asyncio.Event()
        files.loop = asyncio.get_running_loop()
        await files.at_fsync.wait()
        second = asyncio.create_task(group.durable(store.append(an_article(2))))
        files.go_on.set()
        await asyncio.gather(first, second)

    asyncio.run(write())
    store.close()
    assert known == [[True, False], [True, True]]


def test_an_idle_run_commits_nothing(site: Any, an_article: MakeArticle) -> None:
    site.write(23, an_article(1))
    files = CountedFiles()
    store = opened(site, files)
    store.flush()
    store.close()
    assert files.commits == 0


def test_all_who_wait_for_a_failed_fsync_are_told(site: Any, an_article: MakeArticle) -> None:
    files = CountedFiles()
    store = opened(site, files)

    async def write() -> list[Any]:
        group = GroupCommit(store, 0.001)
        files.fail_fsync = True
        ends = [store.append(an_article(number)) for number in range(3)]
        return await asyncio.gather(*(group.durable(end) for end in ends), return_exceptions=True)

    assert [type(result) for result in asyncio.run(write())] == [NotWritable] * 3
    store.close()
    assert list(read_lines(site.folder)) == []


@pytest.mark.parametrize("cuts", [True, False])
def test_a_second_item_written_during_the_failing_fsync_is_lost_with_the_first(
    site: Any, an_article: MakeArticle, cuts: bool
) -> None:
    files = FailingFiles(cuts=cuts)
    store = opened(site, files)
    store.append(an_article(0))
    store.flush()
    kept = store.end

    async def write() -> list[Any]:
        group = GroupCommit(store, 0)
        files.at_fsync, files.loop = asyncio.Event(), asyncio.get_running_loop()
        first = asyncio.create_task(group.durable(store.append(an_article(1))))
        await files.at_fsync.wait()
        second = asyncio.create_task(group.durable(store.append(an_article(2))))
        third = store.append(an_article(3))
        files.go_on.set()
        lost = await asyncio.gather(first, second, return_exceptions=True)
        return [*lost, *await asyncio.gather(group.durable(third), group.durable(kept), return_exceptions=True)]

    *lost, before = asyncio.run(write())
    assert [getattr(result, "reason", None) for result in lost] == ["io_error"] * 3
    assert before is None  # what was durable stays so
    assert files.fsyncs == 1
    assert [holds(store, an_article(number).id) for number in range(4)] == [True, False, False, False]
    with pytest.raises(NotWritable):
        store.append(an_article(4))
    if cuts:
        store.flush()
        assert store.end == kept
    else:
        with pytest.raises(NotWritable):
            store.flush()
    store.close()
    assert len(list(read_lines(site.folder))) == (1 if cuts else 4)
    with closing(Index.open(site.index_path, files)) as index:
        assert [entry.id for entry in index.entries()] == [an_article(0).id]


@pytest.mark.parametrize("cuts", [True, False])
def test_a_flush_during_the_failing_fsync_does_not_try_again(site: Any, an_article: MakeArticle, cuts: bool) -> None:
    files = FailingFiles(cuts=cuts)
    store = opened(site, files)

    async def write() -> None:
        files.at_fsync, files.loop = asyncio.Event(), asyncio.get_running_loop()
        waiting = asyncio.create_task(GroupCommit(store, 0).durable(store.append(an_article(1))))
        await files.at_fsync.wait()
        store.append(an_article(2))
        files.go_on.set()
        with pytest.raises(NotWritable):
            store.flush()
        with pytest.raises(NotWritable):
            await waiting

    asyncio.run(write())
    store.close()
    assert files.fsyncs == 1
    assert len(list(read_lines(site.folder))) == (0 if cuts else 2)


def test_a_refused_line_leaves_those_before_it(
    site: Any, an_article: MakeArticle, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = CountedFiles()
    store = opened(site, files)
    end = store.append(an_article(1))

    def full(*_: Any) -> int:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(files, "write", full)
    with pytest.raises(NotWritable):
        store.append(an_article(2))
    asyncio.run(GroupCommit(store, 0).durable(end))
    store.close()
    assert [article.id for article in read_feed(site.folder)] == [an_article(1).id]
    assert list(verify(site.folder, site.index_path)) == []


def test_what_was_closed_too_early_is_not_durable(site: Any, an_article: MakeArticle) -> None:
    store = opened(site, HastyFiles())
    end = store.append(an_article(1))
    store.close()
    with pytest.raises(OSError, match="closed before all was durable"):
        store.sync(end)


def test_one_who_stops_waiting_leaves_the_others(site: Any, an_article: MakeArticle) -> None:
    store = opened(site, HastyFiles())

    async def write() -> None:
        group = GroupCommit(store, 0.01)
        end = store.append(an_article(1))
        impatient = asyncio.create_task(group.durable(end))
        patient = asyncio.create_task(group.durable(end))
        await asyncio.sleep(0)
        impatient.cancel()
        await patient

    asyncio.run(write())
    store.close()
    assert list(verify(site.folder, site.index_path)) == []


def test_a_real_limit_on_the_size_of_files_tears_nothing(site: Any, an_article: MakeArticle) -> None:
    resource = pytest.importorskip("resource")
    script = """
import resource, sys
from datetime import date
from pathlib import Path
from newscrawl.store.encoding import decode
from newscrawl.store.errors import NotWritable
from newscrawl.items import Article
from newscrawl.store.log import FeedStore
store = FeedStore.open(Path(sys.argv[1]), Path(sys.argv[2]), today=date(2026, 11, 23))
resource.setrlimit(resource.RLIMIT_FSIZE, (5000, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
try:
    for line in sys.stdin.buffer:
        store.append(Article.from_dict(decode(line)))
except NotWritable as error:
    print(error.reason)
"""
    assert resource.RLIMIT_FSIZE
    lines = b"".join(encode(an_article(number)) for number in range(20))
    result = _python(script, site, lines)
    assert result.stdout.decode().strip() == "file_too_large", result.stderr.decode()
    content = (site.folder / "essai-2026-11-23.jsonl").read_bytes()
    assert 0 < len(content) <= 5000
    assert content.endswith(b"\n")


KILLED = """
import os, signal, sys
from datetime import date
from pathlib import Path
from newscrawl.store.encoding import decode
from newscrawl.store.files import DiskFiles
from newscrawl.items import Article
from newscrawl.store.log import FeedStore

class LastWords(DiskFiles):
    armed = False

    def write(self, descriptor, data):
        if not self.armed:
            return super().write(descriptor, data)
        super().write(descriptor, data[: len(data) // 2] if point == "write" else data)
        if point != "fsync":
            os.kill(os.getpid(), signal.SIGKILL)
        return len(data)

    def fsync(self, descriptor):
        super().fsync(descriptor)
        if self.armed:
            os.kill(os.getpid(), signal.SIGKILL)

point, last, files = sys.argv[3], int(sys.argv[4]), LastWords()
store = FeedStore.open(Path(sys.argv[1]), Path(sys.argv[2]), today=date(2026, 11, 23), files=files)
for number, line in enumerate(sys.stdin.buffer, 1):
    files.armed = number == last
    store.append(Article.from_dict(decode(line)))
    store.flush()
    print(number, flush=True)
"""


@pytest.mark.parametrize("point", ["write", "written", "fsync"])
@pytest.mark.parametrize("last", [1, 2, 7])
def test_a_killed_process_loses_nothing_it_reported(site: Any, an_article: MakeArticle, point: str, last: int) -> None:
    articles = [an_article(number) for number in range(10)]
    result = _python(KILLED, site, b"".join(map(encode, articles)), point, str(last))
    assert result.returncode == -signal.SIGKILL, result.stderr.decode()
    assert result.stdout.split() == [str(number).encode() for number in range(1, last)]
    with site.run(24) as store:
        kept = last - 1 if point == "write" else last
        assert [holds(store, article.id) for article in articles] == [number < kept for number in range(10)]
        for article in articles:
            if not holds(store, article.id):
                store.append(article)
        store.flush()
    assert [decode(line.content)["id"] for line in read_lines(site.folder)] == [article.id for article in articles]
    assert list(verify(site.folder, site.index_path)) == []


def _python(script: str, site: Any, lines: bytes, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", script, str(site.folder), str(site.index_path), *arguments]
    root = str(Path(__file__).resolve().parents[2])
    return subprocess.run(
        command, input=lines, capture_output=True, timeout=60, check=False, env={**os.environ, "PYTHONPATH": root}
    )
