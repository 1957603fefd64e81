"""What WordPress' REST interface tells between runs: backfills while articles are deleted, and what these cost."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.local_site import LocalSite
from tests.rest_site.runs import Runs
from tests.rest_site.site import Post, RestSite

POLITICS = 3


@pytest.fixture
def site(serve: Callable[..., LocalSite]) -> RestSite:
    """A site of eighty articles, the last of them sixty-six days old."""
    site = RestSite(serve(), {POLITICS: "politique"})
    site.publish(80, categories=(POLITICS,))
    return site


@pytest.fixture
def runs(site: RestSite, tmp_path: Path) -> Runs:
    """A feed that begins today, with the ten articles of the first page."""
    runs = Runs(site, POLITICS, tmp_path)
    runs.run("-a", "pages=1")
    assert runs.addresses() == addresses(site, site.posts[:10])
    return runs


def addresses(site: RestSite, posts: Iterable[Post]) -> list[str]:
    return sorted(site.address(post) for post in posts)


def days_ago(site: RestSite, days: int) -> str:
    return (site.now() - timedelta(days=days)).date().isoformat()


def since(site: RestSite, day: str) -> list[Post]:
    return [post for post in site.posts if post.published.date().isoformat() >= day]


def test_a_backfill_takes_all_that_was_asked_for_while_an_article_was_deleted(site: RestSite, runs: Runs):
    first, gone = runs.lines(), site.posts[4]
    site.delete(gone)
    day = days_ago(site, 60)
    backfill = runs.run("-a", f"since={day}")
    wanted = since(site, day)
    assert len(wanted) > 70
    assert runs.addresses() == sorted([*addresses(site, wanted), site.address(gone)])
    assert backfill.stat("feed/written") == len(wanted) + 1 - len(first)
    assert backfill.stat("dropped/before_feed") == 0

    idle = runs.run("-a", f"since={day}")
    assert idle.stat("pages/read") == idle.asked["article"] == 0
    assert sum(idle.asked.values()) <= 5
    assert runs.addresses("removal") == []

    site.hours += 26
    runs.run("-a", f"since={day}")
    assert runs.addresses("removal") == [site.address(gone)]


def test_a_backfill_reads_rest_once(site: RestSite, runs: Runs):
    """The articles that it has just asked for are none that the site has published since the last run."""
    backfill = runs.run("-a", f"since={days_ago(site, 60)}")
    assert backfill.asked["rest"] <= 2  # the newest articles, and what changed
    assert backfill.stat("revisits/made") == 0


def test_an_article_that_is_deleted_while_another_is_published_is_missed(site: RestSite, runs: Runs):
    gone = site.posts[6]
    site.delete(gone)
    (new,) = site.publish(1, categories=(POLITICS,), ago=timedelta(0))
    site.hours += 1
    assert runs.run().stat("revisits/gone") == 1
    site.hours += 26
    runs.run()
    assert runs.addresses("removal") == [site.address(gone)]
    assert site.address(new) in runs.addresses()


def test_what_a_list_of_changes_alone_shows_and_nobody_wanted_is_left_out_and_counted(site: RestSite, runs: Runs):
    """Old articles that are edited: told in the summary, read by no run, and wanted as soon as a day says so."""
    old, site.hours = site.posts[50:55], 1
    site.edit(*old, site.posts[2])
    site.publish(1, categories=(POLITICS,), ago=timedelta(0))
    run = runs.run("--summary")
    assert run.asked["article"] == 2  # the new one, and the known one that was edited
    assert run.stat("links/before_feed") == len(old)
    assert "Left out as too old: 5 (before_feed 5)" in run.said
    assert [line["url"] for line in runs.lines() if line["revision"] == 2] == [site.address(site.posts[3])]

    day = days_ago(site, 60)
    runs.run("-a", f"since={day}")
    assert set(addresses(site, since(site, day))) <= set(runs.addresses())


def test_a_day_that_was_cut_short_is_not_reached(site: RestSite, runs: Runs):
    day = days_ago(site, 60)
    runs.run("-a", f"since={day}", "-a", "pages=2")
    assert len(runs.addresses()) < 30
    runs.run("-a", f"since={day}")
    assert runs.addresses() == addresses(site, since(site, day))


def test_a_backfill_reads_documents_that_are_as_they_were(serve: Callable[..., LocalSite], tmp_path: Path):
    """A feed that answers 304 says nothing of what lies further back."""
    site = RestSite(serve(), {POLITICS: "politique"}, validators=True)
    site.publish(40, categories=(POLITICS,))
    runs = Runs(site, POLITICS, tmp_path)
    runs.run("-a", "pages=1")
    day = days_ago(site, 20)
    runs.run("-a", f"since={day}")
    assert runs.addresses() == addresses(site, since(site, day))
    assert runs.run("-a", f"since={day}").stat("sources/unchanged") == 1
