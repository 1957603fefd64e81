"""AlterPresse, a news agency of Port-au-Prince."""

from __future__ import annotations

from newscrawl.spiders.section import SectionSpider


class AlterPresseSpider(SectionSpider):
    """alterpresse.org: SPIP (`spip.php?article…`).

    Evidence: the rubric's address stands in a public list of sources, that of an article in a public data set.
    """

    name = "alterpresse"
    system = "SPIP"
    sections = ("https://www.alterpresse.org/spip.php?rubrique81",)
    home = "https://www.alterpresse.org/"
    timezone = "America/Port-au-Prince"
    country = "HT"
