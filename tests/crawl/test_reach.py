"""Which articles are older than wanted, by days of the site's zone."""

from __future__ import annotations

from datetime import date

import pytest

from newscrawl.crawl.reach import Reach
from newscrawl.sources import Link

DAY = date(2026, 11, 16)


def link(published: str | None) -> Link:
    return Link("https://vallee.example/depeches/une-reunion/", published=published)


@pytest.mark.parametrize(
    ("published", "zone", "is_old"),
    [
        (None, None, False),
        ("2026-11-15", None, True),
        ("2026-11-16", None, False),
        ("2026-11-15T23:30:00+00:00", None, False),  # may be the sixteenth where the site is
        ("2026-11-14T23:30:00+00:00", None, True),
        ("2026-11-15T23:30:00+00:00", "Europe/Paris", False),
        ("2026-11-15T22:30:00+00:00", "Europe/Paris", True),
        ("2026-11-15T23:30:00+01:00", "Pacific/Noumea", False),
    ],
)
def test_an_article_of_an_earlier_day_is_too_old(published: str | None, zone: str | None, *, is_old: bool) -> None:
    assert Reach(since=DAY, timezone=zone).is_too_old(link(published)) is is_old


def test_what_is_older_than_anything_ever_read_is_beyond_reach_but_not_too_old() -> None:
    reach = Reach(read_since=DAY)
    old = link("2026-11-15")
    assert (reach.is_too_old(old), reach.is_beyond(old), reach.is_before_since(old.published)) == (False, True, False)


def test_without_a_day_nothing_is_too_old() -> None:
    assert not Reach().is_beyond(link("1999-12-31"))
