"""Radio Okapi, the radio of the United Nations in the Democratic Republic of the Congo."""

from __future__ import annotations

from newscrawl.spiders.section import SectionSpider


class RadioOkapiSpider(SectionSpider):
    """radiookapi.net: Drupal 7 (`.field-name-body`).

    Evidence: a maintained public crawler of the Congolese press reads the section page by page, from 0; the feed stands
    in a maintained list.
    """

    name = "radiookapi"
    system = "Drupal 7"
    sections = ("https://www.radiookapi.net/actualite",)
    feeds = ("https://www.radiookapi.net/rss.xml",)
    home = "https://www.radiookapi.net/"
    timezone = "Africa/Kinshasa"
    country = "CD"
