"""What keeps an exchange out of the archive."""

from __future__ import annotations

import pytest

from newscrawl.article.tdmrep import Reservation
from newscrawl.items import Rights
from newscrawl.warc.archive import declared, objection
from tests.warc.exchanges import an_exchange

NOTHING = Reservation()
RESERVED = Reservation(reserved=True)
PLAIN = b"<html><head><title>T</title></head><body><p>tdm</p></body></html>"


def page(meta: str) -> bytes:
    return f"<html><head>{meta}</head><body><p>Texte</p></body></html>".encode()


@pytest.mark.parametrize(
    ("of_site", "headers", "document", "expected"),
    [
        pytest.param(NOTHING, {}, PLAIN, None, id="nothing declared"),
        pytest.param(RESERVED, {}, PLAIN, "reserved", id="the site reserves"),
        pytest.param(RESERVED, {}, None, "reserved", id="the site reserves what is no page"),
        pytest.param(RESERVED, {"TDM-Reservation": "0"}, PLAIN, None, id="the header goes before the site"),
        pytest.param(NOTHING, {"TDM-Reservation": "1"}, PLAIN, "reserved", id="the header reserves"),
        pytest.param(
            NOTHING, {"TDM-Reservation": "1"}, page('<meta name="tdm-reservation" content="0">'), None, id="page last"
        ),
        pytest.param(NOTHING, {}, page('<META NAME="TDM-Reservation" CONTENT="1">'), "reserved", id="page"),
        pytest.param(NOTHING, {}, page('<meta name="robots" content="index, NoArchive">'), "noarchive", id="robots"),
        pytest.param(NOTHING, {}, page('<meta name="newscrawl" content="noarchive">'), "noarchive", id="us alone"),
        pytest.param(NOTHING, {}, page('<meta name="googlebot" content="noarchive">'), None, id="another robot"),
        pytest.param(NOTHING, {}, page("<p>noarchive tdm-reservation</p>"), None, id="words alone"),
        pytest.param(NOTHING, {"X-Robots-Tag": "noarchive"}, None, "noarchive", id="the header for everyone"),
        pytest.param(NOTHING, {"X-Robots-Tag": "newscrawl: noarchive"}, None, "noarchive", id="the header for us"),
        pytest.param(NOTHING, {"X-Robots-Tag": "otherbot: noarchive"}, None, None, id="the header for another"),
        pytest.param(NOTHING, {}, page('<meta name="robots" content="noarchive">').decode().encode("utf-16"),
                     "noarchive", id="another encoding"),
        pytest.param(NOTHING, {}, b"<meta name=robots content=noarchive>" + b"<div>" * 300_000, "noarchive",
                     id="made to choke a parser"),
    ],
)  # fmt: skip
def test_objections(
    of_site: Reservation, headers: dict[str, str], document: bytes | None, expected: str | None
) -> None:
    exchange = an_exchange(1, headers=(("Content-Type", "text/html"), *headers.items()))
    rights = declared(exchange, of_site, document)
    assert objection(rights, "respect") == expected
    assert objection(rights, "record") is objection(rights, "ignore") is None


def test_an_empty_page_declares_nothing() -> None:
    assert declared(an_exchange(1), NOTHING, b"") == Rights()
