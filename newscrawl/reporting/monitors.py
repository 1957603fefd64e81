"""Monitors for spidermon (`pip install newscrawl[monitors]`): a run beside the earlier runs of its site.

In a project's settings:

    EXTENSIONS = {**EXTENSIONS, "spidermon.contrib.scrapy.extensions.Spidermon": 500}
    SPIDERMON_ENABLED = True
    SPIDERMON_SPIDER_CLOSE_MONITORS = ("newscrawl.reporting.monitors.RunMonitors",)

A monitor that fails logs one line, counts `newscrawl/monitors/failed/NAME`, and is a failure for spidermon, whose
actions (mail, Slack, a Sentry) can be hung on a subclass of `RunMonitors`.  The exit status stays that of the run.  A
subclass of `RunMonitor` may have `limits` of its own, and a subclass of `RunMonitors` names it in `monitors`.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar
from unittest import SkipTest
from weakref import WeakKeyDictionary

from spidermon import Monitor, MonitorSuite

from newscrawl.reporting import comparison
from newscrawl.reporting.comparison import Limits, Line
from newscrawl.reporting.coverage import Coverage
from newscrawl.reporting.history import last_runs

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

# spidermon logs by a method that Scrapy 2.19 calls outdated; under cron that would be a line a run.
warnings.filterwarnings("ignore", message=r"Spider\.log\(\)", module=r"spidermon\.")

Look = Callable[[Line, Sequence[Line], Limits], str | None]
"""A look at a run beside the earlier ones: what is out of the ordinary, null where nothing is."""

_EARLIER: WeakKeyDictionary[Crawler, Sequence[Line]] = WeakKeyDictionary()


class RunMonitor(Monitor):  # type: ignore[misc]  # spidermon is not typed
    """Looks at a run by its coverage; without coverage there is nothing to look at."""

    data: Any
    limits: ClassVar[Limits] = Limits()

    def test_found(self) -> None:
        """The sources lead to as many articles as they used to."""
        self.check("found", comparison.few_found)

    def test_silence(self) -> None:
        """There is something new as often as there used to be."""
        self.check("silence", comparison.silence)

    def test_fields(self) -> None:
        """Fields are filled as often as they used to be."""
        self.check("fields", comparison.missing_fields)

    def test_failures(self) -> None:
        """Few article pages fail."""
        self.check("failures", comparison.failures)

    def test_refusals(self) -> None:
        """The site does not refuse us."""
        self.check("refusals", comparison.refusals)

    def test_layout(self) -> None:
        """The pages have the layouts that are known."""
        self.check("layout", comparison.layout_drift)

    def check(self, name: str, look: Look) -> None:
        """Fails where the run is out of the ordinary."""
        crawler: Crawler = self.data.crawler
        coverage = crawler.get_extension(Coverage)
        if coverage is None:
            raise SkipTest("no coverage is kept")
        finding = look(coverage.line(), earlier_runs(crawler, coverage, self.limits.runs), self.limits)
        if finding:
            crawler.stats.inc_value(f"newscrawl/monitors/failed/{name}")
            logger.warning("%s, out of the ordinary (%s): %s", coverage.site, name, finding)
            _quieten(crawler)
            self.fail(finding)


class RunMonitors(MonitorSuite):  # type: ignore[misc]  # spidermon is not typed
    """The monitors, for `SPIDERMON_SPIDER_CLOSE_MONITORS`."""

    monitors: ClassVar[list[type[Monitor]]] = [RunMonitor]


def earlier_runs(crawler: Crawler, coverage: Coverage, count: int) -> Sequence[Line]:
    """The last lines of the runs of the site that came to an end before this one, the latest last."""
    if crawler not in _EARLIER:
        this = coverage.line()["run"]
        runs = last_runs(coverage.folder, count + 1)
        _EARLIER[crawler] = [run.ended for run in runs if run.ended and run.id != this]
    return _EARLIER[crawler]


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
