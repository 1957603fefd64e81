"""Which sources may stand for a section page."""

from __future__ import annotations

import json

import pytest

from newscrawl.crawl.plan import SourceFacts, facts_of, is_the_sections, newest, of_section, overlap
from newscrawl.sources import Link

SECTION = "https://fil.example/category/dernieres-minutes/"


def links(*numbers: int, path: str = "dernieres-minutes") -> list[Link]:
    return [Link(f"https://fil.example/{path}/article-{n}/", published=f"2026-11-{28 - n % 28:02}") for n in numbers]


def test_the_same_articles_as_far_back_as_the_shorter_list_goes():
    assert overlap(links(*range(10)), links(*range(30))) == (1.0, 0.0)
    assert overlap(links(*range(100)), links(*range(10))) == (1.0, 0.0)


def test_articles_of_other_sections_among_them():
    feed = links(0, 1, 2, 3) + links(50, 51, path="sport") + links(4, 5, 6, 7)
    covers, beyond = overlap(feed, links(*range(10)))
    assert covers == 1.0
    assert beyond == pytest.approx(0.2)


def test_half_of_the_section():
    covers, beyond = overlap(links(0, 2, 4, 6, 8), links(*range(10)))
    assert covers < 0.6
    assert beyond == 0.0


def test_one_sticky_article_or_one_that_has_just_come_does_not_count():
    assert overlap(links(*range(1, 10)), links(0, *range(1, 10)))[0] == 1.0


def test_nothing_in_common():
    assert overlap(links(1, 2), links(3, 4)) == (0.0, 1.0)
    assert overlap([], links(3)) == (0.0, 1.0)


def test_a_feed_of_the_section_stands_for_it():
    facts = facts_of("feed", f"{SECTION}feed/", links(*range(10)), links(*range(10)))
    assert facts.stands_for_section
    assert facts.newest == "2026-11-28"
    assert SourceFacts.from_dict(json.loads(json.dumps(facts.to_dict()))) == facts


def test_a_feed_of_the_whole_site_only_where_it_shows_nothing_else():
    page = links(*range(20))
    same = facts_of("feed", "https://fil.example/feed/", links(*range(10)), page, whole_site=True)
    more = facts_of("feed", "https://fil.example/feed/", links(*range(9)) + links(9, path="sport") + links(10), page,
                    whole_site=True)  # fmt: skip
    assert same.stands_for_section
    assert not more.stands_for_section


def test_what_failed_or_is_empty_stands_for_nothing():
    assert not SourceFacts(kind="feed", url=SECTION, failed="http_404", covers=1.0, beyond=0.0).stands_for_section
    assert not facts_of("feed", SECTION, [], links(1)).stands_for_section


def test_a_sitemap_without_dates_stands_for_a_section_where_paths_tell_its_articles():
    old_first = links(*range(40, -1, -1))
    assert facts_of("sitemap", SECTION, old_first, links(*range(10)), is_filtered=True).stands_for_section
    assert not facts_of("sitemap", SECTION, old_first, links(*range(10))).stands_for_section


def test_the_articles_of_a_section_by_their_paths():
    both = links(1, 2) + links(3, path="sport")
    assert of_section(both, SECTION) == links(1, 2)
    assert of_section(both, "https://fil.example/rubrique/12") == both
    assert of_section(both, "https://fil.example/") == both


def test_the_articles_of_a_section_by_their_sub_domain():
    home, sport = links(1, 2), [Link("https://sport.fil.example/actu/un-titre")]
    assert of_section(home + sport, "https://www.fil.example/sport/") == sport
    assert of_section(home + sport, "https://sport.fil.example/") == sport
    assert of_section(home + sport, "https://m.fil.example/") == home + sport


def test_a_source_that_shows_the_same_as_the_page_is_the_sections_though_some_lie_elsewhere():
    elsewhere, url = links(5, path="sport"), "https://fil.example/f/7.xml"
    page = links(*range(5)) + elsewhere + links(*range(6, 10))

    def own(shown: list[Link], outside: list[Link], *, whole: bool = True) -> bool:
        return is_the_sections("feed", url, shown, page, outside, whole=whole)

    assert own(page, elsewhere)
    assert own(page[:7], elsewhere)
    below = links(40, path="sport")
    assert own(page + below, elsewhere + below, whole=False)
    assert not own(page + below, elsewhere + below)
    assert not own(links(0) + below + page[1:], elsewhere + below, whole=False)  # the page lacks one
    assert not own(links(*range(5)) + below, below)


def test_the_newest_of_dates_with_and_without_offset():
    found = [Link("https://a.example/1", published="2026-11-26T10:00:00+01:00"),
             Link("https://a.example/2", published="2026-11-26T09:30:00+00:00"),
             Link("https://a.example/3")]  # fmt: skip
    assert newest(found) == "2026-11-26T09:30:00+00:00"
    assert newest([]) is None
