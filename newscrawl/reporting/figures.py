"""The figures of a run that people read, out of its stats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

PREFIX = "newscrawl/"
GONE = frozenset({"http_404", "http_410", "robots"})
"""Why a single article page may fail without anything being wrong with the run: it is gone, or not for us."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How many of what; whatever was never counted is 0."""

    sources_read: int
    """Pages of sections, feeds or sitemaps that led to links."""
    sources_failed: int
    links: int
    """Links to articles, each once."""
    known: int
    """Links left alone, the feed holds their articles already; of archives, captures that say nothing new."""
    wanted: int
    """Article pages asked for."""
    pages_read: int
    pages_failed: int
    understood: int
    """Pages that were an article we can use."""
    new: int
    """Lines written to the feed; without a feed, articles scraped."""
    dropped: int

    @classmethod
    def of(cls, stats: Mapping[str, Any]) -> Self:
        """The figures in the stats of a crawler."""
        links, known = _at(stats, "links/found"), _at(stats, "links/known")
        left_out = sum(too_old(stats).values())
        has_feed = any(key.startswith(f"{PREFIX}feed/") for key in stats)
        return cls(
            sources_read=_at(stats, "sources/read"),
            sources_failed=sum(counted(stats, "sources/failed/").values()),
            links=links,
            known=known + _repeated_captures(stats),
            wanted=max(links - known - left_out, 0),
            pages_read=_at(stats, "pages/read"),
            pages_failed=sum(counted(stats, "pages/failed/").values()),
            understood=_at(stats, "pages/understood"),
            new=_at(stats, "feed/written") if has_feed else int(stats.get("item_scraped_count", 0)),
            dropped=sum(counted(stats, "dropped/").values()),
        )


def _repeated_captures(stats: Mapping[str, Any]) -> int:
    """Captures in archives of what the feed holds: no links tell of those before they are read."""
    if not counted(stats, "replay/records/"):
        return 0
    return sum(_at(stats, f"feed/{fact}") for fact in ("known", "unchanged", "outdated"))


def too_old(stats: Mapping[str, Any]) -> dict[str, int]:
    """How many articles were not asked for since their lists date them too early, by what they come before."""
    return {f"before_{reason}": count for reason, count in counted(stats, "links/before_").items()}


_WITHHELD = {
    "robots": "robotstxt/forbidden",
    "crawl_delay": f"{PREFIX}crawl_delay/refused",
    "pauses": f"{PREFIX}pauses/refused",
    "reserved": f"{PREFIX}rights/withheld",
    "private_addresses": f"{PREFIX}network/refused",
    "certificates": f"{PREFIX}network/bad_certificate",
    "links_of_a_document": f"{PREFIX}limits/links",
    "articles_of_a_run": f"{PREFIX}limits/pages",
}
"""What a run may leave alone though it could have had it, and the stat that counts it."""


def withheld(stats: Mapping[str, Any]) -> dict[str, int]:
    """How often a run left something alone, by the reason: a rule, a reservation, a danger or a limit."""
    return {reason: int(stats[stat]) for reason, stat in _WITHHELD.items() if stats.get(stat)}


def counted(stats: Mapping[str, Any], fact: str) -> dict[str, int]:
    """How often each reason occurs among the stats `newscrawl/<fact><reason>`, the most frequent first."""
    start = PREFIX + fact
    found = {key.removeprefix(start): int(value) for key, value in stats.items() if key.startswith(start)}
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def _at(stats: Mapping[str, Any], fact: str) -> int:
    return int(stats.get(PREFIX + fact, 0))
