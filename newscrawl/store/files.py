"""The calls by which feed and archive reach the disk, in one place, so that tests can interrupt each of them."""

from __future__ import annotations

import errno
import fcntl
import logging
import os
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from newscrawl.store.segments import PART

logger = logging.getLogger(__name__)


class DiskFiles:
    """All that changes something on disk.  Every call may raise `OSError`."""

    def open_append(self, path: Path) -> int:
        """A descriptor that writes at the end of `path`, which is created where missing."""
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o666)

    def create(self, path: Path) -> int:
        """A descriptor that writes `path` anew."""
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o666)

    def write(self, descriptor: int, data: bytes | memoryview) -> int:
        """Writes some of `data` and returns how many bytes."""
        return os.write(descriptor, data)

    def truncate(self, descriptor: int, size: int) -> None:
        """Cuts an open file to `size` bytes."""
        os.ftruncate(descriptor, size)

    def fsync(self, descriptor: int) -> None:
        """Returns when what was written survives a power cut."""
        os.fsync(descriptor)

    def close(self, descriptor: int) -> None:
        """Closes a descriptor."""
        os.close(descriptor)

    def rename(self, source: Path, target: Path) -> None:
        """Puts `source` in the place of `target`, at once."""
        source.replace(target)

    def unlink(self, path: Path) -> None:
        """Removes a file, which may be missing."""
        path.unlink(missing_ok=True)

    def make_folder(self, path: Path) -> None:
        """Makes a folder, which may exist."""
        path.mkdir(exist_ok=True)

    def fsync_folder(self, path: Path) -> None:
        """Returns when the names in a folder survive a power cut."""
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def lock(self, path: Path) -> int:
        """A descriptor that holds the lock at `path` until it is closed.  Raises `BlockingIOError` if taken."""
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BaseException:
            os.close(descriptor)
            raise
        return descriptor

    def commit(self, connection: sqlite3.Connection) -> None:
        """Commits the open transaction of a database."""
        connection.commit()


def is_locked(path: Path) -> bool:
    """Whether someone holds the lock at `path` at this moment."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def read_only_database(path: Path) -> sqlite3.Connection:
    """A database, which must exist, to be read alone, also where nothing may be written.  Raises `sqlite3.Error`."""
    address = f"{path.resolve().as_uri()}?mode=ro"
    try:
        return _readable(address)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in _NEEDS_WRITING:
            raise
    # What stands in its log alone, as that of a run under way, is left out.
    return _readable(f"{address}&immutable=1")


_NEEDS_WRITING = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}
"""How SQLite refuses to read a database in WAL mode that it may not write, or beside which it may write nothing."""


def _readable(address: str) -> sqlite3.Connection:
    connection = sqlite3.connect(address, uri=True)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master")
    except BaseException:
        connection.close()
        raise
    return connection


def write_whole(files: DiskFiles, descriptor: int, data: bytes) -> None:
    """Writes all of `data`, in as many calls as it takes."""
    left = memoryview(data)
    while left:
        written = files.write(descriptor, left)
        if written == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        left = left[written:]


def replace_file(files: DiskFiles, path: Path, blocks: Iterable[bytes]) -> None:
    """Puts what the blocks hold at `path`, durably: after a crash there is the old file or the whole new one."""
    part = path.with_name(path.name + PART)
    try:
        descriptor = files.create(part)
        try:
            for block in blocks:
                write_whole(files, descriptor, block)
            files.fsync(descriptor)
        finally:
            files.close(descriptor)
        files.rename(part, path)
    except BaseException:
        with suppress(OSError):
            files.unlink(part)
        raise
    files.fsync_folder(path.parent)


def cut_behind(path: Path, whole_size: Callable[[Path], int], files: DiskFiles) -> int:
    """Cuts a file to its whole size, makes the rest durable and returns how many bytes went.  Raises `OSError`."""
    descriptor = files.open_append(path)
    try:
        size = os.fstat(descriptor).st_size
        whole = whole_size(path)
        if whole < size:
            files.truncate(descriptor, whole)
        files.fsync(descriptor)
    finally:
        files.close(descriptor)
    return size - whole


def delete_outdated(paths: list[Path], files: DiskFiles) -> None:
    """Deletes files that were to be kept no longer, in order.  Raises `OSError`."""
    for path in paths:
        files.unlink(path)
        logger.info("Deleted %s: it is older than the days to keep", path)
    for folder in {path.parent for path in paths}:
        files.fsync_folder(folder)


def make_folders(files: DiskFiles, path: Path) -> None:
    """Makes `path` and what lies above it, durably."""
    missing = [folder for folder in (path, *path.parents) if not folder.is_dir()]
    for folder in reversed(missing):
        files.make_folder(folder)
        files.fsync_folder(folder.parent)
