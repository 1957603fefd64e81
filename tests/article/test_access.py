"""Whether an article is for subscribers, by every statement in use."""

from __future__ import annotations

import pytest

from tests.article.invented import json_ld, page, read

TIER = '<meta property="{}article:content_tier" content="{}">'
FREE = json_ld(isAccessibleForFree=True)
LOCKED = json_ld(isAccessibleForFree="False")
OFFER = (
    "<div class=offre><p>Vous désirez lire la suite de cet article ?</p><p>Accédez à tous les contenus à partir de 1 € "
    "par mois, sans engagement.</p><p><a href='/abo'>Je m’abonne</a></p></div>"
)


def paywalled(head: str = "", under: str = "", below: str = "") -> bool | None:
    return read(page(head=head, under=under, below=below)).paywalled


@pytest.mark.parametrize(
    ("head", "is_paywalled"),
    [
        ("", None),
        (FREE, False),
        (LOCKED, True),
        (json_ld(hasPart={"@type": "WebPageElement", "isAccessibleForFree": False}), True),
        (json_ld(hasPart=[{"@type": "WebPageElement"}, {"isAccessibleForFree": "true"}]), False),
        (json_ld(isAccessibleForFree=True, hasPart={"isAccessibleForFree": False}), False),
        (TIER.format("", "locked"), True),
        (TIER.format("og:", "metered"), True),
        (TIER.format("", "free"), False),
        (TIER.format("", "free") + LOCKED, False),
        (TIER.format("", "locked") + FREE, True),
        (TIER.format("", "metered") + FREE, False),
        ('<meta property="article:premium" content="true">', True),
        ('<meta property="article:premium" content="0">', False),
        ('<meta property="article:premium" content="peut-être">', None),
    ],
)
def test_what_machines_are_told(head: str, is_paywalled: bool | None) -> None:
    assert paywalled(head) is is_paywalled


@pytest.mark.parametrize(
    "label", ["Réservé aux abonnés", "Article réservé à nos abonnés", "Contenu abonnés", "Article pour abonnés"]
)
def test_a_label_at_the_headline(label: str) -> None:
    assert paywalled(under=f"<p>{label}</p>") is True
    assert paywalled(FREE, under=f"<p>{label}</p>") is False


def test_offers_that_end_the_text() -> None:
    assert paywalled(below=OFFER) is True
    assert paywalled(below="<div>Cet article est réservé aux abonnés. <a href='/abo'>Abonnez-vous</a></div>") is True
    assert paywalled(FREE, below=OFFER) is False


@pytest.mark.parametrize(
    "below",
    [
        "<div><a href='/autre/'>Lire la suite</a> <p>Inscrivez-vous à notre newsletter</p></div>",
        "<p>Abonnez-vous au journal dès 1 € par mois.</p>",
        f"<ul>{'<li><a>Un autre article, plus loin.</a></li>' * 40}</ul>{OFFER}",
        "<p>Les réactions : 12 commentaires</p>",
        "<p>Vous devez être connecté pour publier un commentaire.</p>",
        "<p>Vous devez <a href='/login'>vous connecter</a> avec votre compte pour réagir.</p>",
        "<p>Pour réagir à cet article, connectez-vous ou créez un compte.</p>",
    ],
)
def test_what_stands_below_any_article(below: str) -> None:
    assert paywalled(below=below) is None
