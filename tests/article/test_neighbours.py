from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.article import extract, extract_plain
from newscrawl.article.draft import Context
from newscrawl.article.neighbours import without_label

URL = "https://exemple.invalid/une/crue/"
LEAD = "La Meuse a débordé jeudi à Namur, où cent vingt foyers ont été évacués dans la nuit, selon les secours."


@pytest.mark.parametrize(
    "headline",
    [
        "Next Generation EU : Bruxelles débloque douze milliards",
        "Précédent dangereux pour la cour",
        "Suivant une décision du tribunal, la grève est levée",
        "Précédente alerte : les habitants témoignent",
        "Suivante sur la liste : la centrale de Tihange",
        "Previous Convictions, le film de l’année",
        "Nextcloud : l’Allemagne s’équipe",
        "Précédents : ce que dit la justice",
        "Macron : « Je reste »",
        "« Je reste », dit le ministre",
        "« Précédent dangereux » pour la cour",
        "« Suivant ! » : le cri des guichets",
        "L’article 49.3, suivant le ministre, est un recours",
        "Posture suivante : le yoga à l’école",
    ],
)
def test_words_of_the_headline_stay(headline: str) -> None:
    assert without_label(headline) == headline
    assert without_label(f"Article précédent {headline}") == headline
    assert without_label(f"← {headline}") == headline


@pytest.mark.parametrize(
    "label",
    [
        "Article précédent", "Article précédent ", "ARTICLE SUIVANT : ", "Article suivant\u00a0: ", "post suivant ",
        "Billet précédent – ", "Publication suivante → ", "Actualité précédente\u202f: ", "← Article précédent ",
        "Lire l’article suivant : ", "Previous post ", "Previous Post", "Next Article: ", "Next Story ",
        "Publicación anterior: ", "Entrada siguiente ",
        "Suivant : ", "Suivant\u00a0: ", "« Précédent : ", "Next: ", "Précédent → ", "Suivant » ", "← Previous: ",
        "← Précédent ", "→ Suivant ", "← ", "« ", "",
    ],
)  # fmt: skip
def test_labels_go(label: str) -> None:
    assert without_label(f"{label}Crue à Namur") == "Crue à Namur"
    assert without_label(f"{label}Crue à Namur →") == "Crue à Namur"


def test_a_label_does_not_end_inside_a_word() -> None:
    assert without_label("Next Postal strike in Belgium") == "Next Postal strike in Belgium"
    assert without_label("Article précédents") == "Article précédents"


def test_guillemets_are_arrows_only_where_they_are_no_pair() -> None:
    assert without_label("« « Je reste », dit le ministre") == "« Je reste », dit le ministre"
    assert without_label("Le ministre : « Je reste » »") == "Le ministre : « Je reste »"
    assert without_label("Crue à Namur »") == "Crue à Namur"


@given(st.text(max_size=80))
def test_any_text_keeps_its_end(text: str) -> None:
    assert without_label(text) in text


@pytest.mark.parametrize(
    "inside",
    [
        "<span class='meta-nav'>Précédent</span> <span class='post-title'>{0}</span>",
        "<p class='meta-nav'>← Article précédent</p><p class='post-title'>{0}</p>",
        "<span>Article précédent</span><span aria-hidden='true'>Précédent</span><h3>{0}</h3>",
        "<span><b>Previous</b></span><!-- titre --><h3>{0}</h3>",
        "<span class='screen-reader-text'>Previous post:</span> <span>{0}</span>",
        "<span>Suivant</span>{0}",
        "<span>←</span> {0}",
        "{0}",
    ],
)
@pytest.mark.parametrize(
    "headline", ["Crue à Namur", "Précédent dangereux pour la cour", "Next Generation EU : le plan"]
)
def test_a_label_in_an_element_of_its_own(inside: str, headline: str) -> None:
    link = f'<div class="nav-previous"><a href="/avant/">{inside.format(headline)}</a></div>'
    document = (
        f'<html><body><article class="hentry"><h1 class="entry-title">Crue à Namur</h1><div class="entry-content">'
        f'<p>{LEAD}</p></div></article><nav class="post-navigation">{link}</nav></body></html>'
    )
    previous = extract(document, URL, context=Context()).article.previous
    assert previous is not None
    assert (previous.url, previous.headline) == ("https://exemple.invalid/avant/", headline)


def test_plain_text_glued_or_not() -> None:
    text = f"Crue à Namur\n\n{LEAD}\n\nArticle précédentLaLiga au tribunal\nArticle suivantNext Generation EU : le plan"
    article = extract_plain(text, None, context=Context()).article
    assert article.previous is not None
    assert article.next is not None
    assert (article.previous.headline, article.next.headline) == ("LaLiga au tribunal", "Next Generation EU : le plan")
