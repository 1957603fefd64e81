"""What index and memory hold of one article, put together for people and scripts."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from newscrawl.state.memory import Memory, Note
from newscrawl.store.files import DiskFiles
from newscrawl.store.index import Entry, Index
from newscrawl.store.reading import line_at
from newscrawl.urls import article_id, canonical_url

_MOMENTS = frozenset(("read", "due", "first"))
"""What notes keep as seconds since 1970."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """What a site's ledger holds of an article."""

    entry: Entry | None
    """Its latest line, null where the index does not know it."""
    other_ids: list[str]
    """Ids of its other addresses."""
    aliases: list[str] | None
    """Its former addresses, as its line says; null where the line is not there."""
    notes: list[Note]

    def to_dict(self) -> dict[str, Any]:
        """As a JSON object."""
        entry = self.entry
        notes = [
            {
                "kind": note.kind,
                "key": note.key,
                "value": _dated(note.value),
                "expires": note.expires.isoformat(timespec="seconds") if note.expires else None,
            }
            for note in self.notes
        ]
        if entry is None:
            return {"known": False, "notes": notes}
        return {
            "known": True,
            "id": entry.id,
            "revision": entry.revision,
            "kind": entry.kind,
            "url": entry.url,
            "aliases": self.aliases,
            "other_ids": self.other_ids,
            "content_hash": entry.content_hash,
            "line": str(entry.line),
            "notes": notes,
        }


@dataclass(frozen=True, slots=True)
class Wanted:
    """An article as people name it: by its address or by its id."""

    id: str
    url: str | None = None

    @classmethod
    def parse(cls, text: str) -> Wanted:
        """What `text` names.  Raises `ValueError` for what is neither an id nor a web address."""
        if len(text) == _ID_LENGTH and set(text) <= _HEXADECIMAL:
            return cls(text)
        return cls(article_id(text), text)

    def keys(self, entry: Entry | None, other_ids: list[str]) -> list[str]:
        """The keys under which notes may stand, each once: ids, and addresses as given and as known."""
        addresses = [self.url, canonical_url(self.url)] if self.url else []
        known = [entry.id, entry.url] if entry else []
        return list(dict.fromkeys(filter(None, (self.id, *addresses, *known, *other_ids))))


_ID_LENGTH = 32
_HEXADECIMAL = frozenset("0123456789abcdef")


def holdings(
    wanted: Wanted, feed: Path, index_path: Path, memory_path: Path, now: datetime, files: DiskFiles
) -> Holdings:
    """What is held of an article; nothing is changed.  Raises `sqlite3.Error` and `OSError`."""
    entry, other_ids = None, []
    if index_path.exists():
        with closing(Index.snapshot(index_path, files)) as index:
            entry = index.get(wanted.id)
            other_ids = index.other_ids(entry.id) if entry else []
    notes: list[Note] = []
    if memory_path.exists():
        with closing(Memory.snapshot(memory_path)) as memory:
            for key in wanted.keys(entry, other_ids):
                notes += memory.about(key, now)
    return Holdings(entry=entry, other_ids=other_ids, aliases=_aliases(feed, entry), notes=notes)


def forget(memory_path: Path, notes: list[Note], now: datetime) -> None:
    """Forgets notes, and whatever else stands under their keys.  Raises `OSError`."""
    with closing(Memory.open(memory_path, now)) as memory:
        for key in {note.key for note in notes}:
            memory.forget(key)


def _aliases(feed: Path, entry: Entry | None) -> list[str] | None:
    if entry is None:
        return None
    line = line_at(feed, entry.line)
    found = line.data.get("aliases") if line is not None else None
    return [str(each) for each in found] if isinstance(found, list) else None


def _dated(value: Any) -> Any:
    """What a note says, its moments as ISO 8601 in UTC."""
    if not isinstance(value, dict):
        return value
    return {
        name: datetime.fromtimestamp(each, UTC).isoformat(timespec="seconds")
        if name in _MOMENTS and isinstance(each, (int, float))
        else each
        for name, each in value.items()
    }
