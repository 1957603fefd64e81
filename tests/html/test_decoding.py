"""Bytes as text: what proves an encoding, what is only declared, and documents in two encodings."""

from __future__ import annotations

import pytest

from newscrawl import discover_links, extract_article
from newscrawl.html.decoding import decode, mended_between_tags

TEXT = "À Évreux, le préfet a signé l’arrêté : la pêche à pied reste « interdite » jusqu’à Noël, où qu’on soit."
DECLARED = '<html><head><meta charset="{}"></head><body><p>{}</p></body></html>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "windows-1252", "no-such-encoding"])
def test_a_document_is_read_whatever_it_declares(encoding: str, declared: str) -> None:
    page = DECLARED.format(declared, TEXT)
    assert decode(page.encode(encoding)) == page


@pytest.mark.parametrize(
    ("encoding", "text"),
    [("windows-1251", "Президент подписал указ"), ("gb18030", "总统签署了一项法令。"), ("iso-8859-2", "Część")],
)
def test_other_alphabets_are_read_as_they_are_declared(encoding: str, text: str) -> None:
    page = DECLARED.format(encoding, text * 20)
    assert decode(page.encode(encoding)) == page
    assert decode(text.encode(encoding), f"text/html; charset={encoding}") == text


@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "windows-1252", "koi8-r"])
def test_a_torn_character_costs_no_other(declared: str) -> None:
    start, end = DECLARED.format(declared, f"{TEXT}|{TEXT}").split("|")
    assert decode(start.encode() + "é".encode()[:1] + end.encode()) == f"{start}\ufffd{end}"


def test_a_quotation_mark_that_is_cut_off_is_no_letter() -> None:
    assert decode(f"{TEXT} « fin".encode() + "”".encode()[:2]) == f"{TEXT} « fin\ufffd"


@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1"])
@pytest.mark.parametrize("piece", ["Grève à l’école", "« L’été », a-t-il dit…", "Cœur brisé – déjà"])
def test_a_piece_in_windows_1252_is_read_as_such(declared: str, piece: str) -> None:
    start, end = DECLARED.format(declared, f"{TEXT}|{TEXT}").split("|")
    assert decode(start.encode() + piece.encode("cp1252") + end.encode()) == start + piece + end


def test_a_feed_is_read_by_pieces_too() -> None:
    item = "<item><title>{}</title><link>https://exemple.invalid/a/{}-un-titre-de-plusieurs-mots</link></item>"
    titles = ["La préfète hésite à céder", "Grève à l’école", "Été à Évian : déjà la fête"]
    items = [
        item.format(title, number).encode("cp1252" if number == 1 else "utf-8") for number, title in enumerate(titles)
    ]
    feed = b'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>' + b"".join(items) + b"</channel></rss>"
    assert [link.headline for link in discover_links(feed, "https://exemple.invalid/feed").links] == titles


TWICE = "À Évreux, la préfète a signé l’arrêté, déjà très attendu".encode().decode("latin-1")


@pytest.mark.parametrize(
    ("html", "mended"),
    [
        (f"<p>{TWICE}</p>", "<p>À Évreux, la préfète a signé l’arrêté, déjà très attendu</p>"),
        (f"<p>Été</p><p>{TWICE}</p>", "<p>Été</p><p>À Évreux, la préfète a signé l’arrêté, déjà très attendu</p>"),
        ("<p>IRMÃO « Ã » été</p>", "<p>IRMÃO « Ã » été</p>"),
        ("<p>São João, coração e mãe</p>", "<p>São João, coração e mãe</p>"),
    ],
)
def test_what_was_encoded_twice_is_mended_between_tags(html: str, mended: str) -> None:
    assert mended_between_tags(html.encode()).decode() == mended


def test_an_article_encoded_twice_is_read_like_its_text() -> None:
    paragraph = "Le conseil a adopté vendredi un plan de rénovation, jugé nécessaire après les crues du printemps. " * 3
    page = f"<html><head><title>Été</title></head><body><article><h1>La crue a cédé</h1>{f'<p>{paragraph}</p>' * 3}"
    plain = extract_article(page, "https://exemple.invalid/a/la-crue")
    twice = extract_article(page.encode().decode("cp1252"), "https://exemple.invalid/a/la-crue")
    assert (twice.headline, twice.body, twice.content_hash) == (plain.headline, plain.body, plain.content_hash)
