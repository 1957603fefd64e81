"""Monitors for spidermon (`pip install newscrawl[monitors]`): a run beside the earlier runs of its site.

`docs/operations.md` has the settings that turn them on.  A monitor that fails logs one line when that begins, changes
and ends, and once a day between; it counts `newscrawl/monitors/failed/NAME`, and is a failure for spidermon, whose
actions (mail, Slack, a Sentry) can be hung on a subclass of `RunMonitors`.  The exit status stays that of the run.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from unittest import SkipTest

from spidermon import Monitor, MonitorSuite

from newscrawl import clock
from newscrawl.crawl.memory import memory_of
from newscrawl.reporting.comparison import CHECKS, Limits, Line, finding, is_idle
from newscrawl.reporting.history import finished_line, last_runs
from newscrawl.reporting.recorder import RunRecorder
from newscrawl.reporting.telling import Fault, compared

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

_KIND = "finding"
"""Kind of the notes that keep what a monitor has told, by its name."""

# spidermon logs by a method that Scrapy 2.19 calls outdated; under cron that would be a line a run.
warnings.filterwarnings("ignore", message=r"Spider\.log\(\)", module=r"spidermon\.")


def _monitor(name: str) -> Callable[[RunMonitor], None]:
    def test(self: RunMonitor) -> None:
        self.check(name)

    test.__doc__ = CHECKS[name].__doc__
    return test


class RunMonitor(Monitor):  # type: ignore[misc]  # spidermon is not typed
    """Looks at a run by its coverage; without coverage there is nothing to look at."""

    data: Any
    limits: ClassVar[Limits] = Limits()

    test_found = _monitor("found")
    test_silence = _monitor("silence")
    test_fields = _monitor("fields")
    test_problems = _monitor("problems")
    test_failures = _monitor("failures")
    test_refusals = _monitor("refusals")
    test_layout = _monitor("layout")

    def check(self, name: str) -> None:
        """Fails where the run is out of the ordinary."""
        crawler: Crawler = self.data.crawler
        recorder = crawler.get_extension(RunRecorder)
        if recorder is None or not recorder.keeps_coverage:
            raise SkipTest("the run keeps no coverage")
        run = finished_line(recorder.record())
        found = finding(name, run, earlier_runs(recorder.folder, run["run"], self.limits.runs), self.limits)
        if is_idle(run) and name != "silence":
            return  # nothing was compared, so nothing has ended
        _tell(crawler, run["site"], name, found)
        if found:
            crawler.stats.inc_value(f"newscrawl/monitors/failed/{name}")
            _quieten(crawler)
            self.fail(found)


class RunMonitors(MonitorSuite):  # type: ignore[misc]  # spidermon is not typed
    """The monitors, for `SPIDERMON_SPIDER_CLOSE_MONITORS`."""

    monitors: ClassVar[list[type[Monitor]]] = [RunMonitor]


def _tell(crawler: Crawler, site: str, name: str, found: str | None) -> None:
    """Logs a finding when it begins, changes and ends, and once a day between."""
    memory, now = memory_of(crawler), clock.now()
    before = Fault.from_dict(memory.get(_KIND, name))
    news, after = compared(before, found, now)
    if news == "ends" and before is not None:
        logger.warning("%s: usual again (%s), after %s", site, name, f"{before.since:%Y-%m-%d %H:%M} UTC")
    elif news is not None:
        logger.warning("%s: unusual run (%s): %s", site, name, found)
    if after is None:
        memory.drop(_KIND, name)
    elif after != before:
        memory.put(_KIND, name, after.to_dict())


@lru_cache(maxsize=1)
def earlier_runs(folder: Path, run: str, count: int) -> tuple[Line, ...]:
    """The last lines of the last `count` runs but `run`, as far as they came to an end, the latest last."""
    return tuple(past.ended for past in last_runs(folder, count + 1) if past.ended and past.id != run)


class _Blocks(logging.Filter):
    """Turns spidermon's report of a failure, many lines long, into something for those who ask for more."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno == logging.ERROR and record.getMessage().startswith("[Spidermon]"):
            record.levelno, record.levelname = logging.INFO, logging.getLevelName(logging.INFO)
        return True


_BLOCKS = _Blocks()


def _quieten(crawler: Crawler) -> None:
    spider = crawler.spider
    assert spider is not None  # noqa: S101 - it has been crawling
    spider.logger.logger.addFilter(_BLOCKS)  # once: a filter is added only where it is missing
