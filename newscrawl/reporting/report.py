"""The run report: what a run did, and why it did not do more, as one JSON file."""

from __future__ import annotations

import logging
import os
import platform
import traceback
from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import scrapy
from scrapy import signals
from scrapy.exceptions import NotConfigured

from newscrawl import __version__, clock, options
from newscrawl.article.draft import NotAnArticle
from newscrawl.paths import data_dir, runs_dir
from newscrawl.redaction import argument_without_secrets, for_log
from newscrawl.reporting.figures import PREFIX, Figures, counted, withheld
from newscrawl.reporting.runs import drop_old_reports, report_name, started_at, write_report
from newscrawl.reporting.status import ExitStatus, exit_status
from newscrawl.signals import page_lost, rights_declared

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Spider
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

SCHEMA_VERSION = "1.0"
EXAMPLES = 5
"""Addresses kept for each reason why something was lost."""
RECORDS = 50
"""Log records kept, from the first warning on."""
FRAMES = 8
"""Frames of a traceback kept, the innermost."""
_LOST = ("sources/failed/", "pages/failed/", "dropped/", "replay/damaged/", "replay/refused/")


class RunReport:
    """Writes a report of the run to `data/runs/SITE/`, and removes the oldest ones.

    Settings: `NEWSCRAWL_RUN_REPORT_ENABLED`; `NEWSCRAWL_RUNS_KEPT`, how many reports a site keeps (0: all).
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.started = started_at(crawler)
        self.examples: dict[str, list[str]] = {}
        self.declarations: list[dict[str, str]] = []
        self.log = LogKeeper()
        spider = crawler.spider
        assert spider is not None  # noqa: S101 - made before any extension
        self.spider: str = spider.name
        self.site: str = getattr(spider, "site", None) or spider.name
        name = report_name(self.site, self.started, os.getpid())
        self.path: Path = runs_dir(data_dir(crawler.settings), self.site) / name
        self.arguments = arguments_of(spider)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension, listening from here on; off where the settings say so, and in Scrapy's shell."""
        if not options.RUN_REPORT_ENABLED.read(crawler.settings) or crawler.spider is None:
            raise NotConfigured
        report = cls(crawler)
        crawler.signals.connect(report.page_lost, signal=page_lost)
        crawler.signals.connect(report.rights_declared, signal=rights_declared)
        crawler.signals.connect(report.item_dropped, signal=signals.item_dropped)
        crawler.signals.connect(report.write, signal=signals.engine_stopped)
        logging.getLogger().addHandler(report.log)
        return report

    def page_lost(self, fact: str, url: str) -> None:
        """Keeps the first addresses of each reason."""
        examples = self.examples.setdefault(fact, [])
        if len(examples) < EXAMPLES and url not in examples:
            examples.append(url)

    def rights_declared(self, url: str, text: str) -> None:
        """Keeps what the first sites say of their rights."""
        if len(self.declarations) < RECORDS:
            self.declarations.append({"url": for_log(url), "text": for_log(text)})

    def item_dropped(self, item: Any, exception: BaseException) -> None:
        """Keeps the address of an article that a pipeline dropped."""
        article = getattr(item, "article", item)
        finding = exception.__cause__
        if isinstance(finding, NotAnArticle):
            self.page_lost(f"dropped/{finding.reason}", str(getattr(article, "url", "")))

    def write(self) -> None:
        """Writes the report as things stand, over one written before; a failure is logged, the run stands without."""
        report = self.as_json()
        try:
            write_report(self.path, report)
            drop_old_reports(self.path.parent, self.site, options.RUNS_KEPT.read(self.crawler.settings))
        except OSError as error:
            logger.error("Run report not written: %s", error)

    def close(self) -> None:
        """Stops listening to the log."""
        logging.getLogger().removeHandler(self.log)

    def as_json(self) -> dict[str, Any]:
        """The report as it stands now."""
        stats = self.crawler.stats.get_stats()
        finished = clock.now()
        return {
            "schema_version": SCHEMA_VERSION,
            "site": self.site,
            "spider": self.spider,
            "arguments": {key: argument_without_secrets(key, value) for key, value in sorted(self.arguments.items())},
            "started_at": self.started.isoformat(timespec="milliseconds"),
            "finished_at": finished.isoformat(timespec="milliseconds"),
            "elapsed_seconds": round((finished - self.started).total_seconds(), 3),
            **_outcome(stats),
            "figures": asdict(Figures.of(stats)),
            "lost": _lost(stats, self.examples),
            "withheld": withheld(stats),
            "declarations": self.declarations,
            "feed": _below(stats, f"{PREFIX}feed/"),
            "log": self.log.records,
            "log_left_out": self.log.left_out,
            "stats": {key: _plain(stats[key]) for key in sorted(stats)},
            "process": os.getpid(),
            "versions": {
                "newscrawl": __version__,
                "scrapy": scrapy.__version__,
                "python": platform.python_version(),
                "platform": platform.platform(),
            },
        }


class LogKeeper(logging.Handler):
    """Keeps the first warnings and errors of a run, whatever the log level shown, with their tracebacks."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[dict[str, str | None]] = []
        self.left_out = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps a record, or counts it once there are enough."""
        if len(self.records) >= RECORDS:
            self.left_out += 1
            return
        exception = record.exc_info[1] if record.exc_info else None
        trace = "".join(traceback.format_exception(exception, limit=-FRAMES)) if exception else None
        self.records.append(
            {
                "level": record.levelname,
                "logger": record.name,
                "message": for_log(record.getMessage()),
                "traceback": trace and for_log(trace),
            }
        )


def arguments_of(spider: Spider) -> dict[str, str]:
    """The arguments of a spider of ours, by name, as text."""
    arguments: Any = getattr(spider, "arguments", None)
    if not is_dataclass(arguments):
        return {}
    values = {field.name: getattr(arguments, field.name) for field in fields(arguments)}
    texts = {
        name: ",".join(map(str, value)) if isinstance(value, tuple) else str(value) for name, value in values.items()
    }
    return {name: text for name, text in texts.items() if values[name] is not None}


def _outcome(stats: Mapping[str, Any]) -> dict[str, Any]:
    reason = stats.get("finish_reason")
    status = ExitStatus(stats.get("newscrawl/exit_status", exit_status(stats, reason)))
    return {
        "status": status.value,
        "status_name": status.name,
        "meaning": status.meaning,
        "finish_reason": reason,
        "stopped_by": stats.get("newscrawl/stopped_by"),
    }


def _lost(stats: Mapping[str, Any], examples: Mapping[str, list[str]]) -> list[dict[str, Any]]:
    """What did not become an article, by reason: how many, and a few addresses."""
    return [
        {"fact": kind + reason, "count": count, "examples": [*map(for_log, examples.get(kind + reason, ()))]}
        for kind in _LOST
        for reason, count in counted(stats, kind).items()
    ]


def _below(stats: Mapping[str, Any], start: str) -> dict[str, Any] | None:
    found = {key.removeprefix(start): _plain(value) for key, value in sorted(stats.items()) if key.startswith(start)}
    return found or None


def _plain(value: Any) -> Any:
    """A stat as JSON can hold it."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds")
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)
