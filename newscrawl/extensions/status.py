"""What a run answers to its caller: one exit status, computed from what was counted.

`python -m newscrawl.extensions.status` prints the page `docs/statuses.md`.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from enum import IntEnum
from typing import Any, Self

from newscrawl.extensions.figures import GONE, Figures, counted

PAGES_THAT_TELL = 3
"""Fewer article pages than this say nothing of a site that otherwise gives articles."""


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

    FINE = 0, "all was read that was asked for, whether or not there was something new", "nothing"
    UNEXPECTED = (
        1,
        "an error nobody foresaw: an exception in a spider, a pipeline or newscrawl itself",
        "read the traceback in the run report, under `log`, and report it; what was written is whole",
    )
    USAGE = 2, "the command line or a setting is wrong; nothing was started", "read the one line that says what"
    STOPPED = (
        3,
        "stopped before the end, by a signal or a limit",
        "run again: what was written is kept, the rest is still to do; limits are `CLOSESPIDER_…`, `MEMUSAGE_LIMIT_MB`",
    )
    UNREADABLE = (
        4,
        (
            "no page of the section could be read: gone, forbidden by robots.txt, blocked, unreachable, or without "
            "links to articles"
        ),
        "see `lost` in the run report for the reason",
    )
    NOT_WRITTEN = (
        5,
        "what was read could not be written: folder not writable, disk full, or the file of `-o` or `-O` refused",
        "make room or mend the permissions and run again: nothing is torn, the rest is still to do",
    )
    NOT_UNDERSTOOD = (
        6,
        "article pages were read and none was understood: the site has changed, or shows a wall to us",
        "look at the examples under `lost` in the run report; the site may need rules of its own",
    )
    INCOMPLETE = (
        7,
        "most article pages failed, for other reasons than being gone or forbidden",
        "run again later, more slowly where the site says 429 or 503: the next run asks for them again",
    )
    LOCKED = (
        75,
        "another run of the same site is under way; nothing was read",
        "nothing, where cron comes again; else wait for the other run",
    )


def exit_status(stats: Mapping[str, Any], reason: str | None) -> ExitStatus:
    """The status of a run that has ended, by its stats and the reason Scrapy gives for its end.

    `reason` is null where the run was torn from under Scrapy.  The gravest is given: another run of the site, something
    not written, an unexpected error, a stop before the end, nothing read, nothing understood, most pages failed.
    """
    figures = Figures.of(stats)
    findings = (
        (stats.get("newscrawl/feed/error") == "busy", ExitStatus.LOCKED),
        (_not_written(stats), ExitStatus.NOT_WRITTEN),
        (_went_wrong(stats, reason), ExitStatus.UNEXPECTED),
        (stats.get("newscrawl/stopped_by") or reason != "finished", ExitStatus.STOPPED),
        (_nothing_read(stats, figures), ExitStatus.UNREADABLE),
        (_none_understood(figures), ExitStatus.NOT_UNDERSTOOD),
        (_mostly_failed(stats, figures), ExitStatus.INCOMPLETE),
    )
    return next((status for found, status in findings if found), ExitStatus.FINE)


def statuses_page() -> str:
    """The page `docs/statuses.md`."""
    rows = [
        f"| {status.value} | `{status.name}` | {_sentence(status.meaning)} | {_sentence(status.advice)} |"
        for status in ExitStatus
    ]
    return "\n".join([_HEAD, *rows, _TAIL])


_HEAD = """\
# Exit statuses

What `scrapy crawl` and `newscrawl crawl` answer to the shell, cron or a supervisor. The same number stands in the
stat `newscrawl/exit_status` and, with its meaning, in the run report.

| status | name | meaning | what to do |
|---|---|---|---|"""
_TAIL = f"""
Where several hold, the gravest is given: 75 and 5, then 1, 3, 4, 6, 7.

A single page tells little.  Where the section still lists articles that the feed holds, 6 is only given once
{PAGES_THAT_TELL} pages or more were read; 7 is only given where {PAGES_THAT_TELL} pages or more failed, and more than
were read, those that are gone (404, 410) or that robots.txt forbids apart.

A first SIGTERM or SIGINT ends a run within `NEWSCRAWL_SHUTDOWN_TIMEOUT` seconds (8), a second one at once; both with
status 3 and a run report. After `kill -9` the shell says 137 and there is no report: the next run repairs what was
torn.
"""


def _not_written(stats: Mapping[str, Any]) -> bool:
    errors = (stats.get("newscrawl/feed/error"), stats.get("newscrawl/output/error"))
    return any(errors) or any(key.startswith("feedexport/failed_count/") for key in stats)


def _went_wrong(stats: Mapping[str, Any], reason: str | None) -> bool:
    counts = ("spider_exceptions/count", "newscrawl/errors", "newscrawl/feed/invalid", "log_count/CRITICAL")
    return any(stats.get(name) for name in counts) or reason == "start_error"


def _nothing_read(stats: Mapping[str, Any], figures: Figures) -> bool:
    """Whether no source answered; spiders that count no sources have read something where any page answered."""
    if figures.sources_read or figures.sources_failed:
        return not figures.sources_read
    return int(stats.get("response_received_count", 0)) <= int(stats.get("robotstxt/response_count", 0))


def _none_understood(figures: Figures) -> bool:
    enough = PAGES_THAT_TELL if figures.known else 1
    return figures.pages_read >= enough and not figures.understood


def _mostly_failed(stats: Mapping[str, Any], figures: Figures) -> bool:
    failures = counted(stats, "pages/failed/")
    failed = sum(count for reason, count in failures.items() if reason not in GONE)
    return failed >= PAGES_THAT_TELL and failed > figures.pages_read


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + "."


if __name__ == "__main__":
    sys.stdout.write(statuses_page())
