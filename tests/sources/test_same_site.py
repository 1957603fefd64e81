"""Lists, feeds and sitemaps that lead to other hosts of the site."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import pytest

from newscrawl.sources import discover_links
from newscrawl.urls import host_of

URL = "https://www.gazette.example/en-continu/"
OWN = ("www.gazette.example", "sport.gazette.example", "regions.gazette.example", "m.gazette.example")
SERVICES = ("boutique.gazette.example", "emploi.gazette.example", "mon-compte.gazette.example", "pub.gazette.example")
TITLES = (
    "Le pont de la rivière rouvre aux camions", "Une victoire arrachée dans les dernières minutes",
    "Les vendanges commencent avec dix jours d’avance", "La rocade fermée trois nuits de suite",
    "Un canapé d’angle à moitié prix pendant les soldes", "Chauffeur livreur : une offre à pourvoir de suite",
    "Gérer les newsletters auxquelles vous êtes inscrit", "Votre annonce vue par cent mille lecteurs",
)  # fmt: skip


def address(host: str, number: int) -> str:
    return f"https://{host}/actualite/un-titre-de-depeche-{number:04}.html"


def page(hosts: Sequence[str]) -> str:
    rows = "".join(
        f'<article><h2><a href="{address(host, number)}">{TITLES[number]}</a></h2><time>26/11/2026</time></article>'
        for number, host in enumerate(hosts)
    )
    return f"<html><body><nav><a href='/'>Accueil</a></nav><main><h1>En continu</h1>{rows}</main></body></html>"


def feed(hosts: Sequence[str]) -> str:
    items = "".join(
        f"<item><title>{TITLES[number]}</title><link>{address(host, number)}</link></item>"
        for number, host in enumerate(hosts)
    )
    return f"<rss version='2.0'><channel>{items}</channel></rss>"


def json_feed(hosts: Sequence[str]) -> str:
    items = [{"url": address(host, number), "title": TITLES[number]} for number, host in enumerate(hosts)]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items})


def sitemap(hosts: Sequence[str]) -> str:
    entries = "".join(f"<url><loc>{address(host, number)}</loc></url>" for number, host in enumerate(hosts))
    return f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{entries}</urlset>"


def posts(hosts: Sequence[str]) -> str:
    return json.dumps([{"link": address(host, number), "title": TITLES[number]} for number, host in enumerate(hosts)])


SOURCES = (page, feed, json_feed, sitemap, posts)


def hosts_read(document: str, url: str = URL, own_domains: tuple[str, ...] = ()) -> list[str]:
    return [host_of(link.url) for link in discover_links(document, url, own_domains=own_domains).links]


@pytest.mark.parametrize("source", SOURCES)
def test_articles_on_sub_domains_are_the_sites_and_services_are_not(source: Callable[[Sequence[str]], str]) -> None:
    assert hosts_read(source((*OWN, *SERVICES))) == [host.removeprefix("www.") for host in OWN]


@pytest.mark.parametrize("source", SOURCES)
def test_stated_domains_narrow_and_widen(source: Callable[[Sequence[str]], str]) -> None:
    shown = ("www.gazette.example", "sport.gazette.example", "gazette-plus.example", "emploi.gazette.example")
    stated = ("-gazette.example", "emploi.gazette.example", "gazette-plus.example")
    assert hosts_read(source(shown), own_domains=stated) == [
        "gazette.example",
        "gazette-plus.example",
        "emploi.gazette.example",
    ]


@pytest.mark.parametrize("source", [page, sitemap])
def test_other_registered_domains_are_other_sites(source: Callable[[Sequence[str]], str]) -> None:
    shown = ("un.blogspot.com", "un.blogspot.com", "autre.blogspot.com", "blogspot.com", "gazette.co.uk")
    assert hosts_read(source(shown), "https://un.blogspot.com/") == ["un.blogspot.com"] * 2
    assert hosts_read(source(("gazette.co.uk", "autre.co.uk")), "https://gazette.co.uk/news/") == ["gazette.co.uk"]


def test_a_feed_kept_elsewhere_is_the_site_of_most_of_its_articles() -> None:
    shown = ("www.gazette.example", "sport.gazette.example", "boutique.gazette.example")
    assert hosts_read(feed(shown), "https://feeds.example.net/gazette") == ["gazette.example", "sport.gazette.example"]


def test_a_service_that_is_asked_for_is_a_site() -> None:
    shown = ("emploi.gazette.example", "emploi.gazette.example", "www.gazette.example")
    assert len(hosts_read(page(shown), "https://emploi.gazette.example/actu/")) == 3


def test_a_block_of_another_sub_domain_below_the_list_is_another_list() -> None:
    block = "".join(
        f'<section><h3><a href="{address("sport.gazette.example", number)}">{TITLES[number]}</a></h3></section>'
        for number in range(4, 8)
    )
    document = page(OWN[:1] * 4).replace("</main>", f"<div>{block}</div></main>")
    assert hosts_read(document) == ["gazette.example"] * 4


def test_the_next_page_is_on_the_same_host() -> None:
    document = page(OWN).replace("</main>", "<a rel='next' href='https://sport.gazette.example/en-continu/?page=2'>")
    assert discover_links(document, URL).next_page is None
