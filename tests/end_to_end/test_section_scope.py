"""Which articles of a source are the section's: of its own all, wherever they lie; of the whole site's by address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from benchmarks.sources import walk
from tests.local_site import LocalSite
from tests.rest_site.site import RestSite

POLITICS, ARTS, SPORT = 3, 4, 5
OWN = frozenset(("section_feed", "rest", "site_rest", "feed"))


@pytest.fixture
def site(serve: Callable[..., LocalSite]) -> RestSite:
    """Politics shows twenty-four articles, of which every fifth is filed under the arts; sport is beside it."""
    site = RestSite(serve(), {POLITICS: "politique", ARTS: "art-et-culture", SPORT: "sport"}, sources=OWN)
    for batch in range(6):
        ago = timedelta(hours=6 * batch)
        site.publish(3, categories=(POLITICS,), every=timedelta(hours=1), ago=ago)
        site.publish(1, categories=(ARTS, POLITICS), ago=ago + timedelta(hours=1.5))
        site.publish(2, categories=(SPORT,), every=timedelta(hours=1), ago=ago + timedelta(hours=2.5))
    return site


def found(site: RestSite, sources: str, pages: int = 100) -> list[str]:
    return sorted(walk(site.section(POLITICS), sources, pages=str(pages))["urls"])


def of_politics(site: RestSite, at_most: int | None = None) -> list[str]:
    return sorted(site.address(post) for post in site.of(POLITICS)[:at_most])


@pytest.mark.parametrize("sources", ["rest", "auto", "section"])
def test_all_articles_of_a_section_are_found_wherever_they_are_filed(site: RestSite, sources: str):
    site.sources = OWN - {"feed"} if sources == "auto" else OWN - {"feed", "section_feed"}
    assert found(site, sources) == of_politics(site)


def test_the_feed_below_a_section_is_its_own(site: RestSite):
    site.sources = frozenset(("section_feed",))
    assert found(site, "feed") == of_politics(site, 10)


def test_a_feed_at_another_path_is_the_sections_where_it_shows_the_same(site: RestSite):
    site.sources = frozenset(("section_feed",))
    site.feed_paths[POLITICS] = "/flux/f7.xml"
    assert found(site, "feed") == of_politics(site, 10)


@pytest.mark.parametrize("sources", ["feed", "rest"])
def test_of_the_whole_sites_articles_those_are_taken_that_the_section_shows_or_that_lie_in_it(
    site: RestSite, sources: str
):
    site.sources = frozenset(("feed", "site_rest"))
    shown = site.posts[:10] if sources == "feed" else site.posts
    on_the_page = site.of(POLITICS)[:10]
    taken = [post for post in shown if post.categories == (POLITICS,) or post in on_the_page]
    assert any(ARTS in post.categories for post in taken)
    assert found(site, sources) == sorted(map(site.address, taken))


def test_a_feed_of_the_whole_site_is_not_read_where_it_lacks_what_is_filed_elsewhere(site: RestSite):
    site.sources = frozenset(("feed",))
    assert found(site, "auto") == of_politics(site)


def test_a_feed_of_the_whole_site_does_not_become_the_sections_for_one_shared_article(site: RestSite):
    """The newest of the site are those of the section, one filed elsewhere among them; below them comes sport."""
    site.publish(4, categories=(POLITICS,), every=timedelta(minutes=1), ago=timedelta(0))
    site.publish(1, categories=(ARTS, POLITICS), ago=timedelta(0))
    site.sources = frozenset(("feed", "site_rest"))
    assert not [url for url in found(site, "feed,rest") if "/sport/" in url]
