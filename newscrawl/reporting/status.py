"""What a run answers to its caller: one exit status, computed from what was counted.

`tools/statuses_page.py` writes the table of `docs/statuses.md` from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Self

from newscrawl import options
from newscrawl.reporting.figures import GONE, Figures, counted


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
            "the run could read no page of the section (gone, forbidden by robots.txt, blocked, unreachable, or "
            "without links to articles) or, in a replay, no file"
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
    LOCKED = (
        75,
        "another run of the same site or host is under way; this one read nothing",
        "nothing if cron starts the next run; otherwise wait for the other run",
    )


SEVERITY = (
    ExitStatus.FINE,
    ExitStatus.LOCKED,  # the other run does the work
    ExitStatus.STOPPED,  # the next run does the rest
    ExitStatus.INCOMPLETE,
    ExitStatus.UNREADABLE,
    ExitStatus.NOT_UNDERSTOOD,  # from here on somebody has to do something
    ExitStatus.NOT_WRITTEN,
    ExitStatus.UNEXPECTED,
    ExitStatus.USAGE,  # nothing was tried at all, nor will it be at the next time
)
"""The statuses of several runs by what they ask of people, the mildest first."""


def worst(statuses: Iterable[ExitStatus]) -> ExitStatus:
    """The gravest of the statuses of several runs; without any, all is fine."""
    return max(statuses, key=SEVERITY.index, default=ExitStatus.FINE)


def exit_status(
    stats: Mapping[str, Any], reason: str | None, thresholds: Thresholds = DEFAULT_THRESHOLDS
) -> ExitStatus:
    """The status of a run that has ended, by its stats and the reason Scrapy gives for its end.

    `reason` is null where the run was torn from under Scrapy.  The gravest is given: another run of the site, something
    not written, an unexpected error, a stop before the end, nothing read, too few pages understood, too many failed.
    """
    figures = Figures.of(stats)
    findings = (
        ("busy" in (stats.get("newscrawl/feed/error"), stats.get("newscrawl/archive/error")), ExitStatus.LOCKED),
        (_not_written(stats), ExitStatus.NOT_WRITTEN),
        (_went_wrong(stats, reason), ExitStatus.UNEXPECTED),
        (stats.get("newscrawl/stopped_by") or reason != "finished", ExitStatus.STOPPED),
        (_nothing_read(stats, figures), ExitStatus.UNREADABLE),
        (_too_few_understood(stats, figures, thresholds), ExitStatus.NOT_UNDERSTOOD),
        (_too_many_failed(stats, figures, thresholds), ExitStatus.INCOMPLETE),
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


def _too_few_understood(stats: Mapping[str, Any], figures: Figures, thresholds: Thresholds) -> bool:
    if figures.pages_read and counted(stats, "replay/records/"):  # pages that nobody has chosen as articles
        return figures.understood / figures.pages_read < thresholds.understood_share_min
    enough = thresholds.status_pages_min if figures.known else 1
    if figures.pages_read < enough or not figures.pages_read:
        return False
    return not figures.understood or figures.understood / figures.pages_read < thresholds.understood_share_min


def _too_many_failed(stats: Mapping[str, Any], figures: Figures, thresholds: Thresholds) -> bool:
    failures = counted(stats, "pages/failed/")
    failed = sum(count for reason, count in failures.items() if reason not in GONE)
    if failed < max(thresholds.status_pages_min, 1):
        return False
    return failed / (failed + figures.pages_read) > thresholds.failed_share_max
