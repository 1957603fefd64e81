"""The address that a page declares for its own."""

from __future__ import annotations

import pytest

from newscrawl import extract_article

PAGE = """<html lang="fr"><head><title>Un pont rouvre à Namur</title><link rel="canonical" href="{canonical}">
<meta property="article:published_time" content="2026-11-10T09:30:00+01:00"></head><body class="single-post">
<article class="post type-post hentry"><h1 class="entry-title">Un pont rouvre à Namur</h1><div class="entry-content">
<p>Le pont a rouvert mardi matin, après six mois de travaux, devant des riverains ravis de ne plus attendre.</p>
<p>La circulation y reste limitée à trente kilomètres à l’heure, a précisé la commune dans un communiqué.</p>
</div></article></body></html>"""
FETCHED = "https://exemple.invalid/dernieres-minutes/namur/pont/"


@pytest.mark.parametrize(
    ("canonical", "expected"),
    [
        ("https://exemple.invalid/namur/pont/", "https://exemple.invalid/namur/pont/"),
        ("/?p=12", "https://exemple.invalid/?p=12"),
        ("https://exemple.invalid/", FETCHED),
        ("https://exemple.invalid/dernieres-minutes/", FETCHED),
        ("/dernieres-minutes/namur", FETCHED),
        ("https://autre.invalid/pont/", FETCHED),
        ("mailto:a@b.invalid", FETCHED),
        ("/accueil", FETCHED),
        ("https://exemple.invalid/fr/Accueil.html", FETCHED),
        ("/home/", FETCHED),
        ("/index.php", FETCHED),
        ("/accueil-des-refugies", "https://exemple.invalid/accueil-des-refugies"),
        ("/namur/home", "https://exemple.invalid/namur/home"),
        ("undefined", FETCHED),
        ("https://exemple.invalid/null", FETCHED),
        ("about:blank", FETCHED),
        ("[object Object]", FETCHED),
        ("https://exemple.invalid/namur/{{ post.url }}", FETCHED),
        ("/namur/nullite-du-proces", "https://exemple.invalid/namur/nullite-du-proces"),
    ],
)
def test_a_canonical_address_is_taken_where_it_is_sane(canonical, expected):
    assert extract_article(PAGE.format(canonical=canonical), FETCHED).url == expected


@pytest.mark.parametrize("home", ["/", "https://exemple.invalid", "/fr/"])
def test_an_article_told_by_the_query_of_the_home_page_is_not_the_home_page(home):
    fetched = "https://exemple.invalid/?depeche=12"
    assert extract_article(PAGE.format(canonical=home), fetched).url == fetched


def test_what_is_said_beside_an_address_that_is_none_counts():
    page = PAGE.format(canonical="undefined").replace(
        "</head>", '<meta property="og:url" content="/namur/pont"></head>'
    )
    assert extract_article(page, FETCHED).url == "https://exemple.invalid/namur/pont"


@pytest.mark.parametrize("further", ["2/", "page/2/", "amp/"])
def test_a_further_page_belongs_to_its_first(further):
    assert extract_article(PAGE.format(canonical=FETCHED), FETCHED + further).url == FETCHED
