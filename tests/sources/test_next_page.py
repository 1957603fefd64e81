"""Links to the next page, as sites write them."""

from __future__ import annotations

import pytest

from newscrawl.sources import discover_links

FIRST = "https://journal.example/fil/"
SECOND = "https://journal.example/fil/page/2/"
SPIP_PAGING = """<p class="pagination"><a class="lien_pagination" href="spip.php?rubrique3&amp;debut_articles=0">0</a> |
<strong>10</strong> | <a class="lien_pagination" href="spip.php?rubrique3&amp;debut_articles=20#p">20</a></p>"""
THIRD = "https://journal.example/fil/page/3/"


def next_of(url: str, paging: str, head: str = "") -> str | None:
    page = f"""<html><head>{head}</head><body><main><article><h2><a href="/fil/un-titre-de-quatre-mots">Un titre de
    quatre mots</a></h2></article></main>{paging}</body></html>"""
    return discover_links(page, url).next_page


@pytest.mark.parametrize(
    ("url", "paging", "expected"),
    [
        (FIRST, '<a rel="next" href="/fil/page/2/">2</a>', SECOND),
        (FIRST, '<div class="nav-links"><a class="next page-numbers" href="/fil/page/2/"><i></i></a></div>', SECOND),
        (FIRST, '<p><a href="/fil/page/2/">Articles plus anciens</a></p>', SECOND),
        (FIRST, '<p><a href="/fil/page/2/">Page suivante »</a></p>', SECOND),
        (FIRST, '<p><a href="/fil/page/2/">« Older Entries</a></p>', SECOND),
        (FIRST, '<div class="nav-previous"><a href="/fil/page/2/">« «</a></div>', SECOND),
        (FIRST, '<ul class="pagination"><li><a href="/fil/page/2/">›</a></li></ul>', SECOND),
        (FIRST, '<a class="pager-btn" aria-label="Page suivante" href="/fil/page/2/"><svg></svg></a>', SECOND),
        (FIRST, '<ul><li class="pager-next"><a href="?page=1">suivant ›</a></li></ul>', FIRST + "?page=1"),
        (FIRST, '<div class="x"><b>1</b><a href="?p=2">2</a><a href="?p=3">3</a></div>', FIRST + "?p=2"),
        (
            FIRST,
            '<div class="pages"><span>1</span><a href="/fil/page/2/">2</a><a href="/fil/page/9/">9</a></div>',
            SECOND,
        ),
        (SECOND, '<div class="pager"><a href="/fil/">1</a><em>2</em><a href="/fil/page/3/">3</a></div>', THIRD),
        (FIRST, '<ul><li class="previous"><a href="/fil/page/2/">← Précédent</a></li></ul>', SECOND),
        (SECOND, '<p><a href="/fil/page/1/"><img></a> <a href="/fil/page/3/"><img></a></p>', THIRD),
        (FIRST, '<button class="more" data-next-url="/fil/page/2/">Voir plus</button>', SECOND),
        (
            FIRST,
            '<a href="#" class="load-more" data-href="/fil/?page=2">Charger plus d’articles</a>',
            FIRST + "?page=2",
        ),
        (FIRST, "<button onclick=\"location.href='\\/fil\\/page\\/2\\/'\">Suivant</button>", SECOND),
        (FIRST, """<a href="#" onclick='window.location = "/fil/page/2/"; return false'>Suivant</a>""", SECOND),
        (FIRST, "<div class='pager'><span onclick=\"location.assign('/fil/page/2/')\">›</span></div>", SECOND),
        (FIRST, '<button onclick="location.href=suivante(2)">Suivant</button>', None),
        (FIRST, '<p><b>1</b> <a href="?start=12">2</a> <a href="?start=24">3</a></p>', FIRST + "?start=12"),
        (FIRST, '<ul class="pager"><li><a href="?page=0,0,1">suivant</a></li></ul>', FIRST + "?page=0,0,1"),
        (
            "https://journal.example/flash/2.html",
            '<p><a href="/flash/">1</a> <b>2</b> <a href="/flash/3.html">3</a> <a href="/flash/4.html">4</a></p>',
            "https://journal.example/flash/3.html",
        ),
        (
            SECOND,
            '<p><a href="/fil/">Articles suivants »</a><a href="/fil/page/3/">« Articles précédents</a></p>',
            THIRD,
        ),
        (SECOND, '<p><a href="/fil/page/3/">« Older posts</a> <a href="/fil/">Newer posts »</a></p>', THIRD),
        (
            "https://journal.example/spip.php?rubrique3&debut_articles=10",
            SPIP_PAGING,
            "https://journal.example/spip.php?rubrique3&debut_articles=20",
        ),
        (
            "https://journal.example/2026/05/",
            '<a class="next page-numbers" href="/2026/05/page/2/">Suivant</a>',
            "https://journal.example/2026/05/page/2/",
        ),
        (
            "https://journal.example/rubrique/12",
            '<a class="next" href="/rubrique/12?page=2">Suivant</a>',
            "https://journal.example/rubrique/12?page=2",
        ),
    ],
)
def test_found(url: str, paging: str, expected: str) -> None:
    assert next_of(url, paging) == expected


@pytest.mark.parametrize(
    ("url", "paging"),
    [
        (SECOND, '<ul class="pagination"><li><a class="next" href="/fil/page/2/">»</a></li></ul>'),
        (SECOND, '<ul class="pagination"><li><a class="next" href="/fil/">1</a></li></ul>'),
        (SECOND, '<a rel="next" href="/fil/page/1/">Suivant</a>'),
        (FIRST, '<a class="load-more next" href="#">Charger plus d’articles</a>'),
        (FIRST, '<a class="next" href="javascript:void(0)">Suivant</a>'),
        (FIRST, '<a class="next" href="https://ailleurs.example/fil/page/2/">Suivant</a>'),
        (FIRST, '<div class="owl-nav"><a class="next" href="/fil/diapo-2">›</a></div>'),
        (FIRST, '<div id="wp-calendar"><a class="next" href="/2026/12/">déc »</a></div>'),
        (SECOND, '<div class="pager"><a href="/fil/">1</a><em>2</em></div>'),
        (FIRST, '<p><a href="/fil/page/2/">Articles plus récents</a></p>'),
        (FIRST, '<button class="share" data-url="/fil/un-titre-de-quatre-mots">Partager</button>'),
        (
            FIRST,
            '<ul><li><a href="/2026/10/">octobre 2026</a></li><li><a href="/2026/09/">septembre 2026</a></li></ul>',
        ),
        (FIRST, '<nav class="menu"><a href="/next">Next</a></nav>'),
        (FIRST, '<div><a href="/magazine/next-generation">Next</a></div>'),
        (FIRST, ""),
    ],
)
def test_none(url: str, paging: str) -> None:
    assert next_of(url, paging) is None


def test_only_in_the_head() -> None:
    assert next_of(FIRST, "", head='<link rel="next" href="/fil/page/2/">') == SECOND


def test_link_to_the_last_page_is_not_the_next() -> None:
    paging = """<ul class="pagination"><li><a href="/fil/page/2/">2</a></li>
    <li><a class="next" href="/fil/page/67/">»»</a></li></ul>"""
    assert next_of(FIRST, paging) == SECOND


@pytest.mark.parametrize(
    ("url", "others", "far"),
    [
        (FIRST, "/fil/page/2/", "/fil/page/7/"),
        (SECOND, "/fil/page/3/", "/fil/page/7/"),
        (f"{FIRST}?page=4", "/fil/?page=5", "/fil/?page=40"),
    ],
)
def test_a_page_further_on_is_not_the_next_whatever_its_link_says(url: str, others: str, far: str) -> None:
    paging = f'<div class="pagination"><a class="next" href="{far}">Suivant</a> <a href="{others}">…</a></div>'
    assert next_of(url, paging) == f"https://journal.example{others}"


def test_base_address() -> None:
    head = '<base href="https://journal.example/autre/">'
    assert next_of(FIRST, '<a rel="next" href="fil?page=2">2</a>', head) == "https://journal.example/autre/fil?page=2"
