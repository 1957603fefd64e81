"""Pages that are no article, and what tells them."""

from __future__ import annotations

import pytest

from newscrawl import NotAnArticle, extract_article

URL = "https://exemple.invalid/regions/les-ponts/"
TEXT = "Le conseil départemental a adopté vendredi un plan de rénovation de douze ponts, fragiles depuis la crue. "
CARD = '<div><h3><a href="/{0}/">Un article numéro {0} de la rubrique Régions</a></h3><p>' + TEXT + "</p></div>"


def reason(document: str, url: str = URL) -> str:
    with pytest.raises(NotAnArticle) as raised:
        extract_article(document, url)
    return raised.value.reason


@pytest.mark.parametrize(
    "document",
    [
        "<title>Just a moment...</title><h1>exemple.invalid</h1><p>Vérification de votre navigateur.</p>",
        "<title>Un instant…</title><p>Nous vérifions que vous n’êtes pas un robot.</p>",
        "<title>exemple.invalid</title><p>Please enable JS and disable any ad blocker</p>",
        "<title>exemple.invalid</title><body><script src='https://ct.captcha-delivery.com/c.js'></script></body>",
        "<iframe src='/_Incapsula_Resource?S=31'>Request unsuccessful.</iframe>",
        "<title>Access Denied</title><h1>Access Denied</h1><p>You don't have permission. Reference #18.2d3a.5f</p>",
        f"<title>exemple.invalid</title><p>{'Votre navigateur semble être automatisé et doit être vérifié. ' * 4}</p>",
    ],
)
def test_challenges(document: str) -> None:
    assert reason(document) == "challenge"


def test_a_consent_wall() -> None:
    text = (
        "Nous et nos 842 partenaires utilisons des cookies avec votre consentement. Vous pouvez paramétrer vos choix."
    )
    more = "Vos données personnelles : gérer mes choix. Tout accepter."
    assert reason(f"<title>Exemple</title><p>{text}</p><p>{more}</p>") == "consent_wall"


REVIEW = (
    "Cookies : la Cnil met en garde", "Vie privée : nos partenaires européens tergiversent",
    "Continuer sans accepter la fatalité", "Votre consentement ? Une question de confiance",
    "Vous acceptez les cookies ou vous payez",
)  # fmt: skip


@pytest.mark.parametrize("row", ["<p>« {} » (Le Matin)</p>", "<p>Le Matin : “{}”</p>", '<p>L’Écho : "{}"</p>'])
def test_a_press_review_is_no_wall(row: str) -> None:
    page = f"<title>Revue</title><h1>Revue de presse</h1><div>{''.join(map(row.format, REVIEW))}</div>"
    body = extract_article(page, URL).body or ""
    assert all(title in body for title in REVIEW)
    assert reason(page.replace("«", "").replace("“", "").replace('"', "")) == "consent_wall"


@pytest.mark.parametrize("kind", ["AboutPage", "ContactPage"])
def test_a_page_that_says_it_is_about_the_site(kind: str) -> None:
    script = f'<script type="application/ld+json">{{"@type":"{kind}","name":"Qui nous sommes"}}</script>'
    assert reason(f"<title>Exemple</title>{script}<h1>Qui nous sommes</h1><p>{TEXT * 3}</p>") == "listing"


def test_a_home_page() -> None:
    assert reason(f"<title>Exemple</title><p>{TEXT * 3}</p>", "https://exemple.invalid/") == "listing"


HOME = "https://exemple.invalid/"
LONG = "".join(f"<p>{TEXT * 2}Le chantier numéro {number} durera un an.</p>" for number in range(6))
LINKS = "".join(f'<li><a href="/{number}/">Un article de la rubrique Régions</a></li>' for number in range(12))


@pytest.mark.parametrize(("classes", "address"), [("", HOME), ("archive tax-dossier term-3", URL), ("home blog", URL)])
def test_a_page_of_text_is_no_list_whatever_it_is_called(classes: str, address: str) -> None:
    page = f'<title>Les ponts</title><body class="{classes}"><h1>Les ponts</h1><div>{LONG}</div>'
    assert (extract_article(page, address).body or "").count("Le chantier numéro") == 6
    assert reason(f"{page}<ul>{LINKS}</ul>", address) == "listing"
    assert reason(page.replace(LONG, LONG[: len(LONG) // 3]), address) == "listing"


@pytest.mark.parametrize("address", ["https://exemple.invalid/?p=12", "https://exemple.invalid/index.php?id=12"])
def test_an_article_of_a_site_without_addresses_is_no_home_page(address: str) -> None:
    assert (
        extract_article(f"<title>Les ponts</title><h1>Les ponts</h1><p>{TEXT * 2}</p>", address).headline == "Les ponts"
    )


def test_a_list_of_cards_with_summaries() -> None:
    cards = "".join(CARD.format(number) for number in range(8))
    page = f"<title>Régions</title><h1>Régions</h1>{cards}<p>{TEXT * 2}</p>"
    assert reason(page, "https://exemple.invalid/regions/") == "listing"


def test_an_article_above_a_list_of_cards_is_one() -> None:
    cards = "".join(CARD.format(number) for number in range(8))
    article = extract_article(f"<title>Les ponts</title><h1>Les ponts</h1><p>{TEXT * 2}</p><div>{cards}</div>", URL)
    assert article.body == (TEXT * 2).strip()


def test_a_video_without_text() -> None:
    script = '<script type="application/ld+json">{"@type":"VideoObject","name":"Les ponts"}</script>'
    assert reason(f"<head><title>Les ponts</title>{script}</head><h1>Les ponts</h1><video></video>") == "video"


def test_a_paywall_below_the_teaser_is_noted() -> None:
    wall = "<p>La suite de cet article est réservée aux abonnés.</p>"
    article = extract_article(f"<title>Les ponts</title><h1>Les ponts</h1><p>{TEXT * 2}</p>{wall}", URL)
    assert (article.paywalled, article.body) == (True, (TEXT * 2).strip())


def test_an_article_about_subscriptions_is_not_cut() -> None:
    told = (
        "« Pour lire la suite, abonnez-vous » : neuf sites sur dix ferment désormais une partie de leurs articles à qui"
    )
    around = f"<p>{TEXT}</p>" * 4
    page = f"<title>Presse</title><h1>La presse</h1>{around}<p>{told} ne paie pas.</p>{around}"
    article = extract_article(page, URL)
    assert article.paywalled is None
    assert told in (article.body or "")


def _called(classes: str, kind: str = "article") -> str:
    return f'<meta property="og:type" content="{kind}"><body class="{classes}"><h1>Les ponts</h1><p>{TEXT * 2}</p>'


@pytest.mark.parametrize("classes", ["blog post-du-jour", "archive", "search"])
def test_one_class_does_not_outweigh_that_a_page_calls_itself_an_article(classes: str) -> None:
    assert extract_article(_called(classes), URL).body == (TEXT * 2).strip()
    assert reason(_called(classes, "website")) == "listing"


@pytest.mark.parametrize("classes", ["archive category category-12", "archive tax-dossier term-3", "home blog"])
def test_a_list_that_says_which_one_it_is_is_no_article_whatever_its_metas_claim(classes: str) -> None:
    assert reason(_called(classes)) == "listing"


def test_a_collection_by_its_json_ld_is_no_article_whatever_its_metas_claim() -> None:
    script = '<script type="application/ld+json">{"@type": "CollectionPage", "name": "Les ponts"}</script>'
    assert reason(script + _called("rubrique")) == "listing"
