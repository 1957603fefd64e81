"""Tchadinfos, a news site of N'Djamena."""

from __future__ import annotations

from newscrawl.spiders.section import SectionSpider


class TchadInfosSpider(SectionSpider):
    """tchadinfos.com: WordPress, by the form of its addresses.

    Evidence: the only section whose address was seen, in a public file, is the one on security; the feed, of the whole
    site, stands in a maintained list.
    """

    name = "tchadinfos"
    system = "WordPress (inferred)"
    sections = ("https://tchadinfos.com/category/securite/",)
    feeds = ("https://tchadinfos.com/feed/",)
    home = "https://tchadinfos.com/"
    timezone = "Africa/Ndjamena"
    country = "TD"
