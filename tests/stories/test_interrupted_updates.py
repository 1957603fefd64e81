"""Every point at which a run over the feeds can be interrupted, and what the next one makes of it."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from newscrawl.stories import update, updating
from tests.store.interrupted_files import LOSSES, HastyFiles, InterruptedRuns
from tests.stories.wires import CRUE, PORT, VACCIN, append, article, files_of, paragraphs, removal

FIRST, COPY = article("alpha", 1, PORT), article("beta", 2, paragraphs(PORT, 0, 1, 2, 3), 60)
RUNS = (
    (FIRST, COPY, article("alpha", 3, CRUE, 2000), article("beta", 4, CRUE, 2100)),
    # A text for each story, one that leaves its own, so that a file goes, and one that was the first.
    (
        article("gamma", 5, PORT, 300),
        replace(article("beta", 4, VACCIN, 4100), revision=2),
        article("gamma", 6, VACCIN, 4000),
        removal(FIRST),
    ),
)


class Updates(InterruptedRuns):
    """Two runs over feeds that have grown between them."""

    def run_all(self) -> None:
        for lines in RUNS:
            append(self.root, lines)
            update(self.root, files=self.files)

    def check_after(self) -> None:
        """The next runs end where they would have ended."""
        feeds = self.root / "feeds"
        written = sum(path.read_bytes().count(b"\n") for path in feeds.rglob("*.jsonl"))
        if written == len(RUNS[0]):
            update(self.root, files=HastyFiles())
            append(self.root, RUNS[1])
        update(self.root, files=HastyFiles())
        assert files_of(self.root) == self.expected()
        assert not [*self.root.rglob("*.part")]

    def expected(self) -> dict[str, bytes]:
        """The files of one run over the same feeds."""
        derived = self.root / "derived"
        shutil.rmtree(derived)
        update(self.root, files=HastyFiles())
        return files_of(self.root)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_all_kinds_of_calls_are_interrupted() -> None:
    assert set(Updates.calls()) >= {"create", "write", "fsync", "rename", "fsync_folder", "unlink", "commit", "lock"}


@pytest.mark.parametrize("how", ["before", "after", "torn"])
@pytest.mark.parametrize("lost", LOSSES)
def test_killed_at_any_call(root: Path, how: str, lost: str) -> None:
    for _, runs in Updates.interrupted(root, how):
        runs.die(lost)
        runs.check_after()


@pytest.mark.parametrize("how", ["full", "always_full"])
def test_disk_full_at_any_call(root: Path, how: str) -> None:
    for _, runs in Updates.interrupted(root, how):
        runs.be_refused()
        runs.files.die()
        runs.check_after()


def test_a_power_cut_may_take_what_the_book_noted_last(root: Path) -> None:
    for number in range(2):
        shutil.rmtree(root, ignore_errors=True)
        append(root, RUNS[0])
        update(root, files=HastyFiles())
        book = root / "derived" / "stories" / updating.BOOK
        older = book.read_bytes()
        append(root, RUNS[1])
        update(root, files=HastyFiles())
        if number:
            book.write_bytes(older)
        update(root, files=HastyFiles())
        after = files_of(root)
        shutil.rmtree(root / "derived")
        update(root, files=HastyFiles())
        assert files_of(root) == after
