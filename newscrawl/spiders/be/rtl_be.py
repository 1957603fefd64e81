"""RTL info, the private broadcaster of French-speaking Belgium."""

from __future__ import annotations

from newscrawl.spiders.section import SectionSpider


class RtlBeSpider(SectionSpider):
    """rtl.be: lists paged by `?page=`, which a Drupal site would number so.

    Evidence: a stored page of "Belgique", at `?page=217`, and the address of "Monde" in a public crawler.
    """

    name = "rtl_be"
    system = "Drupal-like"
    sections = ("https://www.rtl.be/actu/belgique", "https://www.rtl.be/actu/monde")
    home = "https://www.rtl.be/"
    timezone = "Europe/Brussels"
    country = "BE"
