"""Exchanges of an archive of ours, each by one seek: what was sent, what came back, and what the run knew of it.

A `revisit` comes back with the body of the record that it refers to, so that a reader need not know which it was.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from newscrawl.items import ArchiveRecord
from newscrawl.store.errors import StorageError
from newscrawl.warc.encoding import NOT_MODIFIED, TRANSFER, is_intact
from newscrawl.warc.exchange import Exchange, Headers
from newscrawl.warc.records import Archive, Loss, Record, http_message
from newscrawl.warc.segments import ArchiveFolder
from newscrawl.warc.streams import Damaged

logger = logging.getLogger(__name__)

_NOTES = 1 << 14
"""Bytes of notes that are read in passing."""
_MOST_STEPS = 5
"""Records that refer to another which are followed at most, one behind the other."""
_HTTP = frozenset(("request", "response", "revisit"))


class RecordLost(StorageError):  # noqa: N818 - a finding about the archive, reads best as what happened
    """An exchange cannot be had.

    `reason` is a short code: `gone` (the file is deleted), `no_record` (none begins at that place), `torn` (the file
    ends before the record does), `digest` (the body is not the one that was written), `unresolved` (the record that
    holds the body is not named).
    """


@dataclass(frozen=True, slots=True)
class Found:
    """An answer of an archive, by its headers alone."""

    place: ArchiveRecord
    url: str
    moment: datetime
    is_revisit: bool
    notes: Mapping[str, Any] = field(default_factory=dict)
    """What the run knew of it; empty where that was not noted, or too much to be read in passing."""


@dataclass(frozen=True, slots=True)
class _Message:
    """A record that was read whole."""

    record: Record
    first: str
    """The first line of an answer or a request."""
    headers: Headers
    body: bytes

    @property
    def id(self) -> str:
        return self.record.header("WARC-Record-ID") or ""


def read_exchange(folder: Path, place: ArchiveRecord) -> Exchange:
    """The exchange whose first record lies at `place` in an archive's folder.

    Of an answer that repeated an earlier one, headers are its own; of one that said that nothing had changed (304),
    status and headers are the earlier ones, with those that it gave anew.  Raises `RecordLost`, and `OSError` where
    the file cannot be read.
    """
    with _opened(folder, place) as stream:
        archive = Archive(stream, place.offset)
        answer = _message_at(archive, place)
        if answer.record.kind not in ("response", "revisit"):
            raise RecordLost("no_record", f"{_name(place)}: no answer but a record of type {answer.record.kind!r}")
        exchange = _with_company(_exchange(answer, place), answer.id, archive, place)
    if answer.record.kind == "response":
        return exchange
    return _resolved(folder, exchange, answer, place)


def find(folder: Path, wanted: Callable[[str], bool]) -> list[Found]:
    """The answers whose address is `wanted`, the newest first; every file is read, of each record only the headers.

    What is behind a torn or damaged place of a file is passed over, with a warning.
    """
    found = [answer for path in files_of(folder) for answer in answers_in(path) if wanted(answer.url)]
    return sorted(found, key=lambda answer: (answer.moment, answer.place.file, answer.place.offset), reverse=True)


def files_of(folder: Path) -> list[Path]:
    """The files of an archive, in the order in which they were written."""
    found = ArchiveFolder.read(folder)
    return [found.path_of(file) for file in found.files]


def answers_in(path: Path) -> Iterator[Found]:
    """The answers that one file holds, in the order written; what is damaged is passed over, with a warning."""
    last: tuple[str, Found] | None = None
    with path.open("rb") as stream:
        for record in Archive(stream).records():
            if isinstance(record, Loss):
                logger.warning("%s is damaged at byte %d, which is passed over: %s", path, record.offset, record.detail)
                continue
            if last is not None and record.kind == "metadata" and record.header("WARC-Concurrent-To") == last[0]:
                last = last[0], replace(last[1], notes=_object(_read_in_passing(record)))
            elif record.kind in ("response", "revisit"):
                url, moment = record.header("WARC-Target-URI"), record.moment
                if url is None or moment is None:
                    continue
                if last is not None:
                    yield last[1]
                found = Found(ArchiveRecord(path.name, record.offset), url, moment, record.kind == "revisit")
                last = record.header("WARC-Record-ID") or "", found
    if last is not None:
        yield last[1]


def _read_in_passing(record: Record) -> bytes:
    """The block of a record, empty where it is too long to be read in passing, or damaged: then a loss follows."""
    try:
        return record.rest(_NOTES) or b""
    except Damaged:
        return b""


def _object(text: bytes) -> Mapping[str, Any]:
    """The JSON object in a text, an empty one where there is none."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _opened(folder: Path, place: ArchiveRecord) -> BinaryIO:
    if Path(place.file).name != place.file:
        raise RecordLost("no_record", f"no file of an archive: {place.file!r}")
    try:
        return (folder / place.file).open("rb")
    except FileNotFoundError:
        raise RecordLost("gone", f"{folder / place.file} is no longer there") from None


def _message_at(archive: Archive, place: ArchiveRecord) -> _Message:
    """The record that begins at a place, from which the archive is read."""
    try:
        record = archive.next_record()
        if record is None:
            raise RecordLost("torn", f"{_name(place)}: the file ends before it")
        if record.offset != place.offset:
            raise RecordLost("no_record", f"{_name(place)}: no record begins there")
        return _message(record, place)
    except Damaged as damage:
        reason = "torn" if damage.reason == "torn" else "no_record"
        raise RecordLost(reason, f"{_name(place)}: {damage}") from None


def _message(record: Record, place: ArchiveRecord) -> _Message:
    """A record with its block, held to its digests.  Raises `Damaged`."""
    block = record.block()
    first, headers, body = http_message(block) if record.kind in _HTTP else ("", (), block)
    # A `revisit` states that of the body that it stands for.
    of_body = record.header("WARC-Payload-Digest") if record.kind != "revisit" else None
    if not is_intact(record.header("WARC-Block-Digest"), block) or not is_intact(of_body, body):
        raise RecordLost("digest", f"{_name(place)}: the content is not what its digest says")
    return _Message(record, first, headers, body)


def _exchange(answer: _Message, place: ArchiveRecord) -> Exchange:
    record, (protocol, _, status) = answer.record, answer.first.partition(" ")
    url, moment = record.header("WARC-Target-URI"), record.moment
    if url is None or moment is None or not protocol.startswith("HTTP/") or not status[:3].isdecimal():
        raise RecordLost("no_record", f"{_name(place)}: no record of an answer over HTTP")
    return Exchange(
        url=url,
        moment=moment,
        status=int(status[:3]),
        headers=_without_transfer(answer.headers),
        body=answer.body,
        version=protocol,
        truncated=record.header("WARC-Truncated") is not None,
        ip=record.header("WARC-IP-Address"),
    )


def _with_company(exchange: Exchange, record_id: str, archive: Archive, place: ArchiveRecord) -> Exchange:
    """`exchange` with its request and its notes, the records behind it that name it."""
    while True:
        try:
            record = archive.next_record()
            if record is None or record.header("WARC-Concurrent-To") != record_id:
                return exchange
            found = _message(record, ArchiveRecord(place.file, record.offset))
        except (Damaged, RecordLost):
            return exchange  # torn, or as good as that; it need not be of this exchange at all
        if record.kind == "request":
            exchange = replace(
                exchange,
                method=found.first.partition(" ")[0],
                request_headers=_without_transfer(found.headers),
                request_body=found.body,
            )
        elif record.kind == "metadata":
            exchange = replace(exchange, notes=_notes(found.body, ArchiveRecord(place.file, record.offset)))


def _notes(text: bytes, place: ArchiveRecord) -> Mapping[str, Any]:
    try:
        notes = json.loads(text)
    except ValueError:
        notes = None
    if not isinstance(notes, dict):
        raise RecordLost("no_record", f"{_name(place)}: notes that are no JSON object")
    return notes


def _resolved(folder: Path, exchange: Exchange, answer: _Message, place: ArchiveRecord) -> Exchange:
    """The exchange of a `revisit` with the body that it stands for."""
    earlier = _referred(folder, answer.record, place)
    if answer.record.header("WARC-Profile") == NOT_MODIFIED:
        status = _exchange(earlier, place).status
        return replace(exchange, status=status, headers=_updated(earlier, exchange), body=earlier.body)
    if not is_intact(answer.record.header("WARC-Payload-Digest"), earlier.body):
        raise RecordLost("digest", f"{_name(place)}: the record that it refers to holds another body")
    return replace(exchange, body=earlier.body)


def _referred(folder: Path, record: Record, place: ArchiveRecord) -> _Message:
    """The record that holds the body of a `revisit`."""
    for _ in range(_MOST_STEPS):
        file, offset = (record.header(f"WARC-Refers-To-{name}") for name in ("Filename", "File-Offset"))
        if not (file and offset and offset.isdecimal()):
            raise RecordLost("unresolved", f"{_name(place)}: does not say where its body is")
        wanted_id, target = record.header("WARC-Refers-To"), ArchiveRecord(file, int(offset))
        with _opened(folder, target) as stream:
            found = _message_at(Archive(stream, target.offset), target)
        if wanted_id not in (None, found.id):
            raise RecordLost("no_record", f"{_name(target)}: not the record {wanted_id}")
        if found.record.kind == "response":
            return found
        record = found.record
    raise RecordLost("unresolved", f"{_name(place)}: refers to records that refer to others")


def _updated(earlier: _Message, exchange: Exchange) -> Headers:
    """The headers of an earlier answer, those that a later 304 gave anew in their place (RFC 9111, 3.2)."""
    given = {name.lower() for name, _ in exchange.headers}
    kept = [(name, value) for name, value in _without_transfer(earlier.headers) if name.lower() not in given]
    return (*kept, *exchange.headers)


def _without_transfer(headers: Headers) -> Headers:
    return tuple((name, value) for name, value in headers if name.lower() not in TRANSFER)


def _name(place: ArchiveRecord) -> str:
    return f"{place.file} at {place.offset}"
