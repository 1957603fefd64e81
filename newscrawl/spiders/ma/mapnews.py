"""MAP, the news agency of Morocco."""

from __future__ import annotations

from newscrawl.spiders.section import SectionSpider


class MapNewsSpider(SectionSpider):
    """mapnews.ma: Drupal, its wire "Général" in French.

    Evidence: the addresses of the wire and of a further rubric, paged from 0, stand in public files; images lie where
    Drupal puts them.
    """

    name = "mapnews"
    system = "Drupal"
    sections = ("https://www.mapnews.ma/fr/actualites/general",)
    home = "https://www.mapnews.ma/fr/"
    timezone = "Africa/Casablanca"
    country = "MA"
