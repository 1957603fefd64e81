"""Paris-Normandie, a daily of Rouen."""

from __future__ import annotations

from newscrawl.spiders.section import SectionSpider


class ParisNormandieSpider(SectionSpider):
    """paris-normandie.fr: Rossel's platform, its running section "Fil info".

    Evidence: the section's address stands in a public file, the feed's in public lists of feeds.
    """

    name = "paris_normandie"
    system = "Rossel (inferred)"
    sections = ("https://www.paris-normandie.fr/fil-info",)
    feeds = ("https://www.paris-normandie.fr/rss.xml",)
    home = "https://www.paris-normandie.fr/"
    timezone = "Europe/Paris"
    country = "FR"
