"""Bytes as text: what proves an encoding, what is only declared, and documents in two encodings."""

from __future__ import annotations

import codecs

import pytest

from newscrawl import discover_links, extract_article
from newscrawl.html.decoding import decode, is_plain_utf8, mended_between_tags

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


@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "no-such-encoding"])
@pytest.mark.parametrize("piece", ["Grève à l’école", "« L’été », a-t-il dit…", "Cœur brisé – déjà à 5 €"])
def test_a_piece_in_utf_8_is_read_as_such(declared: str, piece: str) -> None:
    start, end = DECLARED.format(declared, f"{TEXT * 3}|{TEXT * 3}").split("|")
    assert decode(start.encode("cp1252") + piece.encode() + end.encode("cp1252")) == start + piece + end


def test_capitals_before_a_closing_quotation_mark_are_no_utf_8() -> None:
    text = "« LA LIBERTÉ\u00a0» et « L’ÉGALITÉ», le PARÇA, « IRMÃ» : où qu’on soit, à Évreux"
    assert decode(text.encode("cp1252")) == text


def test_a_mark_does_not_make_pieces_in_windows_1252_unreadable() -> None:
    document = codecs.BOM_UTF8 + TEXT.encode() + "Grève à l’école".encode("cp1252") + TEXT.encode()
    assert decode(document) == f"{TEXT}Grève à l’école{TEXT}"


@pytest.mark.parametrize("declared", ["utf-16", "utf-16le", "utf-7", "utf-32"])
def test_a_document_that_declares_what_it_cannot_be_in_is_read(declared: str) -> None:
    page = DECLARED.format(declared, TEXT)
    assert decode(page.encode("cp1252")) == page
    assert decode(page.encode("cp1252"), f"text/html; charset={declared}") == page


def test_a_document_in_wide_characters_without_a_mark_is_read_as_its_header_says() -> None:
    assert decode(TEXT.encode("utf-16-le"), "text/html; charset=utf-16le") == TEXT


@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "iso-8859-15"])
def test_control_characters_are_the_typography_that_they_were(declared: str) -> None:
    page = DECLARED.format(declared, "L\u0092école a coûté 5\u00a0\u0080 \u0096 dit-il\u0085")
    expected = DECLARED.format(declared, "L’école a coûté 5\u00a0€ – dit-il…")
    assert decode(page.encode()) == expected
    assert decode("<p>un\u0085deux".encode()) == "<p>un\u0085deux"
    headline = "L\u0092école"
    feed = (
        f"<rss><channel><item><title>{headline}</title><link>https://exemple.invalid/a/b</link></item></channel></rss>"
    )
    assert discover_links(feed.encode(), "https://exemple.invalid/feed").links[0].headline == "L’école"


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


MENDED = "<p>À Évreux, la préfète a signé l’arrêté, déjà très attendu</p>"
TWICE = "À Évreux, la préfète a signé l’arrêté, déjà très attendu".encode().decode("latin-1")


@pytest.mark.parametrize(
    ("html", "mended"),
    [
        (f"<p>{TWICE}</p>", MENDED),
        (f"<p>Été</p><p>{TWICE}</p>", "<p>Été</p><p>À Évreux, la préfète a signé l’arrêté, déjà très attendu</p>"),
        (
            f"<p>{TWICE}</p>".encode().decode("latin-1"),
            MENDED,
        ),
        ("<p>l’élu</p><p>lâ€™homme â€“ lui</p>", "<p>l’élu</p><p>l’homme – lui</p>"),
        (
            "<a title='&Atilde;&copy;t&Atilde;&copy;'>L&#195;&#169;on &amp; &lt;moi&gt;",
            "<a title='été'>Léon &amp; &lt;moi&gt;",
        ),
        ("<p>S&Atilde;O &eacute;t&eacute;</p>", "<p>S&Atilde;O &eacute;t&eacute;</p>"),
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


QUERY = "<html><head><meta charset={}></head><body><p>{}<a href={}>"


@pytest.mark.parametrize(
    ("encoding", "href", "sent"),
    [
        ("iso-8859-1", "'/a?titre=été&amp;n=1'", "'/a?titre=%E9t%E9&amp;n=1'"),
        ("windows-1252", '"/é/b?q=l’été#é"', '"/é/b?q=l%92%E9t%E9#é"'),
        ("iso-8859-1", "/a?q=&eacute;&copy=2", "/a?q=%E9&copy=2"),
        ("iso-8859-1", '"?q=&#8211;ж"', '"?q=%96%26%231078%3B"'),
        ("iso-8859-1", '"/été"', '"/été"'),
        ("iso-8859-15", '"?q=œ"', '"?q=%BD"'),
        ("utf-8", '"/a?q=été"', '"/a?q=été"'),
    ],
)
def test_a_query_is_sent_in_the_encoding_of_its_page(encoding: str, href: str, sent: str) -> None:
    page = QUERY.format(encoding, "Été à Évreux", href)
    read = decode(page.encode(encoding, "xmlcharrefreplace"))
    assert read == QUERY.format(encoding, "Été à Évreux", sent)


def test_a_page_of_ascii_alone_sends_queries_in_what_it_declares() -> None:
    page = QUERY.format("iso-8859-1", "&Eacute;t&eacute;", '"/a?q=&eacute;"').encode()
    assert decode(page).endswith('<a href="/a?q=%E9">')
    assert not is_plain_utf8(page)
    assert decode(page.replace(b"iso-8859-1", b"utf-8")).encode() == page.replace(b"iso-8859-1", b"utf-8")


def test_a_list_leads_where_its_readers_go() -> None:
    row = "<article><h2><a href='/actu/article.php?titre=la-gr\u00e8ve-{0}'>La grève du {0}</a></h2></article>"
    rows = "".join(row.format(number) for number in range(1, 7))
    page = f"<html><head><meta charset=iso-8859-1></head><body><main>{rows}</main></body></html>".encode("latin-1")
    links = discover_links(page, "https://exemple.invalid/actu/").links
    assert links[0].url == "https://exemple.invalid/actu/article.php?titre=la-gr%E8ve-1"


@pytest.mark.parametrize(
    ("lead", "problems"),
    [
        ("Le conseil a vot\u00e9 un plan.", []),
        ("Le conseil a vot\ufffd un plan.", ["damaged_text"]),
        ("Le signe « Ã© » s’affiche là où un é se lisait.", ["damaged_text"]),
        ("Le mot « IRMÃ » se lit à São Paulo.", []),
    ],
)
def test_what_could_not_be_mended_is_kept_and_flagged(lead: str, problems: list[str]) -> None:
    text = f"<p>{lead}</p>{'<p>Le conseil a adopté vendredi un plan de rénovation, jugé nécessaire.</p>' * 4}"
    page = f"<html lang=fr><body><article><h1>La crue a cédé la place à la boue</h1>{text}</article></body></html>"
    article = extract_article(page.encode(), "https://exemple.invalid/a/la-crue")
    assert lead in (article.body or "")
    assert [problem for problem in article.problems if problem == "damaged_text"] == problems
