"""Burkina24, a news site of Ouagadougou."""

from __future__ import annotations

from newscrawl.spiders.section import SectionSpider


class Burkina24Spider(SectionSpider):
    """burkina24.com: WordPress.

    Evidence: the only section whose address was seen, in a public file, is the one on the economy; the feed, of the
    whole site, answered a dated check.
    """

    name = "burkina24"
    system = "WordPress"
    sections = ("https://burkina24.com/category/economie/",)
    feeds = ("https://burkina24.com/feed/",)
    home = "https://burkina24.com/"
    timezone = "Africa/Ouagadougou"
    country = "BF"
