"""Radio-Canada, Canada's public broadcaster in French."""

from __future__ import annotations

from newscrawl.spiders.section import SectionSpider


class RadioCanadaSpider(SectionSpider):
    """ici.radio-canada.ca: its running section is called "En continu".

    Evidence: the section's address stands in two public lists, its feed in a maintained one; the general feed answered
    a dated check.
    """

    name = "radio_canada"
    sections = ("https://ici.radio-canada.ca/info/en-continu",)
    feeds = ("https://ici.radio-canada.ca/info/rss/info/en-continu", "https://ici.radio-canada.ca/rss/4159")
    home = "https://ici.radio-canada.ca/"
    timezone = "America/Toronto"
    country = "CA"
