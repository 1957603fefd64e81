"""What is known of the sites that have a spider, for `scrapy sites` and `docs/sites.md`."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from scrapy import Spider

from newscrawl.spiders.section import SectionSpider
from newscrawl.urls import host_of

_INTRODUCTION = """\
# Sites

newscrawl has spiders for these {sites} sites of {countries} countries: `newscrawl crawl NAME` crawls one.
`newscrawl sites` lists them, with those of your own project. To crawl any other site, give the address of its running
section: `newscrawl crawl section -a url=URL`.

We read the addresses in public sources, which the last column names, and never tried them on the live web. If an
address fails, the spider searches the site's menu for the running section by its name, and reads the feeds that it
knows. Each run reads robots.txt and reservations of rights anew. newscrawl has no spider for sites known to forbid or
refuse crawlers.

`make docs` builds this page from `newscrawl/spiders/`.
"""
_HEAD = "| spider | site | running sections | published with | time zone | evidence |\n|---|---|---|---|---|---|"
_NOWHERE = ".invalid"
"""The domain of sites that are not on the web (RFC 2606), such as the demo's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One site that has a spider."""

    spider: str
    title: str
    """The first line of the spider's module: `RTS, the public broadcaster of French-speaking Switzerland`."""
    domain: str
    country: str
    """ISO 3166-1 alpha-2 code; empty where the spider states none."""
    country_name: str
    """In English, from the package that the spider lies in; else the code."""
    sections: tuple[str, ...]
    system: str | None
    timezone: str | None
    evidence: str
    """What its docstring says after "Evidence:"; empty where it says nothing."""


def sites_of(spiders: Iterable[type[Spider]]) -> list[Site]:
    """The sites among these spiders, by country and name; spiders that take their address as an argument are none."""
    found = [_site(each) for each in spiders if issubclass(each, SectionSpider) and each.sections]
    known = [site for site in found if not site.domain.endswith(_NOWHERE)]
    return sorted(known, key=lambda site: (site.country_name, site.country, site.spider))


def table(sites: Sequence[Site]) -> Iterator[str]:
    """The sites for a terminal, a line each: spider, country, running sections."""
    width = max((len(site.spider) for site in sites), default=0)
    for site in sorted(sites, key=lambda site: (site.country, site.spider)):
        yield f"{site.spider:<{width}}  {site.country or '--'}  {' '.join(site.sections)}"


def page(sites: Sequence[Site]) -> str:
    """`docs/sites.md`."""
    countries = [(name, list(group)) for name, group in groupby(sites, key=lambda site: site.country_name)]
    parts = [_INTRODUCTION.format(sites=len(sites), countries=len(countries))]
    for name, group in countries:
        parts.append(f"## {name}\n\n{_HEAD}\n" + "".join(f"{_row(site)}\n" for site in group))
    return "\n".join(parts)


def evidence_of(spider: type[Spider]) -> str:
    """What a spider's docstring says after "Evidence:", as one line."""
    _, _, said = (inspect.getdoc(spider) or "").partition("Evidence: ")
    return " ".join(said.split())


def _site(spider: type[SectionSpider]) -> Site:
    title = (sys.modules[spider.__module__].__doc__ or "").strip().partition("\n")[0].rstrip(".")
    return Site(
        spider=spider.name,
        title=title,
        domain=host_of(spider.home or spider.sections[0]),
        country=spider.country or "",
        country_name=_country_name(spider),
        sections=spider.sections,
        system=spider.system,
        timezone=spider.timezone,
        evidence=evidence_of(spider),
    )


def _country_name(spider: type[SectionSpider]) -> str:
    package = sys.modules.get(spider.__module__.rpartition(".")[0])
    match = re.match(r"Sites of (.+)\.$", (package.__doc__ or "").strip()) if package else None
    return match[1] if match else spider.country or "Elsewhere"


def _row(site: Site) -> str:
    sections = "<br>".join(f"<{address}>" for address in site.sections)
    cells = (f"`{site.spider}`", site.title, sections, site.system or "", site.timezone or "", site.evidence)
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
