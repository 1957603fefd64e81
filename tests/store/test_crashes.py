"""Every point at which a run can be interrupted, and what the next run makes of it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from newscrawl import schema
from newscrawl.items import Article
from newscrawl.store.encoding import decode
from newscrawl.store.errors import NotWritable
from newscrawl.store.files import DiskFiles
from newscrawl.store.index import Index
from newscrawl.store.log import FeedStore
from newscrawl.store.reading import read_lines
from newscrawl.store.verification import verify
from newscrawl.urls import article_id
from tests.store.conftest import holds
from tests.store.interrupted_files import LOSSES, HastyFiles, InterruptedFiles, InterruptedRuns, Killed

SITE = "essai"
DAYS = (date(2026, 11, 22), date(2026, 11, 23))
# Two runs on two days; a flush behind each group, the last line of the first run left to `close`.
RUNS = (((1,), (2, 3), (4,)), ((4, 5), (6,)))


def an_article(number: int) -> Article:
    url = f"https://essai.example/article-{number}"
    return Article(
        id=article_id(url),
        url=url,
        site=SITE,
        headline=f"Titre {number}",
        body="Un corps d’article, en français. " * number,
        crawled_at=f"2026-11-22T10:00:0{number}+00:00",
    )


class World(InterruptedRuns):
    """A data folder, and what the runs in it were promised."""

    def __init__(self, root: Path, files: InterruptedFiles) -> None:
        super().__init__(root, files)
        self.folder = root / "feeds" / SITE
        self.index_path = root / "ledger" / f"{SITE}.sqlite"
        self.promised: set[str] = set()
        self.older_index: bytes | None = None

    def run(self, day: date, groups: tuple[tuple[int, ...], ...], files: DiskFiles | None = None) -> None:
        store = FeedStore.open(self.folder, self.index_path, today=day, files=files or self.files)
        try:
            for group in groups:
                fresh = [a for a in map(an_article, group) if not holds(store, a.id)]
                for article in fresh:
                    store.append(article)
                    assert holds(store, article.id)
                store.flush()
                self.promised.update(article.id for article in fresh)
        except Killed:
            store._index.close()  # with the process goes its transaction
            raise
        except NotWritable:
            store.close()
            raise
        store.close()
        self.older_index = self.index_path.read_bytes()

    def run_all(self) -> None:
        for day, groups in zip(DAYS, RUNS, strict=True):
            self.run(day, groups)

    def ids(self) -> list[str]:
        return [decode(line.content)["id"] for line in read_lines(self.folder)]

    def lose_index_commits(self) -> None:
        """A power cut takes what SQLite has not synced: the index is as it was some time ago."""
        Index.remove(self.index_path, DiskFiles())
        if self.older_index is not None and self.index_path.parent.is_dir():
            self.index_path.write_bytes(self.older_index)

    def check_after(self, day: date) -> None:
        """The next run on `day` finds all that was promised, adds the rest, and leaves nothing to complain of."""
        if self.promised:
            assert self.promised <= set(self.ids())
        store = FeedStore.open(self.folder, self.index_path, today=day, files=HastyFiles())
        try:
            assert all(holds(store, identity) for identity in self.promised)
        finally:
            store.close()
        every = {number for groups in RUNS for group in groups for number in group}
        self.run(day, (tuple(sorted(every)),), HastyFiles())
        assert Counter(self.ids()) == Counter(an_article(number).id for number in every)
        assert all(not schema.faults(decode(line.content)) for line in read_lines(self.folder))
        assert list(verify(self.folder, self.index_path)) == []
        self.check_rebuild(day)

    def check_rebuild(self, day: date) -> None:
        held = self.index_content()
        Index.remove(self.index_path, DiskFiles())
        FeedStore.open(self.folder, self.index_path, today=day, files=HastyFiles()).close()
        assert self.index_content() == held

    def index_content(self) -> object:
        index = Index.snapshot(self.index_path, DiskFiles())
        try:
            return list(index.entries()), index.names(), index.segments(), index.position
        finally:
            index.close()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_all_kinds_of_calls_are_interrupted() -> None:
    calls = World.calls()
    assert set(calls) >= {"open", "create", "write", "fsync", "rename", "fsync_folder", "unlink", "commit", "lock"}
    assert calls.count("rename") == 2


@pytest.mark.parametrize("how", ["before", "after", "torn"])
@pytest.mark.parametrize("lost", LOSSES)
def test_killed_at_any_call(root: Path, how: str, lost: str) -> None:
    for at, world in World.interrupted(root, how):
        world.die(lost)
        if lost != "nothing":
            world.lose_index_commits()
        # What is behind one call is before the next, so that either day meets each state.
        world.check_after(DAYS[at % 2])


@pytest.mark.parametrize("how", ["full", "always_full"])
def test_disk_full_at_any_call(root: Path, how: str) -> None:
    for _, world in World.interrupted(root, how):
        assert world.be_refused().reason in {"no_space", "index"}
        if world.folder.is_dir() and how == "full":
            assert_not_torn(world)
        world.files.die()
        world.check_after(DAYS[1])


def test_short_writes_are_gone_on_with(root: Path) -> None:
    for _, world in World.interrupted(root, "short"):
        world.run_all()
        world.check_after(DAYS[1])


def assert_not_torn(world: World) -> None:
    for path in world.folder.glob("*.jsonl"):
        content = path.read_bytes()
        assert not content or content.endswith(b"\n"), path
