"""From where on articles may be missing."""

from __future__ import annotations

from datetime import date

import pytest

from newscrawl.state import progress
from newscrawl.state.memory import Memory
from newscrawl.store.segments import Cursor

DAY = date(2026, 11, 20)


@pytest.fixture
def memory() -> Memory:
    known = Memory.of_one_run()
    known.is_new = False
    return known


def cursor(day: int, offset: int = 0) -> Cursor:
    return Cursor(f"fil-2026-11-{day}", offset)


def test_the_first_run_is_first_until_one_has_ended(memory):
    assert progress.begin(memory, None, None) == progress.Progress(whole_before=None, first=True)
    again = progress.begin(memory, cursor(20, 500), DAY)
    assert again.first
    assert not again.covers(cursor(20))
    progress.finish(memory)
    assert progress.begin(memory, cursor(20, 900), DAY) == progress.Progress(whole_before=cursor(20, 900))


def test_lines_from_before_the_first_unfinished_run_are_settled(memory):
    progress.begin(memory, cursor(21, 100), DAY)
    progress.begin(memory, cursor(22, 700), DAY)
    third = progress.begin(memory, cursor(23), DAY)
    assert third.covers(cursor(21, 99))
    assert not third.covers(cursor(21, 100))
    assert not third.covers(cursor(22))


def test_a_run_that_ended_settles_all_before_the_next(memory):
    progress.begin(memory, cursor(21, 100), DAY)
    progress.finish(memory)
    assert progress.begin(memory, cursor(22, 700), DAY).covers(cursor(22, 600))


def test_where_nothing_is_remembered_the_last_days_are_in_doubt():
    found = progress.begin(Memory.of_one_run(), cursor(26, 5000), DAY)
    assert found.since == DAY
    assert not found.first
    assert found.covers(cursor(23, 10**9))
    assert not found.covers(cursor(24))
    assert not found.covers(cursor(26, 10))


def test_a_feed_without_lines_and_memory_is_a_first_run():
    assert progress.begin(Memory.of_one_run(), None, None).first


def test_a_feed_that_lost_lines_is_read_back_and_its_sources_are_asked_anew(memory):
    progress.begin(memory, cursor(21), DAY, cursor(21))
    memory.put(progress.VALIDATORS, "https://fil.example/", {"If-None-Match": "a"})
    progress.finish(memory, cursor(26, 900))
    restored = progress.begin(memory, cursor(26, 400), DAY, cursor(26, 400))
    assert restored == progress.Progress(whole_before=cursor(24), since=DAY, lost=True)
    assert memory.get(progress.VALIDATORS, "https://fil.example/") is None
    assert progress.begin(memory, cursor(27), DAY, cursor(26, 700)) == restored, "as long as no run has come to its end"
    progress.finish(memory, cursor(26, 700))
    assert not progress.begin(memory, cursor(27), DAY, cursor(26, 700)).lost


def test_a_feed_that_grew_has_lost_nothing(memory):
    progress.finish(memory, cursor(26, 900))
    memory.put(progress.VALIDATORS, "https://fil.example/", {"If-None-Match": "a"})
    assert not progress.begin(memory, cursor(26, 900), DAY, cursor(26, 900)).lost
    assert memory.get(progress.VALIDATORS, "https://fil.example/") is not None


def test_a_feed_that_is_gone_begins_anew(memory):
    progress.finish(memory, cursor(26, 900))
    assert progress.begin(memory, None, None) == progress.Progress(whole_before=None, first=True, lost=True)


def test_doubt_makes_nothing_whole_that_was_in_doubt_before(memory):
    progress.begin(memory, cursor(22), DAY)
    assert progress.doubt(memory, cursor(24), DAY).whole_before == cursor(22)
    assert progress.doubt(memory, cursor(21), DAY).whole_before == cursor(21)
    progress.finish(memory)
    progress.begin(memory, None, None)
    assert progress.doubt(memory, cursor(24), DAY).whole_before is None, "the first run did not come to its end"
