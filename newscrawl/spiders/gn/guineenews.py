"""Guinéenews, a news site of Conakry."""

from __future__ import annotations

from newscrawl.spiders.section import SectionSpider


class GuineeNewsSpider(SectionSpider):
    """guineenews.org: WordPress with tagDiv's Newspaper theme (`h3.entry-title.td-module-title`).

    Evidence: the section's address stands in a public file, the theme's titles in another; the feed, of the whole site,
    answered a dated check.
    """

    name = "guineenews"
    system = "WordPress, tagDiv Newspaper"
    sections = ("https://guineenews.org/category/politique/",)
    feeds = ("https://guineenews.org/feed/",)
    home = "https://guineenews.org/"
    timezone = "Africa/Conakry"
    country = "GN"
