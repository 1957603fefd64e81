"""Haïti en Marche, a weekly of Port-au-Prince."""

from __future__ import annotations

from newscrawl.spiders.section import SectionSpider


class HaitiEnMarcheSpider(SectionSpider):
    """haitienmarche.com: Joomla, five articles a page.

    Evidence: a stored page of this list, at `?start=145`.
    """

    name = "haitienmarche"
    system = "Joomla"
    sections = ("https://haitienmarche.com/index.php/la-revue-de-la-semaine",)
    home = "https://haitienmarche.com/"
    timezone = "America/Port-au-Prince"
    country = "HT"
