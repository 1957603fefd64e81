"""Many runs side by side, each in a process of its own: started, waited for, stopped and at worst killed."""

from __future__ import annotations

import asyncio
import os
import signal
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

from newscrawl.reporting.status import ExitStatus

OUTPUT_MAX = 64 * 1024
"""Bytes kept of what a process says, its last ones."""
STOPPED_BY_US = frozenset((-signal.SIGTERM, -signal.SIGINT, 128 + signal.SIGINT))
"""What a process answers to a signal before it deals with signals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One run to make."""

    spider: str
    site: str
    hosts: frozenset[str]
    """What it asks; no other job that asks one of them runs at the same time."""
    command: tuple[str, ...]
    limit: float | None = None
    """Seconds after which its process is killed; null: never."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What became of a job."""

    job: Job
    status: ExitStatus
    trouble: str | None = None
    """How its process ended, where that was not by itself."""
    process: int | None = None
    """Its id, null where there was none."""
    seconds: float = 0.0
    output: tuple[str, ...] = ()
    """The lines that it said, on standard output and error."""

    @property
    def was_begun(self) -> bool:
        """Whether it was begun, or would have been but for a fault of its own."""
        return self.process is not None or self.status is not ExitStatus.STOPPED


class Crew:
    """Runs jobs, some at a time, and reports each when it ends.

    After SIGTERM, SIGINT or SIGHUP no more are begun, and those under way get the same signal; who has not ended
    `grace` seconds later is killed.  A job whose process cannot be started has ended, too.
    """

    def __init__(self, jobs: Sequence[Job], *, at_once: int, grace: float, report: Callable[[Ended], None]) -> None:
        self.at_once = at_once
        self.grace = grace
        self.report = report
        self._waiting = list(jobs)
        self._under_way: dict[asyncio.Task[Ended], Job] = {}
        self._processes: dict[int, Job] = {}
        self._killed: dict[int, str] = {}
        self._stopped_by: signal.Signals | None = None

    async def run(self) -> None:
        """Returns once every job has ended."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            if signal.getsignal(number) is not signal.SIG_IGN:  # as `nohup` sets it
                loop.add_signal_handler(number, self.stop, number)
        while self._waiting or self._under_way:
            self._begin()
            if not self._under_way:
                break
            done, _ = await asyncio.wait(self._under_way, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                del self._under_way[task]
                self.report(task.result())
        for job in self._waiting:
            self.report(Ended(job=job, status=ExitStatus.STOPPED, trouble="not begun"))

    def stop(self, number: signal.Signals) -> None:
        """Passes a signal on, and begins no more jobs."""
        # A run knows SIGTERM and SIGINT as a request to end; SIGHUP would just kill it.
        self._stopped_by = signal.SIGTERM if number is signal.SIGHUP else number
        for process in self._processes:
            self._stop(process)

    def _begin(self) -> None:
        """Starts what may start, in order."""
        if self._stopped_by is not None:
            return
        for job in list(self._waiting):
            if len(self._under_way) >= self.at_once:
                return
            if all(job.hosts.isdisjoint(other.hosts) for other in self._under_way.values()):
                self._waiting.remove(job)
                self._under_way[asyncio.ensure_future(self._run(job))] = job

    async def _run(self, job: Job) -> Ended:
        started = time.monotonic()
        with tempfile.TemporaryFile() as output:
            try:
                process = await asyncio.create_subprocess_exec(
                    *job.command,
                    stdin=asyncio.subprocess.DEVNULL,
                    stdout=output,
                    stderr=asyncio.subprocess.STDOUT,
                    start_new_session=True,  # a terminal's Ctrl-C reaches it once, through us
                )
            except OSError as error:
                return Ended(job=job, status=ExitStatus.UNEXPECTED, trouble=f"not started: {error}")
            self._processes[process.pid] = job
            if self._stopped_by is not None:
                self._stop(process.pid)
            if job.limit is not None:
                self._kill_later(job.limit, process.pid, "took too long")
            answer = await process.wait()
            del self._processes[process.pid]
            status, trouble = self._verdict(process.pid, answer)
            seconds = time.monotonic() - started
            lines = tuple(_tail(output))
        return Ended(job=job, status=status, trouble=trouble, process=process.pid, seconds=seconds, output=lines)

    def _verdict(self, process: int, answer: int) -> tuple[ExitStatus, str | None]:
        """The status of a run by what its process answered."""
        if process in self._killed:
            return ExitStatus.UNEXPECTED, f"killed: {self._killed[process]}"
        if self._stopped_by is not None and answer in STOPPED_BY_US:
            return ExitStatus.STOPPED, None
        if answer < 0:
            return ExitStatus.UNEXPECTED, f"ended by {_signal_name(-answer)}"
        try:
            return ExitStatus(answer), None
        except ValueError:
            return ExitStatus.UNEXPECTED, f"ended with the unknown status {answer}"

    def _stop(self, process: int) -> None:
        assert self._stopped_by is not None  # noqa: S101 - its callers' reason
        with suppress(ProcessLookupError):
            os.kill(process, self._stopped_by)
        reason = f"still running {self.grace:g} s after {self._stopped_by.name}"
        self._kill_later(self.grace, process, reason)

    def _kill_later(self, seconds: float, process: int, reason: str) -> None:
        # By the job, not by the number alone, which another process may have got by then.
        asyncio.get_running_loop().call_later(seconds, self._kill, process, self._processes[process], reason)

    def _kill(self, process: int, job: Job, reason: str) -> None:
        if self._processes.get(process) is job:
            self._killed[process] = reason
            with suppress(ProcessLookupError):
                os.killpg(process, signal.SIGKILL)


def _tail(output: IO[bytes]) -> list[str]:
    size = output.seek(0, os.SEEK_END)
    output.seek(max(size - OUTPUT_MAX, 0))
    lines = output.read().decode("utf-8", "replace").splitlines()
    return lines[1:] if size > OUTPUT_MAX else lines


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
