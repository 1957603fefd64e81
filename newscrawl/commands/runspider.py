"""`scrapy runspider FILE`: Scrapy's; items of a spider that is none of ours go where `-o` says and nowhere else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands.runspider import Command as ScrapyRunspider
from scrapy.commands.runspider import _import_file
from scrapy.spiderloader import DummySpiderLoader

from newscrawl.commands.base import refuse
from newscrawl.commands.checks import Checked
from newscrawl.commands.crawl import recorder_of, say_status
from newscrawl.commands.fetch import WRITING
from newscrawl.commands.outputs import name_formats, pack_outputs
from newscrawl.reporting.status import ExitStatus
from newscrawl.spiders.loader import fault_of_file

if TYPE_CHECKING:
    import argparse

    from scrapy import Spider
    from scrapy.crawler import Crawler


class Command(Checked, ScrapyRunspider):
    """Runs the spider of a file; the exit status is that of a run."""

    _run: Crawler | None = None

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Run the spider of a file"

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Applies and checks the options; the spiders of the project do not matter here."""
        name_formats(opts, self.settings)
        super().process_options(args, opts)
        pack_outputs(self.settings)
        self.settings.set("SPIDER_LOADER_CLASS", DummySpiderLoader, priority="cmdline")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Runs the spider."""
        if len(args) == 1 and Path(args[0]).is_file():
            try:
                _import_file(args[0])
            except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever the file of a stranger does
                refuse(fault_of_file(Path(args[0]), error))
        super().run(args, opts)
        if self._run is not None and self._run.stats is not None:
            status = self._run.stats.get_value("newscrawl/exit_status", ExitStatus.UNEXPECTED.value)
            self.exitcode = self.exitcode or status
            recorder = recorder_of(self._run)
            if status and recorder is not None:
                say_status(recorder.record())

    def _create_crawler(self, spidercls: type[Spider] | str) -> Crawler:
        if not hasattr(spidercls, "parse_arguments"):  # only spiders of ours say more than their name
            for settings in (self.settings, self.crawler_process.settings):
                settings.set("ITEM_PIPELINES", _of_others(settings.getdict("ITEM_PIPELINES")), priority="cmdline")
                for name in WRITING:
                    settings.set(name, False, priority="cmdline")
        self._run = super()._create_crawler(spidercls)
        return self._run


def _of_others(pipelines: dict[object, object]) -> dict[object, object]:
    """The pipelines that are none of ours: those understand articles only."""
    return {each: order for each, order in pipelines.items() if not str(each).startswith("newscrawl.")}
