"""A bound on the processor time that a piece of work may take, so that no page holds a run up."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

T = TypeVar("T")

_AGAIN = 0.05
"""Seconds after which the work is interrupted once more where a library has swallowed the first interruption."""
_LEAST = 0.05
"""Seconds that a part of the work has in any case, so that one dear part does not take the cheap ones along."""


class OutOfTime(Exception):  # noqa: N818 - a finding about the work, not a failure
    """The work was broken off: it took more processor time than it was given."""


class _Interruption(BaseException):
    """Not an `Exception`, which the libraries under the work catch and go on."""


class _Bound:
    """The bound under way, of which there is one in a process: a signal knows no more."""

    running = False


class Budget:
    """Seconds of processor time for a piece of work that is done in several parts; 0 sets no bound."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.left = seconds

    def run(self, work: Callable[[], T]) -> T:
        """What `work` returns.  Raises `OutOfTime` once it has taken what is left, but 0.05 s in any case.

        A timer signal (`SIGVTALRM`) breaks off Python code and regular expressions wherever they are; a call into C
        code that asks for no signals, as one into libxml2, ends first, and only then the work.  Time that other
        processes take does not count.  Outside of the main thread, within another bound, and where the system has no
        such timer (Windows), there is no bound.
        """
        if self.seconds <= 0 or _Bound.running or not _can_interrupt():
            return work()
        before = signal.signal(signal.SIGVTALRM, _interrupt)
        try:
            try:
                _Bound.running = True
                signal.setitimer(signal.ITIMER_VIRTUAL, max(self.left, _LEAST), _AGAIN)
                return work()
            finally:
                _Bound.running = False
                self.left, _ = signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        except _Interruption:
            # The interruption may have come in the very `finally` above.
            _Bound.running = False
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            self.left = 0.0
            raise OutOfTime(f"more than {self.seconds:g} s") from None
        finally:
            signal.signal(signal.SIGVTALRM, before)


def run_within(seconds: float, work: Callable[[], T]) -> T:
    """What `work` returns.  Raises `OutOfTime` once it has taken so many seconds; see `Budget.run`."""
    return Budget(seconds).run(work)


@contextmanager
def unbounded() -> Iterator[None]:
    """Time that counts for no bound: what is loaded once for all, and must not be broken off half-way."""
    if not _Bound.running:
        yield
        return
    _Bound.running = False
    left, _ = signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    try:
        yield
    finally:
        _Bound.running = True
        signal.setitimer(signal.ITIMER_VIRTUAL, left or _AGAIN, _AGAIN)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    if _Bound.running:
        raise _Interruption


def _can_interrupt() -> bool:
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
