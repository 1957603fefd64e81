"""LeFaso.net, a news site of Ouagadougou."""

from __future__ import annotations

from newscrawl.spiders.section import SectionSpider


class LeFasoSpider(SectionSpider):
    """lefaso.net: SPIP, twenty articles a page.

    Evidence: the address of this rubric, paged by `debut_articles`, stands in a public file; the feed answered a dated
    check.
    """

    name = "lefaso"
    system = "SPIP"
    sections = ("https://lefaso.net/spip.php?rubrique459",)
    feeds = ("https://lefaso.net/spip.php?page=backend",)
    home = "https://lefaso.net/"
    timezone = "Africa/Ouagadougou"
    country = "BF"
