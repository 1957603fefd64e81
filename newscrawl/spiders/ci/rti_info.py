"""RTI Info, the public broadcaster of Côte d'Ivoire."""

from __future__ import annotations

from newscrawl.spiders.section import SectionSpider


class RtiInfoSpider(SectionSpider):
    """rti.info: WordPress, whose address for tags is French.

    Evidence: the fourth page of this list is a stored page; the first one has the same address without its number.
    """

    name = "rti_info"
    system = "WordPress (inferred)"
    sections = ("https://rti.info/etiquette/cote-divoire/",)
    home = "https://rti.info/"
    timezone = "Africa/Abidjan"
    country = "CI"
