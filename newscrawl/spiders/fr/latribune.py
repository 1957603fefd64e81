"""La Tribune, a daily of economics in Paris."""

from __future__ import annotations

from newscrawl.spiders.section import SectionSpider


class LaTribuneSpider(SectionSpider):
    """latribune.fr: keeps a list of everything it publishes.

    Evidence: the address of "Toute l'actualité" stands in a public file.  The feeds seen in lists are of single rubrics
    or old, and left out.
    """

    name = "latribune"
    sections = ("https://www.latribune.fr/toute-l-actualite/toute-l-actualite.html",)
    home = "https://www.latribune.fr/"
    timezone = "Europe/Paris"
    country = "FR"
