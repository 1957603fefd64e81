"""Le Matin, a daily of Casablanca."""

from __future__ import annotations

from newscrawl.spiders.section import SectionSpider


class LeMatinSpider(SectionSpider):
    """lematin.ma: its running section "Dernière heure" is paged by `?page=`.

    Evidence: the section's address, page by page, stands in a public file.
    """

    name = "lematin"
    sections = ("https://lematin.ma/derniere-heure",)
    home = "https://lematin.ma/"
    timezone = "Africa/Casablanca"
    country = "MA"
