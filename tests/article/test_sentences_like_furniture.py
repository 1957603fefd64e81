"""Sentences that begin like a button, an appeal or a credit, and what really is one."""

from __future__ import annotations

import pytest

from newscrawl import NotAnArticle, extract_article

URL = "https://journal.example/regions/digue"
HEADLINE = "La digue du port de Kermor sera surélevée avant l’hiver"
AROUND = [
    "Le conseil communautaire a voté mardi soir les crédits de la digue de Kermor, après trois heures de débat.",
    "Les pêcheurs du port attendaient cette décision depuis la tempête de février, qui avait noyé les quais.",
    "Le chantier doit durer dix semaines et n’arrêtera pas la criée, assure le vice-président chargé des ports.",
    "La région paiera la moitié des travaux, et le département un quart, selon le plan adopté par les élus.",
]
SENTENCES = [
    "Pour accéder à l’îlot, il faudra attendre la marée basse.",
    "S’abonner à l’eau coûtera trente euros de plus par an.",
    "S’inscrire au concours de pêche est gratuit jusqu’à samedi.",
    "Soutenir la filière du homard est la priorité du nouveau préfet.",
    "Créer un compte est obligatoire pour réserver un anneau.",
    "Les pontons sont réservés aux abonnés du port depuis lundi.",
    "Téléchargez l’application des marées, a insisté le capitaine du port.",
    "Faites un don de filets usagés, demande l’association des marins.",
    "Une capture d’écran du message a été remise aux gendarmes.",
    "Une photo partagée par le maire a mis le village en émoi.",
    "Les cookies du boulanger sont partis en une heure.",
]
FURNITURE = [
    "Pour accéder à tous nos contenus, créez un compte.",
    "S’abonner à la newsletter",
    "S’inscrire gratuitement.",
    "Soutenir la rédaction.",
    "Créer un compte",
    "Cet article est réservé aux abonnés.",
    "Téléchargez l’application de notre journal.",
    "Faites un don, chaque euro compte.",
    "Capture d’écran du message",
    "Une photo partagée par Mairie de Kermor (@kermor)",
    "Ce contenu est bloqué car les cookies sont refusés.",
]


def body(*texts: str) -> str:
    paragraphs = "".join(f"<p>{text}</p>" for text in texts)
    head = f"<title>{HEADLINE}</title><meta property='article:published_time' content='2026-11-26T10:00:00+01:00'>"
    return extract_article(f"{head}<article><h1>{HEADLINE}</h1><div>{paragraphs}</div></article>", URL).body or ""


@pytest.mark.parametrize("place", [1, 2, 4])
@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_stays(sentence: str, place: int) -> None:
    assert sentence in body(*AROUND[:place], sentence, *AROUND[place:]).split("\n\n")


@pytest.mark.parametrize("place", [2, 4])
@pytest.mark.parametrize("line", FURNITURE)
def test_furniture_goes(line: str, place: int) -> None:
    assert body(*AROUND[:place], line, *AROUND[place:]).split("\n\n") == AROUND


@pytest.mark.parametrize(
    ("flash", "headline"),
    [
        ("Pour accéder au port de Kermor, il faudra contourner la digue par le nord.", HEADLINE),
        ("Les plaisanciers sont tous abonnés au port de Kermor, dont la digue sera surélevée.", HEADLINE),
    ],
)
def test_a_flash_of_one_sentence_is_an_article(flash: str, headline: str) -> None:
    assert headline == HEADLINE
    assert body(flash) == flash


WALLS = [
    "Nous et nos partenaires utilisons des cookies avec votre consentement. Tout accepter ou paramétrer vos choix.",
    "Ce site utilise des cookies et demande un consentement. Accepter ou continuer sans accepter.",
]
NEWS = [
    "La Commission a ouvert une enquête sur les cookies que des régies déposent sans le consentement des internautes.",
    "« Vous pouvez tout accepter, mais vos données personnelles partent avec les cookies », prévient un chercheur.",
]


@pytest.mark.parametrize("wall", WALLS)
def test_a_wall_is_none(wall: str) -> None:
    with pytest.raises(NotAnArticle, match="consent_wall"):
        extract_article(f"<title>Le Journal de Kermor</title><h1>Le Journal de Kermor</h1><p>{wall}</p>", URL)


@pytest.mark.parametrize("news", NEWS)
def test_news_about_cookies_is_no_wall(news: str) -> None:
    headline = "Cookies : une enquête de la Commission sur les données personnelles"
    page = f"<title>{headline}</title><article><h1>{headline}</h1><div><p>{news}</p><p>{NEWS[0]}</p></div></article>"
    assert news in (extract_article(page, URL).body or "")


def test_news_that_speaks_to_its_readers_is_no_wall_where_it_is_dated() -> None:
    headline = "Cookies et données personnelles : ce que vous acceptez"
    text = (
        "Vos données personnelles voyagent avec chaque cookie : voici ce que vous acceptez d’un clic, et à qui il sert."
    )
    page = f"<title>{headline}</title><article><h1>{headline}</h1>{{}}<div><p>{text}</p></div></article>"
    dated = page.format("<p>Publié le 26 novembre 2026 à 10h00</p>")
    assert extract_article(dated, URL).body == text
    with pytest.raises(NotAnArticle, match="consent_wall"):
        extract_article(page.format(""), URL)


@pytest.mark.parametrize(
    "opening",
    [
        "<span class='screenReaderOnly'>Depuis</span><span aria-hidden='true'><b>D</b>epuis</span>",
        "<span class='u-visually_hidden'>Depuis</span><span aria-hidden='true'>Depuis</span>",
        "<span aria-hidden='true'>De<i>puis</i></span><span class='sr-only'>Depuis</span>",
        "<span class='x1'>Depuis</span><span aria-hidden='true'><b>D</b>epuis</span>",
        "<span class='not-sr-only'>Depuis</span>",
        "<span aria-hidden='true'>Depuis</span>",
    ],
)
def test_a_word_for_the_eye_and_the_ear_is_read_once(opening: str) -> None:
    assert body(f"{opening} mardi soir, la digue de Kermor a son budget, voté par le conseil.", *AROUND).startswith(
        "Depuis mardi soir, la digue"
    )


@pytest.mark.parametrize(
    "heading",
    [
        "Soutenir les éleveurs",
        "Pour accéder à l’eau potable",
        "Pour lire entre les lignes du budget",
        "Participez à la collecte",
        "Dans la même journée",
        "Dernières retouches",
        "Avis des experts",
        "Premiers commentaires",
        "Suivez la flèche",
    ],
)
def test_subheadings_that_begin_like_furniture_stay(heading: str) -> None:
    paragraphs = [f"<p>{AROUND[0]}</p>", f"<p>{AROUND[1]}</p>", f"<h2>{heading}</h2>", f"<p>{AROUND[2]}</p>"]
    head = f"<title>{HEADLINE}</title><meta property='article:published_time' content='2026-11-26T10:00:00+01:00'>"
    text = f"{head}<article><h1>{HEADLINE}</h1><div>{''.join(paragraphs)}<p>{AROUND[3]}</p></div></article>"
    assert (extract_article(text, URL).body or "").split("\n\n") == [*AROUND[:2], heading, *AROUND[2:]]
