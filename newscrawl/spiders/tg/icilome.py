"""iciLomé, a news site of Lomé."""

from __future__ import annotations

from newscrawl.spiders.section import SectionSpider


class IcilomeSpider(SectionSpider):
    """icilome.com: WordPress with a classic theme.

    Evidence: both sections' addresses, their `rel=next` and `.entry-content` stand in a public file; the feed's in
    several lists.
    """

    name = "icilome"
    system = "WordPress"
    sections = ("https://icilome.com/category/togo/", "https://icilome.com/category/pays/international/")
    feeds = ("https://icilome.com/feed/",)
    home = "https://icilome.com/"
    timezone = "Africa/Lome"
    country = "TG"
