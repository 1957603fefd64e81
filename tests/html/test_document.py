"""A page as one tree: its elements by class, and its addresses."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.html.document import Document
from newscrawl.html.parsing import parse
from newscrawl.text import stated_address

URL = "https://gazette.example/monde/article.html"
HTML = """<html><body><div class="texte  grand"><p class="grand">Un</p><p class="texte">Deux é</p>
<p class="GRAND">Trois</p><p class=" ">Quatre</p><p class="grand\ttexte">Cinq</p></div></body></html>"""


@pytest.mark.parametrize(
    ("name", "texts"),
    [("grand", ["", "Un", "Cinq"]), ("texte", ["", "Deux é", "Cinq"]), ("GRAND", ["Trois"]), ("autre", [])],
)
def test_the_elements_of_a_class_come_in_page_order(name: str, texts: list[str]) -> None:
    assert [element.text or "" for element in Document(parse(HTML), URL).by_class(name)] == texts


def test_every_class_of_a_page_is_known() -> None:
    assert Document(parse(HTML), URL).classes == {"texte", "grand", "GRAND"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_bytes_are_read_like_their_text(encoding: str) -> None:
    page = Document(parse(HTML.encode(encoding)), URL)
    assert ["".join(part.itertext()) for part in page.root.iter("p")][1] == "Deux é"


@given(
    st.lists(
        st.sampled_from(
            ["http://", "https://", "//", "/", "a.b", "É", "..", "?", "#", ";", "%C3", ":80", "@", " ", "\n"]
        ),
        max_size=8,
    ).map("".join)
)
def test_an_address_is_what_the_standard_library_makes_of_it(href: str) -> None:
    page = Document(parse(HTML), URL)
    try:
        address = urljoin(URL, stated_address(href))
        parts = urlsplit(address)
    except ValueError:
        assert page.absolute(href) is None
        return
    usable = bool(href) and parts.scheme in ("http", "https") and bool(parts.netloc)
    assert page.absolute(href) == (address if usable else None)


@pytest.mark.parametrize(
    ("head", "base"),
    [
        ("", URL),
        ("<base href='/fr/'>", "https://gazette.example/fr/"),
        ("<base target='_top'><base href='//autre.example/'><base href='/fr/'>", "https://autre.example/"),
        ("<base href='javascript:void(0)'>", URL),
    ],
)
def test_what_addresses_are_relative_to(head: str, base: str) -> None:
    assert Document(parse(f"<html><head>{head}</head><body>x</body></html>"), URL).base == base


def test_what_stands_behind_the_end_of_a_broken_page_is_the_end_of_its_body() -> None:
    page = Document(parse("<p class=a>Un</p></body></html><html class=b><p class=c>Deux"), URL)
    assert list(page.root.itersiblings()) == []
    assert "".join(page.root.itertext()) == "UnDeux"
    assert page.classes == {"a", "b", "c"}
    assert [page.outline.index[element] for name in "abc" for element in page.by_class(name)] == [2, 3, 4]
