"""A bound on the processor time that a piece of work may take, so that no page holds a run up."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import TypeVar

T = TypeVar("T")

_AGAIN = 0.05
"""Seconds after which the work is interrupted once more where a library has swallowed the first interruption."""


class OutOfTime(Exception):  # noqa: N818 - a finding about the work, not a failure
    """The work was broken off: it took more processor time than it was given."""


class _Interruption(BaseException):
    """Not an `Exception`, which the libraries under the work catch and go on."""


class _Bound:
    """The bound under way, of which there is one in a process: a signal knows no more."""

    running = False


def run_within(seconds: float, work: Callable[[], T]) -> T:
    """What `work` returns.  Raises `OutOfTime` once it has taken `seconds` of processor time; 0 sets no bound.

    A timer signal (`SIGVTALRM`) breaks off Python code and regular expressions wherever they are; a call into C code
    that asks for no signals, as one into libxml2, ends first, and only then the work.  Time that other processes take
    does not count.  Outside of the main thread, within another bound, and where the system has no such timer
    (Windows), there is no bound.
    """
    if seconds <= 0 or _Bound.running or not _can_interrupt():
        return work()
    before = signal.signal(signal.SIGVTALRM, _interrupt)
    try:
        try:
            _Bound.running = True
            signal.setitimer(signal.ITIMER_VIRTUAL, seconds, _AGAIN)
            return work()
        finally:
            _Bound.running = False
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    except _Interruption:
        # The interruption may have come in the very `finally` above.
        _Bound.running = False
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        raise OutOfTime(f"more than {seconds:g} s") from None
    finally:
        signal.signal(signal.SIGVTALRM, before)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    if _Bound.running:
        raise _Interruption


def _can_interrupt() -> bool:
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
