"""An exchange on its way to the archive, beside the article that is made from it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from newscrawl.items import Rights
from newscrawl.warc.exchange import Exchange
from newscrawl.warc.notes import RunNotes
from newscrawl.warc.writing import Written


@dataclass(slots=True)
class Capture:
    """An exchange that is held until it is known whether it may be kept, and what is to be noted of it."""

    exchange: Exchange
    notes: RunNotes
    rights: Rights | None = None
    """What site, answer and page declare, once somebody has read the page."""
    parts: list[Capture] = field(default_factory=list)
    """The further pages of an article over several, in order."""
    settled: bool = False
    """Whether it was written, or kept out."""
    written: Written | None = None

    def note(self, **facts: object) -> None:
        """Adds to what is noted of it."""
        self.notes = replace(self.notes, **facts)  # type: ignore[arg-type]
