"""AIP, the news agency of Côte d'Ivoire."""

from __future__ import annotations

from newscrawl.spiders.section import SectionSpider


class AipSpider(SectionSpider):
    """aip.ci: WordPress, its wires under "Dépêches".

    Evidence: the section's address stands in a public file, the feed's in many lists.
    """

    name = "aip"
    system = "WordPress"
    sections = ("https://www.aip.ci/category/depeches/",)
    feeds = ("https://www.aip.ci/feed/",)
    home = "https://www.aip.ci/"
    timezone = "Africa/Abidjan"
    country = "CI"
