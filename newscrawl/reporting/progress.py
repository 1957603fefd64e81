"""A live line on a terminal: what has been read, and what came of it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call

from newscrawl import options
from newscrawl.reporting.status import Figures

if TYPE_CHECKING:
    from typing import Self

    from rich.progress import Progress
    from scrapy.crawler import Crawler

INTERVAL = 0.2
"""Seconds between two looks at the stats."""
_READ, _TOTAL = "newscrawl/replay/bytes", "newscrawl/replay/bytes_total"
_MEGABYTE = 1_000_000


class ProgressBar:
    """Shows a bar on stderr while a spider is open, where stderr is a terminal; log lines pass above it.

    Setting: `NEWSCRAWL_PROGRESS_ENABLED`.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.bar = new_bar()
        spider = crawler.spider
        assert spider is not None  # noqa: S101 - made before any extension
        self.task = self.bar.add_task(getattr(spider, "site", None) or spider.name, total=None, text="")
        self.refreshing = create_looping_call(self.refresh)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension; off where nobody watches, and in Scrapy's shell."""
        wanted = crawler.spider is not None and options.PROGRESS_ENABLED.read(crawler.settings)
        if not (wanted and shows_bars()):
            raise NotConfigured
        progress = cls(crawler)
        crawler.signals.connect(progress.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(progress.close, signal=signals.spider_closed)
        return progress

    def spider_opened(self) -> None:
        """Shows the bar."""
        self.bar.start()
        self.refreshing.start(INTERVAL)

    def refresh(self) -> None:
        """Shows the figures as they stand."""
        stats = self.crawler.stats.get_stats()
        figures = Figures.of(stats)
        done = figures.pages_read + figures.pages_failed
        total: int | None = max(figures.wanted, done) or None
        text = figures_text(figures)
        if _TOTAL in stats:  # a replay of files
            done, total = stats.get(_READ, 0), stats[_TOTAL]
            text = f"{done / _MEGABYTE:.0f} of {total / _MEGABYTE:.0f} MB  {text}"
        self.bar.update(self.task, completed=done, total=total, text=text)
        self.bar.refresh()

    def close(self) -> None:
        """Takes the bar away; the summary follows."""
        if self.refreshing.running:
            self.refreshing.stop()
            self.refresh()
        self.bar.stop()


class Count:
    """A line on a terminal: how many of many have come to an end, and how many of them failed."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.bar = new_bar()
        self.task = self.bar.add_task("sites", total=total, text="")
        self.bar.start()
        self.show(0, 0)

    def show(self, done: int, failed: int) -> None:
        """Shows where things stand."""
        text = f"{done} of {self.total}" + (f", {failed} failed" if failed else "")
        self.bar.update(self.task, completed=done, text=text)
        self.bar.refresh()

    def close(self) -> None:
        """Takes the line away."""
        self.bar.stop()


def is_watched() -> bool:
    """Whether somebody may be reading: stderr is a terminal."""
    return sys.stderr.isatty()


def shows_bars() -> bool:
    """Whether stderr is a terminal that can move its cursor."""
    return is_watched() and os.environ.get("TERM") != "dumb"


def figures_text(figures: Figures) -> str:
    """The figures beside the bar."""
    pages = figures.sources_read + figures.pages_read
    return f"{pages} pages  {figures.understood} articles  {figures.new} new  {figures.dropped} dropped"


def new_bar() -> Progress:
    """A bar on stderr that vanishes when stopped, refreshed by the reactor alone, never by a thread."""
    from rich.console import Console  # noqa: PLC0415 - only where somebody watches
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        TextColumn("{task.fields[text]}", markup=False),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        auto_refresh=False,
        transient=True,
    )
