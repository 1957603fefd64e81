"""What a run came to, out of its stats: the figures that people read, and the exit status that its caller gets.

`tools/statuses_page.py` writes the table of `docs/statuses.md` from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Self

from newscrawl import options

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """From where on what is lost is too much; each is the setting `NEWSCRAWL_` and its name in capitals."""

    status_pages_min: int = options.STATUS_PAGES_MIN.default
    """Fewer article pages than this say nothing of a site that otherwise gives articles."""
    failed_share_max: float = options.FAILED_SHARE_MAX.default
    """The share of the article pages asked for that may fail, those gone or forbidden apart; 1: any."""
    understood_share_min: float = options.UNDERSTOOD_SHARE_MIN.default
    """The share of the article pages read that must be articles; 0: one is enough."""


DEFAULT_THRESHOLDS = Thresholds()


class ExitStatus(IntEnum):
    """The exit statuses of `crawl`, each with its meaning and what to do about it."""

    meaning: str
    advice: str

    def __new__(cls, value: int, meaning: str = "", advice: str = "") -> Self:
        """A status with its words."""
        status = int.__new__(cls, value)
        status._value_ = value
        status.meaning = meaning
        status.advice = advice
        return status

    FINE = 0, "the run read all that it had to, whether or not there was something new", "nothing"
    UNEXPECTED = (
        1,
        "an unexpected error (an exception in a spider, a pipeline or newscrawl itself), or a damaged feed",
        "read `log` in the run report: report a traceback, restore a damaged segment; what the run wrote is whole",
    )
    USAGE = 2, "the command line or a setting is wrong; no run was started", "read the one line that says what is wrong"
    STOPPED = (
        3,
        "a signal or a limit stopped the run before its end",
        (
            "run again: what the run wrote is kept, the next run does the rest; limits are `NEWSCRAWL_RUN_TIMEOUT`, "
            "`CLOSESPIDER_…`, `MEMUSAGE_LIMIT_MB`"
        ),
    )
    UNREADABLE = (
        4,
        (
            "the run could read no page of the section (gone, forbidden by robots.txt, blocked or unreachable) or, in "
            "a replay, no file"
        ),
        "see the reason under `lost` in the run report",
    )
    NOT_WRITTEN = (
        5,
        "the run could not write what it read: folder not writable, disk full, or the file of `-o` or `-O` refused",
        "make room or correct the permissions and run again: nothing is torn, the next run does the rest",
    )
    NOT_UNDERSTOOD = (
        6,
        "none, or too few, of the article pages read were articles: the site has changed, or shows us a wall",
        "see the examples under `lost` in the run report; the site may need rules of its own",
    )
    INCOMPLETE = (
        7,
        "most article pages failed; gone or forbidden ones do not count",
        "run again later, more slowly if the site answers 429 or 503: later runs retry the pages",
    )
    EMPTY = (
        8,
        (
            "what the run read leads to nothing: a section that lists no article, a section or feed that did in "
            "earlier runs, sources asked for that the site does not have, or lists of articles none of which can be had"
        ),
        "read the line that names the cause: the site has changed, or `-a url`, `-a sources` or the spider is wrong",
    )
    SHORT = (
        9,
        "the sources that a first run asked for show fewer articles than the section itself",
        "leave out `-a sources`, or add `section` or `sitemap` to it; later runs read what is new",
    )
    LOCKED = (
        75,
        "another run of the same site or registered domain is under way; this one read nothing",
        "nothing if cron starts the next run; otherwise wait for the other run",
    )


SEVERITY = (
    ExitStatus.FINE,
    ExitStatus.LOCKED,  # the other run does the work
    ExitStatus.STOPPED,  # the next run does the rest
    ExitStatus.INCOMPLETE,
    ExitStatus.SHORT,
    ExitStatus.UNREADABLE,
    ExitStatus.EMPTY,  # from here on somebody has to do something
    ExitStatus.NOT_UNDERSTOOD,
    ExitStatus.NOT_WRITTEN,
    ExitStatus.UNEXPECTED,
    ExitStatus.USAGE,  # nothing was tried at all, nor will it be at the next time
)
"""The statuses of several runs by what they ask of people, the mildest first."""


def worst(statuses: Iterable[ExitStatus]) -> ExitStatus:
    """The gravest of the statuses of several runs; without any, all is fine."""
    return max(statuses, key=SEVERITY.index, default=ExitStatus.FINE)


RecentPages = tuple[tuple[int, int], ...]
"""Article pages read, and of these understood, in the last runs of a site that read any, the latest first."""


def recent_pages(
    stats: Mapping[str, Any], earlier: RecentPages = (), thresholds: Thresholds = DEFAULT_THRESHOLDS
) -> RecentPages:
    """The last pages of a site, as many as say something: those of this run, and what it takes of `earlier` ones.

    Of a replay there are none: it reads what nobody has chosen as articles.
    """
    if counted(stats, "replay/records/"):
        return ()
    figures, found = Figures.of(stats), list[tuple[int, int]]()
    own = [(figures.pages_read, figures.understood)] if figures.pages_read else []
    for pages in (*own, *earlier):
        if sum(read for read, _ in found) >= max(thresholds.status_pages_min, 1):
            break
        found.append(pages)
    return tuple(found)


def are_understood(pages: RecentPages, thresholds: Thresholds = DEFAULT_THRESHOLDS) -> bool:
    """Whether enough of some pages were articles; of none, all were."""
    read, understood = sum(each for each, _ in pages), sum(each for _, each in pages)
    return not read or bool(understood and understood / read >= thresholds.understood_share_min)


def exit_status(
    stats: Mapping[str, Any],
    reason: str | None,
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
    earlier: RecentPages = (),
) -> ExitStatus:
    """The status of a run that has ended, by its stats and the reason Scrapy gives for its end.

    `reason` is null where the run was torn from under Scrapy.  The gravest is given: another run of the site, something
    not written, an unexpected error, a stop before the end, nothing to read, nothing read, too few pages understood,
    too many failed, no article of those listed, and sources that show too few.  Where a run read too few pages to say
    whether the site is understood, the last ones of `earlier` runs count with them.
    """
    figures = Figures.of(stats)
    findings = (
        ("busy" in (stats.get("newscrawl/feed/error"), stats.get("newscrawl/archive/error")), ExitStatus.LOCKED),
        (_not_written(stats), ExitStatus.NOT_WRITTEN),
        (_went_wrong(stats, reason), ExitStatus.UNEXPECTED),
        (stats.get("newscrawl/stopped_by") or reason != "finished", ExitStatus.STOPPED),
        (counted(stats, "sections/empty/"), ExitStatus.EMPTY),
        (_nothing_read(stats, figures), ExitStatus.UNREADABLE),
        (_too_few_understood(stats, figures, thresholds, earlier), ExitStatus.NOT_UNDERSTOOD),
        (_too_many_failed(stats, figures, thresholds), ExitStatus.INCOMPLETE),
        (figures.wanted and not (figures.known or figures.pages_read), ExitStatus.EMPTY),
        (counted(stats, "sections/short/"), ExitStatus.SHORT),
    )
    return next((status for found, status in findings if found), ExitStatus.FINE)


def _not_written(stats: Mapping[str, Any]) -> bool:
    errors = [stats.get(f"newscrawl/{written}/error") for written in ("feed", "archive", "output")]
    return any(errors) or any(key.startswith("feedexport/failed_count/") for key in stats)


def _went_wrong(stats: Mapping[str, Any], reason: str | None) -> bool:
    counts = (
        "spider_exceptions/count",
        "newscrawl/errors",
        "newscrawl/feed/invalid",
        "newscrawl/feed/damaged",
        "log_count/CRITICAL",
    )
    return any(stats.get(name) for name in counts) or reason == "start_error"


def _nothing_read(stats: Mapping[str, Any], figures: Figures) -> bool:
    """Whether no source answered; spiders that count no sources have read something where any page answered."""
    if figures.sources_read or figures.sources_failed:
        return not figures.sources_read
    return int(stats.get("response_received_count", 0)) <= int(stats.get("robotstxt/response_count", 0))


def _too_few_understood(
    stats: Mapping[str, Any], figures: Figures, thresholds: Thresholds, earlier: RecentPages
) -> bool:
    if figures.pages_read and counted(stats, "replay/records/"):  # pages that nobody has chosen as articles
        return figures.understood / figures.pages_read < thresholds.understood_share_min
    if are_understood(((figures.pages_read, figures.understood),), thresholds):
        return False
    pages = recent_pages(stats, earlier, thresholds)
    enough = thresholds.status_pages_min if figures.known else 1
    return sum(read for read, _ in pages) >= enough and not are_understood(pages, thresholds)


def _too_many_failed(stats: Mapping[str, Any], figures: Figures, thresholds: Thresholds) -> bool:
    failures = counted(stats, "pages/failed/")
    failed = sum(count for reason, count in failures.items() if reason not in GONE)
    if failed < max(thresholds.status_pages_min, 1):
        return False
    return failed / (failed + figures.pages_read) > thresholds.failed_share_max
