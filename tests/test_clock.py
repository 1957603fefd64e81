"""The one place that asks what time it is."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta, timezone

import pytest

from newscrawl import clock

MOMENT = datetime(2020, 11, 24, 9, tzinfo=timezone(timedelta(hours=1)))


def test_within_a_moment_it_is_that_moment_and_behind_it_the_present() -> None:
    before = datetime.now(UTC)
    with clock.at(MOMENT):
        assert clock.now() == MOMENT
        assert clock.now().tzinfo is UTC
        with clock.at(MOMENT + timedelta(days=1)):
            assert clock.now() == MOMENT + timedelta(days=1)
        assert clock.now() == MOMENT
    assert before <= clock.now() <= datetime.now(UTC)


def test_an_error_ends_it_too() -> None:
    with pytest.raises(KeyError), clock.at(MOMENT):
        raise KeyError
    assert clock.now() > MOMENT


def test_a_moment_holds_for_its_own_task_alone() -> None:
    async def read() -> tuple[datetime, datetime]:
        other = asyncio.create_task(ask())
        with clock.at(MOMENT):
            own = asyncio.create_task(ask())
            return await other, await own

    async def ask() -> datetime:
        await asyncio.sleep(0)
        return clock.now()

    other, own = asyncio.run(read())
    assert own == MOMENT
    assert other > MOMENT
