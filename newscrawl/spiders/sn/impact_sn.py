"""Impact.sn, a news site of Dakar."""

from __future__ import annotations

from newscrawl.spiders.section import SectionSpider


class ImpactSnSpider(SectionSpider):
    """impact.sn: WMaker, by the form of its addresses; twenty articles a page.

    Evidence: a stored page of this rubric, at `?start=3220`.
    """

    name = "impact_sn"
    system = "WMaker (inferred)"
    sections = ("https://impact.sn/POLITIQUE-DIPLOMATIE_r6.html",)
    home = "https://impact.sn/"
    timezone = "Africa/Dakar"
    country = "SN"
