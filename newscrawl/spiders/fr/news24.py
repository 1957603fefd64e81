"""News 24, an aggregator of agency wires."""

from __future__ import annotations

from newscrawl.spiders.section import SectionSpider


class News24Spider(SectionSpider):
    """news-24.fr: WordPress with tagDiv's Newspaper theme, machine-translated Europa Press wires.

    Evidence: a breadcrumb "Accueil / Dernières minutes / L'International" on a stored page; the addresses of sections
    were never seen and are WordPress' defaults, so the site's own menu decides when they fail.
    """

    name = "news24"
    system = "WordPress, tagDiv Newspaper"
    sections = ("https://news-24.fr/category/dernieres-minutes/",)
    home = "https://news-24.fr/"
    timezone = "Europe/Paris"
    country = "FR"
