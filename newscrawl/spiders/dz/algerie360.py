"""Algérie360, a news site of Algiers."""

from __future__ import annotations

from newscrawl.spiders.section import SectionSpider


class Algerie360Spider(SectionSpider):
    """algerie360.com: WordPress.

    Evidence: the only section whose address was seen, in a public file, is the one on the economy; the feed, of the
    whole site, answered a dated check.
    """

    name = "algerie360"
    system = "WordPress"
    sections = ("https://www.algerie360.com/category/economie/",)
    feeds = ("https://www.algerie360.com/feed/",)
    home = "https://www.algerie360.com/"
    timezone = "Africa/Algiers"
    country = "DZ"
