"""From where on articles may be missing: the feed's end when the first run began that did not come to its end.

A list shows articles of a run that was killed at its top, and those that the run did not reach below them.  So an
article that the feed holds says that older ones are held too only if it was written before all unfinished runs.

A feed that lacks lines which earlier runs wrote, as a restored copy may, is in doubt likewise, and its sources are
asked as if for the first time: what they call unchanged the feed need not hold.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from newscrawl import clock
from newscrawl.state.memory import Memory
from newscrawl.store.segments import Cursor, Folder, segment_day, segment_name, segment_site

VALIDATORS = "validators"
"""Kind of the notes with which a document of a source is asked for only if it has changed, by its address."""
REACH = "reach"
"""Kind of the notes that tell the earliest day back to which a section was read, by its address."""
_KIND, _KEY, _HELD = "run", "unfinished", "held"
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
    lost: bool = False
    """Whether the feed lacks lines that earlier runs wrote, and no run has come to its end since."""

    def covers(self, line: Cursor) -> bool:
        """Whether an article with a line there says that the feed holds the older ones too."""
        return self.whole_before is not None and line < self.whole_before


def begin(memory: Memory, end: Cursor | None, first_day: date | None, held: Cursor | None = None) -> Progress:
    """The progress at the start of a run, noted as unfinished until `finish`.

    `end` is the position behind the feed's last line and `first_day` that of its first segment, null for an empty feed;
    `held` is the position behind the last line that can be had.
    """
    progress = _noted(memory.get(_KIND, _KEY)) or _fresh(memory, end, first_day)
    earlier = memory.get(_KIND, _HELD)
    if earlier is not None and (held is None or held < Cursor.parse(earlier)):
        memory.drop(_KIND, _HELD)
        return doubt(memory, _days_before(end) if end is not None else None, first_day)
    _note(memory, progress)
    return progress


def doubt(memory: Memory, whole_before: Cursor | None, first_day: date | None) -> Progress:
    """Has the next runs read the site back to `whole_before`, since lines behind it are lost; null: from the start."""
    for kind in (VALIDATORS, REACH):
        memory.drop_all(kind)
    noted = _noted(memory.get(_KIND, _KEY)) or Progress(whole_before=whole_before)
    if whole_before is None or first_day is None:
        progress = Progress(whole_before=None, first=True, lost=True)
    else:
        before = min(noted.whole_before, whole_before) if noted.whole_before is not None else None
        progress = replace(noted, whole_before=before, since=first_day, lost=True)
    _note(memory, progress)
    return progress


def doubt_from(memory_path: Path, segment: str, folder: Path) -> None:
    """Has the next runs read the site back to before a segment that was taken out of the feed in `folder`.

    Raises `OSError` where that cannot be noted.
    """
    left = [each.name for each in Folder.read(folder, folder.name).segments if each.exists]
    with closing(Memory.open(memory_path, clock.now())) as memory:
        doubt(memory, Cursor(segment) if left else None, segment_day(left[0]) if left else None)


def finish(memory: Memory, held: Cursor | None = None) -> None:
    """Notes that a run came to its end with nothing left to do, and the position behind the last line held."""
    if held is not None:
        memory.put(_KIND, _HELD, str(held))
    memory.drop(_KIND, _KEY)


def _note(memory: Memory, progress: Progress) -> None:
    note = {
        "whole_before": str(progress.whole_before) if progress.whole_before else None,
        "first": progress.first,
        "since": progress.since.isoformat() if progress.since else None,
        "lost": progress.lost,
    }
    memory.put(_KIND, _KEY, note, durable=True)


def _fresh(memory: Memory, end: Cursor | None, first_day: date | None) -> Progress:
    if end is None or first_day is None:
        return Progress(whole_before=None, first=True)
    if not memory.is_new:
        return Progress(whole_before=end)
    return Progress(whole_before=_days_before(end), since=first_day)


def _days_before(end: Cursor) -> Cursor:
    return Cursor(segment_name(segment_site(end.segment) or "", segment_day(end.segment) - _DOUBTED))


def _noted(note: dict[str, str | bool | None] | None) -> Progress | None:
    if note is None:
        return None
    before, since = note["whole_before"], note["since"]
    return Progress(
        whole_before=Cursor.parse(str(before)) if before else None,
        first=bool(note["first"]),
        since=date.fromisoformat(str(since)) if since else None,
        lost=bool(note.get("lost")),
    )
