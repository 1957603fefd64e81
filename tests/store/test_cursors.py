"""A reader that stores its cursor sees each line once, whatever becomes of the segments meanwhile."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.store.closing import compressed
from newscrawl.store.errors import LinesDeleted
from newscrawl.store.log import FeedStore
from newscrawl.store.reading import read_lines
from newscrawl.store.segments import Cursor, Folder
from newscrawl.store.verification import verify
from tests.store.interrupted_files import HastyFiles

STEPS = st.one_of(
    st.tuples(st.just("append"), st.integers(1, 4)),
    st.tuples(st.just("next_day"), st.integers(1, 3)),
    st.tuples(st.just("run"), st.integers(0, 3)),  # closes, and deletes what is older than so many days; 0: nothing
    st.tuples(st.just("half_close"), st.just(0)),
    st.tuples(st.just("read"), st.integers(1, 5)),
)


@dataclass
class Reader:
    """A downstream tool: deals with some lines at a time and stores the cursor behind each."""

    folder: Path
    stored: str | None = None
    seen: list[bytes] = field(default_factory=list)
    gaps: list[tuple[Cursor | None, Cursor]] = field(default_factory=list)

    def read(self, count: int) -> None:
        since = Cursor.parse(self.stored) if self.stored else None
        try:
            for line, _ in zip(read_lines(self.folder, since=since), range(count), strict=False):
                self.seen.append(line.content)
                self.stored = str(line.end)
        except LinesDeleted as gap:
            assert self.stored
            self.gaps.append((Cursor.parse(self.stored), gap.resume))
            self.stored = str(gap.resume)


@dataclass
class World:
    """A feed, and all that was ever written to it."""

    data: Path
    day: date = date(2026, 11, 1)
    written: list[tuple[Cursor, bytes]] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        return self.data / "feeds" / "essai"

    @property
    def index_path(self) -> Path:
        return self.data / "ledger" / "essai.sqlite"

    def open(self, keep_days: int = 0) -> FeedStore:
        return FeedStore.open(self.folder, self.index_path, today=self.day, keep_days=keep_days, files=HastyFiles())

    def append(self, count: int, an_article: Any) -> None:
        store = self.open()
        for _ in range(count):
            start = store.end
            store.append(an_article(len(self.written)))
            path = self.folder / f"{start.segment}.jsonl"
            self.written.append((start, path.read_bytes()[start.offset : store.end.offset]))
        store.flush()
        store.close()

    def half_close(self) -> None:
        """A closing that was killed before the plain file went."""
        for segment in Folder.read(self.folder).segments:
            if segment.plain.exists() and segment.name != f"essai-{self.day}":
                with segment.plain.open("rb") as stream:
                    segment.closed.write_bytes(b"".join(compressed(iter(partial(stream.read, 100), b""))))


@settings(max_examples=40)
@given(steps=st.lists(STEPS, min_size=3, max_size=25))
def test_a_stored_cursor_gives_each_line_once_or_tells_what_is_gone(
    an_article: Any, steps: list[tuple[str, int]]
) -> None:
    with tempfile.TemporaryDirectory() as root:
        world = World(Path(root))
        world.open().close()
        reader = Reader(world.folder)
        for step, figure in steps:
            if step == "append":
                world.append(figure, an_article)
            elif step == "next_day":
                world.day += timedelta(days=figure)
            elif step == "run":
                world.open(keep_days=figure).close()
            elif step == "half_close":
                world.half_close()
            else:
                reader.read(figure)
        gone_before = {segment.name for segment in Folder.read(world.folder).segments if not segment.exists}
        for _ in range(len(gone_before) + 2):  # a gap ends a reading
            reader.read(1000)
        world.open().close()
        assert list(verify(world.folder, world.index_path)) == []
        check(world, reader, gone_before)


def check(world: World, reader: Reader, gone: set[str]) -> None:
    """What was not seen was told to be deleted, or was deleted before the reader came for the first time."""
    position = {content: number for number, (_, content) in enumerate(world.written)}
    numbers = [position[content] for content in reader.seen]
    assert numbers == sorted(set(numbers))
    first = numbers[0] if numbers else len(world.written)
    for number, (start, _) in enumerate(world.written):
        if number in set(numbers):
            continue
        assert start.segment in gone
        told = any(since is not None and since <= start < resume for since, resume in reader.gaps)
        assert told or number < first
