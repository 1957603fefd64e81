"""A place in a feed that a reader stores and resumes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True, order=True)
class Cursor:
    """A place between two lines of a feed, the same before and after its segment is closed and compressed.

    As text `news24-2026-11-23:1834`, which `Cursor.parse` reads back.  Cursors of one feed are ordered.
    """

    segment: str
    """Name of the segment, without ending: `news24-2026-11-23`."""
    offset: int = 0
    """Bytes of the uncompressed segment that lie before it."""

    def __str__(self) -> str:
        return f"{self.segment}:{self.offset}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The cursor that was printed as `text`.  Raises `ValueError`."""
        segment, colon, offset = text.strip().rpartition(":")
        if not (segment and colon and offset.isascii() and offset.isdecimal()):
            raise ValueError(f"not a cursor such as news24-2026-11-23:1834: {text!r}")
        return cls(segment, int(offset))
