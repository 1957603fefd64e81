"""Appending to a file so that nothing is torn for long, and nothing is lost once it is durable."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import threading
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from newscrawl.store.errors import Busy, IndexFailure, NotWritable, StorageError, not_writable
from newscrawl.store.files import DiskFiles, make_folders, write_whole
from newscrawl.store.segments import LOCK, PART, Cursor, check_site

logger = logging.getLogger(__name__)


class DurableFile:
    """A file that a run appends to, created with its first bytes.

    What is appended stands whole or is cut away again.  Only what `sync` has confirmed is durable; after any error
    nothing more is taken, and after an fsync that failed nothing more becomes durable.  `append` belongs to one
    thread; `sync` may run in another meanwhile.

    Positions (`end`, `durable`) are offsets in the file, or count on from `end` where that is given: for a writer that
    goes from one file to the next.  `what` begins the message of an error: `feed`, `archive`.
    """

    def __init__(self, path: Path, files: DiskFiles, what: str, *, end: int | None = None) -> None:
        self.path = path
        self._files = files
        self._what = what
        self._descriptor: int | None = None
        self._counts_on = end is not None
        self.base = 0
        """What a position has too much to be an offset in the file."""
        self.end = end if end is not None else path.stat().st_size if path.exists() else 0
        """Behind what was appended last."""
        self.durable = self.end
        """Behind what is known to be durable."""
        self._syncing = threading.Lock()
        self._sync_failure: NotWritable | None = None
        self.failure: NotWritable | None = None
        """Why nothing more is taken."""

    @property
    def is_open(self) -> bool:
        """Whether it takes what is appended, without being opened first."""
        return self._descriptor is not None

    @property
    def size(self) -> int:
        """Bytes of the open file."""
        return self.end - self.base

    def open(self) -> int:
        """A descriptor of the file, which is opened where it is not, and created where it is missing."""
        if self._descriptor is not None:
            return self._descriptor
        is_new = not self.path.exists()
        descriptor = self._files.open_append(self.path)
        try:
            size = os.fstat(descriptor).st_size
        except OSError:
            os.close(descriptor)  # where it ends is not known: nothing may be cut
            raise
        if self._counts_on:
            self.base = self.end - size
        else:
            self.end = self.durable = size
        self._descriptor = descriptor
        if is_new:
            self._files.fsync_folder(self.path.parent)
        return descriptor

    def append(self, data: bytes) -> int:
        """Writes all of `data`, not durable yet; returns the position before it.  Raises `NotWritable`."""
        self.check()
        start = self.end
        try:
            descriptor = self.open()
            start = self.end
            write_whole(self._files, descriptor, data)
        except OSError as error:
            raise self.fail(error, start) from error
        self.end += len(data)
        return start

    def check(self) -> None:
        """Raises `NotWritable` where nothing more is taken."""
        if self.failure is not None:
            raise self.failure

    def sync(self, end: int) -> None:
        """Returns when all before `end` is durable.

        Raises `OSError` where that fails, then `give_up` is due; and `NotWritable` ever after for what was not durable
        by then.
        """
        with self._syncing:
            self._sync(end)

    def leave(self) -> None:
        """Makes all durable and closes the file.  Raises as `sync` does."""
        with self._syncing:
            self._sync(self.end)
            descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            self._files.close(descriptor)

    def give_up(self, error: OSError) -> NotWritable:
        """Cuts away what is not durable, after `sync` failed; returns what to raise."""
        return self.fail(error, self.durable)

    def fail(self, error: OSError, end: int) -> NotWritable:
        """Cuts the file behind `end`, and takes nothing more; returns what to raise."""
        self.failure = not_writable(self._what, error)
        if self._descriptor is not None:
            try:
                self._files.truncate(self._descriptor, max(end - self.base, 0))
                self.end = end
            except OSError as second:
                logger.warning("Cannot cut the torn end of %s, the next run does: %s", self.path, second)
        return self.failure

    def close(self) -> None:
        """Closes the file.  Not durable by itself."""
        if self._descriptor is not None:
            descriptor, self._descriptor = self._descriptor, None
            self._files.close(descriptor)

    def _sync(self, end: int) -> None:
        if end <= self.durable:
            return
        # The kernel may drop what it could not write and report it once: a later fsync would succeed for nothing.
        if self._sync_failure is not None:
            raise self._sync_failure
        if self._descriptor is None:
            raise OSError(errno.EBADF, "closed before all was durable", str(self.path))
        try:
            self._files.fsync(self._descriptor)
        except OSError as error:
            self._sync_failure = self.failure = not_writable(self._what, error)
            raise
        self.durable = end


def enter(what: str, folder: Path, *others: Path, files: DiskFiles) -> int:
    """The lock of the folder of a site, which is made where missing and can be written, as can `others`.

    Raises `NotWritable`, of which `Busy` means that another run holds the lock; `ValueError` for the name of no site.
    """
    check_site(folder.name)
    try:
        for path in (folder, *others):
            make_folders(files, path)
        lock = files.lock(folder / LOCK)
    except BlockingIOError as error:
        raise Busy("busy", f"another run writes {folder}") from error
    except OSError as error:
        raise not_writable(what, error) from error
    try:
        for path in (folder, *others):
            _probe(path, files)
    except OSError as error:
        files.close(lock)
        raise not_writable(what, error) from error
    return lock


def _probe(folder: Path, files: DiskFiles) -> None:
    """Tries whether files can be created, written and made durable in `folder`."""
    path = folder / f"probe{PART}"
    descriptor = files.create(path)
    try:
        write_whole(files, descriptor, b"newscrawl\n")
        files.fsync(descriptor)
    finally:
        files.close(descriptor)
        files.unlink(path)


E = TypeVar("E", Cursor, int)
"""A position behind something that was written."""

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
        """Returns when all up to `end`, the position behind the caller's own, is durable and noted.

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
