"""Algérie360, a news site of Algiers."""

from __future__ import annotations

from newscrawl.spiders.section import SectionSpider


class Algerie360Spider(SectionSpider):
    """algerie360.com: WordPress.

    Evidence: the feed, of the whole site, answered a dated check; of the sections only one on the economy was seen.
    """

    name = "algerie360"
    system = "WordPress"
    sections = ("https://www.algerie360.com/feed/",)
    home = "https://www.algerie360.com/"
    timezone = "Africa/Algiers"
    country = "DZ"
