"""Journal de Conakry, a news site of Guinea."""

from __future__ import annotations

from newscrawl.spiders.section import SectionSpider


class JournalDeConakrySpider(SectionSpider):
    """journaldeconakry.com: WordPress, agency wires under "L'info en continu".

    Evidence: a stored page of February 2021, the 25th of the section.
    """

    name = "journaldeconakry"
    system = "WordPress (inferred)"
    sections = ("https://journaldeconakry.com/information-en-continue/international/",)
    home = "https://journaldeconakry.com/"
    timezone = "Africa/Conakry"
    country = "GN"
