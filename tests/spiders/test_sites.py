"""Every spider of a site says completely and soundly what it knows of it."""

from __future__ import annotations

import importlib.resources
import inspect
import re
import sys
import zoneinfo
from collections import Counter
from dataclasses import fields
from pathlib import Path

import pytest
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader
from scrapy.utils.test import get_crawler

from newscrawl.article import extract
from newscrawl.article.draft import Context
from newscrawl.families.rules import ArticleRules
from newscrawl.spiders.catalogue import Site, evidence_of, page, sites_of, table
from newscrawl.spiders.cd.actualite_cd import ActualiteCdSpider
from newscrawl.spiders.demo import DemoSpider
from newscrawl.spiders.section import AnySectionSpider, SectionSpider
from newscrawl.urls import canonical_url, host_of

DOCS = Path(__file__).resolve().parents[2] / "docs"
FEED_HOSTS = frozenset({"feeds.feedburner.com"})
"""Hosts that serve the feeds of other sites."""
RESERVED = (
    "7sur7.be",
    "agenceecofin.com",
    "apanews.net",
    "francebleu.fr",
    "ici.fr",
    "journaldemontreal.com",
    "leparisien.fr",
    "lequotidien.sn",
    "lesechos.fr",
    "letelegramme.fr",
    "midi-madagasikara.mg",
    "midilibre.fr",
    "nouvelles-du-monde.com",
    "ouest-france.fr",
    "radiofrance.fr",
    "sudouest.fr",
    "tsa-algerie.com",
)
"""Sites known to reserve text and data mining for themselves, or to refuse crawlers."""


def loaded() -> list[type[SectionSpider]]:
    loader = SpiderLoader.from_settings(Settings({"SPIDER_MODULES": ["newscrawl.spiders"]}))
    spiders = [loader.load(name) for name in loader.list()]
    return [each for each in spiders if issubclass(each, SectionSpider) and each.__module__.count(".") == 3]


SPIDERS = loaded()
every_spider = pytest.mark.parametrize("spider", SPIDERS, ids=lambda spider: spider.name)


def zones_of(country: str) -> set[str]:
    """The zones of a country by the time zone database's own table."""
    folders = [Path(folder) for folder in zoneinfo.TZPATH]
    tables = [folder / "zone.tab" for folder in folders if (folder / "zone.tab").is_file()]
    text = (tables[0] if tables else importlib.resources.files("tzdata.zoneinfo") / "zone.tab").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return {row[2] for row in rows if row[0] == country}


def of_one_house(address: str, spider: type[SectionSpider]) -> bool:
    """Whether an address lies on the site or beside it (`rss.rtbf.be` of `rtbf.be`)."""
    host, home = host_of(address), host_of(spider.home or "")
    domain = ".".join(home.split(".")[-2:])
    return host in (home, domain) or host.endswith(f".{domain}") or host in FEED_HOSTS


def test_there_are_sites_of_many_countries() -> None:
    assert len(SPIDERS) >= 24
    assert len({spider.country for spider in SPIDERS}) >= 12


@every_spider
def test_it_lies_where_its_name_and_country_say(spider: type[SectionSpider]) -> None:
    _, _, country, module = spider.__module__.split(".")
    assert spider.name == module
    assert re.fullmatch(r"[a-z][a-z0-9_]*", spider.name)
    assert spider.country == country.upper()


@every_spider
def test_its_sections_and_home_are_addresses_of_one_site(spider: type[SectionSpider]) -> None:
    assert spider.sections
    assert spider.home is not None
    assert len(set(spider.sections)) == len(spider.sections)
    for address in (*spider.sections, spider.home):
        assert canonical_url(address) == address
        assert not re.search(r"[{}<>\s]", address)
        assert host_of(address) == host_of(spider.home)
    assert spider.home.endswith("/")
    assert spider.home not in spider.sections
    assert not any(f".{host_of(spider.home)}".endswith(f".{reserved}") for reserved in RESERVED)


@every_spider
def test_its_other_sources_are_addresses_of_its_house(spider: type[SectionSpider]) -> None:
    for address in (*spider.feeds, *spider.sitemaps, *spider.rest):
        assert canonical_url(address) == address
        assert of_one_house(address, spider)
    assert all(re.search(r"/wp-json/wp/v2/\w+$", address) for address in spider.rest)
    assert all(re.search(r"sitemap|\.xml", address) for address in spider.sitemaps)
    assert not set(spider.feeds) & set(spider.sections)


@every_spider
def test_its_zone_is_one_of_its_country(spider: type[SectionSpider]) -> None:
    assert spider.country is not None
    assert spider.timezone in zones_of(spider.country)
    zoneinfo.ZoneInfo(spider.timezone)


@every_spider
def test_its_names_for_the_section_and_its_system_are_words(spider: type[SectionSpider]) -> None:
    assert spider.labels
    assert all(label.strip() == label != "" for label in spider.labels)
    assert spider.system is None or spider.system.strip() == spider.system != ""


@every_spider
def test_its_rules_are_selectors(spider: type[SectionSpider]) -> None:
    if spider.rules is None:
        return
    assert any(getattr(spider.rules, each.name) for each in fields(ArticleRules))
    spider.rules.check()


@every_spider
def test_it_tells_its_evidence_in_few_lines(spider: type[SectionSpider]) -> None:
    told = inspect.getdoc(spider) or ""
    assert told.startswith(f"{host_of(spider.home or '')}: ")
    assert len(evidence_of(spider)) > 30
    module = sys.modules[spider.__module__]
    assert re.fullmatch(r"\S.{10,110}\.", module.__doc__ or "")
    assert len(inspect.getsource(module).splitlines()) <= 40


@every_spider
def test_it_begins_with_its_sections(spider: type[SectionSpider]) -> None:
    begun = spider.from_crawler(get_crawler(spider, {"NEWSCRAWL_FEED_ENABLED": False}))
    assert begun.site == spider.name
    assert begun.section_addresses() == spider.sections


def test_a_page_that_a_view_of_drupal_makes() -> None:
    first, second = (f"Le marché de Matete a rouvert {when}, après la pluie de la semaine." for when in ("hier", "tôt"))
    page_of_a_view = (
        f"<h1>Le marché de Matete rouvre</h1><div class='views-row'><div class='views-field views-field-body'>"
        f"<div class='field-content'><p>{first}</p><p>{second}</p></div></div></div>"
        f"<div class='views-field views-field-title'><a href='/autre'>Un tout autre article de ce jour</a></div>"
    )
    url = "https://actualite.cd/2026/11/26/marche"
    draft = extract(page_of_a_view, url, rules=ActualiteCdSpider.rules, context=Context(country="CD"))
    assert draft.article.method == "rules"
    assert [paragraph.text for paragraph in draft.paragraphs] == [first, second]


def test_no_section_belongs_to_two_spiders() -> None:
    sections = Counter(address for spider in SPIDERS for address in spider.sections)
    assert [address for address, times in sections.items() if times > 1] == []
    houses = Counter(host_of(spider.home or "") for spider in SPIDERS)
    assert [host for host, times in houses.items() if times > 1] == []


def test_the_page_of_sites_is_up_to_date() -> None:
    assert (DOCS / "sites.md").read_text(encoding="utf-8") == page(sites_of(SPIDERS)), "make docs writes it again"


def test_what_is_no_site_is_not_listed() -> None:
    assert sites_of([DemoSpider, AnySectionSpider]) == []


def a_site(spider: str, country: str, name: str) -> Site:
    return Site(
        spider=spider, title="Le Fil | un essai", domain="fil.example", country=country, country_name=name,
        sections=("https://fil.example/direct/",), system=None, timezone=None, evidence="",
    )  # fmt: skip


def test_a_site_that_says_little_is_listed_all_the_same() -> None:
    sites = [a_site("fil", "", "Elsewhere"), a_site("autre_fil", "BE", "Belgium")]
    assert list(table(sites)) == [
        "fil        --  https://fil.example/direct/",
        "autre_fil  BE  https://fil.example/direct/",
    ]
    text = page(sites)
    assert "2 sites of 2 countries" in text
    assert "## Elsewhere\n" in text
    assert r"| `fil` | Le Fil \| un essai | <https://fil.example/direct/> |  |  |  |" in text


def test_the_country_of_a_spider_outside_our_packages_is_its_code() -> None:
    class Fil(SectionSpider):
        """fil.example: an invented site.

        Evidence: none; it is
        invented.
        """

        name = "fil"
        sections = ("https://www.fil.example/direct/",)
        country = "BE"

    (site,) = sites_of([Fil])
    assert (site.country_name, site.domain) == ("BE", "fil.example")
    assert site.evidence == "none; it is invented."
