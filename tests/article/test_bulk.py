"""Text that a tag or a name would take out although it is most of the page, and what stays out all the same."""

from __future__ import annotations

import pytest

from newscrawl import NotAnArticle, extract_article
from newscrawl.items import Article

URL = "https://exemple.invalid/regions/les-ponts/"
FIRST = (
    "Le conseil départemental a adopté vendredi un plan de rénovation de douze ponts, fragiles depuis la crue de mars."
)
SECOND = "Les travaux commenceront en septembre par le pont de la Forge, où les camions ne passent plus depuis un an."
THIRD = "L’opposition a voté contre : elle aurait préféré que le bac de Saint-Aubin, fermé en 2019, soit remis à l’eau."
LAST = "La préfecture doit dire avant l’été si elle paie le tiers de la somme, soit quatre millions d’euros environ."
TEXT = [FIRST, SECOND, THIRD, LAST]
PARAGRAPHS = "".join(f"<p>{each}</p>" for each in TEXT)
ABOUT = (
    "<div><p>Le Courrier des Vallées paraît chaque jour, sauf le dimanche et les jours fériés, depuis mai 1911.</p>"
    "<p>Sa rédaction compte neuf journalistes, qui habitent les communes dont ils parlent.</p></div>"
)
"""Enough text to be taken for the body where nothing else is read."""
HEADLINE = "<h1>Douze ponts vont être réparés</h1>"


def read(body: str, *, head: str = "", attributes: str = "", url: str = URL) -> Article:
    title = "<title>Douze ponts vont être réparés</title>"
    return extract_article(f"<html><head>{title}{head}</head><body{attributes}>{body}</body></html>", url)


def paragraphs(body: str) -> list[str]:
    article = read(body)
    assert article.method == "generic"
    return (article.body or "").split("\n\n")


@pytest.mark.parametrize("tag", ["button", "nav", "form", "figcaption", "aside", "footer", "header", "label", "dialog"])
def test_text_under_an_element_that_is_never_closed(tag: str) -> None:
    assert paragraphs(f"{ABOUT}{HEADLINE}<{tag} class='x'>Partager<div>{PARAGRAPHS}</div>") == TEXT


@pytest.mark.parametrize(
    "opening",
    [
        "div class='paywall'",
        "div class='mask'",
        "section class='pagination'",
        "div id='comments'",
        "main class='cookies-accepted cookies'",
        "section class='related'",
        "div hidden",
        "div style='display: none'",
        "div role='dialog'",
    ],
)
def test_text_in_an_element_of_another_name(opening: str) -> None:
    tag = opening.split(maxsplit=1)[0]
    assert paragraphs(f"{ABOUT}{HEADLINE}<{opening}><div>{PARAGRAPHS}</div></{tag}>") == TEXT


@pytest.mark.parametrize("name", ["paywall", "mask", "legende"])
def test_paragraphs_of_which_most_have_another_name(name: str) -> None:
    more = [f"{THIRD} Elle le redira en juin.", LAST, "Fin."]
    named = "".join(f'<p class="{name} p{number}">{each}</p>' for number, each in enumerate([THIRD, *more]))
    page = f"<article>{HEADLINE}<div><p>{FIRST}</p><p>{SECOND}</p>{named}</div></article>"
    assert paragraphs(page) == [FIRST, SECOND, THIRD, *more]


def test_components_inside_the_article_of_the_headline() -> None:
    components = "".join(f"<div class='texte'><i></i><p>{each}</p></div>" for each in TEXT)
    assert paragraphs(f"<article>{HEADLINE}<div class='paywall'>{components}</div></article>{ABOUT}") == TEXT


@pytest.mark.parametrize("opening", ["nav", "form action='/'", "div class='caption'", "header hidden", "button"])
def test_the_headline_is_read_wherever_it_stands(opening: str) -> None:
    tag = opening.split(maxsplit=1)[0]
    assert paragraphs(f"{ABOUT}<{opening}>{HEADLINE}</{tag}><div>{PARAGRAPHS}</div>") == TEXT


def test_a_menu_of_long_links_is_no_text() -> None:
    links = "".join(f"<p><a href='/{number}/'>{THIRD}</a></p>" for number in range(30))
    assert paragraphs(f"<nav class='menu'>{links}</nav><article>{HEADLINE}<p>{FIRST}</p><p>{SECOND}</p></article>") == [
        FIRST,
        SECOND,
    ]


@pytest.mark.parametrize("outer", ["article", "div"])
def test_a_thread_of_comments_longer_than_the_article_is_no_text(outer: str) -> None:
    said = "Encore des promesses, on nous disait déjà la même chose il y a dix ans, et rien n’a été fait depuis."
    thread = "".join(
        f"<li><b>Lecteur {number}</b><div><p>{said}</p><p>{said[::-1]}</p></div></li>" for number in range(20)
    )
    page = f"<{outer}>{HEADLINE}<p>{FIRST}</p><p>{SECOND}</p></{outer}>"
    assert paragraphs(f"{page}<div class='comments'><ol>{thread}</ol></div>") == [FIRST, SECOND]


@pytest.mark.parametrize("opening", ["div class='cookies-modal'", "div role='dialog'", "dialog", "div hidden"])
def test_a_consent_dialog_over_a_flash_is_no_text(opening: str) -> None:
    asked = (
        "Avec votre consentement, nos partenaires et nous utilisons des cookies pour mesurer notre audience.",
        "Vos données personnelles sont traitées dans le respect de la vie privée ; ce choix vaut six mois.",
        "Vous pouvez paramétrer vos choix à tout moment, ou tout accepter et poursuivre votre lecture.",
    )
    dialog = "".join(f"<p>{each}</p>" for each in asked)
    tag = opening.split(maxsplit=1)[0]
    flash = f"{FIRST} {SECOND[:40]}."
    box = f"<{opening}>{dialog}</{tag}>"
    assert paragraphs(f"<article>{HEADLINE}<p>{flash}</p></article>{box}") == [flash]
    assert paragraphs(f"<article>{HEADLINE}<p>{flash}</p>{box}</article>") == [flash]


@pytest.mark.parametrize(
    "head",
    [
        "<meta property='og:type' content='article'>",
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Douze ponts"}</script>',
    ],
)
def test_a_page_of_class_home_that_calls_itself_an_article(head: str) -> None:
    assert read(HEADLINE + PARAGRAPHS, head=head, attributes=" class='home'").body == "\n\n".join(TEXT)


@pytest.mark.parametrize("name", ["home", "archive"])
def test_a_page_of_the_class_of_lists_is_none(name: str) -> None:
    with pytest.raises(NotAnArticle, match="listing"):
        read(HEADLINE + PARAGRAPHS, attributes=f" class='{name}'")


@pytest.mark.parametrize("outer", ["article", "div"])
@pytest.mark.parametrize("opening", ["div hidden", "div style='display:none'"])
def test_a_copy_that_is_not_shown_is_not_read_twice(outer: str, opening: str) -> None:
    shown = f"<div><p>{FIRST}</p><p>{SECOND}</p></div>"
    page = f"<{outer}>{HEADLINE}{shown}<{opening}><div>{PARAGRAPHS}</div></div></{outer}>"
    assert paragraphs(page) == [FIRST, SECOND]


def test_a_paragraph_that_stands_twice_does_not_take_out_the_text() -> None:
    page = f"<div>{HEADLINE}<aside><p>{SECOND}</p></aside><nav><div>{PARAGRAPHS}</div></nav></div>"
    assert paragraphs(page) == TEXT


@pytest.mark.parametrize(
    ("opening", "heading"),
    [
        ("section id='comments'", "<h2>Vos avis</h2>"),
        ("div class='reactions'", "<h2>12 réactions</h2>"),
        ("div class='fil'", "<h3>Commentaires (12)</h3>"),
    ],
)
def test_a_thread_of_comments_is_never_the_text_however_short_that_is(opening: str, heading: str) -> None:
    short = "Le bac de Saint-Aubin, fermé depuis 2019, sera remis à l’eau lundi."
    thread = "".join(
        f"<div class='un'><b>Lecteur {number}</b><p>{number} ponts à réparer, et nos impôts qui montent : on aurait dû "
        "le dire aux habitants bien avant la crue.</p></div>"
        for number in range(12)
    )
    tag = opening.split(maxsplit=1)[0]
    article = read(
        f"<main><article>{HEADLINE}<div class='texte'><p>{short}</p></div></article>"
        f"<{opening}>{heading}{thread}</{tag}></main>",
        head="<meta property='og:type' content='article'>"
        "<meta name='description' content='Le bac de Saint-Aubin sera remis en service'>",
    )
    assert article.body == short


@pytest.mark.parametrize("heading", ["h3", "p"])
def test_excerpts_of_other_articles_behind_a_text_are_none_of_it(heading: str) -> None:
    excerpt = (
        "Le bac de Saint-Aubin ne passe plus depuis la crue, et les habitants font chaque jour un détour par le pont"
    )
    cards = "".join(
        f"<article><{heading}><a href='/bac-{number}/'>Le bac de Saint-Aubin attend sa {number}e année</a></{heading}>"
        f"<div><p>{excerpt * 4}</p></div><a href='/bac-{number}/'>Lire la suite</a></article>"
        for number in range(2, 5)
    )
    told = [f"{each} {SECOND} {THIRD}" for each in TEXT]
    text = "".join(f"<p>{each}</p>" for each in told)
    assert paragraphs(f"<div>{HEADLINE}<div>{text}</div><div>{cards}</div></div>") == told


def test_entries_of_a_list_that_are_told_in_full_stay() -> None:
    entries = "".join(
        f"<div><h3><a href='/pont-{number}/'>Le pont de la Forge, numéro {number}</a></h3>"
        f"<div><p>{each} {FIRST} {SECOND} {THIRD}</p></div><a href='/pont-{number}/'>Voir le plan</a></div>"
        for number, each in enumerate(TEXT)
    )
    body = paragraphs(f"<div>{HEADLINE}<p>{FIRST}</p>{entries}</div>")
    assert [each for each in body if each.endswith(THIRD)] == [f"{each} {FIRST} {SECOND} {THIRD}" for each in TEXT]


MORE = "Le maire de Saint-Aubin, qui siège au conseil, a rappelé que le bac transportait deux cents camions par jour."
REST = [each.replace("douze", "onze") + " Le vote est prévu lundi." for each in TEXT]


def _parted(box: str, tag: str, inside: str) -> str:
    first, rest = ("".join(f"<p>{each}</p>" for each in part) for part in (TEXT, REST))
    return (
        f"{HEADLINE}<div><div class='bloc'>{first}</div><{box}>{inside}</{tag}><div class='bloc'>{rest}</div></div>"
        "<footer><p>Le Courrier des Vallées, 3, place de la Forge.</p></footer>"
    )


@pytest.mark.parametrize("box", ["section class='sponsored'", "aside", "div class='newsletter'", "div class='share'"])
def test_no_name_takes_a_paragraph_from_among_its_like(box: str) -> None:
    tag = box.split(maxsplit=1)[0]
    assert paragraphs(_parted(box, tag, f"<div class='bloc'><p>{MORE}</p></div>")) == [*TEXT, MORE, *REST]
    assert paragraphs(_parted(box, tag, f"<div class='offre'><p>{MORE}</p></div>")) == [*TEXT, *REST]


def test_what_is_built_like_the_text_and_says_nothing_new_stays_out() -> None:
    again = f"<div class='bloc'><p>{FIRST}</p></div>"
    menu = "<div class='bloc'><p><a href='/a/'>Abonnez-vous à notre lettre</a></p></div>"
    assert paragraphs(_parted("aside", "aside", again + menu)) == [*TEXT, *REST]
