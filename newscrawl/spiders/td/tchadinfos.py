"""Tchadinfos, a news site of N'Djamena."""

from __future__ import annotations

from newscrawl.spiders.section import SectionSpider


class TchadInfosSpider(SectionSpider):
    """tchadinfos.com: WordPress, by the form of its addresses.

    Evidence: the feed, of the whole site, stands in a maintained list; of the sections only one on security was seen.
    """

    name = "tchadinfos"
    system = "WordPress (inferred)"
    sections = ("https://tchadinfos.com/feed/",)
    home = "https://tchadinfos.com/"
    timezone = "Africa/Ndjamena"
    country = "TD"
