"""Actu Cameroun, a news site of Douala."""

from __future__ import annotations

from newscrawl.spiders.section import SectionSpider


class ActuCamerounSpider(SectionSpider):
    """actucameroun.com: WordPress.

    Evidence: the only section whose address was seen, in a public file, is the one on health; the feed, of the whole
    site, answered a dated check.
    """

    name = "actucameroun"
    system = "WordPress"
    sections = ("https://actucameroun.com/category/sante/",)
    feeds = ("https://actucameroun.com/feed/",)
    home = "https://actucameroun.com/"
    timezone = "Africa/Douala"
    country = "CM"
