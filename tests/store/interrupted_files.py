"""A disk that can be interrupted at each call, and that knows what a power cut would take away."""

from __future__ import annotations

import errno
import os
import shutil
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from sqlite3 import Connection
from tempfile import TemporaryDirectory
from typing import Self, TypeVar

import pytest

from newscrawl.store.errors import NotWritable
from newscrawl.store.files import DiskFiles

T = TypeVar("T")
LOSSES = ("nothing", "names", "data", "names and data")
"""What a power cut may take of what no fsync has kept."""


class Killed(BaseException):
    """The process is no more."""


class HastyFiles(DiskFiles):
    """The disk, without waiting for it: for what no power cut is to befall."""

    def fsync(self, descriptor: int) -> None:
        pass

    def fsync_folder(self, path: Path) -> None:
        pass


class InterruptedFiles(DiskFiles):
    """Counts its calls, and interrupts the one numbered `at` as `how` says.

    `before` and `after` kill the process around the call; `torn` kills it in the middle of a write; `short` only writes
    less than asked; `full` and `always_full` refuse with ENOSPC, once or from then on, a write after half of its bytes.
    """

    def __init__(self, at: int = -1, how: str = "") -> None:
        self.calls: list[str] = []
        self._at, self._how = at, how
        self._dead = False
        self._descriptors: dict[int, Path | None] = {}
        self._durable_sizes: dict[Path, int] = {}
        self._undo: list[tuple[Path, Callable[[], object]]] = []

    def die(self) -> None:
        """Lets go of whatever the process held."""
        self._dead = True
        for descriptor in self._descriptors:
            os.close(descriptor)
        self._descriptors.clear()

    def cut_power(self, *, names: bool, data: bool) -> None:
        """Takes away the names and the data that no fsync has kept."""
        if data:
            for path, size in self._durable_sizes.items():
                if path.exists() and path.stat().st_size > size:
                    os.truncate(path, size)
        for _, undo in reversed(self._undo if names else []):
            undo()

    def open_append(self, path: Path) -> int:
        is_new = not path.exists()
        descriptor = self._do("open", lambda: super(InterruptedFiles, self).open_append(path))
        self._opened(descriptor, path, is_new=is_new)
        return descriptor

    def create(self, path: Path) -> int:
        is_new = not path.exists()
        descriptor = self._do("create", lambda: super(InterruptedFiles, self).create(path))
        self._opened(descriptor, path, is_new=is_new)
        return descriptor

    def _opened(self, descriptor: int, path: Path, *, is_new: bool) -> None:
        self._descriptors[descriptor] = path
        self._durable_sizes.setdefault(path, 0 if is_new else path.stat().st_size)
        if is_new:
            self._undo.append((path.parent, lambda: path.unlink(missing_ok=True)))

    def write(self, descriptor: int, data: bytes | memoryview) -> int:
        half = data[: (len(data) + 1) // 2]
        return self._do(
            "write",
            lambda: super(InterruptedFiles, self).write(descriptor, data),
            lambda: super(InterruptedFiles, self).write(descriptor, half),
        )

    def truncate(self, descriptor: int, size: int) -> None:
        self._do("truncate", lambda: super(InterruptedFiles, self).truncate(descriptor, size))

    def fsync(self, descriptor: int) -> None:
        def keep() -> None:
            path = self._descriptors[descriptor]
            assert path is not None
            self._durable_sizes[path] = os.fstat(descriptor).st_size

        self._do("fsync", keep)

    def close(self, descriptor: int) -> None:
        if not self._dead:
            super().close(descriptor)
            del self._descriptors[descriptor]

    def rename(self, source: Path, target: Path) -> None:
        before = target.read_bytes() if target.exists() else None

        def undo() -> None:
            target.rename(source)
            if before is not None:
                target.write_bytes(before)

        self._do("rename", lambda: super(InterruptedFiles, self).rename(source, target))
        self._durable_sizes[target] = self._durable_sizes.pop(source)
        self._undo.append((target.parent, undo))

    def unlink(self, path: Path) -> None:
        before = path.read_bytes() if path.exists() else None
        self._do("unlink", lambda: super(InterruptedFiles, self).unlink(path))
        if before is not None:
            self._undo.append((path.parent, lambda: path.write_bytes(before)))

    def make_folder(self, path: Path) -> None:
        self._do("mkdir", lambda: super(InterruptedFiles, self).make_folder(path))
        self._undo.append((path.parent, lambda: shutil.rmtree(path)))

    def fsync_folder(self, path: Path) -> None:
        def keep() -> None:
            self._undo = [(folder, undo) for folder, undo in self._undo if folder != path]

        self._do("fsync_folder", keep)

    def lock(self, path: Path) -> int:
        descriptor = self._do("lock", lambda: super(InterruptedFiles, self).lock(path))
        self._descriptors[descriptor] = None
        return descriptor

    def commit(self, connection: Connection) -> None:
        self._do("commit", lambda: super(InterruptedFiles, self).commit(connection))

    def _do(self, name: str, call: Callable[[], T], part: Callable[[], T] | None = None) -> T:
        if self._dead:
            raise Killed
        number = len(self.calls)
        self.calls.append(name)
        if number == self._at or (number > self._at >= 0 and self._how == "always_full"):
            return self._interrupt(call, part)
        return call()

    def _interrupt(self, call: Callable[[], T], part: Callable[[], T] | None) -> T:
        if self._how in {"full", "always_full"}:
            if part is not None:
                part()
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        if self._how in {"torn", "short"} and part is not None:
            written = part()
            if self._how == "short":
                return written
        elif self._how == "after":
            result = call()
            if isinstance(result, int) and self.calls[-1] in {"open", "create", "lock"}:
                os.close(result)
        self._dead = True
        raise Killed


class InterruptedRuns(ABC):
    """Runs that write into the data folder `root`, one of their calls interrupted by `files`."""

    def __init__(self, root: Path, files: InterruptedFiles) -> None:
        self.root = root
        self.files = files

    @abstractmethod
    def run_all(self) -> None:
        """Writes all that there is to write."""

    @classmethod
    @cache
    def calls(cls) -> tuple[str, ...]:
        """The calls of the runs, uninterrupted."""
        files = InterruptedFiles()
        with TemporaryDirectory() as root:
            cls(Path(root), files).run_all()
        return tuple(files.calls)

    @classmethod
    def interrupted(cls, root: Path, how: str) -> Iterator[tuple[int, Self]]:
        """For each call that can be interrupted so, its number and the runs, not begun, in an empty folder."""
        for at, name in enumerate(cls.calls()):
            if name == "write" or how not in {"torn", "short"}:
                shutil.rmtree(root, ignore_errors=True)
                root.mkdir()
                yield at, cls(root, InterruptedFiles(at, how))

    def die(self, lost: str) -> None:
        """Runs until the process is killed; a power cut then takes what is `lost`, one of `LOSSES`."""
        with pytest.raises(Killed):
            self.run_all()
        self.files.die()
        self.files.cut_power(names="names" in lost, data="data" in lost)

    def be_refused(self) -> NotWritable:
        """Runs until the disk is full."""
        with pytest.raises(NotWritable) as refusal:
            self.run_all()
        return refusal.value
