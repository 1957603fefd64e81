"""What the sources of a section lead to: of a real WordPress under three themes, and of every family of sites."""

from __future__ import annotations

import json
import os
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from benchmarks.sources import walk
from tests.family_sites.families import FAMILIES
from tests.family_sites.site import Served
from tests.local_site import Answer, LocalSite

THEMES = ("twentytwentytwo", "twentytwentythree", "twentytwentyone")
SIZE = {"section": 10, "feed": 10, "sitemap": 2000, "rest": 100, "auto": 100}
"""Articles in a document of each source."""
BESIDE = {"section": 2, "feed": 3, "sitemap": 4, "rest": 3, "auto": 6}
"""Requests besides: robots.txt, the section page where it is to be asked first, what lies behind the last one."""

wordpress_only = [pytest.mark.wordpress, pytest.mark.xdist_group("wordpress")]


@pytest.fixture(scope="module", params=THEMES)
def section(request, wordpress: Path, shared: Path) -> Iterator[str]:
    """The address of "Dernières minutes", under each theme; the last one is that of the other tests."""
    url = json.loads((wordpress / "site.json").read_text())["url"]
    port = urlsplit(url).port
    switch = [shared / "testbed" / "wordpress-up.sh", str(port), request.param]
    done = subprocess.run(
        switch, env={**os.environ, "WP_TESTBED_DIR": str(wordpress)}, capture_output=True, check=False
    )
    if done.returncode != 0:
        pytest.skip(f"the theme cannot be switched: {done.stderr[-200:]!r}")
    yield f"{url}/category/dernieres-minutes/"
    if request.param != THEMES[-1]:
        switch[-1] = THEMES[-1]
        subprocess.run(switch, env={**os.environ, "WP_TESTBED_DIR": str(wordpress)}, capture_output=True, check=True)


@pytest.fixture(scope="module")
def truth(wordpress: Path) -> dict[str, datetime]:
    """Public articles of the section and when they were published."""
    lines = (wordpress / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    return {
        article["url"]: datetime.fromisoformat(article["published"])
        for article in map(json.loads, lines)
        if any(path[0] == "Dernières minutes" for path in article["sections"])
    }


@pytest.fixture(scope="module")
def any_theme(wordpress: Path) -> str:
    """The same section for sources that look alike under every theme."""
    url: str = json.loads((wordpress / "site.json").read_text())["url"]
    return f"{url}/category/dernieres-minutes/"


def check(found: dict[str, Any], truth: dict[str, datetime], mode: str) -> None:
    """Every public article once, nothing else, and in few requests."""
    assert Counter(found["urls"]).most_common(1)[0][1] == 1
    assert unlisted(truth, mode) >= set(truth) - set(found["urls"])
    assert len(set(found["urls"]) - set(truth)) <= 2  # listed, and refused when they are read
    assert found["requests"] <= -(-len(found["urls"]) // SIZE[mode]) + BESIDE[mode]


def unlisted(truth: dict[str, datetime], mode: str) -> set[str]:
    """Articles that the lists of a WordPress may leave out, those of the same minute: no sorting is stable by pages.

    The database orders each page anew, by the time alone, so that of two around the end of a page one may be on both
    pages and the other on none.  All sources together must show them.
    """
    minutes = Counter(truth.values())
    return set() if mode == "auto" else {url for url, published in truth.items() if minutes[published] > 1}


def check_since(section: str, mode: str, truth: dict[str, datetime]) -> None:
    day = max(truth.values()).date() - timedelta(days=6)
    found = walk(section, mode, since=day.isoformat(), timezone="Europe/Brussels")
    wanted = {url for url, published in truth.items() if published.date() >= day}
    assert wanted - unlisted(truth, mode) <= set(found["urls"]) & set(truth) <= wanted


class TestWordPressThemes:
    pytestmark = wordpress_only

    @pytest.mark.parametrize("mode", ["section", "auto"])
    def test_every_public_article_is_found(self, section, truth, mode):
        check(walk(section, mode, pages="1000"), truth, mode)

    def test_since_is_exact_to_the_day(self, section, truth):
        check_since(section, "section", truth)


class TestWordPressSources:
    pytestmark = wordpress_only

    @pytest.mark.parametrize("mode", ["feed", "sitemap", "rest"])
    def test_every_public_article_is_found(self, any_theme, truth, mode):
        check(walk(any_theme, mode, pages="1000"), truth, mode)

    @pytest.mark.parametrize("mode", ["feed", "rest", "auto"])
    def test_since_is_exact_to_the_day(self, any_theme, truth, mode):
        check_since(any_theme, mode, truth)


class TestWordPressCrawl:
    pytestmark = wordpress_only

    def test_since_is_exact_where_a_sitemap_states_no_dates(self, crawl, feed_lines, any_theme, truth, tmp_path):
        day = max(truth.values()).date() - timedelta(days=4)
        run = crawl(
            "section",
            tmp_path,
            *("-a", f"url={any_theme}", "-a", f"since={day}", "-a", "sources=sitemap"),
            *("-s", "NEWSCRAWL_ALLOWED_PRIVATE_HOSTS=127.0.0.1", "-s", "DOWNLOAD_DELAY=0"),
        )
        assert run.returncode == 0, run.stderr
        lines = {line["url"]: line for line in feed_lines(tmp_path)}
        expected = {url for url, published in truth.items() if published.date() >= day}
        assert set(lines) == expected
        (report,) = tmp_path.glob("runs/*/*.json")
        read = json.loads(report.read_text())["stats"]["newscrawl/pages/read"]
        assert read <= len(expected) + 41  # it stops after a part of old ones


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(FAMILIES))
def test_a_site_of_every_family_is_crawled_to_its_end(
    name: str, family_site: Callable[[str], Served], crawl, feed_lines: Callable[[Path], list[dict[str, Any]]], tmp_path
):
    served = family_site(name)
    run = crawl(
        "section",
        tmp_path,
        *("-a", f"url={served.first}", "-a", "pages=1000", "-a", "timezone=Europe/Paris"),
        *("-s", "NEWSCRAWL_ALLOWED_PRIVATE_HOSTS=127.0.0.1", "-s", "DOWNLOAD_DELAY=0", "-s", "LOG_LEVEL=INFO"),
    )
    assert run.returncode == 0, run.stderr
    assert sorted(line["url"] for line in feed_lines(tmp_path)) == sorted(served.articles)


class OldWordPress:
    """A WordPress before 5.7: it knows no `categories[terms]`, and posts of a category are not those below it."""

    def __init__(self, site: LocalSite) -> None:
        self.site = site
        self.categories = {number: 12 + (number % 3 == 0) for number in range(1, 31)}

    def answer(self, path: str) -> Answer:
        parts = urlsplit(path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        match parts.path:
            case "/category/fil/":
                return Answer(self.section().encode())
            case "/wp-json/wp/v2/categories":
                return as_json([{"id": 13}] if asked["parent"] == "12" else [])
            case "/wp-json/wp/v2/posts" if "categories" in asked:
                terms = set(map(int, asked["categories"].split(",")))
                return as_json([self.post(n) for n, category in self.categories.items() if category in terms])
            case "/wp-json/wp/v2/posts":
                return as_json({"code": "rest_invalid_param", "message": "Paramètre(s) incorrect(s)"}, 400)
        return Answer(b"rien", 404)

    def section(self) -> str:
        links = "".join(f'<h2><a href="/un-titre-de-plus-{n}/">Un titre de plus, le {n}</a></h2>' for n in range(1, 11))
        head = (
            '<link rel="https://api.w.org/" href="/wp-json/">'
            '<link rel="alternate" type="application/json" href="/wp-json/wp/v2/categories/12">'
        )
        return f"<html><head>{head}</head><body><main>{links}</main></body></html>"

    def post(self, number: int) -> dict[str, Any]:
        link, date = self.site.url(f"/un-titre-de-plus-{number}/"), f"2026-11-24T{23 - number // 2:02}:00:00"
        return {"link": link, "date": date, "date_gmt": date, "title": {"rendered": f"Un titre de plus, le {number}"}}


def as_json(answer: Any, status: int = 200) -> Answer:
    return Answer(json.dumps(answer).encode(), status, {"Content-Type": "application/json; charset=UTF-8"})


@pytest.mark.parametrize("sources", ["rest", "auto"])
def test_a_wordpress_before_5_7_is_asked_for_each_category(sources: str, serve: Callable[..., LocalSite]) -> None:
    site = serve()
    wordpress = OldWordPress(site)
    site.answer = wordpress.answer  # type: ignore[method-assign]
    found = walk(site.url("/category/fil/"), sources, pages="1000")
    assert set(found["urls"]) == {site.url(f"/un-titre-de-plus-{number}/") for number in wordpress.categories}
    assert sum("categories%5Bterms%5D" in path for path in site.paths()) == 1
