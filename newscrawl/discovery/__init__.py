"""From a source to its articles: section pages of any make, read without network or clock."""

from __future__ import annotations

from newscrawl.discovery.links import Announced, Link, Listing, ListingKind, LoadMore, NotAListing, SourceKind
from newscrawl.discovery.listing import discover_links, read_more_links
from newscrawl.discovery.sections import find_section

__all__ = [
    "Announced",
    "Link",
    "Listing",
    "ListingKind",
    "LoadMore",
    "NotAListing",
    "SourceKind",
    "discover_links",
    "find_section",
    "read_more_links",
]
