"""What a list said of an article chooses among what its page states, and adds nothing."""

from __future__ import annotations

import pytest

from newscrawl import Hint, extract_article

URL = "https://exemple.invalid/regions/ponts-fragiles/"
TEXT = (
    "Le conseil départemental a adopté vendredi un plan de rénovation de douze ponts, jugés fragiles depuis la crue.",
    "Les travaux doivent commencer en mars et coûter près de quarante millions d’euros, selon le rapporteur du budget.",
)
TITLE = "Douze ponts fragiles seront rénovés à partir de mars"


def document(body: str, head: str = "") -> str:
    return f"<html><head>{head}</head><body>{body}</body></html>"


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def test_a_headline_cut_off_in_the_list_names_the_heading_meant() -> None:
    page = document(f"<h1>Alerte météo : vigilance orange jusqu’à lundi</h1><h1>{TITLE}</h1>{paragraphs(*TEXT)}")
    article = extract_article(page, URL, hint=Hint(headline="Douze ponts fragiles seront…"))
    assert article.headline == TITLE


def test_a_headline_of_the_list_chooses_between_titles_that_disagree() -> None:
    head = '<title>Ponts : le plan</title><meta property="og:title" content="Ce que l’on sait du plan pour les ponts">'
    page = document(f"<div>{paragraphs(*TEXT)}</div>", head)
    assert extract_article(page, URL, hint=Hint(headline="Ponts : le plan")).headline == "Ponts : le plan"


def test_a_headline_that_the_page_does_not_have_is_not_taken() -> None:
    page = document(f"<h1>{TITLE}</h1>{paragraphs(*TEXT)}")
    assert extract_article(page, URL, hint=Hint(headline="Un tout autre titre dans la liste")).headline == TITLE


def test_the_day_of_the_list_decides_between_dates_that_disagree() -> None:
    head = (
        '<script type="application/ld+json">'
        '{"@type":"NewsArticle","datePublished":"2026-11-25T08:00:00+01:00"}</script>'
        '<meta property="article:published_time" content="2026-11-20T10:05:00+01:00">'
    )
    page = document(f"<h1>{TITLE}</h1>{paragraphs(*TEXT)}", head)
    alone, told = extract_article(page, URL), extract_article(page, URL, hint=Hint(published="2026-11-20"))
    assert (alone.published_at, told.published_at) == ("2026-11-25T08:00:00+01:00", "2026-11-20T10:05:00+01:00")
    assert "publication_conflict" in alone.problems


def test_a_day_that_the_page_does_not_state_is_not_taken() -> None:
    page = document(f"<h1>{TITLE}</h1>{paragraphs(*TEXT)}")
    assert extract_article(page, URL, hint=Hint(published="2026-11-20")).published_at is None
    assert extract_article(page, URL, hint=Hint(published="hier")).published_at is None


def test_the_day_of_the_list_is_read_on_the_clock_of_the_page() -> None:
    head = (
        '<script type="application/ld+json">'
        '{"@type":"NewsArticle","datePublished":"2026-11-22T08:00:00+01:00"}</script>'
        '<meta property="article:published_time" content="2026-11-21T00:05:00+01:00">'
    )
    page = document(f"<h1>{TITLE}</h1>{paragraphs(*TEXT)}", head)
    told = extract_article(page, URL, hint=Hint(published="2026-11-20T23:05:00+00:00"))
    assert told.published_at == "2026-11-21T00:05:00+01:00"


RELATED = '<a href="/autre/">Une autre affaire de ponts fragiles</a>'


@pytest.mark.parametrize("hint", [None, Hint(published="2026-11-20"), Hint(published="2026-11-20T23:40:00+01:00")])
@pytest.mark.parametrize(
    "related",
    [
        f'<p>{RELATED} <time datetime="2026-11-20T18:00:00+01:00">vendredi</time></p>',
        f"<p>{RELATED} – 20 novembre 2026 à 18 h</p>",
        f"<ul><li>{RELATED}</li><li>Publié le 20 novembre 2026 à 18 h</li></ul>",
    ],
    ids=["time", "written", "line"],
)
def test_no_time_of_another_article_is_taken(related: str, hint: Hint | None) -> None:
    own = "<p>Publié le 21 novembre 2026 à 0 h 40</p>"
    page = document(f"<h1>{TITLE}</h1>{own}{related}{paragraphs(*TEXT)}{related}")
    article = extract_article(page, URL, hint=hint, timezone="Europe/Brussels")
    assert article.published_at == "2026-11-21T00:40:00+01:00"


def test_a_teaser_names_the_standfirst() -> None:
    page = document(f"<main><h1>{TITLE}</h1><h2>Les élus ont tranché.</h2><div>{paragraphs(*TEXT)}</div></main>")
    assert extract_article(page, URL, hint=Hint(teaser="Les élus ont tranché.")).standfirst == "Les élus ont tranché."
    assert extract_article(page, URL, hint=Hint(teaser="Un résumé de la liste.")).standfirst is None


def test_a_teaser_tells_which_of_two_texts_is_the_article() -> None:
    other = "Le règlement du concours est déposé chez un huissier, et les gagnants seront connus en décembre."
    texts = f"<section>{paragraphs(*[other] * 12)}</section><div class=texte>{paragraphs(*TEXT)}</div>"
    page = document(texts, f"<title>{TITLE}</title>")
    assert extract_article(page, URL).body == "\n\n".join([other] * 12)
    assert extract_article(page, URL, hint=Hint(teaser=f"{TEXT[0][:70]}…")).body == "\n\n".join(TEXT)
