"""The registry of source types: whatever a document or an address is said to be has its entry."""

from __future__ import annotations

from typing import get_args

import pytest

from newscrawl.crawl.walk import Bounds, End, Walk
from newscrawl.sources import Link, Listing, ListingKind, SourceKind
from newscrawl.sources.types import SOURCE_TYPES, TO_DIG, TO_LOOK, type_of


def test_every_kind_of_source_and_of_document_has_a_type() -> None:
    assert set(SOURCE_TYPES) == set(get_args(SourceKind)) == set(TO_LOOK) == set(TO_DIG)
    listed = [kind for each in SOURCE_TYPES.values() for kind in each.listings]
    assert sorted(listed) == sorted(get_args(ListingKind))
    assert all(type_of(kind) in SOURCE_TYPES.values() for kind in listed)


def test_a_feed_is_the_cheapest_to_look_at_and_rest_to_dig_in() -> None:
    assert TO_LOOK == ("feed", "rest", "section", "sitemap")
    assert TO_DIG == ("rest", "section", "feed", "sitemap")


@pytest.mark.parametrize("name", SOURCE_TYPES)
def test_only_what_goes_back_to_the_first_article_reaches_far_enough_at_its_end(name: SourceKind) -> None:
    walk = Walk.of(name, "https://vallee.example/a/", Bounds())
    assert walk.next() is not None
    walk.take(Listing([Link("https://vallee.example/a/une-reunion/")]), "https://vallee.example/a/")
    assert (walk.end, walk.reaches) == (End.LAST, not SOURCE_TYPES[name].is_windowed)
