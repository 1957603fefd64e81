"""RTL info, the private broadcaster of French-speaking Belgium."""

from __future__ import annotations

from newscrawl.spiders.section import SectionSpider


class RtlBeSpider(SectionSpider):
    """rtl.be: its lists are paged by `?page=`, as Drupal does it.

    Evidence: a stored page of "Belgique", at `?page=217`, and the address of "Monde" in a public file.
    """

    name = "rtl_be"
    system = "Drupal (inferred)"
    sections = ("https://www.rtl.be/actu/belgique", "https://www.rtl.be/actu/monde")
    home = "https://www.rtl.be/"
    timezone = "Europe/Brussels"
    country = "BE"
