"""Guinéenews, a news site of Conakry."""

from __future__ import annotations

from newscrawl.spiders.section import SectionSpider


class GuineeNewsSpider(SectionSpider):
    """guineenews.org: WordPress with tagDiv's Newspaper theme (`h3.entry-title.td-module-title`).

    Evidence: the feed, of the whole site, answered a dated check, the theme's titles stand in a public file; of the
    sections only one on politics was seen.
    """

    name = "guineenews"
    system = "WordPress, tagDiv Newspaper"
    sections = ("https://guineenews.org/feed/",)
    home = "https://guineenews.org/"
    timezone = "Africa/Conakry"
    country = "GN"
