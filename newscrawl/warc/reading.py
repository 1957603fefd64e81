"""Exchanges of an archive, each by one seek: what was sent, what came back, and what the run knew of it.

A `revisit` comes back with the body of the record that it refers to, so that a reader need not know which it was.
"""

from __future__ import annotations

import json
import logging
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from warcio.archiveiterator import WARCIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParserException

from newscrawl.store.errors import StorageError
from newscrawl.warc.encoding import NOT_MODIFIED, TRANSFER, payload_digest
from newscrawl.warc.exchange import Exchange, Headers, Place
from newscrawl.warc.segments import ArchiveFolder

logger = logging.getLogger(__name__)

_BLOCK = 1 << 16
_HEAD = 1 << 14
"""Bytes of a record in which its own headers end, and mostly its notes."""
_GZIP = 16 + zlib.MAX_WBITS
_MOST_STEPS = 5
"""Records that refer to another which are followed at most, one behind the other."""
_MALFORMED = (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, ValueError, AttributeError, IndexError)
"""What warcio raises for what is no record."""


class RecordLost(StorageError):  # noqa: N818 - a finding about the archive, reads best as what happened
    """An exchange cannot be had.

    `reason` is a short code: `gone` (the file is deleted), `no_record` (none begins at that place), `torn` (the file
    ends before the record does), `digest` (the body is not the one that was written), `unresolved` (the record that
    holds the body is not named).
    """


@dataclass(frozen=True, slots=True)
class Found:
    """An answer of an archive, by its headers alone."""

    place: Place
    url: str
    moment: datetime
    is_revisit: bool
    notes: Mapping[str, Any] = field(default_factory=dict)
    """What the run knew of it; empty where that was not noted, or too much to be read in passing."""


@dataclass(frozen=True, slots=True)
class _Record:
    kind: str
    head: Mapping[str, str]
    """The headers of the record, by lower-case name."""
    status: str
    """The status line behind the protocol, or a request's behind its method."""
    protocol: str
    headers: Headers
    body: bytes

    @property
    def id(self) -> str:
        return self.head.get("warc-record-id", "")


def read_exchange(folder: Path, place: Place) -> Exchange:
    """The exchange whose first record lies at `place` in an archive's folder.

    Of an answer that repeated an earlier one, headers are its own; of one that said that nothing had changed (304),
    status and headers are the earlier ones, with those that it gave anew.  Raises `RecordLost`, and `OSError` where
    the file cannot be read.
    """
    with _opened(folder, place) as stream:
        members = _members(stream, place.offset)
        answer = _record(_member_at(members, place), place)
        if answer.kind not in ("response", "revisit"):
            raise RecordLost("no_record", f"{_name(place)}: no answer but a record of type {answer.kind!r}")
        exchange = _with_company(_exchange(answer, place), answer.id, place.file, members)
    if answer.kind == "response":
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
    """The answers that one file holds, in the order written, as far as it is whole."""
    last: tuple[str, Found] | None = None
    for offset, content in _heads(path):
        head, _, start = content.partition(b"\r\n\r\n")
        fields = _fields(head)
        kind, url, moment = fields.get("warc-type"), fields.get("warc-target-uri"), _moment(fields.get("warc-date"))
        if last is not None and kind == "metadata" and fields.get("warc-concurrent-to") == last[0]:
            last = last[0], replace(last[1], notes=_object(start))
        elif kind in ("response", "revisit") and url and moment:
            if last is not None:
                yield last[1]
            found = Found(Place(path.name, offset), url, moment, kind == "revisit")
            last = fields.get("warc-record-id", ""), found
    if last is not None:
        yield last[1]


def _moment(date: str | None) -> datetime | None:
    """The moment that a `WARC-Date` states, null where it is missing or none."""
    try:
        moment = datetime.fromisoformat(date or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _heads(path: Path) -> Iterator[tuple[int, bytes]]:
    """The first bytes of each record of a file, with its place, as far as the file is whole."""
    with path.open("rb") as stream:
        try:
            yield from _members(stream, 0, most=_HEAD)
        except (EOFError, zlib.error) as error:
            logger.warning("%s is read up to where it is damaged: %s", path, error)


def _object(text: bytes) -> Mapping[str, Any]:
    """The JSON object in a text, an empty one where there is none."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _opened(folder: Path, place: Place) -> IO[bytes]:
    if Path(place.file).name != place.file:
        raise RecordLost("no_record", f"no file of an archive: {place.file!r}")
    try:
        return (folder / place.file).open("rb")
    except FileNotFoundError:
        raise RecordLost("gone", f"{folder / place.file} is no longer there") from None


def _members(stream: IO[bytes], offset: int, most: int | None = None) -> Iterator[tuple[int, bytes]]:
    """The whole gzip members from `offset` on, each with its place; with `most`, only so many bytes of each.

    Raises `zlib.error` for what is no member, and `EOFError` for one that is cut short.
    """
    stream.seek(offset)
    data = stream.read(_BLOCK)
    while data:
        unpacker, parts, size = zlib.decompressobj(_GZIP), bytearray(), 0
        while True:
            unpacked = unpacker.decompress(data)
            parts += unpacked if most is None else unpacked[: most - len(parts)]
            size += len(data) - len(unpacker.unused_data)
            data = unpacker.unused_data or stream.read(_BLOCK)
            if unpacker.eof:
                break
            if not data:
                raise EOFError("cut short")
        yield offset, bytes(parts)
        offset += size


def _member_at(members: Iterator[tuple[int, bytes]], place: Place) -> bytes:
    try:
        _, content = next(members)
    except zlib.error:
        raise RecordLost("no_record", f"{_name(place)}: no record begins there") from None
    except EOFError:
        raise RecordLost("torn", f"{_name(place)}: the file ends within the record") from None
    except StopIteration:
        raise RecordLost("torn", f"{_name(place)}: the file ends before it") from None
    return content


def _record(content: bytes, place: Place) -> _Record:
    """The one record of a member."""
    try:
        record = next(WARCIterator(BytesIO(content), check_digests=True))
        body = record.raw_stream.read()
    except (*_MALFORMED, StopIteration) as error:
        raise RecordLost("no_record", f"{_name(place)}: no record: {error}") from None
    if record.digest_checker.passed is False:
        raise RecordLost("digest", f"{_name(place)}: the content is not what its digest says")
    http = record.http_headers
    return _Record(
        kind=record.rec_type or "",
        head={name.lower(): value for name, value in record.rec_headers.headers},
        status=http.statusline if http else "",
        protocol=http.protocol if http else "",
        headers=tuple(http.headers) if http else (),
        body=body,
    )


def _exchange(answer: _Record, place: Place) -> Exchange:
    try:
        return Exchange(
            url=answer.head["warc-target-uri"],
            moment=datetime.fromisoformat(answer.head["warc-date"]),
            status=int(answer.status.split(maxsplit=1)[0]),
            headers=_without_transfer(answer.headers),
            body=answer.body,
            version=answer.protocol,
            truncated="warc-truncated" in answer.head,
            ip=answer.head.get("warc-ip-address"),
        )
    except (KeyError, ValueError, IndexError):
        raise RecordLost("no_record", f"{_name(place)}: no record of an answer over HTTP") from None


def _with_company(exchange: Exchange, record_id: str, file: str, members: Iterator[tuple[int, bytes]]) -> Exchange:
    """`exchange` with its request and its notes, the records behind it that name it."""
    while True:
        try:
            offset, content = next(members)
        except (StopIteration, EOFError, zlib.error):
            return exchange  # the last of its file, or what follows was torn
        try:
            record = _record(content, Place(file, offset))
        except RecordLost:
            return exchange  # as good as torn; it need not be of this exchange at all
        if record.head.get("warc-concurrent-to") != record_id:
            return exchange
        if record.kind == "request":
            exchange = replace(
                exchange,
                method=record.protocol,
                request_headers=_without_transfer(record.headers),
                request_body=record.body,
            )
        elif record.kind == "metadata":
            exchange = replace(exchange, notes=_notes(record, Place(file, offset)))


def _notes(record: _Record, place: Place) -> Mapping[str, Any]:
    try:
        notes = json.loads(record.body)
    except ValueError:
        notes = None
    if not isinstance(notes, dict):
        raise RecordLost("no_record", f"{_name(place)}: notes that are no JSON object")
    return notes


def _resolved(folder: Path, exchange: Exchange, answer: _Record, place: Place) -> Exchange:
    """The exchange of a `revisit` with the body that it stands for."""
    earlier = _referred(folder, answer, place)
    if answer.head.get("warc-profile") == NOT_MODIFIED:
        return replace(
            exchange, status=int(earlier.status.split()[0]), headers=_updated(earlier, exchange), body=earlier.body
        )
    stated = answer.head.get("warc-payload-digest")
    if stated is not None and stated != payload_digest(earlier.body):
        raise RecordLost("digest", f"{_name(place)}: the record that it refers to holds another body")
    return replace(exchange, body=earlier.body)


def _referred(folder: Path, record: _Record, place: Place) -> _Record:
    """The record that holds the body of a `revisit`."""
    for _ in range(_MOST_STEPS):
        file, offset = (record.head.get(f"warc-refers-to-{name}") for name in ("filename", "file-offset"))
        if not (file and offset and offset.isdecimal()):
            raise RecordLost("unresolved", f"{_name(place)}: does not say where its body is")
        wanted_id, target = record.head.get("warc-refers-to"), Place(file, int(offset))
        with _opened(folder, target) as stream:
            record = _record(_member_at(_members(stream, target.offset), target), target)
        if wanted_id not in (None, record.id):
            raise RecordLost("no_record", f"{_name(target)}: not the record {wanted_id}")
        if record.kind == "response":
            return record
    raise RecordLost("unresolved", f"{_name(place)}: refers to records that refer to others")


def _updated(earlier: _Record, exchange: Exchange) -> Headers:
    """The headers of an earlier answer, those that a later 304 gave anew in their place (RFC 9111, 3.2)."""
    given = {name.lower() for name, _ in exchange.headers}
    kept = [(name, value) for name, value in _without_transfer(earlier.headers) if name.lower() not in given]
    return (*kept, *exchange.headers)


def _without_transfer(headers: Headers) -> Headers:
    return tuple((name, value) for name, value in headers if name.lower() not in TRANSFER)


def _fields(head: bytes) -> dict[str, str]:
    """The headers of a record, by lower-case name."""
    lines = head.decode("utf-8", "replace").split("\r\n")
    return {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}


def _name(place: Place) -> str:
    return f"{place.file} at {place.offset}"
