"""Politico.cd, a newspaper of Kinshasa."""

from __future__ import annotations

from newscrawl.spiders.section import SectionSpider


class PoliticoCdSpider(SectionSpider):
    """politico.cd: WordPress with tagDiv's Newspaper theme (cloud templates).

    Evidence: the section's address stands in three public repositories, the feed's in a checked list, the markup
    (`.tdb-title-text`, `.td-post-content`) in a public crawler's definition; a maintained crawler of the Congolese
    press reads the REST API.
    """

    name = "politico_cd"
    system = "WordPress, tagDiv Newspaper"
    sections = ("https://www.politico.cd/rubrique/encontinu/",)
    feeds = ("https://www.politico.cd/feed/",)
    rest = ("https://www.politico.cd/wp-json/wp/v2/posts",)
    home = "https://www.politico.cd/"
    timezone = "Africa/Kinshasa"
    country = "CD"
