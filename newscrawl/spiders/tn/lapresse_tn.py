"""La Presse de Tunisie, a daily of Tunis."""

from __future__ import annotations

from newscrawl.spiders.section import SectionSpider


class LaPresseTnSpider(SectionSpider):
    """lapresse.tn: WordPress.

    Evidence: the section's address stands in a public file, the feed answered a dated check.
    """

    name = "lapresse_tn"
    system = "WordPress"
    sections = ("https://www.lapresse.tn/category/actualites/",)
    feeds = ("https://lapresse.tn/feed/",)
    home = "https://www.lapresse.tn/"
    timezone = "Africa/Tunis"
    country = "TN"
