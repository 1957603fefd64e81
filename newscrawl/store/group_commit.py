"""One fsync for all that was written within a short while."""

from __future__ import annotations

import asyncio
from typing import Generic, Protocol, TypeVar

from newscrawl.store.errors import StorageError
from newscrawl.store.index import IndexFailure
from newscrawl.store.segments import Cursor

E = TypeVar("E", Cursor, int)
"""A place behind something that was written."""

WINDOW = 0.05
"""Seconds that a line waits for company."""


class Store(Protocol[E]):
    """What is written to, and made durable from time to time: see `FeedStore`."""

    @property
    def end(self) -> E:
        """Behind what was written last."""

    @property
    def durable(self) -> E:
        """Behind what is known to be durable."""

    def sync(self, end: E) -> None:
        """Returns when all up to `end` is durable.  Raises `OSError`, then `give_up` is due; and `StorageError`."""

    def give_up(self, error: OSError) -> StorageError:
        """After `sync` failed: takes away what is not durable; returns what to raise."""

    def commit(self, end: E) -> None:
        """Takes note that all up to `end` is durable.  Raises `StorageError`."""


def flush(store: Store[E]) -> None:
    """Makes durable and notes all that was written to a store.  Raises `StorageError`."""
    end = store.end
    try:
        store.sync(end)
    except OSError as error:
        raise store.give_up(error) from error
    store.commit(end)


class GroupCommit(Generic[E]):
    """Makes what was written to a store durable, several at a time, without holding up the event loop."""

    def __init__(self, store: Store[E], window: float = WINDOW) -> None:
        self._store: Store[E] = store
        self._window = window
        self._wanted: E = store.end
        self._round: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()

    async def durable(self, end: E) -> None:
        """Returns when all up to `end`, the place behind the caller's own, is durable and noted.

        Raises `StorageError`; where it is an `IndexFailure`, the lines are durable nevertheless.
        """
        self._wanted = max(self._wanted, end)
        if self._round is None:
            self._round = asyncio.create_task(self._run())
        # Whoever is cancelled leaves the others' round alone.
        try:
            await asyncio.shield(self._round)
        except StorageError as error:
            # The round may have failed for others' lines alone.
            if isinstance(error, IndexFailure) or end > self._store.durable:
                raise

    async def _run(self) -> None:
        await asyncio.sleep(self._window)
        async with self._turn:
            self._round = None
            # Not the store's end: where lines were cut away, it lies before those that are waited for.
            end = self._wanted
            try:
                await asyncio.to_thread(self._store.sync, end)
            except OSError as error:
                raise self._store.give_up(error) from error
            self._store.commit(end)
