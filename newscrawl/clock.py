"""The one place that asks what time it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_FIXED: ContextVar[datetime | None] = ContextVar("newscrawl_moment", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC; within `at`, the moment given there."""
    return _FIXED.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Has it be `moment`, aware, for the work inside (and tasks begun there): a page is read again as it was read."""
    token = _FIXED.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _FIXED.reset(token)
