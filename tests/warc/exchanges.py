"""Exchanges to archive, and what a folder holds of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator

from newscrawl.warc.exchange import Exchange

DAY = date(2026, 11, 27)


def an_exchange(number: int, day: date = DAY, **values: Any) -> Exchange:
    """An exchange by number, whose body says which it is and is larger than a head."""
    given = {
        "url": f"https://essai.example/{number}",
        "moment": datetime.combine(day, time(8, number % 60), UTC),
        "status": 200,
        "headers": (("Content-Type", "text/html"),),
        "body": f"<h1>Article n° {number}</h1>".encode() * 60,
        "notes": {"number": number},
    }
    return Exchange(**{**given, **values})


def records(path: Path) -> Iterator[tuple[Any, int, bytes]]:
    """The records of a file, each with its offset and its content, all digests checked."""
    with path.open("rb") as stream:
        iterator = ArchiveIterator(stream, check_digests="raise")
        for record in iterator:
            content = record.content_stream().read()
            yield record, iterator.get_record_offset(), content


def kinds(path: Path) -> list[str]:
    """The types of the records of a file, in order."""
    return [record.rec_type for record, _, _ in records(path)]


def answered(folder: Path) -> list[str]:
    """The addresses of which the files of a folder hold an answer, in order."""
    return [
        record.rec_headers.get_header("WARC-Target-URI")
        for path in sorted(folder.glob("*.warc.gz"))
        for record, _, _ in records(path)
        if record.rec_type in {"response", "revisit"}
    ]
