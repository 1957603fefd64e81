"""Lists that are broken: no exception but the promised one, and no long wait."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.sources import Listing, NotAListing, discover_links, find_section
from tests.family_sites.families import FAMILIES
from tests.family_sites.site import list_pages

URL = "https://journal.example/fil/"
SAMPLES = sorted((Path(__file__).resolve().parents[1] / "data" / "discovery").glob("*.html"))
TEXTS = [path.read_text(encoding="utf-8") for path in SAMPLES]
TEXTS += [family.list_page(list_pages(family)[1]) for family in FAMILIES.values()]
NOW = datetime.fromisoformat("2026-11-26T14:30:00+01:00")
TAG = re.compile(r"<[^<>]*>")
PIECES = st.sampled_from(
    ["<", ">", "</div>", "<article>", "<li>", "<a href='", "\"", "&#x110000;", "\x00", "é",
     "<base href='//[::1'>", "http://[",
     "<h2><a href='/x'>", "</body>", "<!--", "<![CDATA[", "<rss>", "<?xml version='1.0'?>",
     "page/99999999999999999/", "\ud800"]
)  # fmt: skip


def read(document: str | bytes) -> Listing | None:
    try:
        return discover_links(document, URL, reference=NOW)
    except NotAListing:
        return None


@settings(max_examples=150)
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
    if listing is not None and listing.kind == "section":
        find_section(text, URL, ["Fil info"])


def without(tag: str) -> str:
    """No tag at all."""
    return ""


def doubled(tag: str) -> str:
    return tag + tag


def without_attributes(tag: str) -> str:
    return re.sub(r"\s.*(?=>)", "", tag, flags=re.DOTALL)


def without_classes(tag: str) -> str:
    return re.sub(r"""(?:class|id)=["'][^"']*["']""", "", tag)


def reversed_tag(tag: str) -> str:
    return f"<{tag[2:]}" if tag.startswith("</") else f"</{tag[1:]}"


DAMAGES = st.sampled_from([without, doubled, without_attributes, without_classes, reversed_tag])


@settings(max_examples=150)
@given(st.sampled_from(TEXTS), st.lists(st.tuples(st.integers(0, 2000), DAMAGES), max_size=30), st.floats(0.05, 1))
def test_damaged_tags_and_cut_pages(text: str, damages: list[tuple[int, Callable[[str], str]]], kept: float) -> None:
    tags = list(TAG.finditer(text))
    spots = {number % len(tags): damage for number, damage in damages}
    for number in sorted(spots, reverse=True):
        tag = tags[number]
        text = text[: tag.start()] + spots[number](tag[0]) + text[tag.end() :]
    listing = read(text[: int(kept * len(text))])
    if listing is not None:
        addresses = [link.url for link in listing.links]
        assert len(addresses) == len(set(addresses))
        assert listing.next_page is None or listing.next_page != URL


@settings(max_examples=60)
@given(st.sampled_from(TEXTS), st.sampled_from(["class", "id", "href", "datetime", "rel", "title"]))
def test_without_an_attribute(text: str, name: str) -> None:
    listing = read(re.sub(rf"""\s{name}=(?:"[^"]*"|'[^']*')""", "", text))
    if listing is not None and name == "href":
        assert not listing.links


@settings(max_examples=80)
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
        "<div class='td_block_wrap'>tdBlock"
        + "".join(
            f"<a class='td_ajax_load_more' data-td_block_id='t{n}'>x</a><p><a href='/t-{n}-a-b-c'>Titre {n} du jour</a>"
            for n in range(2000)
        ),
        "<div>" + "".join(f"<p>14:05</p><h3><a href='/t-{n}-a-b-c'>Titre {n} du jour</a></h3>" for n in range(3000)),
        "<time datetime='" + "1" * 100_000 + "'>" + "12 " * 50_000,
    ],
)
def test_bounded_time(body: str) -> None:
    start = time.process_time()
    read(f"<html><body>{body}</body></html>")
    assert time.process_time() - start < 5
