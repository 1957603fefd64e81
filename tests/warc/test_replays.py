"""What is noted of replayed files, and when it no longer holds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from newscrawl.state.memory import Memory
from newscrawl.store.segments import Cursor
from newscrawl.warc.replays import Reached, Replays

PATH = "/data/a.warc.gz"
REACHED = Reached(size=1_000, modified=17, place=600, before="abc", whole=False)
CURSOR = Cursor("archive-2026-11-27", 500)


def replays(memory: Memory, feed: Cursor | None = CURSOR, wish: str = "fr") -> Replays:
    return Replays(memory=memory, feed=feed, wish=wish)


def test_what_was_reached_is_known_to_the_next_run() -> None:
    memory = Memory.of_one_run()
    assert replays(memory).reached(PATH) is None
    replays(memory).note(PATH, REACHED, CURSOR)
    assert replays(memory).reached(PATH) == REACHED
    replays(memory).note(PATH, replace(REACHED, whole=True), None)
    assert replays(memory, feed=None).reached(PATH) == replace(REACHED, whole=True)


@pytest.mark.parametrize("feed", [None, Cursor("archive-2026-11-26", 900), Cursor("archive-2026-11-27", 499)])
def test_nothing_holds_of_a_feed_that_has_lost_lines(feed: Cursor | None) -> None:
    memory = Memory.of_one_run()
    replays(memory).note(PATH, REACHED, CURSOR)
    assert replays(memory, feed).reached(PATH) is None


def test_nothing_holds_of_a_run_that_asks_for_other_pages() -> None:
    memory = Memory.of_one_run()
    replays(memory).note(PATH, REACHED, CURSOR)
    assert replays(memory, wish="all").reached(PATH) is None
