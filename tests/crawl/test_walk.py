"""How a source is read backwards, and where that ends."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.crawl.walk import Ask, Bounds, End, Walk
from newscrawl.sources import Link, Listing, LoadMore

FIRST = "https://fil.example/en-continu/"
NEWEST = datetime(2026, 11, 26, 12, tzinfo=UTC)


def address(page: int) -> str:
    return FIRST if page == 1 else f"{FIRST}page/{page}/"


def link(number: int, published: str | None = "") -> Link:
    """The article of that number; the higher the older, one an hour, unless told otherwise."""
    if published == "":
        published = (NEWEST - timedelta(hours=number)).isoformat()
    return Link(f"https://fil.example/article-{number}/", published=published)


def listing(*links: Link, page: int = 1, last: bool = False) -> Listing:
    return Listing(list(links), None if last else address(page + 1))


def number_of(link: Link) -> int:
    return int(link.url.rsplit("-", 1)[1].strip("/"))


def walked(
    documents: dict[str, Listing], *, kind: str = "section", bounds: Bounds | None = None
) -> tuple[Walk, list[int], list[str]]:
    """A whole walk through a site: itself, the articles it showed, and what it asked for."""
    walk = Walk.of(kind, FIRST, bounds or Bounds())
    shown: list[int] = []
    asked: list[str] = []
    while (ask := walk.next()) is not None:
        asked.append(ask.url)
        if ask.url not in documents:
            walk.stop(End.FAILED)
            break
        shown += map(number_of, walk.take(documents[ask.url], ask.url))
    return walk, shown, asked


def section(pages: int, size: int = 10, *, dated: bool = True) -> dict[str, Listing]:
    return {
        address(page): listing(
            *(link(number, "" if dated else None) for number in range((page - 1) * size, page * size)),
            page=page,
            last=page == pages,
        )
        for page in range(1, pages + 1)
    }


def settled(*numbers: int) -> Bounds:
    return Bounds(is_done=lambda link: number_of(link) in numbers)


def before(day: date) -> Bounds:
    return Bounds(is_old=lambda link: link.published is not None and link.published < day.isoformat())


def test_a_list_is_read_to_its_last_page():
    walk, shown, asked = walked(section(4))
    assert shown == list(range(40))
    assert asked == [address(page) for page in range(1, 5)]
    assert (walk.end, walk.reaches) == (End.LAST, True)


def test_a_feed_that_ends_may_hold_a_window_only():
    walk, _, _ = walked(section(1), kind="feed")
    assert (walk.end, walk.reaches, walk.is_enough) == (End.LAST, False, False)


def test_a_feed_of_several_pages_goes_back_to_its_last_and_not_one_that_gives_the_same_again():
    walk, shown, _ = walked(section(3), kind="feed")
    assert (shown, walk.end, walk.reaches) == (list(range(30)), End.LAST, True)
    first = section(3)[FIRST]
    walk, shown, _ = walked({FIRST: first, address(2): first}, kind="feed")
    assert (shown, walk.end, walk.reaches) == (list(range(10)), End.REPEATED, False)


def test_as_many_pages_as_asked_for_are_enough_but_may_leave_older_articles():
    walk, shown, _ = walked(section(9), bounds=Bounds(pages=2))
    assert shown == list(range(20))
    assert (walk.end, walk.reaches, walk.is_enough) == (End.DEPTH, False, True)


def test_as_many_articles_as_asked_for():
    walk, shown, asked = walked(section(9), bounds=Bounds(articles=25))
    assert shown == list(range(25))
    assert len(asked) == 3
    assert walk.end == End.DEPTH


@pytest.mark.parametrize("target", [1, 2, 3])
def test_a_page_that_leads_back_ends_the_walk(target):
    documents = section(3)
    documents[address(3)] = Listing(documents[address(3)].links, address(target))
    walk, shown, asked = walked(documents)
    assert shown == list(range(30))
    assert len(asked) == 3
    assert walk.end in (End.REPEATED, End.LAST)


def test_a_last_page_repeated_under_new_numbers_ends_the_walk():
    documents = section(2)
    for page in range(2, 50):
        documents[address(page)] = Listing(documents[address(2)].links, address(page + 1))
    walk, shown, asked = walked(documents)
    assert shown == list(range(20))
    assert len(asked) == 3
    assert walk.end == End.REPEATED


def test_an_empty_page_ends_the_walk():
    documents = section(2) | {address(2): Listing([], address(3))}
    walk, shown, _ = walked(documents)
    assert shown == list(range(10))
    assert walk.end == End.EMPTY


def test_a_calendar_without_end_ends_at_the_limit():
    walk = Walk.of("section", FIRST, Bounds(limit=50))
    page = 0
    while (ask := walk.next()) is not None:
        page += 1
        walk.take(Listing([link(page)], f"{ask.url}?jour={page}"), ask.url)
    assert page == 50
    assert (walk.end, walk.is_enough) == (End.LIMIT, False)


def test_settled_articles_in_a_row_end_the_walk():
    walk, shown, asked = walked(section(9), bounds=settled(*range(14, 90)))
    assert shown == list(range(20))
    assert len(asked) == 2
    assert (walk.end, walk.reaches) == (End.DONE, True)


def test_settled_articles_in_a_row_do_not_end_a_list_without_order():
    """What comes behind them may be of any day."""
    documents = section(4)
    for page in documents.values():
        page.links[:] = [
            link(number_of(each), (NEWEST - timedelta(days=number_of(each) * 7 % 10)).isoformat())
            for each in page.links
        ]
    walk, shown, _ = walked(documents, bounds=settled(*(n for n in range(40) if n % 10)))
    assert shown == list(range(40))
    assert walk.end == End.LAST


def test_new_articles_among_settled_ones_do_not():
    # Two in three were there before: nowhere five in a row.
    _, shown, _ = walked(section(4), bounds=settled(*(n for n in range(40) if n % 3)))
    assert shown == list(range(40))


def test_a_settled_sticky_article_does_not_hide_the_new_ones_below():
    documents = section(2)
    sticky = link(400, "2026-10-01T08:00:00")
    documents[FIRST] = listing(sticky, *documents[FIRST].links)
    _, shown, _ = walked(documents, bounds=settled(400))
    assert shown == [400, *range(20)]


def test_an_old_sticky_article_does_not_end_a_walk_to_a_day():
    documents = section(9)
    documents[FIRST] = listing(link(400, "2026-10-01T08:00:00"), *documents[FIRST].links)
    walk, shown, _ = walked(documents, bounds=before(date(2026, 11, 25)))
    assert walk.end == End.SINCE
    assert set(range(37)) <= set(shown)  # 25 November begins with the 36th hour before


def test_a_list_in_no_order_ends_where_all_is_old():
    mixed = [link(0), link(500), link(1), link(501), link(2), link(502)]
    older = [link(600), link(550), link(700), link(560)]
    documents = {FIRST: listing(*mixed), address(2): listing(*older, page=2), address(3): listing(link(3), page=3)}
    walk, shown, _ = walked(documents, bounds=before(date(2026, 11, 25)))
    assert shown == [0, 500, 1, 501, 2, 502, 600, 550, 700, 560]
    assert walk.end == End.SINCE


def test_a_list_without_dates_says_so():
    walk = Walk.of("section", FIRST, before(date(2026, 11, 25)))
    walk.take(section(3, dated=False)[FIRST], FIRST)
    assert (walk.dated, walk.end) == (False, None)


def test_articles_younger_than_the_pages_to_read_at_least_do_not_end_the_walk():
    bounds = Bounds(is_old=lambda _: True, at_least=3)
    walk, shown, _ = walked(section(9), bounds=bounds)
    assert (shown, walk.end) == (list(range(30)), End.SINCE)


def test_the_request_behind_a_button_is_asked_for_once():
    more = LoadMore(FIRST, (("page", "2"),))
    walk = Walk.of("section", FIRST, Bounds())
    assert walk.next() == Ask(FIRST)
    walk.take(Listing([link(1)], load_more=more), FIRST)
    assert walk.next() == Ask(FIRST, more, FIRST)
    walk.take(Listing([link(2)], load_more=more), FIRST)
    assert walk.next() is None
    assert walk.end == End.REPEATED


def test_the_sitemaps_of_an_index_are_read_in_its_order():
    maps = [f"https://fil.example/posts-{number}.xml" for number in (3, 2, 1)]
    documents = {FIRST: Listing([], kind="sitemap", sitemaps=maps)}
    documents |= {url: Listing([link(place)], kind="sitemap") for place, url in enumerate(maps)}
    walk, shown, asked = walked(documents, kind="sitemap")
    assert (shown, asked) == ([0, 1, 2], [FIRST, *maps])
    assert (walk.pages, walk.reaches) == (3, False)


def test_an_index_that_names_itself_ends():
    walk, shown, asked = walked({FIRST: Listing([], kind="sitemap", sitemaps=[FIRST])}, kind="sitemap")
    assert (shown, asked) == ([], [FIRST])
    assert walk.end is not None


def test_an_empty_sitemap_is_followed_by_the_next():
    maps = ["https://fil.example/a.xml", "https://fil.example/b.xml"]
    documents = {FIRST: Listing([], kind="sitemap", sitemaps=maps)}
    documents |= {maps[0]: Listing([], kind="sitemap"), maps[1]: Listing([link(1)], kind="sitemap")}
    assert walked(documents, kind="sitemap")[1] == [1]


@given(
    pages=st.lists(st.lists(st.integers(0, 30), max_size=8), max_size=12),
    following=st.lists(st.integers(1, 14), min_size=12, max_size=12),
    known=st.sets(st.integers(0, 30)),
    kind=st.sampled_from(["section", "feed", "sitemap", "rest"]),
)
def test_any_walk_ends_and_shows_each_article_once(pages, following, known, kind):
    documents = {
        address(place): Listing([link(number) for number in numbers], address(following[place - 1]))
        for place, numbers in enumerate(pages, start=1)
    }
    walk, shown, asked = walked(documents, kind=kind, bounds=settled(*known))
    assert walk.end is not None
    assert len(shown) == len(set(shown))
    assert len(asked) == len(set(asked))


@pytest.mark.parametrize(("pages", "reaches"), [(1, False), (2, True)])
def test_a_feed_that_answers_every_number_with_its_first_page_does_not_go_back(pages: int, reaches: bool) -> None:
    documents = section(pages)
    first = documents[FIRST]
    documents[address(pages)] = listing(*documents[address(pages)].links, page=pages)
    documents[address(pages + 1)] = listing(*first.links, page=pages + 1)
    walk, shown, _ = walked(documents, kind="feed")
    assert (walk.end, len(shown), walk.reaches) == (End.REPEATED, 10 * pages, reaches)
