"""Republic of Togo, a news site of Lomé."""

from __future__ import annotations

from newscrawl.spiders.section import SectionSpider


class RepublicOfTogoSpider(SectionSpider):
    """republicoftogo.com: eZ Publish, with one list of all its rubrics.

    Evidence: the list's address stands in a public file; images lie where eZ Publish puts them.
    """

    name = "republicoftogo"
    system = "eZ Publish"
    sections = ("https://www.republicoftogo.com/toutes-les-rubriques",)
    home = "https://www.republicoftogo.com/"
    timezone = "Africa/Lome"
    country = "TG"
