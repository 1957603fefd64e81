"""From a source to its articles: section pages of any make, read without network or clock."""

from __future__ import annotations

from newscrawl.discovery.links import Link, Listing, ListingKind, NotAListing
from newscrawl.discovery.listing import discover_links
from newscrawl.discovery.sections import find_section

__all__ = ["Link", "Listing", "ListingKind", "NotAListing", "discover_links", "find_section"]
