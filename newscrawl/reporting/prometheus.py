"""The last run of a site for Prometheus: a file for the textfile collector of its node exporter.

The format is the text exposition format 0.0.4 (https://prometheus.io/docs/instrumenting/exposition_formats/), names and
units follow https://prometheus.io/docs/practices/naming/.  All are gauges: a run is a batch job, and what it counted
begins anew with the next.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.exceptions import NotConfigured

from newscrawl import options
from newscrawl.reporting.coverage import Coverage

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

LAST_SUCCESS = "newscrawl_last_success_timestamp_seconds"
HELP = {
    "newscrawl_run_start_timestamp_seconds": "When the last run of the site began.",
    "newscrawl_run_end_timestamp_seconds": "When the last run of the site ended.",
    LAST_SUCCESS: "When the last run of the site ended that had status 0.",
    "newscrawl_run_duration_seconds": "How long the last run took.",
    "newscrawl_run_exit_status": "Exit status of the last run; 0 is fine.",
    "newscrawl_run_articles": "Articles of the last run, by what became of them.",
    "newscrawl_run_sources": "Documents of sources in the last run, by what became of them.",
    "newscrawl_run_pages": "Article pages of the last run, by what became of them.",
    "newscrawl_run_responses": "Responses in the last run, by HTTP status.",
    "newscrawl_run_gap": "Whether articles may be missing before those of the last run.",
    "newscrawl_newest_article_timestamp_seconds": "When the newest article that a run has written was published.",
}
_NEWEST = "newscrawl_newest_article_timestamp_seconds"
_CARRIED = re.compile(rf"^({LAST_SUCCESS}|{_NEWEST})\{{.*\}} (\S+)$", re.MULTILINE)
"""What holds until there is something newer, beyond runs that have nothing to say of it."""

Sample = tuple[str, dict[str, str], float]


class PrometheusTextfile:
    """Puts the figures of the run at `NEWSCRAWL_PROMETHEUS_TEXTFILE_DIR/newscrawl_SITE.prom`, at once.

    Unset, it is off; and so it is where no coverage is kept, out of which it tells.
    """

    def __init__(self, crawler: Crawler, folder: Path) -> None:
        self.crawler = crawler
        self.folder = folder

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension."""
        folder = options.PROMETHEUS_TEXTFILE_DIR.read(crawler.settings)
        if folder is None:
            raise NotConfigured
        textfile = cls(crawler, folder)
        crawler.signals.connect(textfile.write, signal=signals.engine_stopped)
        return textfile

    def write(self) -> None:
        """Writes the file as things stand; a failure is logged, the run stands without."""
        coverage = self.crawler.get_extension(Coverage)
        if coverage is None:
            return
        path = self.folder / f"newscrawl_{coverage.site}.prom"
        unfinished = path.with_suffix(".prom.tmp")  # the collector reads *.prom only
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            unfinished.write_text(exposition(coverage.line(), carried(path)), encoding="utf-8")
            unfinished.replace(path)
        except OSError as error:
            logger.warning("Figures for Prometheus not written: %s", error)
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)


def carried(path: Path) -> dict[str, float]:
    """What the file of an earlier run says that may still hold; empty where there is none."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return {}
    found = {}
    for name, value in _CARRIED.findall(text):
        with suppress(ValueError):
            found[name] = float(value)
    return found


def exposition(line: Mapping[str, Any], earlier: Mapping[str, float]) -> str:
    """The file for a run's line of coverage, with what `earlier` runs said where this one says nothing."""
    families: dict[str, list[Sample]] = {name: [] for name in HELP}
    for sample in _samples(line, earlier):
        families[sample[0]].append(sample)
    told = []
    for name, samples in families.items():
        if samples:
            told += [f"# HELP {name} {HELP[name]}", f"# TYPE {name} gauge"]
            told += [_row(name, {"site": line["site"], **labels}, value) for _, labels, value in samples]
    return "\n".join(told) + "\n"


def _samples(line: Mapping[str, Any], earlier: Mapping[str, float]) -> Iterator[Sample]:
    ended = _seconds(line["finished_at"])
    yield "newscrawl_run_start_timestamp_seconds", {}, _seconds(line["started_at"])
    yield "newscrawl_run_end_timestamp_seconds", {}, ended
    yield "newscrawl_run_duration_seconds", {}, line["seconds"]
    yield "newscrawl_run_exit_status", {}, line["status"]
    yield "newscrawl_run_gap", {}, float(line["gap"])
    success = ended if line["status"] == 0 else earlier.get(LAST_SUCCESS)
    if success is not None:
        yield LAST_SUCCESS, {}, success
    seen = [earlier[_NEWEST]] if _NEWEST in earlier else []
    if line["newest_published_at"]:
        seen.append(_seconds(line["newest_published_at"]))
    if seen:
        yield _NEWEST, {}, max(seen)
    articles, sources, pages = line["articles"], line["sources"], line["pages"]
    outcomes = ("new", "revised", "removed", "known")
    yield from _by_outcome("newscrawl_run_articles", {name: articles[name] for name in outcomes})
    yield from _by_outcome(
        "newscrawl_run_sources", {"read": sources["read"], "failed": sum(sources["failed"].values())}
    )
    yield from _by_outcome(
        "newscrawl_run_pages",
        {
            "understood": pages["understood"],
            "dropped": sum(pages["dropped"].values()),
            "failed": sum(pages["failed"].values()),
        },
    )
    for status, count in line["answers"].items():
        yield "newscrawl_run_responses", {"code": status}, count


def _by_outcome(name: str, counts: Mapping[str, int]) -> Iterator[Sample]:
    for outcome, count in counts.items():
        yield name, {"outcome": outcome}, count


def _row(name: str, labels: Mapping[str, str], value: float) -> str:
    told = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
    return f"{name}{{{told}}} {value!r}"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _seconds(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp()
