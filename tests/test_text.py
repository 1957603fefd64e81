"""Unicode, white space and typography."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.text import clean, fold, fold_in_place, letters, mended, stated_address, words_of, words_run_together


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("  deux\n\t mots ", "deux mots"),
        ("«\u00a0mot\u00a0»", "«\u00a0mot\u00a0»"),
        ("10\u202f000 euros\u00a0!", "10\u202f000 euros\u00a0!"),
        ("Lire aussi: \u00a0 Titre", "Lire aussi: Titre"),
        ("\u00a0\u00a0Titre\u00a0", "Titre"),
        ("un\u2028deux\u2029trois\u0085quatre", "un deux trois quatre"),
        ("co\u00adopé\u200bration\ufeff", "coopération"),
        ("titre \u202egnp.exe", "titre gnp.exe"),
        ("e\u0301te\u0301", "été"),
        ("\x00nul\x07", "nul"),
        ("👩🏽\u200d🚀 en orbite", "👩🏽\u200d🚀 en orbite"),
        ("\ud800seul", "seul"),
    ],
)
def test_clean_keeps_typography_and_drops_what_no_reader_sees(given_text, expected):
    assert clean(given_text) == expected


@given(st.one_of(st.text(), st.text(alphabet="Éœ ß_…’«»–-\u00a0a1Zæ™")))
def test_letters_are_what_folding_leaves_without_marks(anything):
    assert letters(anything) == re.sub(r"\W+", "", fold(anything))


@given(st.text())
def test_cleaning_twice_changes_nothing(anything):
    assert clean(clean(anything)) == clean(anything)


@given(st.text())
def test_clean_text_is_one_line_of_encodable_characters(anything):
    cleaned = clean(anything)
    assert len(cleaned.splitlines()) <= 1
    assert cleaned == cleaned.strip()
    assert "  " not in cleaned
    cleaned.encode()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("L’État – «\u00a0neuf\u00a0»", 'l\'etat - " neuf "'),
        ("N’DJAMÉNA", "N'Djaména"),
        ("Œuvre", "œuvre"),
    ],
)
def test_fold_ignores_case_accents_and_kinds_of_punctuation(one, other):
    assert fold(one) == fold(other)


def test_fold_keeps_words_apart():
    assert fold("Paris Nice") != fold("ParisNice")


def misread(text: str, encoding: str) -> str:
    """UTF-8 read as Latin-1, or as Windows-1252 with Latin-1 where that knows no character."""
    if encoding == "latin-1":
        return text.encode().decode("latin-1")
    holes = b"\x81\x8d\x8f\x90\x9d"
    return "".join(chr(byte) if byte in holes else bytes((byte,)).decode("cp1252") for byte in text.encode())


WORDS = st.text("abcdefghijklmnopqrstuvwxyzàâçèéêëîïôùûüÿœæñáíóú", min_size=1, max_size=9)
CAPITALS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZÀÇÈÉÊËÎÏÔÙÛÜŒÑÃÕ", min_size=1, max_size=9)
QUOTED = st.builds("«\u00a0{}\u00a0»".format, WORDS | CAPITALS)
MARKED = st.builds(
    "{}{}".format, WORDS | CAPITALS, st.sampled_from([",", "…", "\u00a0:", "\u202f!", "’", "”", " –", " €", "°"])
)
SENTENCES = st.lists(WORDS | CAPITALS | QUOTED | MARKED, min_size=1, max_size=8).map(" ".join)


@given(SENTENCES)
def test_text_with_its_accents_is_left_alone(sentence):
    assert mended(sentence) == sentence


@given(SENTENCES, st.sampled_from(["latin-1", "cp1252"]), st.integers(1, 2))
def test_misread_accents_come_back(sentence, encoding, times):
    sentence = f"élu à {sentence}"
    damaged = sentence
    for _ in range(times):
        damaged = misread(damaged, encoding)
    assert mended(damaged) == sentence


@pytest.mark.parametrize(
    ("damaged", "expected"),
    [
        ("VerglasÂ\u00a0: accidents", "Verglas\u00a0: accidents"),
        ("étendue Ã 37", "étendue Ã 37"),
        ("alerte Ã©tendue Ã 37 villes", "alerte étendue à 37 villes"),
        ("lâ€™hÃ´pital, l'Ã…", "l’hôpital, l'Å"),
        ("été et Ã©tÃ©, lâ€™art", "été et été, l’art"),
        ("« Ã© » à la place de « é »", "« Ã© » à la place de « é »"),
        ("IRMÃ»", "IRMÃ»"),
        ("la lettre « Â »", "la lettre « Â »"),
        ("l'Ã©tÃ© du n'Ã", "l'été du n'Ã"),
    ],
)
def test_what_cannot_be_meant_is_mended(damaged, expected):
    assert mended(damaged) == expected


@given(st.text())
def test_mending_twice_changes_nothing(anything):
    assert mended(mended(anything)) == mended(anything)


@given(st.text())
def test_folding_in_place_keeps_every_offset(anything):
    assert len(fold_in_place(anything)) == len(anything)


@given(st.text())
def test_folding_leaves_nothing_to_fold(anything):
    assert fold(fold(anything)) == fold(anything)


def test_folding_in_place_is_folding_where_one_character_stays_one():
    assert fold_in_place("À LIRE\u00a0: l’été") == "a lire : l'ete"


@pytest.mark.parametrize("block", range(0, 0x11000, 0x800), ids=hex)
def test_a_character_reads_the_same_in_every_company(block):
    # A text of Windows-1252's characters alone, and one that has nothing to clean, are read on a shorter way.
    for char in map(chr, range(block, block + 0x800)):
        text = f"a{char}É"
        assert fold(f"{text} ж") == f"{fold(text)} ж"
        assert fold_in_place(f"{text}ж") == f"{fold_in_place(text)}ж"
        assert clean(f"{text}  z") == f"{clean(text)} z"


@pytest.mark.parametrize(
    ("href", "address"),
    [
        (" \n/actu/titre.html\t", "/actu/titre.html"),
        ("https://fil.example/actu/\r\n      12-un-titre.html", "https://fil.example/actu/12-un-titre.html"),
        ("https://fil.example/actu/un\ttitre\n.html", "https://fil.example/actu/untitre.html"),
        ("/actu/un titre.html", "/actu/un titre.html"),
        ("\x00\x1f/actu/\ufeff", "/actu/"),
        ("\\actu\\titre.html?dos=c:\\x", "/actu/titre.html?dos=c:\\x"),
        ("https:\\\\fil.example\\actu#a\\b", "https://fil.example/actu#a\\b"),
    ],
)
def test_an_address_is_what_browsers_make_of_it(href, address):
    assert stated_address(href) == address


@given(st.text() | st.text(alphabet="aÉœ_9 '’«…-\u00a0\u2011\u200b"))
def test_words_run_together_are_the_words(text):
    assert words_run_together(text) == "".join(words_of(text))
