"""What was seen of a site: what may be kept, its archive, and what is remembered so that no body is kept twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, Literal

from newscrawl.article.document import read_page
from newscrawl.article.draft import NotAnArticle, Reservations
from newscrawl.article.rights import add_headers, add_reservation, declared_by_page
from newscrawl.article.tdmrep import Reservation
from newscrawl.html.decoding import decode
from newscrawl.items import ArchiveRecord, Rights
from newscrawl.state.memory import Memory
from newscrawl.store.durable import flush
from newscrawl.store.errors import NotWritable
from newscrawl.warc.encoding import payload_digest, warc_date
from newscrawl.warc.exchange import Earlier, Exchange
from newscrawl.warc.notes import RunNotes
from newscrawl.warc.writing import ArchiveWriter, Written

Objection = Literal["reserved", "noarchive"]
"""Why an exchange is not kept: text and data mining is reserved, or robots are told to keep no copy."""

_SIGNS = ("tdm-reservation", "noarchive")
"""Without any of these words, lower case, a page declares nothing that would keep it out."""
_KIND = "archive"
"""Kind of the notes that tell where the body lies that an address answered with last."""
_LONGEST = timedelta(days=60)
"""How long a body is remembered; no page is looked at again after that."""
_SMALL = 1000
"""Bytes of a body from which on it is worth a reference, which takes some hundred itself."""


def objection(rights: Rights, policy: Reservations) -> Objection | None:
    """Why what has these rights is not kept, null where it may be; only where reservations are respected."""
    if policy != "respect":
        return None
    if rights.tdm_reserved:
        return "reserved"
    return "noarchive" if "noarchive" in rights.robots else None


def declared(exchange: Exchange, of_site: Reservation, document: bytes | None = None) -> Rights:
    """The rights of an exchange: what its page declares, whose unpacked `document` is; its headers; its site."""
    rights = _of_page(document, exchange) if document else Rights()
    add_headers(
        rights, exchange.values("X-Robots-Tag"), exchange.header("TDM-Reservation"), exchange.header("TDM-Policy")
    )
    add_reservation(rights, of_site, exchange.url)
    return rights


def _of_page(document: bytes, exchange: Exchange) -> Rights:
    text = decode(document, exchange.header("Content-Type"))
    if not any(sign in text.lower() for sign in _SIGNS):
        return Rights()
    try:
        return declared_by_page(read_page(text, exchange.url))
    except NotAnArticle:  # made to choke a parser: what it says with these words cannot be told
        return Rights(robots=["noarchive"])


@dataclass(frozen=True, slots=True)
class _Note:
    end: int
    url: str
    value: dict[str, Any]
    expires: datetime


@dataclass(slots=True)
class Capture:
    """An exchange that is held until it is known whether it may be kept, and what is to be noted of it."""

    exchange: Exchange
    notes: RunNotes
    rights: Rights | None = None
    """What site, answer and page declare, once somebody has read the page."""
    parts: list[Capture] = field(default_factory=list)
    """The further pages of an article over several, in order."""
    is_concluded: bool = False
    """Whether it was written, or kept out."""
    written: Written | None = None

    def note(self, **facts: object) -> None:
        """Adds to what is noted of it."""
        self.notes = replace(self.notes, **facts)  # type: ignore[arg-type]


class ArchiveStore:
    """Writes exchanges to an archive, an unchanged body as a reference to the record that holds it.

    Where the archive is kept for a number of days only, no record is referred to that is older than half of them: so
    what a reference leads to is there for the other half at least.  Losing the memory costs room only.
    """

    def __init__(self, writer: ArchiveWriter, memory: Memory, keep_days: int = 0) -> None:
        self._writer = writer
        self._memory = memory
        self._age = min(timedelta(days=keep_days) / 2, _LONGEST) if keep_days else _LONGEST
        self._pending: list[_Note] = []

    def append(self, exchange: Exchange) -> tuple[Written, bool]:
        """Writes an exchange, not durable yet; also tells whether it is only a reference.

        Raises `NotWritable`.
        """
        digest = payload_digest(exchange.body)
        earlier = self._earlier(exchange, digest)
        written = self._writer.append(exchange, earlier)
        if exchange.status == HTTPStatus.OK and exchange.method == "GET":
            holder = earlier or Earlier(written.record, written.record_id, exchange.url, warc_date(exchange.moment))
            value = {
                "digest": digest,
                "file": holder.record.file,
                "offset": holder.record.offset,
                "record": holder.record_id,
                "date": holder.moment,
                **_stated_validators(exchange),
            }
            expires = datetime.fromisoformat(holder.moment) + self._age
            self._pending.append(_Note(written.end, exchange.url, value, expires))
        return written, earlier is not None

    @property
    def end(self) -> int:
        """Behind the last exchange written."""
        return self._writer.end

    @property
    def durable(self) -> int:
        """Behind the last exchange that is known to be durable."""
        return self._writer.durable

    def sync(self, end: int) -> None:
        """See `ArchiveWriter.sync`."""
        self._writer.sync(end)

    def give_up(self, error: OSError) -> NotWritable:
        """See `ArchiveWriter.give_up`."""
        self._pending = [note for note in self._pending if note.end <= self.durable]
        return self._writer.give_up(error)

    def commit(self, end: int) -> None:
        """Remembers what lies before `end`, which is durable."""
        for note in self._settled(end):
            self._memory.put(_KIND, note.url, note.value, note.expires)

    def flush(self) -> None:
        """Makes durable what was written.  Raises `NotWritable`."""
        flush(self)

    def close(self) -> None:
        """Lets go of the archive.  What was not flushed is in the hands of the next start."""
        self._writer.close()

    def _settled(self, end: int) -> Iterator[_Note]:
        while self._pending and self._pending[0].end <= end:
            yield self._pending.pop(0)

    def _earlier(self, exchange: Exchange, digest: str) -> Earlier | None:
        """The record that holds what the server did not send again, or sent again unchanged."""
        unchanged = exchange.status == HTTPStatus.NOT_MODIFIED
        if not unchanged and (exchange.status != HTTPStatus.OK or len(exchange.body) < _SMALL):
            return None
        if exchange.method != "GET":
            return None
        known = self._memory.get(_KIND, exchange.url, exchange.moment)
        match known:
            case {
                "digest": str() as known_digest,
                "file": str() as file,
                "offset": int() as offset,
                "record": str() as record_id,
                "date": str() as date,
            } if _is_of(known, exchange) if unchanged else known_digest == digest:
                record = ArchiveRecord(file, offset)
                return Earlier(record, record_id, exchange.url, date) if self._writer.holds(record) else None
        return None


def _stated_validators(exchange: Exchange) -> dict[str, str | None]:
    """What an answer gives to ask again with."""
    return {"etag": _opaque(exchange.header("ETag")), "modified": exchange.header("Last-Modified")}


def _is_of(known: Mapping[str, Any], unchanged: Exchange) -> bool:
    """Whether a 304 speaks of the body that is known, and not of one that was seen while it was not kept."""
    asked = {name.lower(): value for name, value in unchanged.request_headers}
    tag, modified = _opaque(asked.get("if-none-match")), asked.get("if-modified-since")
    # Where both are given the tag counts alone (RFC 9110, 13.1.3).
    return tag == known.get("etag") if tag else modified is not None and modified == known.get("modified")


def _opaque(tag: str | None) -> str | None:
    """An entity tag without its mark of weakness, with which it may go back."""
    return tag.removeprefix("W/") if tag else None
