"""Exchanges as WARC records, read back by warcio itself."""

from __future__ import annotations

import hashlib
import io
import json
from datetime import UTC, datetime

import pytest
from warcio.archiveiterator import ArchiveIterator

from newscrawl.items import ArchiveRecord
from newscrawl.warc.encoding import encode, encode_info, is_intact, payload_digest
from newscrawl.warc.exchange import Earlier, Exchange

MOMENT = datetime(2026, 11, 27, 8, 30, 0, 250_000, tzinfo=UTC)
PAGE = "<h1>Séisme à Nouméa</h1>".encode()
EXCHANGE = Exchange(
    url="https://exemple.fr/monde/seisme?page=1",
    moment=MOMENT,
    status=200,
    headers=(("Content-Type", "text/html; charset=utf-8"), ("Transfer-Encoding", "chunked"), ("X-Robots-Tag", "noai")),
    body=PAGE,
    request_headers=(("User-Agent", "newscrawl"),),
    ip="192.0.2.7",
    notes={"site": "exemple", "link": {"headline": "Séisme à Nouméa"}},
)


def records(data: bytes):
    for record in ArchiveIterator(io.BytesIO(data), check_digests="raise"):
        yield record, record.content_stream().read()


def test_an_exchange_is_response_request_and_notes() -> None:
    data, record_id = encode(EXCHANGE)
    (answer, body), (request, _), (notes, text) = records(data)
    assert answer.rec_headers.get_header("WARC-Record-ID") == record_id
    assert answer.rec_headers.protocol == "WARC/1.1"
    assert answer.rec_headers.get_header("WARC-Date") == "2026-11-27T08:30:00.250000Z"
    assert answer.rec_headers.get_header("WARC-IP-Address") == "192.0.2.7"
    assert answer.rec_headers.get_header("WARC-Payload-Digest") == payload_digest(PAGE)
    assert answer.http_headers.get_statuscode() == "200"
    assert answer.http_headers.headers == [
        ("Content-Type", "text/html; charset=utf-8"),
        ("X-Robots-Tag", "noai"),
        ("Content-Length", str(len(PAGE))),
    ]
    assert body == PAGE
    assert request.http_headers.protocol == "GET"
    assert request.http_headers.statusline == "/monde/seisme?page=1 HTTP/1.1"
    assert request.http_headers.get_header("Host") == "exemple.fr"
    assert request.rec_headers.get_header("WARC-Concurrent-To") == record_id
    assert notes.rec_headers.get_header("WARC-Concurrent-To") == record_id
    assert json.loads(text) == EXCHANGE.notes


def test_a_body_that_is_known_is_only_referred_to() -> None:
    earlier = Earlier(
        ArchiveRecord("exemple-2026-11-26-0001.warc.gz", 512), "<urn:uuid:1>", EXCHANGE.url, "2026-11-26T08:00:00Z"
    )
    (answer, body), *_ = records(encode(EXCHANGE, earlier)[0])
    assert answer.rec_type == "revisit"
    assert answer.rec_headers.get_header("WARC-Refers-To") == "<urn:uuid:1>"
    assert answer.rec_headers.get_header("WARC-Refers-To-Filename") == "exemple-2026-11-26-0001.warc.gz"
    assert answer.rec_headers.get_header("WARC-Refers-To-File-Offset") == "512"
    assert answer.rec_headers.get_header("WARC-Payload-Digest") == payload_digest(PAGE)
    assert body == b""


def test_no_header_breaks_out_of_its_line() -> None:
    headers = (("X-Note", "a\r\nSet-Cookie: b"), ("X-Ä", "é"), ("X-É: Set-Cookie", "b"))
    exchange = Exchange(url=EXCHANGE.url, moment=MOMENT, status=299, headers=headers)
    (answer, _), _ = records(encode(exchange)[0])
    assert answer.http_headers.headers == [("X-Note", "a  Set-Cookie: b"), ("Content-Length", "0")]
    assert answer.http_headers.get_statuscode() == "299"


def test_a_file_begins_with_what_made_it() -> None:
    ((info, text),) = records(encode_info("exemple-2026-11-27-0001.warc.gz", MOMENT, {"software": "newscrawl"}))
    assert info.rec_type == "warcinfo"
    assert info.rec_headers.get_header("WARC-Filename") == "exemple-2026-11-27-0001.warc.gz"
    assert text == b"software: newscrawl\r\n"


def test_headers_are_found_by_any_case() -> None:
    assert EXCHANGE.header("content-type") == "text/html; charset=utf-8"
    assert EXCHANGE.header("etag") is None


def test_what_is_no_text_in_the_notes_is_kept_as_far_as_it_can_be() -> None:
    exchange = Exchange(url=EXCHANGE.url, moment=MOMENT, status=200, notes={"headline": "Titre\ud800\u2028"})
    *_, (_, text) = records(encode(exchange)[0])
    assert json.loads(text) == {"headline": "Titre\ufffd\u2028"}


def test_what_was_not_read_to_its_end_says_so() -> None:
    exchange = Exchange(url=EXCHANGE.url, moment=MOMENT, status=200, body=b"User-agent: *", truncated=True)
    (answer, _), _ = records(encode(exchange)[0])
    assert answer.rec_headers.get_header("WARC-Truncated") == "length"


@pytest.mark.parametrize(
    "stated",
    [
        payload_digest(PAGE),
        payload_digest(PAGE).lower(),
        f"sha-unknown:{'0' * 40}",
        f"sha256:{hashlib.sha256(PAGE).hexdigest()}",
        f"SHA512:{hashlib.sha512(PAGE).hexdigest().upper()}",
        None,
    ],
)
def test_a_digest_is_held_to_in_either_spelling(stated: str | None) -> None:
    assert is_intact(stated, PAGE)
    assert is_intact(stated, PAGE[:-1]) == (stated is None or stated.startswith("sha-unknown"))
