"""Le Matin, a daily of Casablanca."""

from __future__ import annotations

from newscrawl.spiders.section import SectionSpider


class LeMatinSpider(SectionSpider):
    """lematin.ma: a system of its own, its running section "Dernière heure" paged by `?page=`.

    Evidence: a public crawler reads the section page by page.
    """

    name = "lematin"
    system = "custom"
    sections = ("https://lematin.ma/derniere-heure",)
    home = "https://lematin.ma/"
    timezone = "Africa/Casablanca"
    country = "MA"
