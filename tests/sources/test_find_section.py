"""The running section, found by its name in menu or breadcrumb."""

from __future__ import annotations

import pytest

from newscrawl.sources import NotAListing, find_section

HOME = "https://fil.example/"
PAGE = """<html><body><header><nav><ul>
<li><a href="/politique/">Politique</a></li>
<li><a href="/derni%C3%A8res-minutes/">DERNIÈRES&nbsp;MINUTES <i>›</i></a></li>
<li><a href="/info/flux/"><span class="sr-only">En continu</span></a></li>
<li><a href="#">Fil info</a></li></ul></nav></header>
<main><p><a href="/blog/dernieres-minutes-avant-l-an-neuf">Dernières minutes</a></p>
<a href="https://ailleurs.example/depeches/">Dépêches</a><a href="/fil-dactualite">Fil d’actualité (12)</a>
</main></body></html>"""


@pytest.mark.parametrize(
    ("labels", "path"),
    [
        (["Dernières minutes"], "derni%C3%A8res-minutes/"),
        (["Toute l'info", "dernieres minutes"], "derni%C3%A8res-minutes/"),
        (["En continu"], "info/flux/"),
        (["Fil d'actualité"], "fil-dactualite"),
    ],
)
def test_found(labels: list[str], path: str) -> None:
    assert find_section(PAGE, HOME, labels) == HOME + path


@pytest.mark.parametrize("label", ["Fil info", "Dépêches", "Dernières", "Minutes"])
def test_not_found(label: str) -> None:
    assert find_section(PAGE, HOME, [label]) is None


def test_breadcrumb_of_an_article() -> None:
    page = """<html><body><div class="entry-crumbs"><a href="/">Accueil</a> >
    <a href="/category/dernieres-minutes/">Dernières minutes</a> > <span>L'International</span></div>
    <h1>Un titre</h1></body></html>"""
    assert find_section(page, HOME + "un-titre/", ["Dernières minutes"]) == HOME + "category/dernieres-minutes/"


def test_no_page() -> None:
    with pytest.raises(NotAListing):
        find_section("", HOME, ["Fil info"])
