"""One fsync for all the lines that were written within a short while."""

from __future__ import annotations

import asyncio

from newscrawl.feed.cursor import Cursor
from newscrawl.feed.errors import FeedError
from newscrawl.ledger.index import IndexFailure
from newscrawl.ledger.store import FeedStore

WINDOW = 0.05
"""Seconds that a line waits for company."""


class GroupCommit:
    """Makes the lines of a store durable, several at a time, without holding up the event loop."""

    def __init__(self, store: FeedStore, window: float = WINDOW) -> None:
        self._store = store
        self._window = window
        self._wanted = store.end
        self._round: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()

    async def durable(self, end: Cursor) -> None:
        """Returns when all lines up to `end`, the place behind the caller's own, are durable and indexed.

        Raises `FeedNotWritable`; where it is an `IndexFailure`, the lines are durable nevertheless.
        """
        self._wanted = max(self._wanted, end)
        if self._round is None:
            self._round = asyncio.create_task(self._run())
        # Whoever is cancelled leaves the others' round alone.
        try:
            await asyncio.shield(self._round)
        except FeedError as error:
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
