"""Which addresses are articles, by their look."""

from __future__ import annotations

import pytest

from newscrawl.sources import discover_links
from newscrawl.sources.addresses import is_article_path, is_dated_path, is_list_path

SITE = "https://journal.example"


@pytest.mark.parametrize(
    "path",
    [
        "/2022/06/20/classer-les-faits-en-deux-categories/", "/2026/11/les-categories/", "/sport/titres-par-categorie",
        "/actu/le-permis-change-de-categorie/", "/actu/12345-hors-categorie", "/boxe/le-titre-toutes-categories.html",
        "/2026/11/26/contact/", "/2026/11/26/compte/", "/2026/11/26/oui/", "/20261126/search", "/2026/11/26-nov/",
        f"/2026/11/26/{'un-titre-sans-fin-' * 60}/", "/blog/2026/11/pages/",
    ],
)  # fmt: skip
def test_titles_of_any_words_and_length(path: str) -> None:
    assert not is_list_path(SITE + path)


@pytest.mark.parametrize(
    "path",
    [
        "/news-category/", "/news-category/sport/", "/actus-par-categorie/sport/", "/category/2026/11/26/titre/",
        "/2026/11//tag/x", "/2026/11/", "/archives/2026/11/…/",
        "/2026/11/26/", "/2026/11/26/page/2/", "/2026/11/page/12/", "/2026/page/2/", "/2026/11/26/feed/",
        "/2026/11/26/un-titre/feed/", "/2026/11/26/un-titre/tag/x", "/categorie12", "/sous_categories",
    ],
)  # fmt: skip
def test_lists_by_section_and_date(path: str) -> None:
    assert is_list_path(SITE + path)


def test_the_pages_of_a_days_archive_are_no_articles() -> None:
    assert is_dated_path(f"{SITE}/2026/11/26/oui/")
    assert not any(map(is_dated_path, (f"{SITE}/2026/11/26/page/2/", f"{SITE}/2026/11/26/", f"{SITE}/26/oui/")))
    assert not is_article_path(f"{SITE}/2026/11/26/page/2/")


SERVICES = (
    "/a-propos/", "/%C3%A0-propos", "/fr/mentions-legales.html", "/pages/equipe", "/l-equipe/", "/notre-equipe",
    "/equipage/", "/politique-de-confidentialite/", "/privacy-policy/", "/protection-des-donnees-personnelles",
    "/gestion-des-cookies", "/contact", "/page/nous-contacter.php", "/qui-sommes-nous", "/methodologie/",
    "/conditions-generales-d-utilisation", "/partenariats", "/la-redaction/", "/abonnement", "/plan-du-site",
)  # fmt: skip
ARTICLES = (
    "/sport/equipe-de-france-la-liste", "/a-propos-de-la-reforme-des-retraites", "/contact-avec-la-planete-mars",
    "/2026/11/26/contact/", "/cookies-la-cnil-inflige-une-amende", "/protection-des-donnees-la-cnil-condamne",
    "/charte-des-langues", "/don-d-organes", "/sport/politique-de-la-chaise-vide", "/reforme-de-la-politique-agricole",
)  # fmt: skip


def test_service_pages_in_a_sitemap_are_no_articles() -> None:
    entries = "".join(f"<url><loc>{SITE}{path}</loc></url>" for path in (*SERVICES, *ARTICLES))
    links = discover_links(f"<urlset>{entries}</urlset>", f"{SITE}/sitemap.xml").links
    assert [link.url.removeprefix(SITE) for link in links] == list(ARTICLES)


def test_a_sitemap_of_news_is_believed() -> None:
    news = "<news:news xmlns:news='n'><news:title>Premier contact</news:title></news:news>"
    sitemap = f"<urlset><url><loc>{SITE}/contact</loc>{news}</url></urlset>"
    assert len(discover_links(sitemap, f"{SITE}/sitemap.xml").links) == 1
