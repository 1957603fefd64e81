"""No cookie, credential or key reaches the archive."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newscrawl.warc.encoding import encode
from newscrawl.warc.exchange import without_secrets
from tests.warc.exchanges import an_exchange

MARK = "Zx81-geheim-4711"


def test_credentials_are_left_out_of_every_place() -> None:
    exchange = an_exchange(
        1,
        url=f"https://moi:{MARK}@essai.example/1?page=2&token={MARK}",
        method="POST",
        headers=(
            ("Content-Type", "text/html"),
            ("Set-Cookie", f"session={MARK}"),
            ("Location", f"/ailleurs?session_id={MARK}&page=3"),
            ("X-Auth-Token", MARK),
            ("ETag", '"5f-1"'),
        ),
        request_headers=(
            ("User-Agent", "newscrawl"),
            ("Cookie", f"session={MARK}"),
            ("Authorization", f"Basic {MARK}"),
            ("Proxy-Authorization", f"Basic {MARK}"),
            ("X-Api-Key", MARK),
            ("Referer", f"https://essai.example/?access_token={MARK}"),
            ("Content-Type", "application/x-www-form-urlencoded"),
        ),
        request_body=f"page=2&api_key={MARK}".encode(),
    )
    clean = without_secrets(exchange)
    assert clean.url == "https://essai.example/1?page=2"
    assert clean.headers == (("Content-Type", "text/html"), ("Location", "/ailleurs?page=3"), ("ETag", '"5f-1"'))
    assert dict(clean.request_headers) == {
        "User-Agent": "newscrawl",
        "Referer": "https://essai.example/",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    assert clean.request_body == b"page=2"
    assert clean.body == exchange.body


HEADERS = st.lists(st.tuples(st.text(max_size=15), st.text(max_size=30)), max_size=4).map(tuple)


@given(HEADERS, HEADERS, st.binary(max_size=40))
def test_whatever_a_site_sends_is_cleaned_and_encoded(headers, request_headers, body) -> None:
    clean = without_secrets(an_exchange(1, headers=headers, request_headers=request_headers, request_body=body))
    assert set(clean.headers) <= set(headers) | set(clean.headers)
    assert without_secrets(clean) == clean
    encode(clean)
