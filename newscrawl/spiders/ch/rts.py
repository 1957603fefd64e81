"""RTS, the public broadcaster of French-speaking Switzerland."""

from __future__ import annotations

from newscrawl.spiders.section import SectionSpider


class RtsSpider(SectionSpider):
    """rts.ch: every rubric has a feed of about the last day.

    Evidence: the address of "Toute l'info" and of its feed stand in public lists of feeds; the feed of the news
    answered a dated check.
    """

    name = "rts"
    sections = ("https://www.rts.ch/info/toute-info/",)
    feeds = ("https://www.rts.ch/info/toute-info/?format=rss/news", "https://www.rts.ch/info/?format=rss/news")
    home = "https://www.rts.ch/"
    timezone = "Europe/Zurich"
    country = "CH"
