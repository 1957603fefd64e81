"""A page of an archive with all that belongs to it: its further parts, and what the run knew of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from newscrawl.archive.exchange import Exchange, Place
from newscrawl.archive.notes import RunNotes, from_json
from newscrawl.archive.reading import RecordLost, read_exchange
from newscrawl.discovery import Link
from newscrawl.urls import article_id


@dataclass(frozen=True, slots=True)
class Page:
    """An article page as a run had it before it."""

    exchange: Exchange
    notes: RunNotes
    parts: tuple[Exchange, ...] = ()
    """The further pages of an article over several, in order."""

    @property
    def reference(self) -> datetime:
        """The moment against which it was read."""
        return self.notes.reference or self.exchange.moment

    @property
    def link(self) -> Link:
        """What the source said of it."""
        return self.notes.link or Link(self.exchange.url)

    @property
    def run(self) -> tuple[Any, ...]:
        """What tells the pages of one run from those of others; one alone where its run is not known."""
        notes = self.notes
        return (notes.spider, tuple(sorted(notes.arguments.items())), notes.run or self.reference)

    def part_at(self, url: str, read: int) -> Exchange | None:
        """The further page at an address, of which `read` come before it."""
        alike = (part for part in self.parts[read:] if article_id(part.url) == article_id(url))
        # A redirect may have led elsewhere: then it is the next in order.
        return next(alike, self.parts[read] if read < len(self.parts) else None)


def read_page(folder: Path, place: Place) -> Page:
    """The page whose answer lies at `place` of an archive, with its parts.  Raises `RecordLost` and `OSError`."""
    exchange = read_exchange(folder, place)
    notes = notes_of(exchange)
    return Page(exchange, notes, tuple(read_exchange(folder, part) for part in notes.parts))


def notes_of(exchange: Exchange) -> RunNotes:
    """What a run knew of an exchange.  Raises `RecordLost` where its notes are missing or say nothing of it."""
    try:
        return from_json(exchange.notes)
    except ValueError as error:
        raise RecordLost("no_notes", f"{exchange.url}: {error}") from None


def place_of(line: Mapping[str, Any]) -> Place | None:
    """Where the page of a line of the feed lies, null where it says nothing of it."""
    archive = line.get("archive")
    if not isinstance(archive, Mapping):
        return None
    file, offset = archive.get("file"), archive.get("offset")
    return Place(file, offset) if isinstance(file, str) and isinstance(offset, int) else None
