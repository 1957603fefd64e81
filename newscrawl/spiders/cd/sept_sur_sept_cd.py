"""7sur7.cd, a news site of Kinshasa."""

from __future__ import annotations

from newscrawl.spiders.section import SectionSpider


class SeptSurSeptCdSpider(SectionSpider):
    """7sur7.cd: Drupal 8 or later (`.field--name-body`).

    Evidence: a maintained public crawler of the Congolese press reads this section page by page, from 0.
    """

    name = "sept_sur_sept_cd"
    system = "Drupal 8+"
    sections = ("https://7sur7.cd/index.php/category/politique",)
    home = "https://7sur7.cd/"
    timezone = "Africa/Kinshasa"
    country = "CD"
