"""The path to an article, from trails of any make."""

from __future__ import annotations

import json

import pytest

from tests.article.invented import HEADLINE, URL, page, read

LINKS = '<a href="/">{home}</a> {mark} <a href="/regions/">Régions</a> {mark} <a href="/regions/nord/">Nord</a>'


def section(markup: str, head: str = "") -> list[str]:
    return read(page(above=markup, head=head)).section


@pytest.mark.parametrize(
    ("tag", "attribute"),
    [
        ("nav", "class=breadcrumb"),
        ("div", "id=filariane"),
        ("p", 'class="c-article__breadcrumbs"'),
        ("nav", 'aria-label="Vous êtes ici"'),
        ("div", 'itemscope itemtype="https://schema.org/BreadcrumbList"'),
        ("div", "class=fil-d-ariane"),
        ("ul", "class=entry-crumbs"),
    ],
)
@pytest.mark.parametrize("end", ["", "› <span>{headline}</span>", '› <a href="{url}">Lire</a>'])
def test_a_trail_by_its_name(tag: str, attribute: str, end: str) -> None:
    end = end.format(headline=HEADLINE, url=URL)
    trail = f"<{tag} {attribute}>{LINKS.format(home='Accueil', mark='›')}{end}</{tag}>"
    assert section(trail) == ["Régions", "Nord"]


@pytest.mark.parametrize(
    "home", ["Accueil", "La Gazette", "Portail du Nord", "<svg></svg>", "Toute l’actualité à la une"]
)
def test_the_home_page_whatever_it_is_called(home: str) -> None:
    assert section(f"<nav class=breadcrumb>{LINKS.format(home=home, mark='/')}</nav>") == ["Régions", "Nord"]


def test_a_home_page_called_like_a_section_is_one() -> None:
    trail = '<nav class=breadcrumb><a href="/">Actualités</a><a href="/sport/">Sport</a></nav>'
    assert section(trail) == ["Actualités", "Sport"]
    assert read(page(above=trail), "https://actualites.exemple.fr/pont-412/").section == ["Sport"]


def test_the_trail_nearest_to_the_headline() -> None:
    other = '<div class=breadcrumb><a href="/sport/">Sport</a></div>'
    own = '<div class=breadcrumb><a href="/regions/">Régions</a></div>'
    assert read(page(above=f"{other}<p>Une</p><p>Deux</p>{own}", below=other)).section == ["Régions"]


@pytest.mark.parametrize(
    ("last", "entries"),
    [
        ("Trois semaines de fermeture du pont", ["Régions", "Nord"]),
        ("Pont 412", ["Régions", "Nord"]),
        ("Vie des communes", ["Régions", "Nord", "Vie des communes"]),
    ],
)
def test_the_article_under_a_shorter_headline(last: str, entries: list[str]) -> None:
    trail = f"<nav class=breadcrumb>{LINKS.format(home='Accueil', mark='›')} › <span>{last}</span></nav>"
    assert read(page(above=trail), "https://exemple.fr/regions/pont-412/").section == entries


def test_a_trail_that_only_words_tell() -> None:
    trail = LINKS.format(home="Accueil", mark="»")
    assert section(f"<p>Vous êtes ici : {trail}</p>") == ["Régions", "Nord"]
    assert section(f"<p>Lisez aussi : {trail}</p>") == []


def test_a_menu_is_no_trail() -> None:
    links = "".join(f'<a href="/{number}/">Rubrique {number}</a>' for number in range(20))
    assert section(f"<nav class=has-breadcrumb>{links}</nav>") == []


def stated(*names: str) -> str:
    items = [{"@type": "ListItem", "position": at, "name": name} for at, name in enumerate(names, 1)]
    items[0]["item"] = "https://www.gazette-exemple.fr"
    node = {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def test_a_trail_for_machines_without_home_and_article() -> None:
    assert section("", stated("Le Portail", "Nord", HEADLINE)) == ["Nord"]
    assert section("", stated("Le Portail", "Nord", HEADLINE.removeprefix("Douze "))) == ["Nord"]


def test_what_machines_are_told_of_the_section_comes_last() -> None:
    head = '<meta property="article:section" content="Nord">'
    assert section("", head) == ["Nord"]
    assert section(f"<nav class=breadcrumb>{LINKS.format(home='Accueil', mark='>')}</nav>", head) == ["Régions", "Nord"]
