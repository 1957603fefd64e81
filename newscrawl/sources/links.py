"""What discovery finds: `Link`, `Listing`, and the finding that a document is no list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from newscrawl.hosts import is_another_service
from newscrawl.urls import article_key, canonical_key, key_host

SECTION = "section"
"""Name of the source type that every section has: its page, with which the others are compared."""


@dataclass(frozen=True, slots=True)
class Link:
    """One article as a list shows it."""

    url: str
    """Canonical address (`newscrawl.urls.canonical_url`)."""
    headline: str | None = None
    """The title as the list prints it, possibly cut; null where it prints none."""
    headline_full: str | None = None
    """The whole title, where the list cuts `headline` short and states the whole elsewhere (`title`, `aria-label`)."""
    published: str | None = None
    """Time of publication as ISO 8601, with the offset, or without one, as the list states it; a bare date
    (`2026-11-23`) where it states no time of day.  Null where it states none, or one that only the moment of the crawl
    could tell and that moment was not given."""
    published_raw: str | None = None
    """The date as printed (`il y a 5 minutes`, `23 novembre 2026`)."""
    modified: str | None = None
    """Time of the last change as ISO 8601, where a feed or sitemap states it."""
    teaser: str | None = None
    """First lines of the article, or its standfirst."""
    section: str | None = None
    """Rubric named beside the link."""
    author: str | None = None
    """Byline beside the link."""
    original: str | None = None
    """Where `url` only counts readers and sends them on (FeedBurner's `origLink`): the article's own address."""


@dataclass(frozen=True, slots=True)
class LoadMore:
    """The POST request with which a page's script loads older articles."""

    url: str
    form: tuple[tuple[str, str], ...]
    """Names and values of the form, in order."""


@dataclass(frozen=True, slots=True)
class Announced:
    """Another source that a document names."""

    kind: str
    """Name of its type (`newscrawl.sources.types`)."""
    url: str
    whole_site: bool
    """Whether it holds the articles of the whole site, not only those of the section that names it."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The articles of one page of a source, in its order, each once."""

    links: list[Link] = field(default_factory=list)
    next_page: str | None = None
    """Address of the page with older articles; null on the last one, or where only a script loads more."""
    kind: str = SECTION
    """Name of the type of its source (`newscrawl.sources.types`)."""
    sitemaps: list[str] = field(default_factory=list)
    """The sitemaps that a sitemap index names, those most likely to hold new articles first."""
    sitemaps_modified: dict[str, str] = field(default_factory=dict)
    """Of those sitemaps for which the index states it, the time of the last change as ISO 8601."""
    family: str | None = None
    """Name of the family of markup that was recognised (`newscrawl.families`), null for the generic way."""
    load_more: LoadMore | None = None
    """What a script would ask for older articles, where there is no `next_page`."""
    total: int | None = None
    """How many articles the source has in all, where it says so (WordPress REST)."""
    announced: list[Announced] = field(default_factory=list)
    """Further sources that a page names, the section's own before the whole site's."""

    @property
    def is_index(self) -> bool:
        """Whether it names sitemaps in place of articles."""
        return bool(self.sitemaps)


class NotAListing(Exception):  # noqa: N818 - a finding about the document, not a failure
    """The document holds no list: it is empty, or none of the kinds that `discover_links` reads.

    `reason` is a short code used in stats and logs: `empty`, `not_html`, `too_large`, or the code with which WordPress'
    REST interface refused (`rest_forbidden`, `rest_post_invalid_page_number` for a page after the last one).
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason


def without_services(links: list[Link], url: str, own_domains: tuple[str, ...]) -> list[Link]:
    """The links of a source at an address, which may lead to any site, but for those to the publisher's shop and such.

    `own_domains` are as in `newscrawl.hosts.is_same_site`.
    """
    written = [(link.original or link.url).split("/", 3)[2] for link in links]
    hosts = {each: key_host(canonical_key(f"https://{each}/")) for each in set(written)}
    if len(hosts) == 1:
        return links
    site = main_host((hosts[each] for each in written), url)
    apart = {each for each, host in hosts.items() if is_another_service(site, host, own_domains)}
    return [link for each, link in zip(written, links, strict=True) if each not in apart]


def main_host(hosts: Iterable[str], url: str) -> str:
    """The host that the source at an address is of: its own, or where it lies elsewhere, that of most of its articles.

    `hosts` are those of the articles, as `key_host` gives them.
    """
    own = key_host(article_key(url))
    counted = Counter(hosts)
    return own if own in counted or not counted else counted.most_common(1)[0][0]


def each_once(links: Iterable[Link | None]) -> list[Link]:
    """Links in their order, of each article the first."""
    found: dict[str, Link] = {}
    for link in links:
        if link is not None:
            found.setdefault(canonical_key(link.url), link)
    return list(found.values())
