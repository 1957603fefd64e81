"""Kapitalis, a news site of Tunis."""

from __future__ import annotations

from newscrawl.spiders.section import SectionSpider


class KapitalisSpider(SectionSpider):
    """kapitalis.com: WordPress below `/tunisie/`.

    Evidence: the section's address stands in two public files, with http; the feed answered a dated check, with https.
    """

    name = "kapitalis"
    system = "WordPress"
    sections = ("https://kapitalis.com/tunisie/category/a-la-une/",)
    feeds = ("https://kapitalis.com/tunisie/feed/",)
    home = "https://kapitalis.com/tunisie/"
    timezone = "Africa/Tunis"
    country = "TN"
