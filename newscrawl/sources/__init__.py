"""From a source to its articles: section pages of any make, feeds, sitemaps and WordPress' REST interface.

Read without network or clock.
"""

from __future__ import annotations

from newscrawl.sources.links import Announced, Link, Listing, LoadMore, NotAListing
from newscrawl.sources.section_page import find_section, read_more_links
from newscrawl.sources.sitemaps import newest_first, sitemaps_to_read, stated_sitemaps
from newscrawl.sources.types import discover_links
from newscrawl.sources.wordpress import children_address, posts_address

__all__ = [
    "Announced",
    "Link",
    "Listing",
    "LoadMore",
    "NotAListing",
    "children_address",
    "discover_links",
    "find_section",
    "newest_first",
    "posts_address",
    "read_more_links",
    "sitemaps_to_read",
    "stated_sitemaps",
]
