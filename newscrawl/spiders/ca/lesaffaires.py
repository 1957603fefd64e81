"""Les Affaires, a business weekly of Montréal."""

from __future__ import annotations

from newscrawl.spiders.section import SectionSpider


class LesAffairesSpider(SectionSpider):
    """lesaffaires.com: its running section is called "Dernières nouvelles".

    Evidence: the section's address stands in a public list of sources.
    """

    name = "lesaffaires"
    sections = ("https://www.lesaffaires.com/dernieres-nouvelles",)
    home = "https://www.lesaffaires.com/"
    timezone = "America/Toronto"
    country = "CA"
