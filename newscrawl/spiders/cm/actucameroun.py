"""Actu Cameroun, a news site of Douala."""

from __future__ import annotations

from newscrawl.spiders.section import SectionSpider


class ActuCamerounSpider(SectionSpider):
    """actucameroun.com: WordPress.

    Evidence: the feed, of the whole site, answered a dated check; of the sections only one on health was seen.
    """

    name = "actucameroun"
    system = "WordPress"
    sections = ("https://actucameroun.com/feed/",)
    home = "https://actucameroun.com/"
    timezone = "Africa/Douala"
    country = "CM"
