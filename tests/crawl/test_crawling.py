"""Whole runs over a dictionary of pages: what is asked, what comes of it, and what is noted of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from scrapy.http import Response

from newscrawl import clock
from newscrawl.article.draft import Draft
from newscrawl.crawl.requests import ArticleRequests
from newscrawl.crawl.run import Run, RunLimits
from newscrawl.crawl.visits import Batch
from newscrawl.downloader.refusals import RunStopping
from newscrawl.items import Article
from newscrawl.sources import Announced, Link
from newscrawl.state.memory import Memory, Note
from newscrawl.state.notes import Notes, Remembered, Schedule
from newscrawl.store.segments import Cursor
from newscrawl.urls import article_id
from tests.crawl.driven import (
    CHANGED,
    NOON,
    ORIGIN,
    REST,
    SECTION,
    Feed,
    Pages,
    Site,
    address,
    article,
    crawled,
    moment,
    posts,
    run_of,
    section,
)

ALL = tuple(range(2, 12))


def numbers(found: Sequence[object]) -> list[int]:
    """The articles that came of a run."""
    return [int(item.article.url.rsplit("-", 1)[1].strip("/")) for item in found if isinstance(item, Draft)]


def figure(run: Run, fact: str) -> int:
    return run.report.counted(fact)


@pytest.fixture
def memory() -> Memory:
    return Memory.of_one_run()


def test_the_new_articles_of_a_list_are_read():
    pages = Pages(section(*ALL), *map(article, ALL))
    run = run_of(pages, feed=Feed((4, 5)))
    assert sorted(numbers(crawled(run))) == [2, 3, 6, 7, 8, 9, 10, 11]
    assert (figure(run, "links/found"), figure(run, "links/known"), figure(run, "pages/read")) == (10, 2, 8)
    assert pages.asked.count(SECTION) == 1


def test_what_is_to_be_noted_at_the_end_is_a_list_of_notes():
    run = run_of(Pages(section(*ALL, etag='"a"'), *map(article, ALL)), feed=Feed(ALL))
    crawled(run)
    (note,) = [each for each in run.state.at_end if each.kind == "validators"]
    assert isinstance(note, Note)
    assert (note.key, note.value) == (SECTION, {"If-None-Match": '"a"'})
    assert run.state.memory.get("validators", SECTION) == note.value


def test_a_list_that_has_not_changed_is_not_read_again(memory):
    pages = Pages(section(*ALL, etag='"a"'), *map(article, ALL))
    crawled(run_of(pages, feed=Feed(ALL), memory=memory))
    again = run_of(pages, feed=Feed(ALL), memory=memory)
    assert crawled(again) == []
    assert figure(again, "sources/unchanged") == 1
    assert memory.get("run", "unfinished") is None


def test_an_article_that_several_lists_show_is_counted_once():
    run = run_of(Pages(), feed=Feed(ALL[2:]))
    requests, links = ArticleRequests(run), [Link(address(number)) for number in ALL]
    for _ in ("its feed", "its list"):
        list(requests.wanted(links, Batch()))
    assert (figure(run, "links/found"), figure(run, "links/known")) == (len(ALL), len(ALL) - 2)


def test_a_restored_feed_has_its_list_read_again_and_says_gap(memory):
    pages = Pages(section(*ALL, etag='"a"'), *map(article, ALL))
    crawled(run_of(pages, feed=Feed(ALL, held=Cursor("vallee-2026-11-19", 1000)), memory=memory))
    run = run_of(pages, feed=Feed(ALL[3:], held=Cursor("vallee-2026-11-19", 500)), memory=memory)
    assert len(crawled(run)) == 3
    assert run.report.counted("sources/gap") == 1
    again = run_of(pages, feed=Feed(ALL, held=Cursor("vallee-2026-11-19", 900)), memory=memory)
    assert crawled(again) == []
    assert not again.report.counted("sources/gap")


@pytest.mark.parametrize("how", ["killed", "failing", "raising", "limited"])
def test_a_run_that_left_something_open_notes_nothing(memory, how):
    pages = Pages(section(*ALL, etag='"a"'), *map(article, ALL))
    run = run_of(pages, feed=Feed(()), memory=memory, limits=RunLimits(pages=5 if how == "limited" else 0))
    if how == "failing":
        run.report.count("errors")
    elif how == "raising":
        run.report.stats.inc_value("spider_exceptions/count")
    crawled(run, "shutdown" if how == "killed" else "finished")
    assert run.state.at_end != []
    assert memory.get("validators", SECTION) is None
    assert memory.get("run", "unfinished") is not None


def test_a_run_whose_last_visits_reach_the_limit_notes_nothing(memory):
    read = clock.now() - timedelta(hours=8)
    kept = Remembered(url=address(2), read=read.timestamp(), due=0.0)
    Notes(memory, Schedule()).visited(article_id(address(2)), kept, read)
    run = run_of(Pages(section(*ALL), *map(article, ALL)), feed=Feed(ALL), memory=memory, limits=RunLimits(pages=1))
    assert numbers(crawled(run)) == [2]
    assert memory.get("run", "unfinished") is not None


def test_validators_are_noted_only_once_all_is_read(memory):
    """A run that dies while it reads would else be told that nothing has changed ever after."""
    pages = Pages(section(*ALL, etag='"a"'), *map(article, ALL))
    seen = []
    pages_answer = pages.answer

    def answer(request):
        if request.url == address(3):
            seen.append(memory.get("validators", SECTION))
        return pages_answer(request)

    pages.answer = answer  # type: ignore[method-assign]
    run = run_of(pages, feed=Feed(()), memory=memory)
    crawled(run)
    assert seen == [None]
    assert memory.get("validators", SECTION) == {"If-None-Match": '"a"'}


def with_rest(*listed: int, total: int | None = None, **changed: object) -> Pages:
    """A site whose REST interface shows the same as its section page."""
    several = posts(REST, *listed, total=total), posts(CHANGED, *listed, total=total, **changed)  # type: ignore[arg-type]
    return Pages(section(*listed), *several, *map(article, listed))


SITE = Site(Announced("rest", REST, whole_site=False))


def test_an_article_that_rest_no_longer_counts_is_visited(memory):
    feed = Feed(ALL)
    first = run_of(with_rest(*ALL), SITE, feed, memory)
    assert crawled(first) == []
    assert memory.get("changes", REST)["total"] == len(ALL)

    left = [n for n in ALL if n != 7]
    pages = with_rest(1, *left)
    second = run_of(pages, SITE, feed, memory)
    assert numbers(crawled(second)) == [1]
    assert address(7) in pages.asked
    assert figure(second, "revisits/gone") == 1
    # Nothing is missing where the site has as many as before, and those that it has published since.
    pages = with_rest(0, 1, *left)
    third = run_of(pages, SITE, Feed((1, *left)), memory)
    assert numbers(crawled(third)) == [0]
    assert figure(third, "revisits/made") == 0
    assert pages.asked.count(REST) == 1


def test_what_rest_says_has_changed_is_read_again(memory):
    feed = Feed(ALL)
    crawled(run_of(with_rest(*ALL), SITE, feed, memory))
    pages = with_rest(1, *ALL, changed={9: NOON + timedelta(hours=2)})
    run = run_of(pages, SITE, feed, memory)
    assert sorted(numbers(crawled(run))) == [1, 9]
    assert figure(run, "revisits/made") == 1


def test_a_list_of_changes_does_not_bring_in_the_past(memory):
    """An old article that nobody wanted is no news for having been touched; one dated back by a day is."""
    feed = Feed(ALL, first_day=date(2026, 11, 19))
    crawled(run_of(with_rest(*ALL), SITE, feed, memory))
    long_ago, dated_back = 24 * 9, 24 * 2
    pages = with_rest(1, *ALL)
    touched = {long_ago: NOON + timedelta(hours=1), dated_back: NOON + timedelta(hours=1)}
    pages[CHANGED] = posts(CHANGED, long_ago, dated_back, 1, *ALL, total=11, changed=touched)
    pages |= {page.url: page for page in map(article, (long_ago, dated_back))}
    run = run_of(pages, SITE, feed, memory)
    assert sorted(numbers(crawled(run))) == [1, dated_back]
    assert figure(run, "links/before_feed") == 1
    assert moment(long_ago).date() < date(2026, 11, 17)


FOLLOWING = f"{address(1)}2/"


def parted() -> Pages:
    first = article(1, text="La première page raconte la soirée, du mot de bienvenue au vote.", following=FOLLOWING)
    second = article(1, text="La seconde donne le résultat du vote, connu peu avant minuit.").replace(url=FOLLOWING)
    return Pages(section(1), first, second)


def test_the_parts_of_an_article_are_one():
    run = run_of(parted())
    (draft,) = crawled(run)
    assert isinstance(draft, Draft)
    assert [paragraph.text[:11] for paragraph in draft.paragraphs] == ["La première", "La seconde "]
    assert (draft.article.problems, figure(run, "pages/parts")) == ([], 1)


def test_a_part_that_cannot_be_had_is_missing():
    pages = parted()
    pages[FOLLOWING] = OSError("reset")
    run = run_of(pages)
    (draft,) = crawled(run)
    assert isinstance(draft, Draft)
    assert draft.article.problems == ["parts_missing"]
    assert figure(run, "pages/failed/network") == 1


def test_an_article_whose_parts_a_stop_cuts_off_is_left_for_the_next_run(memory):
    pages = parted()
    pages[FOLLOWING] = RunStopping("the run is being stopped")
    run = run_of(pages, memory=memory)
    assert crawled(run, "shutdown") == []
    assert not run.state.notes.is_handled(article_id(address(1)))
    assert not any("failed" in fact or "dropped" in fact for fact in run.report.stats)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("status", "moved"), [(404, True), (410, True), (301, True), (200, False)])
def test_a_text_at_a_new_address_is_the_old_article_where_its_former_address_says_so(status, moved):
    text = "Le pont de la vallée ferme pour trois mois, a annoncé le département lundi, et les cars font un détour."
    hashed = crawled(run_of(Pages(section(2), article(2, text=text))))[0].article.content_hash  # type: ignore[union-attr]
    pages = Pages(section(2, 5, 6, 7, 8, 9), article(2, text=text))
    headers = {"Location": address(2)} if status == 301 else {}
    pages[address(1)] = article(1, text=text) if status == 200 else Response(address(1), status, headers)
    run = run_of(pages, feed=Feed((1, 5, 6, 7, 8, 9), hashes={1: str(hashed)}))
    (draft,) = crawled(run)
    assert isinstance(draft, Draft)
    assert draft.article.id == article_id(address(1 if moved else 2))
    assert figure(run, "revisits/moved") == 1


def test_a_former_address_that_does_not_answer_leaves_the_article_for_later(memory):
    text = "Le pont de la vallée ferme pour trois mois, a annoncé le département lundi, et les cars font un détour."
    hashed = crawled(run_of(Pages(section(2), article(2, text=text))))[0].article.content_hash  # type: ignore[union-attr]
    pages = Pages(section(2, 5, 6, 7, 8, 9), article(2, text=text))
    pages[address(1)] = OSError("reset")
    run = run_of(pages, feed=Feed((1, 5, 6, 7, 8, 9), hashes={1: str(hashed)}), memory=memory)
    assert crawled(run) == []
    assert memory.get("failure", article_id(address(2)))["reason"] == "network"


def test_an_article_page_that_fails_is_noted_and_one_that_a_stop_cuts_off_is_not(memory):
    pages = Pages(section(1, 2))
    pages[address(1)] = OSError("reset")
    pages[address(2)] = RunStopping("the run is being stopped")
    run = run_of(pages, memory=memory)
    assert crawled(run) == []
    assert memory.get("failure", article_id(address(1)))["reason"] == "network"
    assert memory.get("failure", article_id(address(2))) is None
    assert f"{ORIGIN}/" not in pages.asked


def gone_once(memory: Memory, number: int) -> None:
    """An article was found gone two days ago."""
    first = (clock.now() - timedelta(days=2)).timestamp()
    memory.put("gone", article_id(address(number)), {"url": address(number), "first": first})


def test_an_article_is_removed_at_the_second_visit_where_another_one_answers(memory):
    gone_once(memory, 3)
    left = [n for n in ALL if n != 3]
    pages = Pages(section(*left), *map(article, left))
    run = run_of(pages, feed=Feed(ALL), memory=memory)
    removals = [item for item in crawled(run) if isinstance(item, Article)]
    assert [(line.kind, line.id) for line in removals] == [("removal", article_id(address(3)))]
    assert (figure(run, "revisits/made"), figure(run, "pages/read")) == (2, 1)


def test_no_article_is_removed_where_no_other_one_answers(memory):
    gone_once(memory, 3)
    run = run_of(Pages(section(*ALL)), feed=Feed(ALL), memory=memory)
    assert crawled(run) == []
    assert (figure(run, "revisits/gone"), figure(run, "revisits/purge")) == (2, 1)


def test_a_witness_that_cannot_be_had_is_a_page_that_failed(memory):
    gone_once(memory, 3)
    pages = Pages(section(*ALL))
    pages |= {address(n): OSError("reset") for n in ALL if n != 3}
    run = run_of(pages, feed=Feed(ALL), memory=memory)
    assert crawled(run) == []
    assert (figure(run, "pages/failed/network"), figure(run, "revisits/purge")) == (1, 1)
