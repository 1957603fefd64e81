"""Alwihda Info, a news site of N'Djamena."""

from __future__ import annotations

from newscrawl.spiders.section import SectionSpider


class AlwihdaInfoSpider(SectionSpider):
    """alwihdainfo.com: WMaker in former years, what it runs on now was not seen.

    Evidence: the section's address stands in a public file, the feed's in a maintained list.
    """

    name = "alwihdainfo"
    sections = ("https://www.alwihdainfo.com/tchad/",)
    feeds = ("https://www.alwihdainfo.com/rss/",)
    home = "https://www.alwihdainfo.com/"
    timezone = "Africa/Ndjamena"
    country = "TD"
