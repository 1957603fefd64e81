"""What tells two pages apart that declare one address for their own."""

from __future__ import annotations

from typing import Any

import pytest

from newscrawl.crawl.identity import Said, is_another, keeps_own_address
from newscrawl.store.index import Entry
from newscrawl.store.segments import Cursor
from newscrawl.urls import article_id

URL, OTHER = "https://exemple.invalid/lire?n=1", "https://exemple.invalid/lire?n=2"
FLASH = "Le trafic a repris à midi sur la ligne de Lorette."
LONG = ["Le trafic a repris à midi.", "Les voyageurs ont été conduits par car.", "La cause n’est pas connue."]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("Le trafic reprend", LONG), ("Une grève au port", ["Les dockers ont cessé le travail."]), True),
        (("Le trafic reprend", LONG), ("LE TRAFIC REPREND", ["Les dockers ont cessé le travail."]), True),
        (("Le trafic reprend", LONG), ("Le trafic  « reprend »", ["Les dockers ont cessé le travail."]), False),
        (("Le trafic reprend", LONG), ("Lorette : retour à la normale", [*LONG, "Un bilan suivra demain."]), False),
        (("Le trafic reprend", LONG), ("Lorette", [LONG[0], "Autre chose.", "Encore autre chose."]), True),
        (("Le trafic reprend", LONG), ("Lorette", [" ".join(LONG)]), False),
        (
            ("Bulletin du 3", ["Il fera 12 degrés à Lorette."]),
            ("Bulletin du 4", ["Il fera 14 degrés à Lorette."]),
            True,
        ),
        ((None, LONG), (None, [FLASH]), True),
        ((None, LONG), (None, LONG), False),
        (("Le trafic reprend", []), ("Une grève au port", [FLASH]), True),
        ((None, []), ("Une grève au port", [FLASH]), False),
    ],
)
def test_headline_and_text_are_both_others(one: Any, other: Any, expected: bool):
    assert Said.of(*one).is_other_than(Said.of(*other)) is expected
    assert Said.of(*other).is_other_than(Said.of(*one)) is expected


def test_one_hash_is_one_article():
    assert not Said.of("Un titre", [FLASH], "aa").is_other_than(Said.of("Autre", LONG, "aa"))


def line(**fields: Any) -> dict[str, Any]:
    return {"headline": "Le trafic reprend", "body": "\n\n".join(LONG), "fetched_url": URL, "problems": []} | fields


def entry(content_hash: str | None = "aa") -> Entry:
    return Entry(article_id(URL), 1, "article", content_hash, URL, Cursor("exemple.invalid-2026-11-21"))


NEWS = Said.of("Une grève au port", ["Les dockers ont cessé le travail."], "bb")


def test_another_page_is_another_article_and_the_same_page_is_none_whatever_it_says():
    assert is_another(NEWS, {article_id(OTHER)}, entry(), line())
    assert not is_another(NEWS, {article_id(OTHER), article_id(URL)}, entry(), line())
    assert not is_another(Said.of("Autre titre", LONG, "cc"), {article_id(OTHER)}, entry(), line())


def test_without_its_line_only_the_hash_tells():
    assert is_another(NEWS, {article_id(OTHER)}, entry("aa"), None)
    assert not is_another(NEWS, {article_id(OTHER)}, entry("bb"), None)
    assert not is_another(NEWS, {article_id(OTHER)}, entry(None), line())


def test_a_dateline_that_was_taken_out_is_part_of_the_text():
    filed = line(dateline={"raw": "LORETTE (AFP) –"}, body=FLASH, headline="Autre titre")
    assert not is_another(Said.of("Le trafic", [f"LORETTE (AFP) – {FLASH}"]), {article_id(OTHER)}, entry(), filed)


def test_an_article_keeps_its_own_address_where_its_line_says_so():
    assert keeps_own_address(line(problems=["canonical_conflict"]))
    assert not keeps_own_address(line())
    assert not keeps_own_address(None)
