"""Feeds, sitemaps, REST answers and robots.txt that are broken: no exception but the promised one, no long wait."""

from __future__ import annotations

import gzip
import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.dates.reading import stated_date
from newscrawl.sources import Listing, NotAListing, discover_links
from newscrawl.sources.sitemaps import sitemaps_to_read, stated_sitemaps
from tests.sources.test_feed_sources import ATOM, PLAIN_SITEMAP, RSS, SITEMAP
from tests.sources.test_wordpress_rest import NOTICE, post

URL = "https://fil.example/wp-json/wp/v2/posts?page=1"
INDEX = "<sitemapindex><sitemap><loc>/s-2026-11.xml</loc><lastmod>2026-11-26</lastmod></sitemap></sitemapindex>"
JSON_FEED = json.dumps(
    {"version": "https://jsonfeed.org/version/1", "items": [{"url": "/a", "tags": ["x"], "authors": [{"name": "Jo"}]}]}
)
SOURCES = [RSS, ATOM, SITEMAP, PLAIN_SITEMAP, INDEX, JSON_FEED, NOTICE + json.dumps([post(1), post(2)])]
PIECES = st.sampled_from(
    ["<", ">", "&", '"', "'", "[", "]", "{", "}", ",", ":", "null", "1e999", "-0001", "&#x110000;", "&#0;", "\x00", "é",
     "\ud800", "<item>", "</item>", "<entry>", "<url>", "<sitemap>", "<link/>", "<title/>", "<![CDATA[", "]]>", "<!--",
     "<?x", "<html>", "xml:base='http://[x'", "xmlns='x'", "http://[", "//", "Ã©", "9999-12-31T23:59:59-14:00",
     "0001-01-01T00:00:00+14:00", "99/99/9999", "http://x.example:99999/", "<!DOCTYPE rss [<!ENTITY a 'b'>]>"]
)  # fmt: skip
CHANGES = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 60), PIECES), max_size=8)


def read(document: str | bytes) -> Listing | None:
    try:
        return discover_links(document, URL, headers={"X-WP-TotalPages": "2"})
    except NotAListing:
        return None


@settings(max_examples=300)
@given(st.sampled_from(SOURCES), CHANGES)
def test_mutated_sources(text: str, changes: list[tuple[float, int, str]]) -> None:
    for where, cut, piece in changes:
        place = int(where * len(text))
        text = text[:place] + piece + text[place + cut :]
    listing = read(text)
    assert read(text.encode("utf-8", "replace")) is None or listing is not None or "\ud800" in text
    if listing is not None:
        addresses = [link.url for link in listing.links]
        assert len(addresses) == len(set(addresses))
        assert all(address.startswith("http") for address in [*addresses, *listing.sitemaps])
        assert set(sitemaps_to_read(listing)) <= set(listing.sitemaps)


@settings(max_examples=100)
@given(st.binary(max_size=300), st.text(max_size=60))
def test_any_bytes_and_texts(document: bytes, text: str) -> None:
    for start in (b"<urlset><url><loc>", b"[{", b'[{"link":"', b"http", b"<feed><entry>", b"\xff\xfe", b"\x1f\x8b\x08"):
        read(start + document)
    assert all(address.startswith("http") for address in stated_sitemaps([text, f"//{text}"], URL))
    stated_date(text)
    stated_date(f"Thu, 26 Nov {text}")


@settings(max_examples=100)
@given(
    st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=9), lambda some: st.lists(some, max_size=4))
)
def test_answers_of_other_types(value: object) -> None:
    for name in post(1):
        read(json.dumps([post(1, **{name: value}), post(2)]))
        read(json.dumps([post(1, **{name: {"rendered": value}})]))
    for name in ("version", "items", "next_url", "code", "message"):
        read(json.dumps(json.loads(JSON_FEED) | {name: value}))
    for name in ("url", "id", "title", "tags", "authors", "date_published"):
        read(
            json.dumps(
                {"version": "https://jsonfeed.org/version/1", "items": [{"id": "http://x.example/", name: value}]}
            )
        )


@pytest.mark.parametrize(
    "document",
    [
        "<rss>" + "<item>" * 50_000,
        "<rss><channel>" + "<item><link>/a</link>" * 4_000,
        "<urlset>" + "<url><loc>/un-titre-de-quatre-mots</loc></url>" * 4_000 + "<url><loc>",
        "<rss>" + "<a>" * 50_000,
        "<rss><item><title>" + "Ã©" * 200_000 + "</title><link>/a</link></item></rss>",
        "<rss><item><title>" + "&" * 200_000 + "</title><link>/a</link></item></rss>",
        "<rss><item><pubDate>" + "1 " * 100_000 + "</pubDate><link>/a</link></item></rss>",
        "[" * 100_000,
        '[{"' * 30_000,
        '{"a":' * 30_000,
        "[" + '{"link":"/a"},' * 4_000,
        "http://a.example/ " * 4_000,
        "http://a.example/" + "a-" * 100_000,
    ],
    ids=range(13),
)
def test_bounded_time(document: str) -> None:
    start = time.perf_counter()
    read(gzip.compress(document.encode(), 1))
    assert time.perf_counter() - start < 5
