"""One run of a site, and of a domain, at a time: the system takes locks back when their holder dies, in any way."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

from newscrawl import clock
from newscrawl.hosts import registered_domain
from newscrawl.paths import ledger_dir
from newscrawl.reporting.status import ExitStatus
from newscrawl.urls import host_of

if TYPE_CHECKING:
    from scrapy import Spider

    from newscrawl.commands.base import Described


def hosts_of(spider: type[Spider], site: str) -> frozenset[str]:
    """The registered domains, with their ports, of the hosts that a spider says it asks: it may ask any host of them.

    The site of a spider that says nothing stands for its host.
    """
    addresses = [*getattr(spider, "sections", ()), getattr(spider, "home", None)]
    stated = [host_of(address).partition(":") for address in addresses if address] or [(site, "", "")]
    return frozenset(f"{registered_domain(host)}{colon}{port}" for host, colon, port in stated)


def take_locks(ledger: Path, site: str, hosts: frozenset[str]) -> ExitStack:
    """The locks of a site and of the domains that it asks, to be given back by `close`.

    Raises `SiteLocked` if another run holds one of them, and `OSError` if a file cannot be opened.
    """
    names = [(site, ledger / f"{site}.lock")]
    # In one order for every run, so that no two runs each hold what the other one waits for.
    names += [(host, ledger / f"host@{host.replace(':', '_')}.lock") for host in sorted(hosts)]
    with ExitStack() as locks:
        for name, path in names:
            locks.enter_context(SiteLock(path, name))
        return locks.pop_all()


def alone(command: Described, site: str, action: Callable[[], None]) -> None:
    """Does something while no run of the site is under way; where one is, or it fails, the command says so."""
    from newscrawl.store.errors import Busy, StorageError

    try:
        with SiteLock(ledger_dir(command.data_dir) / f"{site}.lock"):
            action()
    except SiteLocked as finding:
        problem = f"another run is crawling {site} ({finding.holder}); try again later"
        command.fail(problem, ExitStatus.LOCKED.value)
    except Busy as error:
        command.fail(f"{site}: {error}; try again later", ExitStatus.LOCKED.value)
    except (StorageError, OSError) as error:
        command.fail(f"{site}: {error}", ExitStatus.NOT_WRITTEN.value)


class SiteLocked(Exception):  # noqa: N818 - a finding, not a failure
    """Another process holds the lock of `name`; `holder` is what it wrote of itself."""

    def __init__(self, holder: str, name: str = "") -> None:
        super().__init__(f"held by {holder}")
        self.holder = holder or "unknown process"
        self.name = name


class SiteLock:
    """An exclusive lock on a file, held until `release` or the end of the process, `kill -9` included.

    A context manager.  Only the system's lock counts: what the file holds is for people, and a file left behind means
    nothing.  It is never removed, since another process may be about to lock it.
    """

    def __init__(self, path: Path, name: str = "") -> None:
        self.path = path
        self.name = name
        self._file: int | None = None

    def take(self) -> Self:
        """Takes the lock at once, or raises `SiteLocked`.  Raises `OSError` where the file cannot be opened."""
        import fcntl

        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = _opened(self.path)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(file, 200, 0).decode("utf-8", "replace").strip()
            os.close(file)
            raise SiteLocked(holder, self.name) from None
        except BaseException:
            os.close(file)
            raise
        self._file = file
        self._sign(file)
        return self

    def __enter__(self) -> Self:
        return self.take()

    def __exit__(self, *_: object) -> None:
        self.release()

    def release(self) -> None:
        """Gives the lock back; without one, nothing happens."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    @staticmethod
    def _sign(file: int) -> None:
        # A full disk, or a file that only another user may write, is no reason to fail: the lock is held.
        with suppress(OSError):
            os.ftruncate(file, 0)
            os.pwrite(file, f"process {os.getpid()}, since {clock.now():%Y-%m-%d %H:%M:%S} UTC\n".encode(), 0)


def _opened(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except PermissionError:
        return os.open(path, os.O_RDONLY)
