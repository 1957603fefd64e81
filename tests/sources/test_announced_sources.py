"""The sources that a page names."""

from __future__ import annotations

from newscrawl.sources import Announced, discover_links
from newscrawl.sources.announced import bears_name
from newscrawl.sources.types import SOURCE_TYPES
from newscrawl.sources.wordpress import posts_address

SITE = "https://fil.example"
RSS = 'rel="alternate" type="application/rss+xml"'
WORDPRESS = f"""<link {RSS} title="Le Fil » Flux" href="{SITE}/feed/">
<link {RSS} title="Le Fil » Flux des commentaires" href="{SITE}/comments/feed/">
<link {RSS} title="Le Fil » Flux de la catégorie Dernières minutes" href="{SITE}/category/dernieres-minutes/feed/">
<link rel="https://api.w.org/" href="{SITE}/wp-json/">"""
TERM = f'<link rel="alternate" type="application/json" href="{SITE}/wp-json/wp/v2/categories/12">'


def announced(head: str, url: str, body: str = "<p>Rien</p>", classes: str = "") -> list[Announced]:
    page = f"<html><head>{head}</head><body class='{classes}'>{body}</body></html>"
    return discover_links(page, url).announced


def test_category_of_wordpress() -> None:
    expected = [
        Announced("feed", f"{SITE}/category/dernieres-minutes/feed/", whole_site=False),
        Announced("rest", posts_address(f"{SITE}/wp-json/", category=12), whole_site=False),
        Announced("feed", f"{SITE}/feed/", whole_site=True),
        Announced("rest", posts_address(f"{SITE}/wp-json/"), whole_site=True),
    ]
    for page in ("/category/dernieres-minutes/", "/category/dernieres-minutes/page/3/index.html"):
        assert announced(WORDPRESS + TERM, SITE + page) == expected
    assert (
        announced(WORDPRESS, f"{SITE}/category/dernieres-minutes", classes="archive category category-12") == expected
    )


def test_home_page_of_wordpress() -> None:
    assert announced(WORDPRESS, f"{SITE}/", classes="home category-12") == [
        Announced("feed", f"{SITE}/feed/", whole_site=True),
        Announced("feed", f"{SITE}/category/dernieres-minutes/feed/", whole_site=True),
        Announced("rest", posts_address(f"{SITE}/wp-json/"), whole_site=True),
    ]


def test_without_pretty_permalinks() -> None:
    head = f'<link rel="https://api.w.org/" href="{SITE}/index.php?rest_route=/">'
    head += TERM.replace("/wp-json/wp/v2/categories/12", "/index.php?rest_route=%2Fwp%2Fv2%2Fcategories%2F12")
    assert [source.url for source in announced(head, f"{SITE}/?cat=12")] == [
        posts_address(f"{SITE}/index.php?rest_route=/", category=12),
        posts_address(f"{SITE}/index.php?rest_route=/"),
    ]


def test_the_section_may_be_named_by_the_feed() -> None:
    def own(url: str, feed: str, title: str = "") -> bool:
        head = f'<link {RSS} title="{title}" href="{feed}"><link {RSS} href="/rss.xml">'
        found = announced(head, SITE + url)
        assert found[-1] == Announced("feed", f"{SITE}/rss.xml", whole_site=True)
        return not found[0].whole_site

    assert own("/en-continu", "/rss/en-continu.xml")
    assert own("/spip.php?rubrique12", "/spip.php?page=backend&id_rubrique=12")
    assert own("/taxonomy/term/12", "/taxonomy/term/12/feed")
    assert own("/index.php/actualite", "/index.php/actualite?format=feed&type=rss")
    assert own("/monde-afrique/", "/f/83.rss", "Le Fil : Monde et Afrique")
    assert own("/fil-info?page=2", "/fil-info/rss")
    assert not own("/en-continu", "/rss/sport.xml", "Sport")


def test_an_address_alone_may_tell_that_a_source_is_the_sections() -> None:
    def own(url: str, address: str) -> bool:
        kind = SOURCE_TYPES["rest" if "/wp/v2/" in address else "feed"]
        return kind.is_own(SITE + url, SITE + address) is True

    assert own("/category/economie/", "/category/economie/feed/")
    assert own("/info/toute-info/", "/info/toute-info/?format=rss/news")
    assert own("/info/toute-info", "/info/toute-info?format=rss/news")
    assert own("/spip.php?rubrique12", "/spip.php?page=backend&id_rubrique=12")
    assert own("/category/economie/", "/wp-json/wp/v2/posts?categories%5Bterms%5D=2&per_page=100")
    assert own("/tag/economie/", "/wp-json/wp/v2/posts?tags=2,3")
    assert not own("/category/economie/", "/feed/")
    assert not own("/category/economie/", "/category/economie-locale/feed/")
    assert not own("/spip.php?rubrique12", "/spip.php?page=backend")
    assert not own("/", "/feed/")
    assert not own("/category/economie/", "/wp-json/wp/v2/posts?per_page=100&page=1")


def test_an_address_may_bear_the_sections_name() -> None:
    assert bears_name(f"{SITE}/rubrique/économie/", f"{SITE}/rss/economie.xml")
    assert bears_name(f"{SITE}/spip.php?rubrique12", f"{SITE}/flux/12.xml")
    assert not bears_name(f"{SITE}/rubrique/economie/", f"{SITE}/rss/sport.xml")
    assert not bears_name(f"{SITE}/", f"{SITE}/feed/")


def test_feeds_that_are_only_linked_come_last() -> None:
    body = """<a href="/rss/sport.xml">RSS</a><a href="/rss/en-continu.xml">RSS</a>
    <a href="spip.php?page=backend">RSS</a>
    <a href="https://autre.example/rss.xml">Autre</a><a href="/comments/feed/">RSS</a><a href="/feedback">Contact</a>"""
    assert announced(f'<link {RSS} href="/tout.xml">', f"{SITE}/en-continu", body) == [
        Announced("feed", f"{SITE}/tout.xml", whole_site=True),
        Announced("feed", f"{SITE}/rss/en-continu.xml", whole_site=False),
        Announced("feed", f"{SITE}/rss/sport.xml", whole_site=True),
        Announced("feed", f"{SITE}/spip.php?page=backend", whole_site=True),
    ]


def test_what_is_broken_or_elsewhere_is_left_out() -> None:
    head = f"""<link {RSS} href=""><link {RSS} href="javascript:x"><link {RSS}><link rel="alternate" href="/en/">
    <link rel="https://api.w.org/" href="https://autre.example/wp-json/"><link rel="https://api.w.org/" href="http://[x">"""
    assert announced(head, f"{SITE}/x") == []
