"""Which records are pages to read, and why the others are none."""

from __future__ import annotations

import gzip
import io
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from newscrawl.items import ArchiveRecord
from newscrawl.warc.captures import CapturedPage, NotAPage, page_of
from newscrawl.warc.encoding import encode
from newscrawl.warc.exchange import Earlier, Exchange
from newscrawl.warc.records import Archive, Record
from tests.warc.warcs import CRAWLER, answer, article, record, response, wet

URL = "https://exemple.fr/monde/piscine"
PAGE = article(1).encode()
MOST = 1 << 20


def captured(data: bytes) -> CapturedPage:
    found = next(Archive(io.BytesIO(data)).records())
    assert isinstance(found, Record)
    return page_of(found, MOST)


def reason(data: bytes) -> str:
    with pytest.raises(NotAPage) as raised:
        captured(data)
    return raised.value.reason


@pytest.mark.parametrize(
    "data",
    [
        response(URL, PAGE),
        response(URL, PAGE, CRAWLER),
        response(URL, PAGE, {"Content-Encoding": "gzip", "Content-Length": "20041"}),
        response(URL, gzip.compress(PAGE), {"Content-Encoding": "gzip"}),
        response(URL, PAGE, {"Content-Type": "application/xhtml+xml"}),
        response(URL, PAGE, {"Content-Type": ""}),
        response(URL, PAGE, WARC_Identified_Payload_Type="text/html"),
        record("resource", URL, PAGE, {"Content-Type": "text/html"}),
        record("response", f"<{URL}>", answer(PAGE)),
    ],
    ids=["plain", "crawler", "stale", "gzip", "xhtml", "untold", "identified", "resource", "wget"],
)
def test_a_page_is_taken_however_it_was_written(data: bytes) -> None:
    found = captured(data)
    assert (found.kind, found.url, found.body) == ("html", URL, PAGE)
    assert found.moment.isoformat() == "2024-05-03T08:30:00+00:00"


REFUSED: Mapping[str, tuple[str, bytes]] = {
    "revisit": ("revisit", record("revisit", URL, answer(b""))),
    "continuation": ("continuation", record("continuation", URL, b"")),
    "other": ("other", record("screenshot", URL, b"")),
    "dns": ("not_web", record("response", "dns:exemple.fr", b"20240503083000\r\n", {"Content-Type": "text/dns"})),
    "log_of_wget": ("not_web", record("resource", "metadata://gnu.org/software/wget/warc/wget.log", b"")),
    "no_url": ("not_web", record("response", None, answer(PAGE))),
    "bad_url": ("not_web", response("https://[exemple.fr/monde", PAGE)),
    "no_date": ("no_date", response(URL, PAGE, WARC_Date="hier")),
    "truncated": ("truncated", response(URL, PAGE, WARC_Truncated="length")),
    "segment": ("segment", response(URL, PAGE, WARC_Segment_Number="1")),
    "not_http": ("not_http", record("response", URL, PAGE)),
    "moved": ("http_301", record("response", URL, answer(b"", {"Location": "/"}, "301 Moved"))),
    "gone": ("http_404", record("response", URL, answer(PAGE, status="404 Not Found"))),
    "part": ("http_206", record("response", URL, answer(PAGE, status="206 Partial Content"))),
    "picture": ("not_html", response(URL, b"\xff\xd8\xff", {"Content-Type": "image/jpeg"})),
    "feed": ("not_html", response(URL, b"<rss>", {"Content-Type": "application/rss+xml"})),
    "feed_as_html": ("not_html", response(URL, b"<rss>", WARC_Identified_Payload_Type="application/rss+xml")),
    "robots": ("not_html", response("https://exemple.fr/robots.txt", b"User-agent: *", {"Content-Type": "text/plain"})),
    "untold": ("not_html", response(URL, b"%PDF-1.7", {"Content-Type": "application/octet-stream"})),
    "home": ("home_page", response("https://exemple.fr/", PAGE)),
    "home_as_text": ("home_page", wet("https://exemple.fr", "La une")),
    "large": ("too_large", response(URL, bytes(MOST + 1))),
    "bomb": ("too_large", response(URL, gzip.compress(bytes(MOST + 1)), {"Content-Encoding": "gzip"})),
    "torn_coding": ("bad_encoding", response(URL, gzip.compress(PAGE)[:-9], {"Content-Encoding": "gzip"})),
    "wat": ("not_html", record("conversion", URL, b"{}", {"Content-Type": "application/json"})),
}


@pytest.mark.parametrize(("why", "data"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_page_is_refused_with_its_reason(why: str, data: bytes) -> None:
    assert reason(data) == why


def test_a_home_page_with_a_query_may_be_an_article() -> None:
    assert captured(response("https://exemple.fr/?p=12", PAGE)).kind == "html"


def test_a_text_comes_under_the_headers_of_its_record() -> None:
    found = captured(wet(URL, "La piscine rouvre"))
    assert (found.kind, found.body.decode()) == ("text", "La piscine rouvre")
    assert found.header("warc-identified-content-language") == "fra"


def test_reservations_of_a_site_are_taken() -> None:
    address = "https://exemple.fr/.well-known/tdmrep.json"
    assert captured(response(address, b"[]", {"Content-Type": "application/json"})).kind == "tdmrep"


def test_every_value_of_a_header_is_there() -> None:
    block = answer(PAGE).replace(b"\r\n", b"\r\nX-Robots-Tag: noai\r\nx-robots-tag: noindex\r\n", 1)
    assert captured(record("response", URL, block)).values("X-Robots-Tag") == ["noai", "noindex"]


def test_archives_of_our_own_are_read_as_any_other() -> None:
    moment = datetime(2026, 11, 27, 8, 30, 0, 250_000, tzinfo=UTC)
    packed = Exchange(
        url=URL,
        moment=moment,
        status=200,
        headers=(("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("X-Robots-Tag", "noai")),
        body=gzip.compress(PAGE),
        notes={"site": "exemple"},
    )
    first, _ = encode(packed)
    found = captured(first)
    assert (found.url, found.moment, found.body) == (URL, moment, PAGE)
    assert found.values("X-Robots-Tag") == ["noai"]
    again, _ = encode(
        packed, Earlier(ArchiveRecord("exemple-2026-11-26-0001.warc.gz", 0), "<urn:uuid:1>", URL, "2026-11-26")
    )
    assert reason(again) == "revisit"
    kinds = [each.kind for each in Archive(io.BytesIO(first + again)).records() if isinstance(each, Record)]
    assert kinds == ["response", "request", "metadata", "revisit", "request", "metadata"]
