"""Lists that are broken: no exception but the promised one, and no long wait."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newscrawl.discovery import Listing, NotAListing, discover_links, find_section

URL = "https://journal.example/fil/"
SAMPLES = sorted((Path(__file__).resolve().parents[1] / "data" / "discovery").glob("*.html"))
TEXTS = [path.read_text(encoding="utf-8") for path in SAMPLES]
PIECES = st.sampled_from(
    ["<", ">", "</div>", "<article>", "<li>", "<a href='", "\"", "&#x110000;", "\x00", "é",
     "<base href='//[::1'>", "http://[",
     "<h2><a href='/x'>", "</body>", "<!--", "<![CDATA[", "<rss>", "<?xml version='1.0'?>",
     "page/99999999999999999/", "\ud800"]
)  # fmt: skip


def read(document: str | bytes) -> Listing | None:
    try:
        return discover_links(document, URL)
    except NotAListing:
        return None


@settings(max_examples=150, deadline=1000, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(TEXTS), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 400), PIECES), max_size=8))
def test_mutated_pages(text: str, changes: list[tuple[float, int, str]]) -> None:
    for where, cut, piece in changes:
        place = int(where * len(text))
        text = text[:place] + piece + text[place + cut :]
    listing = read(text)
    if listing is not None:
        addresses = [link.url for link in listing.links]
        assert len(addresses) == len(set(addresses))
        assert all(address.startswith("http") for address in addresses)
    if listing is not None and listing.kind == "page":
        find_section(text, URL, ["Fil info"])


@settings(max_examples=80, deadline=1000)
@given(st.binary(max_size=300))
def test_any_bytes(document: bytes) -> None:
    read(document)
    read(b"<html><body>" + document)
    read(b"<rss><channel><item>" + document)
    read(b"\x1f\x8b\x08" + document)


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 3000 + "<a href='/un-titre-de-quatre-mots'>Un titre de quatre mots</a>",
        "<p>" + "<a href='/un-titre-de-quatre-mots'>Un titre de quatre mots</a> " * 3000,
        "<p>" + "".join(f"<a href='/titre-{n}-de-quatre-mots'>Titre {n} de quatre mots</a> " for n in range(3000)),
        "".join(
            f"<div class='c{chr(97 + n % 26)}{n}'><h2><a href='/t-{n}'>Titre {n} du jour</a></h2></div>"
            for n in range(3000)
        ),
        "<a href='/a'>" * 2000 + "texte",
        "<ul class='pagination'>" + "".join(f"<li><a href='?page={n}'>{n}</a></li>" for n in range(3000)),
        "<h2>a</h2>" * 3000 + "<a href='/un-titre-de-quatre-mots'>Un titre de quatre mots</a>" * 2000,
        "<time datetime='" + "1" * 100_000 + "'>" + "12 " * 50_000,
    ],
)
def test_bounded_time(body: str) -> None:
    start = time.perf_counter()
    read(f"<html><body>{body}</body></html>")
    assert time.perf_counter() - start < 5
