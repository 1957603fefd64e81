"""Burkina24, a news site of Ouagadougou."""

from __future__ import annotations

from newscrawl.spiders.section import SectionSpider


class Burkina24Spider(SectionSpider):
    """burkina24.com: WordPress.

    Evidence: the feed, of the whole site, answered a dated check; of the sections only one on the economy was seen.
    """

    name = "burkina24"
    system = "WordPress"
    sections = ("https://burkina24.com/feed/",)
    home = "https://burkina24.com/"
    timezone = "Africa/Ouagadougou"
    country = "BF"
