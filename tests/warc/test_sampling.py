"""The language of a page, told before it is parsed."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from newscrawl.html.decoding import decode
from newscrawl.warc.selection import declared_language, identified_languages, is_in, sample, visible
from tests.warc.warcs import ENGLISH, article

FRENCH = article(3)
SHORT = "<html lang='{}'><body><p>Flash</p></body></html>"


def test_a_page_is_told_by_its_text_not_by_its_word() -> None:
    assert is_in(FRENCH.replace('lang="fr"', 'lang="en"'), ["fr"]) is True
    assert is_in(ENGLISH, ["fr"]) is False
    assert is_in(ENGLISH, ["en", "fr"]) is True
    assert is_in(FRENCH, ["en"]) is False


def test_a_page_with_too_little_text_is_told_by_its_word() -> None:
    assert is_in(SHORT.format("fr-BE"), ["fr"]) is True
    assert is_in(SHORT.format("en"), ["fr"]) is False
    assert is_in("<p>Flash</p>", ["fr"], "de-AT") is False
    assert is_in("<p>Flash</p>", ["fr"], "de, fr") is None
    assert is_in("<p>Flash</p>", ["fr"]) is None


def test_scripts_and_labels_are_no_text() -> None:
    menu = "<li><p>Home</p></li><li><p>World news</p></li>" * 40
    script = "<script>var a = '" + "the council has voted on the renovation of this pool " * 50 + "'</script>"
    assert is_in(f"<body>{menu}{script}{FRENCH}", ["fr"]) is True
    assert "council" not in visible(f"<body>{script}<div>Bonjour</div>")
    assert visible("<body><div>Caf&eacute; &amp; th&#233;</div><script>") == "Café & thé"


def test_a_page_without_paragraphs_is_sampled_as_it_is() -> None:
    divs = FRENCH.replace("<p>", "<div>").replace("</p>", "</div>")
    assert "rénovation de la piscine" in sample(divs)
    assert is_in(divs, ["fr"]) is True
    assert is_in(FRENCH.replace("<p>", "<P>").replace("</p>", "</P>"), ["fr"]) is True


def test_markup_that_never_ends_is_not_walked_twice() -> None:
    for page in ("<" * 500_000, "<p" * 300_000, "<p>" + "<a " * 300_000, "<script>" * 60_000, "<html " * 100_000):
        assert is_in(page, ["fr"]) is not True


@pytest.mark.parametrize(
    ("page", "language"),
    [
        ('<html class="no-js" xml:lang="fr-FR">', "fr"),
        ("<html lang=nl>", "nl"),
        ('<html><meta property="og:locale" content="es_ES">', "es"),
        ("<html>", None),
    ],
)
def test_what_a_page_says_of_itself(page: str, language: str | None) -> None:
    assert declared_language(page) == language


def test_languages_that_another_program_has_told() -> None:
    assert identified_languages("fra,eng,zho") == ["fr", "en", "zho"]
    assert identified_languages(None) == []


def test_every_gold_page_is_told_right(shared: Path) -> None:
    folder = shared / "gold" / "pages"
    names = ("gold.jsonl", "listings.jsonl")
    rows = [json.loads(line) for name in names for line in (folder / name).read_text("utf-8").splitlines()]
    pages = {row["id"]: (row["lang"], folder / row["file"]) for row in rows if row["file"].endswith(".html.gz")}
    found = {name: is_in(decode(gzip.decompress(file.read_bytes())), ["fr"]) for name, (_, file) in pages.items()}
    assert found == {name: language == "fr" for name, (language, _) in pages.items()}
