"""Which of a site's sources to read: each compared with the section page, cheapest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from typing import Any, Self
from urllib.parse import urlsplit

from newscrawl.crawl.walk import moment_of
from newscrawl.hosts import subdomain
from newscrawl.sources.links import Link
from newscrawl.sources.types import SOURCE_TYPES, SourceType
from newscrawl.urls import article_key, key_host

_TOLERANCE = 0.1
"""Share of articles by which two views of one list differ while both are right: a sticky item, a cache."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFacts:
    """One source as it was found."""

    kind: str
    """Name of its type (`newscrawl.sources.types`)."""
    url: str
    whole_site: bool = False
    """Whether it announces the articles of the whole site."""
    by_address: bool | None = None
    """Whether of its articles only those are taken whose addresses lie in the section, where addresses tell; null where
    that is not decided yet."""
    failed: str | None = None
    """Why it could not be read, null where it could."""
    items: int = 0
    """Articles in its first document."""
    newest: str | None = None
    """The latest time of publication that it states, as ISO 8601."""
    covers: float | None = None
    """Share of the section page's articles that it holds, as far back as it goes; null where there is no such page."""
    beyond: float | None = None
    """Share of its articles that the section page does not show, as far back as that goes."""

    @property
    def type(self) -> SourceType:
        """Its type."""
        return SOURCE_TYPES[self.kind]

    @property
    def stands_for_section(self) -> bool:
        """Whether it may be read in place of the section page: all of its articles, and no others."""
        if self.failed or not self.items:
            return False
        if self.covers is None or self.beyond is None:
            return False
        strict = self.whole_site or not self.type.is_ordered
        return self.covers >= 1 - _TOLERANCE and self.beyond <= (0 if strict else _TOLERANCE)

    def to_dict(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return asdict(self)

    @classmethod
    def from_dict(cls, kept: dict[str, Any]) -> Self:
        """What `to_dict` gave.  Raises `TypeError` where a key is missing."""
        return cls(**{field.name: kept[field.name] for field in fields(cls) if field.name in kept})


def facts_of(
    kind: str,
    url: str,
    links: Sequence[Link],
    section: Sequence[Link] | None,
    *,
    whole_site: bool = False,
    is_filtered: bool = False,
    by_address: bool | None = None,
) -> SourceFacts:
    """What the first document of a source tells of it, beside the `section` page's articles where there are any.

    With `is_filtered`, it was decided already by addresses which of a whole site's articles are the section's.
    """
    covers = beyond = None
    if section:
        covers, beyond = overlap(links, section, in_order=SOURCE_TYPES[kind].is_ordered)
        beyond = 0.0 if is_filtered else beyond
    return SourceFacts(
        kind=kind,
        url=url,
        whole_site=whole_site and not is_filtered,
        by_address=by_address,
        items=len(links),
        newest=newest(links),
        covers=covers,
        beyond=beyond,
    )


def overlap(links: Sequence[Link], section: Sequence[Link], *, in_order: bool = True) -> tuple[float, float]:
    """The share of `section` that `links` hold, and the share of `links` that `section` does not hold.

    Each list is looked at down to the last article that the other one holds, since both are cut somewhere; where
    `links` are in no order, all of them count.  A list that lacks one single article counts as whole, since the first
    may be sticky and the newest may not have reached the other yet.
    """
    mine = list(dict.fromkeys(article_key(link.url) for link in links))
    theirs = list(dict.fromkeys(article_key(link.url) for link in section))
    seen = _down_to_shared(theirs, set(mine))
    held = _down_to_shared(mine, set(theirs)) if in_order else mine
    if not seen or not held:
        return 0.0, 1.0
    missing = sum(key not in set(mine) for key in seen)
    extra = sum(key not in set(theirs) for key in held)
    return 1.0 if missing <= 1 < len(seen) else 1 - missing / len(seen), extra / len(held)


def newest(links: Iterable[Link]) -> str | None:
    """The latest time of publication among links, as stated."""
    dated = [(moment, link.published) for link in links if (moment := moment_of(link)) is not None]
    return max(dated)[1] if dated else None


def of_section(links: list[Link], section: str) -> list[Link]:
    """Of a whole site's links those that lie in the section at an address, where the site's addresses tell; else all.

    They tell where a directory bears the section's name (`/category/economie/` and `/economie/un-titre/`), or the
    sub-domain does (`economie.exemple.fr`), which may be all of the section's address.
    """
    here = urlsplit(section)
    names = [name for name in here.path.lower().split("/") if name] or [_subdomain(here.netloc)]
    return [link for link in links if names[-1] and names[-1] in _directories(link.url)] or links


def _directories(url: str) -> list[str]:
    """The sub-domain of an address, and the directories in its path."""
    parts = urlsplit(url)
    return [_subdomain(parts.netloc), *parts.path.lower().split("/")[1:-1]]


@lru_cache(maxsize=1024)
def _subdomain(netloc: str) -> str:
    return subdomain(key_host(article_key(f"http://{netloc}/")))


def is_the_sections(
    kind: str, url: str, links: Sequence[Link], section: Sequence[Link], outside: Sequence[Link], *, whole: bool
) -> bool:
    """Whether a source that shows `links` is the section's own, though by their addresses some lie `outside` of it.

    It is where it shows the same as the `section` page does, articles that lie outside among them.  Of a source that
    looks like the whole site's (`whole`), the page must show all of those: others may follow deeper down.
    """
    facts = facts_of(kind, url, links, section, whole_site=True)
    listed = {article_key(link.url) for link in section}
    there = [article_key(link.url) in listed for link in outside]
    return facts.stands_for_section and any(there) and (all(there) or not whole)


def _down_to_shared(keys: list[str], others: set[str]) -> list[str]:
    last = max((number for number, key in enumerate(keys) if key in others), default=-1)
    return keys[: last + 1]
