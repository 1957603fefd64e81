"""Juno7, a news site of Port-au-Prince."""

from __future__ import annotations

from newscrawl.spiders.section import SectionSpider


class Juno7Spider(SectionSpider):
    """juno7.ht: WordPress, its running section "Dernières nouvelles".

    Evidence: the section's address stands in a public file, the feed's in several lists.
    """

    name = "juno7"
    system = "WordPress"
    sections = ("https://www.juno7.ht/dernieres-nouvelles/",)
    feeds = ("https://www.juno7.ht/feed/",)
    home = "https://www.juno7.ht/"
    timezone = "America/Port-au-Prince"
    country = "HT"
