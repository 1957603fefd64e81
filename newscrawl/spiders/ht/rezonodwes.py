"""Rezo Nòdwès, a news site of Haiti."""

from __future__ import annotations

from newscrawl.spiders.section import SectionSpider


class RezoNodwesSpider(SectionSpider):
    """rezonodwes.com: WordPress, by the form of its addresses.

    Evidence: the section's address stands in a public file, the feed's in several lists.
    """

    name = "rezonodwes"
    system = "WordPress (inferred)"
    sections = ("https://rezonodwes.com/category/actualites/",)
    feeds = ("https://rezonodwes.com/feed/",)
    home = "https://rezonodwes.com/"
    timezone = "America/Port-au-Prince"
    country = "HT"
