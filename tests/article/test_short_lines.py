"""Short lines and linked sentences that are a text's, and such as lead elsewhere."""

from __future__ import annotations

import pytest

from tests.article.invented import HEADLINE, TEXT, read

SHIPS = ("Alizé", "Brigantine", "Corvette")


def paragraphs(*inner: str) -> list[str]:
    text = "".join(inner)
    document = f"<html lang=fr><title>{HEADLINE}</title><main><h1>{HEADLINE}</h1><div>{text}</div></main>"
    return (read(document).body or "").split("\n\n")


def around(*inner: str) -> list[str]:
    first, *others = (f"<p>{sentence}</p>" for sentence in TEXT)
    return paragraphs(first, *inner, *others)


def test_what_each_entry_has_above_its_paragraph_is_text() -> None:
    entries = [
        f"<div class=fiche><div class=tete><h3>{ship}</h3><span class=prix>dès {price} € · 7 nuits</span></div>"
        f"<div class=route>Lorient → Brest → Lorient</div><p>{sentence}</p></div>"
        for ship, price, sentence in zip(SHIPS, (310, 420, 530), TEXT, strict=True)
    ]
    read_lines = paragraphs(
        "<p>Trois navires desservent l’île cet été, à des prix que la compagnie vient de publier.</p>", *entries
    )
    assert [read_lines.count(f"dès {price} € · 7 nuits") for price in (310, 420, 530)] == [1, 1, 1]
    assert read_lines.count("Lorient → Brest → Lorient") == 3


def test_two_lines_of_another_kind_between_paragraphs_are_none() -> None:
    assert around("<div class=cadre><div>Ponts</div><div>Région Ouest</div></div>") == [*TEXT]


def test_two_short_paragraphs_like_the_others_are_text() -> None:
    assert around("<p>Trois arches à refaire</p><p>Deux piles à reprendre</p>") == [
        TEXT[0],
        "Trois arches à refaire",
        "Deux piles à reprendre",
        *TEXT[1:],
    ]


def link(path: str, text: str) -> str:
    return f'<a href="/{path}">{text}</a>'


ROADS = link("routes", "les plus belles routes de la vallée de la Loue")
DAMS = link("barrages", "les plus grands barrages du haut pays de Montvert")
LONG = link("guide", "bien choisir son itinéraire pour traverser le département")


@pytest.mark.parametrize(
    "sentence",
    [
        f"Découvrez {ROADS}, puis {DAMS}, et enfin {link('ecluses', 'les écluses')}.",
        f"Voir {ROADS} se fendre inquiète, et {DAMS} fuir bien davantage.",
        f"Le choix dépend du trajet. Lisez notre guide pour {LONG} avant de prendre la route.",
    ],
)
def test_a_sentence_with_links_woven_in_is_text(sentence: str) -> None:
    (_, told, *_) = around(f"<p>{sentence}</p>")
    assert told.endswith(sentence.rpartition(">")[2])


@pytest.mark.parametrize(
    "pointer",
    [
        f"Lire aussi {ROADS}",
        f"Découvrez {link('guide', 'notre guide des routes du département en hiver')}.",
        f"Voir : {ROADS}, {DAMS}.",
        f"Lire notre enquête sur {ROADS}",
    ],
)
def test_a_pointer_is_none(pointer: str) -> None:
    assert around(f"<p>{pointer}</p>") == [*TEXT]


def test_a_pointer_behind_a_sentence_is_cut_off() -> None:
    said = "Le chantier durera deux ans."
    assert around(f"<p>{said} Lire aussi : {LONG}</p>")[1] == said
