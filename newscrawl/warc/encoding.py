"""An exchange as WARC records, each a gzip member of its own.

Format: WARC 1.1 (ISO 28500:2017; https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/).
An exchange is up to three records, one directly behind the other: `response` (or `revisit`, where the body is that of
an earlier record), `request`, and `metadata` with the notes as JSON.  The latter two name the first in
`WARC-Concurrent-To`.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter

from newscrawl.store.encoding import encode_object
from newscrawl.warc.exchange import Earlier, Exchange, Headers
from newscrawl.warc.segments import apart

VERSION = "1.1"
UNCHANGED = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
TRANSFER = frozenset(("transfer-encoding", "content-length", "connection", "keep-alive"))
"""Headers of the connection: the body is kept without the coding that they describe, under its own length."""


_DIGESTS = frozenset(("md5", "sha1", "sha256", "sha512"))
_TOKEN = re.compile(r"[\w!#$%&'*+.^`|~-]+", re.ASCII)


def encode(exchange: Exchange, earlier: Earlier | None = None) -> tuple[bytes, str]:
    """The records of an exchange, as gzip members, and the id of the first.

    With `earlier` the first is a `revisit`, without a body of its own: the server said that nothing has changed, or
    gave the same bytes.
    """
    date = warc_date(exchange.moment)
    answer = _answer(exchange, earlier, date)
    record_id: str = answer.rec_headers.get_header("WARC-Record-ID")
    records = [answer, _request(exchange, record_id, date)]
    if exchange.notes:
        records.append(_notes(exchange, record_id, date))
    return b"".join(_member(record) for record in records), record_id


def encode_info(file: str, moment: datetime, info: Mapping[str, str]) -> bytes:
    """The `warcinfo` record that begins a file, as a gzip member."""
    writer = _writer()
    record = writer.create_warcinfo_record(file, info)
    record.rec_headers.replace_header("WARC-Date", moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    return _member(record)


def warc_date(moment: datetime) -> str:
    """A moment as the `WARC-Date` of a record states it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def payload_digest(body: bytes) -> str:
    """The digest of a body as records state it."""
    digester = Digester("sha1")
    digester.update(body)
    return str(digester)


def is_intact(stated: str | None, data: bytes) -> bool:
    """Whether data are what the digest of a record says, as far as it says so in a way that we know."""
    algorithm, _, value = (stated or "").partition(":")
    if algorithm.lower() not in _DIGESTS:
        return True
    digest = hashlib.new(algorithm.lower(), data, usedforsecurity=False).digest()
    return value.lower() in (base64.b32encode(digest).decode().lower(), digest.hex())


def _answer(exchange: Exchange, earlier: Earlier | None, date: str) -> Any:
    head = {"WARC-Date": date} | ({"WARC-IP-Address": exchange.ip} if exchange.ip else {})
    if exchange.truncated:
        head["WARC-Truncated"] = "length"
    http_headers = _http(f"{exchange.status} {_phrase(exchange.status)}", exchange.headers, exchange)
    if earlier is None:
        http_headers.add_header("Content-Length", str(len(exchange.body)))
        return _record(exchange.url, "response", exchange.body, head, http_headers)
    head |= {
        "WARC-Profile": NOT_MODIFIED if exchange.status == HTTPStatus.NOT_MODIFIED else UNCHANGED,
        "WARC-Refers-To": earlier.record_id,
        "WARC-Refers-To-Target-URI": earlier.url,
        "WARC-Refers-To-Date": earlier.moment,
        # Not in the standard; Heritrix writes the same two, so that nobody needs an index to find the body.
        "WARC-Refers-To-Filename": earlier.record.file,
        "WARC-Refers-To-File-Offset": str(earlier.record.offset),
    }
    if exchange.status != HTTPStatus.NOT_MODIFIED:
        head["WARC-Payload-Digest"] = payload_digest(exchange.body)
    return _record(exchange.url, "revisit", b"", head, http_headers)


def _request(exchange: Exchange, record_id: str, date: str) -> Any:
    parts = urlsplit(exchange.url)
    headers = exchange.request_headers
    if not any(name.lower() == "host" for name, _ in headers):
        headers = (("Host", parts.netloc.rpartition("@")[2]), *headers)
    target = parts._replace(scheme="", netloc="", path=parts.path or "/", fragment="").geturl()
    http_headers = _http(f"{exchange.method} {target} {exchange.version}", headers, None)
    if exchange.request_body:
        http_headers.add_header("Content-Length", str(len(exchange.request_body)))
    head = {"WARC-Date": date, "WARC-Concurrent-To": record_id}
    return _record(exchange.url, "request", exchange.request_body, head, http_headers)


def _notes(exchange: Exchange, record_id: str, date: str) -> Any:
    text = encode_object(exchange.notes).rstrip(b"\n")
    head = {"WARC-Date": date, "WARC-Concurrent-To": record_id, "Content-Type": "application/json"}
    return _record(exchange.url, "metadata", text, head, None)


def _record(url: str, kind: str, body: bytes, head: Mapping[str, str], http_headers: Any) -> Any:
    return _writer().create_warc_record(
        url, kind, payload=BytesIO(body), length=len(body), warc_headers_dict=dict(head), http_headers=http_headers
    )


def _http(status: str, headers: Headers, answer: Exchange | None) -> Any:
    # warcio writes values beyond ASCII as percent-escapes and stumbles over such names, which HTTP does not know.
    kept = [(n, _one_line(value)) for n, value in headers if n.lower() not in TRANSFER and _TOKEN.fullmatch(n)]
    return StatusAndHeaders(status, kept, protocol=answer.version if answer else "", is_http_request=answer is None)


def _one_line(value: str) -> str:
    return value.replace("\r", " ").replace("\n", " ")


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


def _writer(target: BytesIO | None = None) -> Any:
    return WARCWriter(target or BytesIO(), gzip=True, warc_version=VERSION)


def _member(record: Any) -> bytes:
    target = BytesIO()
    _writer(target).write_record(record)
    return apart(target.getvalue())
