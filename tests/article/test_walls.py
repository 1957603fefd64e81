"""One text under many addresses."""

from __future__ import annotations

import pytest

from newscrawl.article.draft import Draft, NotAnArticle, Paragraph
from newscrawl.article.walls import ADDRESSES, Walls
from newscrawl.items import Article

WALL = (
    "Pour des raisons techniques, ce contenu est momentanément indisponible dans votre pays. Nous vous prions de "
    "revenir plus tard, et de bien vouloir nous excuser."
)
FLASH = "Plus d’informations suivront."


def draft(number: int, headline: str, text: str) -> Draft:
    article = Article(id=f"{number:032x}", url=f"https://exemple.invalid/{number}/", headline=headline)
    return Draft(article=article, paragraphs=[Paragraph(text)])


def refused(drafts: list[Draft]) -> list[bool]:
    walls = Walls()
    return [_is_refused(walls, each) for each in drafts]


def _is_refused(walls: Walls, each: Draft) -> bool:
    try:
        walls.refuse(each)
    except NotAnArticle as finding:
        return finding.reason == "wall"
    return False


def test_a_text_under_three_headlines_is_a_wall_from_then_on() -> None:
    assert refused([draft(n, f"Titre numéro {n}", WALL) for n in range(5)]) == [False, False, True, True, True]


def test_a_wire_posted_again_under_its_own_headline_is_none() -> None:
    assert refused([draft(n, "Le même titre", WALL) for n in range(ADDRESSES - 1)]) == [False] * (ADDRESSES - 1)


def test_a_text_at_very_many_addresses_is_one_under_any_headline() -> None:
    assert refused([draft(n, "Connexion", WALL) for n in range(ADDRESSES)])[-1]


def test_one_article_read_again_counts_once() -> None:
    assert refused([draft(1, f"Titre, version {n}", WALL) for n in range(ADDRESSES)]) == [False] * ADDRESSES


def test_flashes_share_their_only_sentence() -> None:
    assert refused([draft(n, f"Flash numéro {n}", FLASH) for n in range(8)]) == [False] * 8


@pytest.mark.parametrize("text", ["Cet article est réservé aux abonnés.", "Connectez-vous à votre compte."])
def test_a_short_text_about_subscriptions_is_a_wall(text: str) -> None:
    assert refused([draft(n, f"Titre numéro {n}", text) for n in range(3)])[-1]


def test_a_text_at_many_sites_is_a_wire() -> None:
    drafts = [draft(n, f"Titre numéro {n}", WALL) for n in range(8)]
    for number, each in enumerate(drafts):
        each.article.site = f"journal{number}.exemple"
    assert refused(drafts) == [False] * 8


def test_only_the_last_texts_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newscrawl.article.walls.TEXTS", 2)
    others = [draft(n, "Titre", WALL + str(n)) for n in range(10, 14)]
    again = [draft(n, f"Titre numéro {n}", WALL) for n in range(3)]
    assert refused([*again[:2], *others, again[2]]) == [False] * 7
    assert refused([*again[:2], others[0], again[2]]) == [False, False, False, True]
