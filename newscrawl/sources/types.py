"""The types of sources: what each is good for, so that a new one needs a reader and an entry here.

`discover_links` tells by the document which reader it needs; its `Listing.kind` tells the type.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from newscrawl.sources.links import ListingKind, SourceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceType:
    """One type of sources."""

    name: SourceKind
    listings: tuple[ListingKind, ...]
    """Kinds of its documents."""
    cost_to_look: int
    """Its rank among the types where one document tells whether there is something new; the lower the cheaper."""
    cost_to_dig: int
    """The same where many articles back are wanted."""
    is_windowed: bool
    """Whether it may show the newest articles only, and not go back to the first."""
    pages_lead_back: bool = False
    """Whether it goes back to the first all the same where it has several pages."""
    is_ordered: bool = True
    """Whether it is a list that goes from new to old, also where it states no dates."""
    is_section_page: bool = False
    """Whether it is the page of the section itself, with which the others are compared."""
    serves_whole_site: bool = False
    """Whether it may be the whole site's though nothing says so."""
    is_chosen_by_query: bool = False
    """Whether its address asks for a section in the query."""
    is_own_below: bool = False
    """Whether one that lies below the section's address is the section's own."""
    is_tried_at_once: bool = True
    """Whether it is tried beside the section page; else only once the others do not reach far enough."""
    tells_changes: bool = False
    """Whether it can be asked for what has changed."""
    most_links: int | None = None
    """Links that one document of it may hold by its protocol, where that is more than a list would ever show."""


SOURCE_TYPES: Mapping[SourceKind, SourceType] = {
    each.name: each
    for each in (
        SourceType(
            name="section",
            listings=("page",),
            cost_to_look=3,
            cost_to_dig=2,
            is_windowed=False,
            is_section_page=True,
        ),
        SourceType(
            name="feed",
            listings=("feed",),
            cost_to_look=1,
            cost_to_dig=3,
            is_windowed=True,
            pages_lead_back=True,
            is_own_below=True,
        ),
        SourceType(
            name="sitemap",
            listings=("sitemap", "sitemap_index"),
            cost_to_look=4,
            cost_to_dig=4,
            is_windowed=True,
            is_ordered=False,
            is_tried_at_once=False,
            # Some begin with the oldest, so that all must be seen.
            most_links=50_000,
        ),
        SourceType(
            name="rest",
            listings=("rest",),
            cost_to_look=2,
            cost_to_dig=1,  # a hundred articles an answer
            is_windowed=False,
            serves_whole_site=True,
            is_chosen_by_query=True,
            tells_changes=True,
        ),
    )
}
TO_LOOK = tuple(sorted(SOURCE_TYPES, key=lambda name: SOURCE_TYPES[name].cost_to_look))
"""Cheapest first where one look tells whether there is something new."""
TO_DIG = tuple(sorted(SOURCE_TYPES, key=lambda name: SOURCE_TYPES[name].cost_to_dig))
"""Cheapest first where many articles back are wanted."""
_TYPES = {kind: each for each in SOURCE_TYPES.values() for kind in each.listings}


def type_of(listing: ListingKind) -> SourceType:
    """The type of the source that a document is of."""
    return _TYPES[listing]
