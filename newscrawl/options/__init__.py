"""newscrawl's own settings, each declared once: name, default, what it takes, what it does.

From this table come the defaults in `newscrawl.settings` (Scrapy's settings module, which projects start from), the
checks before a run, the typed reads (`PAGE_SECONDS.read(crawler.settings)`) and the table in `docs/settings.md` (`make
docs`).  It knows no Scrapy, so that every floor can read it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from newscrawl.options.kinds import (
    ABSOLUTE_FOLDER,
    ADDRESS,
    DAYS,
    DOMAINS,
    FOLDER,
    HOSTS,
    POLICY,
    SECONDS,
    SHARE,
    SWITCH,
    Setting,
    TdmPolicy,
    number,
    whole,
)

DATA_DIR: Setting[Path | None] = Setting(
    "NEWSCRAWL_DATA_DIR",
    None,
    FOLDER,
    "Folder of feeds, ledgers and run reports. Unset: `data/` beside `scrapy.cfg`, or `newscrawl/` in the user's "
    "data folder if there is no project. A relative path starts there too.",
)
CONTACT: Setting[str | None] = Setting(
    "NEWSCRAWL_CONTACT",
    None,
    ADDRESS,
    "An http(s) or e-mail address at which a site's people can reach you; every request states it.",
)
ALLOWED_PRIVATE_HOSTS: Setting[list[str]] = Setting(
    "NEWSCRAWL_ALLOWED_PRIVATE_HOSTS",
    [],
    HOSTS,
    "Private hosts that newscrawl may ask nevertheless: `host`, `host:port`, `[v6]:port`, separated by commas.",
)
PROXY_TRUSTED = Setting(
    "NEWSCRAWL_PROXY_TRUSTED",
    False,
    SWITCH,
    "Whether newscrawl uses a proxy of the environment or of a request: a proxy resolves names itself, beyond the "
    "guard.",
)
RETRY_FIRST = Setting(
    "NEWSCRAWL_RETRY_FIRST",
    1800.0,
    SECONDS,
    "Time from the first failure of an article page to the first retry; doubled each time, up to a day.",
)
RETRY_DAYS = Setting(
    "NEWSCRAWL_RETRY_DAYS",
    7.0,
    DAYS,
    "How long runs retry a failing article page.",
)
REJECTION_DAYS = Setting(
    "NEWSCRAWL_REJECTION_DAYS",
    7.0,
    DAYS,
    "How long runs leave a page alone that is no article.",
)
REVISIT_FIRST = Setting(
    "NEWSCRAWL_REVISIT_FIRST",
    21600.0,
    SECONDS,
    "Time from reading an article to its first re-visit, if no source states changes; fourfold each time.",
)
REVISIT_DAYS = Setting(
    "NEWSCRAWL_REVISIT_DAYS",
    7.0,
    DAYS,
    "How long runs re-visit an article; 0: not at all.",
)
REVISITS_MAX = Setting(
    "NEWSCRAWL_REVISITS_MAX",
    50,
    whole("re-visits"),
    "Maximum number of scheduled re-visits per run.",
)
REMOVAL_WAIT = Setting(
    "NEWSCRAWL_REMOVAL_WAIT",
    86400.0,
    SECONDS,
    "Minimum time between the two visits that find an article removed.",
)
CRAWL_DELAY_MAX = Setting(
    "NEWSCRAWL_CRAWL_DELAY_MAX",
    60.0,
    SECONDS,
    "If robots.txt asks for a longer Crawl-delay, a run does not crawl the site.",
)
OWN_DOMAINS: Setting[list[str]] = Setting(
    "NEWSCRAWL_OWN_DOMAINS",
    [],
    DOMAINS,
    "Domains whose articles are the site's besides its registered domain: `exemple.com`; and parts of that which "
    "are not: `-sport.exemple.fr` (the longest that fits counts). A spider can name those of its site in "
    "`own_domains`. See [lists](lists.md).",
)
TDM_POLICY: Setting[TdmPolicy] = Setting(
    "NEWSCRAWL_TDM_POLICY",
    "respect",
    POLICY,
    "What a reservation of text and data mining does. `respect`: newscrawl writes a reserved article with address, "
    "headline, times and rights alone. `record`: it writes the article whole, with the reservation. `ignore`: it "
    "does not even ask for `tdmrep.json`.",
)
PAUSE_MIN = Setting(
    "NEWSCRAWL_PAUSE_MIN",
    30.0,
    number("seconds", above=True),
    "Minimum time to leave a host alone after it answered that it gets too many requests (429, or 503 with "
    "`Retry-After`); doubled each time in a row.",
)
PAUSE_MAX = Setting(
    "NEWSCRAWL_PAUSE_MAX",
    30.0,
    SECONDS,
    "If a host asks for a longer pause, the run makes no further request to it, and ends; the pause holds for later "
    "runs.",
)
SOURCE_MAXSIZE = Setting(
    "NEWSCRAWL_SOURCE_MAXSIZE",
    20 * 1024 * 1024,
    whole("bytes"),
    "Maximum size of a source, packed or unpacked; for an article page it is `DOWNLOAD_MAXSIZE`, 10 MiB.",
)
PAGE_SECONDS = Setting(
    "NEWSCRAWL_PAGE_SECONDS",
    1.0,
    SECONDS,
    "Maximum processor time to parse an article page and run its stages; 0: no limit.",
)
SOURCE_SECONDS = Setting(
    "NEWSCRAWL_SOURCE_SECONDS",
    5.0,
    SECONDS,
    "Maximum processor time to read a page of a section, a feed or a sitemap; 0: no limit.",
)
LINKS_MAX = Setting(
    "NEWSCRAWL_LINKS_MAX",
    1000,
    whole("links"),
    "Maximum number of links that newscrawl takes from one document of a source (from a sitemap at least 50,000); "
    "0: all.",
)
PAGES_MAX = Setting(
    "NEWSCRAWL_PAGES_MAX",
    10_000,
    whole("articles"),
    "Maximum number of articles that a run asks for; 0: no limit.",
)
SHUTDOWN_TIMEOUT = Setting(
    "NEWSCRAWL_SHUTDOWN_TIMEOUT",
    8.0,
    number("seconds", above=True),
    "A first SIGTERM or SIGINT ends a run within this time; an open download may take half of it.",
)
RUN_TIMEOUT = Setting(
    "NEWSCRAWL_RUN_TIMEOUT",
    0.0,
    SECONDS,
    "A run that takes longer ends as after SIGTERM, with status 3; 0: no limit.",
)
STATUS_PAGES_MIN = Setting(
    "NEWSCRAWL_STATUS_PAGES_MIN",
    3,
    whole("article pages"),
    "Fewer article pages than this give neither [status](statuses.md#thresholds) 7 nor, if the section still lists "
    "known articles, 6; for 6, pages of earlier runs count too.",
)
FAILED_SHARE_MAX = Setting(
    "NEWSCRAWL_FAILED_SHARE_MAX",
    0.5,
    SHARE,
    "The status is 7 if more than this share of the article pages failed; 1: never.",
)
UNDERSTOOD_SHARE_MIN = Setting(
    "NEWSCRAWL_UNDERSTOOD_SHARE_MIN",
    0.0,
    SHARE,
    "The status is 6 if less than this share of the pages read are articles; 0: one article is enough.",
)
RUNS_KEPT = Setting(
    "NEWSCRAWL_RUNS_KEPT",
    1000,
    whole("run reports"),
    "Maximum number of run reports kept per site; 0: all.",
)
COVERAGE_MONTHS_KEPT = Setting(
    "NEWSCRAWL_COVERAGE_MONTHS_KEPT",
    12,
    whole("months"),
    "Months of [coverage](operations.md#what-runs-leave-behind) kept per site; 0: all.",
)
FEED_KEEP_DAYS = Setting(
    "NEWSCRAWL_FEED_KEEP_DAYS",
    0,
    whole("days"),
    "How long to keep closed segments; a run deletes older ones at its start and keeps their sidecars. 0: for ever.",
)
ARCHIVE_SIZE = Setting(
    "NEWSCRAWL_ARCHIVE_SIZE",
    1 << 30,
    whole("bytes", least=1),
    "When a file of the archive reaches this size, the run begins the next one.",
)
ARCHIVE_KEEP_DAYS = Setting(
    "NEWSCRAWL_ARCHIVE_KEEP_DAYS",
    0,
    whole("days"),
    "How long to keep files of the archive; a run deletes older ones at its start. 0: for ever.",
)
PROMETHEUS_TEXTFILE_DIR: Setting[Path | None] = Setting(
    "NEWSCRAWL_PROMETHEUS_TEXTFILE_DIR",
    None,
    ABSOLUTE_FOLDER,
    "Folder for the figures of each site's last run, [for Prometheus](operations.md#prometheus); needs "
    "`newscrawl[prometheus]`. Unset: runs write none.",
)
FEED_ENABLED = Setting(
    "NEWSCRAWL_FEED_ENABLED",
    True,
    SWITCH,
    "The durable feed; `-O` turns it off for a run.",
)
ARCHIVE_ENABLED = Setting(
    "NEWSCRAWL_ARCHIVE_ENABLED",
    False,
    SWITCH,
    "The [archive](archive.md): runs keep every exchange as WARC, and each line names its page's record.",
)
RUN_REPORT_ENABLED = Setting(
    "NEWSCRAWL_RUN_REPORT_ENABLED",
    True,
    SWITCH,
    "The run report and the coverage.",
)
PROGRESS_ENABLED = Setting(
    "NEWSCRAWL_PROGRESS_ENABLED",
    True,
    SWITCH,
    "The progress bar, shown only in a terminal; `-q` turns it off for a run.",
)
GUARD_ENABLED = Setting(
    "NEWSCRAWL_GUARD_ENABLED",
    True,
    SWITCH,
    "The refusal of private addresses. If it is off, any page can send the crawler into your own network.",
)


def pipeline_name(stage: str) -> str:
    """Name of the class of a stage in `newscrawl.pipelines.stages`."""
    return f"{stage.capitalize()}Pipeline"


@dataclass(frozen=True, slots=True)
class StagePlace:
    """Where a stage of `newscrawl.article.stages` stands among the item pipelines, and whether it can be turned off."""

    name: str
    order: int
    does: str
    """What it does, for the page of settings; without, nothing works without the stage and it has no switch."""

    @property
    def switch(self) -> Setting[bool] | None:
        """What turns it off."""
        name = f"NEWSCRAWL_{self.name.upper()}_ENABLED"
        return Setting(name, True, SWITCH, f"The stage `{self.name}`: {self.does}.") if self.does else None


STAGES = (
    StagePlace("rights", 50, ""),
    StagePlace("text", 100, ""),
    StagePlace("furniture", 200, "removes what is among the paragraphs but not part of the article"),
    StagePlace("dateline", 300, "takes the dateline out of the lead, as data"),
    StagePlace("dates", 400, "completes the dateline's date"),
    StagePlace("languages", 500, "detects the language of the body and foreign passages"),
    StagePlace("agencies", 600, "collects agencies and authors from byline, dateline and closing credit"),
    StagePlace("checks", 700, ""),
)
"""The stages in their order; with one more here and in `newscrawl.article.stages`, a crawl runs it."""

TABLE: tuple[Setting[Any], ...] = (
    *(value for value in list(vars().values()) if isinstance(value, Setting)),
    *(switch for stage in STAGES if (switch := stage.switch) is not None),
)
"""Every setting of ours, in the order of the page."""

_OFF = "set the path of its class to None in {} to turn it off"
REMOVED: Mapping[str, str] = {
    **dict.fromkeys(
        (
            *("NEWSCRAWL_MONITOR_RUNS", "NEWSCRAWL_MONITOR_SAMPLE_MIN", "NEWSCRAWL_MONITOR_FOUND_SHARE_MIN"),
            *("NEWSCRAWL_MONITOR_SILENCE_FACTOR_MAX", "NEWSCRAWL_MONITOR_FIELD_DROP_MAX"),
            *("NEWSCRAWL_MONITOR_FAILED_SHARE_MAX", "NEWSCRAWL_MONITOR_BLOCKED_SHARE_MAX"),
            "NEWSCRAWL_MONITOR_DRIFT_MAX",
        ),
        "set `limits` in a subclass of newscrawl.reporting.monitors.RunMonitor",
    ),
    "NEWSCRAWL_STOP_GRACE": "an open download may take half of NEWSCRAWL_SHUTDOWN_TIMEOUT",
    "NEWSCRAWL_SOURCE_PAGES_MAX": "a run reads at most 1000 documents of a source; -a pages reads fewer",
    "NEWSCRAWL_KNOWN_RUN": "a run reads a list in order of date up to five known articles in a row",
    "NEWSCRAWL_SOURCES_MAX_AGE": "runs compare the sources of a section with its page once a day",
    "NEWSCRAWL_REVISIT_GROWTH": "the time between re-visits grows fourfold",
    "NEWSCRAWL_RIGHTS_ENABLED": "NEWSCRAWL_TDM_POLICY sets what a reservation does",
    "NEWSCRAWL_TEXT_ENABLED": _OFF.format("ITEM_PIPELINES"),
    "NEWSCRAWL_CHECKS_ENABLED": _OFF.format("ITEM_PIPELINES"),
    "NEWSCRAWL_ANSWERS_ENABLED": _OFF.format("DOWNLOADER_MIDDLEWARES"),
    "NEWSCRAWL_CRAWL_DELAY_ENABLED": _OFF.format("DOWNLOADER_MIDDLEWARES"),
    "NEWSCRAWL_PAUSES_ENABLED": _OFF.format("DOWNLOADER_MIDDLEWARES"),
    "NEWSCRAWL_COVERAGE_ENABLED": "NEWSCRAWL_RUN_REPORT_ENABLED turns off report and coverage",
    "NEWSCRAWL_SHUTDOWN_ENABLED": _OFF.format("EXTENSIONS"),
}
"""Settings of 0.1 that are gone, each with what to do now."""


PREFIX = "NEWSCRAWL_"
_NEAR = 0.85
"""Likeness of two names, without what all of ours begin with, from which one is taken for the other misspelt."""


def meant_by(name: str) -> str | None:
    """The setting of ours that somebody means who writes an unknown name; a project may have names of its own."""
    known = {setting.name.removeprefix(PREFIX) for setting in TABLE}
    word = name.removeprefix(PREFIX)
    if not name.startswith(PREFIX) or word in known:
        return None
    close = get_close_matches(word, sorted(known), n=1, cutoff=_NEAR)
    return PREFIX + close[0] if close else None


def in_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The settings of ours that the environment has.  Raises `ValueError`, in one line, for a name misspelt there."""
    for name in environment:
        if meant := meant_by(name):
            raise ValueError(f"unknown setting {name} in the environment; did you mean {meant}?")
    known = [*REMOVED, *(setting.name for setting in TABLE)]
    return {name: environment[name] for name in known if name in environment}


def defaults() -> dict[str, Any]:
    """The default of each setting by its name."""
    return {each.name: list(each.default) if isinstance(each.default, list) else each.default for each in TABLE}


def table_page() -> str:
    """The table in `docs/settings.md`."""
    rows = [f"| `{each.name}` | `{each.default!r}` | {each.kind.takes} | {each.meaning} |" for each in TABLE]
    return "\n".join(["| setting | default | takes | meaning |", "|---|---|---|---|", *rows])
