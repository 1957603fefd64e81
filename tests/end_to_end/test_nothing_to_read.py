"""Runs that find nothing to read, as cron meets them: a status of its own, and one line that names the cause."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import interpreters
from tests.local_site import Answer, LocalSite

Crawl = Callable[..., subprocess.CompletedProcess[str]]

TEXT = "<p>Le conseil a adopté vendredi un plan de rénovation des ponts, jugé nécessaire après les crues.</p>" * 4
XML = {"Content-Type": "application/rss+xml; charset=utf-8"}
NUMBERS = range(1, 7)


def title(number: int) -> str:
    return f"Titre numéro {number} : le conseil adopte un plan"


def address(number: int) -> str:
    return f"/actu/titre-numero-{number}-{12340 + number}.html"


def article(number: int) -> Answer:
    head = f"<title>{title(number)}</title><meta property=article:published_time content=2026-11-2{number}T10:00:00Z>"
    page = f"<html lang=fr><head><meta charset=utf-8>{head}</head><body><article><h1>{title(number)}</h1>{TEXT}"
    return Answer(page.encode())


def section(*numbers: int, head: str = "") -> Answer:
    rows = "".join(f"<article><h3><a href={address(number)}>{title(number)}</a></h3></article>" for number in numbers)
    page = f"<html lang=fr><head><meta charset=utf-8>{head}</head><body><main><h1>En continu</h1>{rows}</main></body>"
    return Answer(page.encode())


def feed(site: LocalSite, *numbers: int) -> Answer:
    items = "".join(
        f"<item><title>{title(number)}</title><link>{site.url(address(number))}</link></item>" for number in numbers
    )
    return Answer(f"<rss version='2.0'><channel>{items}</channel></rss>".encode(), headers=XML)


ANNOUNCED = "<link rel=alternate type=application/rss+xml href=/fil.xml>"


@pytest.fixture
def site(serve: Callable[..., LocalSite]) -> LocalSite:
    """A section with its feed, which shows the same articles."""
    site = serve()
    site.pages |= {address(number): article(number) for number in NUMBERS}
    site.pages["/robots.txt"] = Answer.text("")
    site.pages["/en-continu/"] = section(*NUMBERS, head=ANNOUNCED)
    site.pages["/fil.xml"] = feed(site, *NUMBERS)
    return site


@pytest.fixture
def crawl(site: LocalSite, tmp_path: Path) -> Crawl:
    """Runs `newscrawl crawl section` without a terminal."""

    def run(*words: str, command: tuple[str, ...] = ("crawl", "section")) -> subprocess.CompletedProcess[str]:
        settings = {
            "NEWSCRAWL_DATA_DIR": tmp_path / "data",
            "NEWSCRAWL_ALLOWED_PRIVATE_HOSTS": "127.0.0.1",
            "NEWSCRAWL_CONTACT": "me@example.org",
            "DOWNLOAD_DELAY": 0,
            "AUTOTHROTTLE_ENABLED": False,
        }
        given = [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
        url = ("-a", f"url={site.url('/en-continu/')}")
        words = (*command, *url, *given, *words)
        return interpreters.run([sys.executable, "-m", "newscrawl", *words], cwd=tmp_path, timeout=60)

    return run


def line(site: LocalSite, cause: str) -> str:
    return f"newscrawl: 127.0.0.1_{site.port}: status 8, {cause}\n"


def test_a_run_that_reads_is_silent_also_where_a_library_warns(site: LocalSite, crawl: Crawl) -> None:
    site.pages[address(1)] = Answer(b"<html><head></head><body></body></html>")
    for command in (("crawl", "section"), ("crawlall", "section")):
        done = crawl(command=command)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_section_without_articles(site: LocalSite, crawl: Crawl) -> None:
    site.pages["/en-continu/"] = section()
    where = site.url("/en-continu/")
    for command in (("crawl", "section"), ("crawlall", "section")):
        done = crawl(command=command)
        advice = "(if it is an article, give the address of its section)"
        assert (done.returncode, done.stderr) == (8, line(site, f"{where} lists no article {advice}"))


@pytest.mark.parametrize(
    ("kinds", "known"),
    [("rest", "no REST interface"), ("sitemap", "no sitemap"), ("feed", "no feed")],
)
def test_sources_asked_for_that_the_site_does_not_have(site: LocalSite, crawl: Crawl, kinds: str, known: str) -> None:
    site.pages["/en-continu/"] = section(*NUMBERS)
    done = crawl("-a", f"sources={kinds}")
    assert (done.returncode, done.stderr) == (8, line(site, f"{known} of {site.url('/en-continu/')} is known"))


def test_sources_asked_for_that_are_named_and_are_not_there(site: LocalSite, crawl: Crawl) -> None:
    site.pages["/robots.txt"] = Answer.text(f"Sitemap: {site.url('/plan.xml')}")
    done = crawl("-a", "sources=sitemap")
    assert (done.returncode, done.stderr) == (8, line(site, f"no sitemap of {site.url('/en-continu/')} is known"))
    done = crawl("-a", "sources=sitemap,feed")
    assert (done.returncode, done.stderr) == (0, "")


def test_an_index_that_leads_to_no_document(site: LocalSite, crawl: Crawl) -> None:
    site.pages["/robots.txt"] = Answer.text(f"Sitemap: {site.url('/plan.xml')}")
    site.pages["/plan.xml"] = Answer(b"<sitemapindex></sitemapindex>", headers={"Content-Type": "application/xml"})
    assert crawl("-a", "sources=sitemap").returncode == 8


def test_a_section_that_is_empty_where_it_was_full(site: LocalSite, crawl: Crawl) -> None:
    site.pages["/en-continu/"] = section(*NUMBERS)
    assert crawl().returncode == 0
    site.pages["/en-continu/"] = section()
    cause = f"{site.url('/en-continu/')} lists no article"
    done = crawl()
    assert (done.returncode, done.stderr) == (8, line(site, f"{cause} any more"))
    assert crawl().returncode == 8


def test_a_feed_that_is_empty_where_it_was_full(site: LocalSite, crawl: Crawl) -> None:
    assert crawl().returncode == 0
    site.pages["/fil.xml"] = feed(site)
    done = crawl()
    assert (done.returncode, done.stderr) == (8, line(site, f"{site.url('/fil.xml')} lists no article any more"))
    done = crawl()  # the section's page stands in for it, and that was said
    assert (done.returncode, done.stderr) == (0, "")
    site.pages["/fil.xml"] = feed(site, *NUMBERS)
    assert crawl("-a", "sources=feed").returncode == 0
    site.pages["/fil.xml"] = feed(site)
    for _ in range(2):
        assert crawl("-a", "sources=feed").returncode == 8


def test_a_feed_that_shows_less_than_its_section(site: LocalSite, crawl: Crawl) -> None:
    site.pages["/fil.xml"] = feed(site, 1, 2, 3)
    done = crawl("-a", "sources=feed")
    cause = f"the feed asked for shows fewer articles than {site.url('/en-continu/')} itself"
    assert (done.returncode, done.stderr) == (9, line(site, cause).replace("status 8", "status 9"))
    assert crawl("-a", "sources=feed").returncode == 0  # nothing is new in it


def test_a_feed_of_a_section_that_goes_on(site: LocalSite, crawl: Crawl) -> None:
    shown = section(*NUMBERS, head=ANNOUNCED).body
    site.pages["/en-continu/"] = Answer(
        shown.replace(b"</main>", b"<a rel=next href='/en-continu/page/2'>2</a></main>")
    )
    assert crawl("-a", "sources=feed").returncode == 9
    assert crawl("-a", "sources=feed,section", "-s", "NEWSCRAWL_FEED_ENABLED=0").returncode == 0


def test_articles_none_of_which_is_there(site: LocalSite, crawl: Crawl) -> None:
    for number in NUMBERS:
        del site.pages[address(number)]
    done = crawl()
    cause = "none of 6 articles listed could be read"
    assert (done.returncode, done.stderr) == (8, line(site, f"{cause} (http_404 6)"))
    done = crawl()
    assert (done.returncode, done.stderr) == (8, line(site, f"{cause} (each failed in an earlier run)"))


def test_what_cannot_be_reached_is_another_thing(site: LocalSite, crawl: Crawl) -> None:
    del site.pages["/en-continu/"]
    assert crawl().returncode == 4
    assert crawl("-a", "sources=rest").returncode == 4
