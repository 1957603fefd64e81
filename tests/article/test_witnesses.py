"""What a page says of its article elsewhere, held against the text that was read."""

from __future__ import annotations

import pytest

from newscrawl import Hint, NotAnArticle, extract_article

URL = "https://journal.example/regions/port"
HEADLINE = "La préfecture ferme le port de pêche pendant trois semaines"
STRANGE = [
    "Notre catalogue rassemble quarante modèles de chaises en hêtre, livrées montées et garanties dix ans.",
    "Chaque commande passée avant jeudi part le lendemain, sans frais, depuis un atelier du Jura.",
]
"""Text that is no furniture by its words, and not what the headline speaks of."""
OWN = "Une brèche de douze mètres dans la digue oblige la préfecture à fermer le port aux chalutiers."
DATED = "<meta property='article:published_time' content='2026-11-26T10:00:00+01:00'>"
MODAL = (
    "<div class='modal-header'><span>Envoyer ce texte à un proche</span>"
    "<span>Cela vous plaît ? Faites-le lire à quelqu'un !</span></div>"
    "<p><label>Adresse de votre proche</label><input type='email'></p>"
)


def page(*texts: str, head: str = DATED) -> str:
    body = "".join(f"<p>{text}</p>" for text in texts)
    return f"<title>{HEADLINE}</title>{head}<article><h1>{HEADLINE}</h1><div>{body}</div></article>"


def test_a_text_that_the_headline_knows_is_not_doubted() -> None:
    assert "body_doubtful" not in extract_article(page(*STRANGE, OWN), URL).problems


def test_a_text_that_nothing_knows_is_kept_and_marked() -> None:
    article = extract_article(page(*STRANGE), URL)
    assert article.body == "\n\n".join(STRANGE)
    assert article.problems == ["body_doubtful"]


@pytest.mark.parametrize(
    "head",
    [
        f"<meta name='description' content='{STRANGE[0][:60]}…'>",
        '<script type="application/ld+json">{"@type": "NewsArticle", "wordCount": 30}</script>',
    ],
)
def test_description_or_count_of_words_may_know_it_too(head: str) -> None:
    assert extract_article(page(*STRANGE, head=DATED + head), URL).problems == []


def test_a_teaser_may() -> None:
    assert extract_article(page(*STRANGE), URL, hint=Hint(teaser=f"{STRANGE[1][:70]}…")).problems == []


@pytest.mark.parametrize("around", ["{}", "<div class=outer>{}</div>", "<form>{}</form>"])
def test_a_share_box_is_no_text_of_a_post_that_has_none(around: str) -> None:
    video = "<iframe src='https://video.example/1'></iframe>"
    with pytest.raises(NotAnArticle, match="no_body"):
        extract_article(page() + video + around.format(MODAL), URL)
