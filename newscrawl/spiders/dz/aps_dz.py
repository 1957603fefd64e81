"""APS, the news agency of Algeria."""

from __future__ import annotations

from newscrawl.spiders.section import SectionSpider


class ApsDzSpider(SectionSpider):
    """aps.dz: Joomla with K2.

    Evidence: the only section whose address was seen, in a public file, is this one; `div.itemBody` stands in a public
    definition.  The site may have changed its system since.
    """

    name = "aps_dz"
    system = "Joomla, K2"
    sections = ("https://www.aps.dz/economie/banque-et-finances",)
    home = "https://www.aps.dz/"
    timezone = "Africa/Algiers"
    country = "DZ"
