"""From where on articles may be missing: the feed's end when the first run began that did not come to its end.

A list shows articles of a run that was killed at its top, and those that the run did not reach below them.  So an
article that the feed holds says that older ones are held too only if it was written before all unfinished runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from newscrawl.state.memory import Memory
from newscrawl.store.segments import Cursor, segment_day, segment_name, segment_site

_KIND, _KEY = "run", "unfinished"
_DOUBTED = timedelta(days=2)
"""How far back articles may be missing where nothing is remembered: a run does not stay unfinished for long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a feed is known to be whole."""

    whole_before: Cursor | None
    """Lines before it were written by runs that came to their end, or before others that did not; null: none."""
    first: bool = False
    """Whether no run has come to its end yet."""
    since: date | None = None
    """Where nothing is remembered, the day on which the feed begins: what is much older was never wanted."""

    def covers(self, line: Cursor) -> bool:
        """Whether an article with a line there says that the feed holds the older ones too."""
        return self.whole_before is not None and line < self.whole_before


def begin(memory: Memory, end: Cursor | None, first_day: date | None) -> Progress:
    """The progress at the start of a run, noted as unfinished until `finish`.

    `end` is the position behind the feed's last line and `first_day` that of its first segment, null for an empty feed.
    """
    progress = _noted(memory.get(_KIND, _KEY)) or _fresh(memory, end, first_day)
    note = {
        "whole_before": str(progress.whole_before) if progress.whole_before else None,
        "first": progress.first,
        "since": progress.since.isoformat() if progress.since else None,
    }
    memory.put(_KIND, _KEY, note, durable=True)
    return progress


def finish(memory: Memory) -> None:
    """Notes that a run came to its end with nothing left to do."""
    memory.drop(_KIND, _KEY)


def _fresh(memory: Memory, end: Cursor | None, first_day: date | None) -> Progress:
    if end is None or first_day is None:
        return Progress(whole_before=None, first=True)
    if not memory.is_new:
        return Progress(whole_before=end)
    site = segment_site(end.segment) or ""
    return Progress(whole_before=Cursor(segment_name(site, segment_day(end.segment) - _DOUBTED)), since=first_day)


def _noted(note: dict[str, str | bool | None] | None) -> Progress | None:
    if note is None:
        return None
    before, since = note["whole_before"], note["since"]
    return Progress(
        whole_before=Cursor.parse(str(before)) if before else None,
        first=bool(note["first"]),
        since=date.fromisoformat(str(since)) if since else None,
    )
