"""The bound on the time that it may take to understand one page, over extraction and all stages."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from newscrawl.article.draft import NotAnArticle
from newscrawl.bounds import Budget, OutOfTime

T = TypeVar("T")


def understood_within(budget: Budget, work: Callable[[], T]) -> T:
    """What a piece of understanding comes to.  Raises `NotAnArticle("too_slow")` beyond the page's budget."""
    try:
        return budget.run(work)
    except OutOfTime as finding:
        raise NotAnArticle("too_slow", str(finding)) from finding
