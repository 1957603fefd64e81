"""The bound on the time that it may take to understand one page, over extraction and all stages."""

from __future__ import annotations

from collections.abc import Callable
from time import thread_time
from typing import TypeVar

from newscrawl.bounds import OutOfTime, run_within
from newscrawl.draft import Draft, NotAnArticle

T = TypeVar("T")

LEAST = 0.05
"""Seconds that a stage has in any case, so that a page dear to read is not lost to a stage that costs nothing."""


def understood_within(seconds: float, work: Callable[[], T], draft: Draft | None = None) -> T:
    """What a piece of understanding comes to, in what is left to `draft` of so many seconds of processor time.

    Raises `NotAnArticle("too_slow")` beyond them; see `newscrawl.bounds` for what holds them.
    """
    begun = thread_time()
    left = max(seconds - draft.spent, LEAST) if draft and seconds else seconds
    try:
        return run_within(left, work)
    except OutOfTime as finding:
        raise NotAnArticle("too_slow", str(finding)) from finding
    finally:
        if draft is not None:
            draft.spent += thread_time() - begun
