"""The sites that have a spider, by the hosts of their pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newscrawl.article.rules import ArticleRules
from newscrawl.spiders.section import SectionSpider
from newscrawl.urls import host_of

if TYPE_CHECKING:
    from scrapy import Spider


@dataclass(frozen=True, slots=True)
class KnownSite:
    """What is known of the site of a page."""

    name: str
    """Its spider's, else its host."""
    rules: ArticleRules | None = None
    timezone: str | None = None
    country: str | None = None


class KnownSites:
    """Tells the site of an address."""

    def __init__(self, spiders: Iterable[type[Spider]]) -> None:
        found = [each for each in spiders if issubclass(each, SectionSpider) and each.sections]
        self._sites = {
            host_of(each.home or each.sections[0]): KnownSite(each.name, each.rules, each.timezone, each.country)
            for each in found
        }

    def at(self, url: str) -> KnownSite:
        """The site of an address: of its host, or of a host that this one lies below (`m.exemple.fr`)."""
        host = host_of(url)
        labels = host.split(".")
        above = (".".join(labels[place:]) for place in range(len(labels) - 1))
        known = next((self._sites[name] for name in above if name in self._sites), None)
        return known or KnownSite(host.replace(":", "_"))
