"""`scrapy rederive`: reads the archived pages of a feed again, and shows what the present code makes of them."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections import deque
from collections.abc import Iterable
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.spiderloader import get_spider_loader

from newscrawl.commands.base import (
    WARNINGS,
    Described,
    add_since,
    existing_feed,
    misused,
    number_from,
    start_of_reading,
)
from newscrawl.commands.checks import Checked
from newscrawl.commands.locking import SiteLock, SiteLocked, alone
from newscrawl.paths import archive_dir, derived_dir, feeds_dir
from newscrawl.reporting.status import ExitStatus
from newscrawl.version import __version__

if TYPE_CHECKING:
    from newscrawl.derivation.outcomes import Summary
    from newscrawl.derivation.output import Sink
    from newscrawl.store.reading import FeedLine
    from newscrawl.store.segments import Cursor


class Command(Checked, Described, ScrapyCommand):
    """Derives the lines of a feed again from their archived pages."""

    default_settings = WARNINGS
    usage = "[options] SITE"
    summary = "Read archived pages again and show what the present code changes"
    details = (
        "Derives each line of a site's feed again from its archived page, with the present spiders, stages and "
        "settings of the project, as of the moment when the run read the page; it makes no request to any site. "
        "Writes the derived feed (same ids and revisions, new newscrawl_version) and a diff to "
        "derived/SITE/rederived in the data folder. With --publish it also appends the changed lines to the feed, "
        "marked by corrected_by, for readers to take; otherwise it never changes the feed. Prints the changes, by "
        "field. Status 1: the site's code failed on a page, or lines of the feed are unreadable and nothing was "
        "derived; with --exit-code also: something changed, or no page could be read."
    )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Adds which lines, which fields, and the form."""
        super().add_options(parser)
        add_since(parser)
        parser.add_argument("--limit", metavar="N", type=number_from(0), help="stop after N lines")
        parser.add_argument(
            "--field",
            metavar="FIELD",
            action="append",
            default=[],
            help="report only changes of this field, such as dateline or dateline.places; you may give several",
        )
        parser.add_argument(
            "--examples",
            metavar="N",
            type=number_from(0),
            default=3,
            help="changes to print for each field (default: 3)",
        )
        parser.add_argument(
            "--dropped",
            action="store_true",
            help="also read again the pages that gave no line, and report those that are articles now",
        )
        parser.add_argument("--diff", metavar="FILE", help="write the diff to FILE (default: beside the derived feed)")
        parser.add_argument(
            "--publish", action="store_true", help="append the reported lines to the feed, marked as corrected"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument(
            "--exit-code", action="store_true", help="status 1 if anything changes, or no page can be read"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Derives, and prints what came of it."""
        import sqlite3

        from newscrawl.reporting.logs import ConsoleHandler, take_over_log
        from newscrawl.store.errors import LinesDamaged, LinesDeleted

        if len(args) != 1 or args[0].startswith("-"):
            raise misused("name one site")
        data, opts.site = self.data_dir, args[0]
        feed = existing_feed(data, opts.site)
        if not archive_dir(data, opts.site).is_dir():
            where = archive_dir(data, opts.site)
            raise misused(
                f"no archive of {opts.site}: there is no {where}; NEWSCRAWL_ARCHIVE_ENABLED has runs keep one"
            )
        check_fields(opts.field)
        take_over_log(self.settings, ConsoleHandler(), verbose=self.settings.get("LOG_LEVEL") in ("INFO", "DEBUG"))
        try:
            with SiteLock(derived_dir(data, opts.site) / "rederive.lock"), self.printing():
                self._rederive(data, feed, opts)
        except SiteLocked as finding:
            problem = f"another process is deriving {opts.site} ({finding.holder})"
            self.fail(problem, ExitStatus.LOCKED.value)
        except (LinesDamaged, LinesDeleted) as gap:
            self.fail(f"{opts.site}: rederive writes nothing: {gap}")
        except (OSError, sqlite3.Error) as error:
            self.fail(f"{opts.site}: rederive cannot go on: {error}", ExitStatus.NOT_WRITTEN.value)

    def _rederive(self, data: Path, feed: Path, opts: argparse.Namespace) -> None:
        from newscrawl.derivation.differences import Tally
        from newscrawl.derivation.outcomes import Summary
        from newscrawl.derivation.output import FOLDER, Sink
        from newscrawl.store.reading import read_lines

        try:
            since = start_of_reading(opts, feed)
            # All is read before anything is derived: what is damaged or deleted shows in seconds, and not in hours.
            deque(islice(read_lines(feed, since=since), opts.limit), maxlen=0)
        except ValueError as error:
            raise misused(f"--since: {error}") from None
        lines = islice(read_lines(feed, since=since), opts.limit)
        folder = derived_dir(data, opts.site) / FOLDER
        summary = Summary(wanted=tuple(opts.field), tally=Tally(examples=opts.examples))
        began = time.monotonic()
        with Sink(folder, opts.site, summary, Path(opts.diff) if opts.diff else None) as sink:
            asyncio.run(self._follow(data, lines, sink, dropped=opts.dropped))
        self._print(opts, sink, folder, time.monotonic() - began)
        if opts.publish:
            alone(self, opts.site, partial(self._publish, opts, feed, folder, summary, since))

    def _publish(
        self, opts: argparse.Namespace, feed: Path, folder: Path, summary: Summary, since: Cursor | None
    ) -> None:
        from newscrawl import clock
        from newscrawl.derivation.publishing import publish
        from newscrawl.pipelines.feed import index_path
        from newscrawl.reporting.report import many

        derived, index = feeds_dir(folder) / opts.site, index_path(self.data_dir, opts.site)
        if summary.corrected:
            today = clock.now().date()
            found = publish(derived, feed, index, summary.corrected, since=since, today=today)
            later = f"; {found.replaced} replaced by later lines already" if found.replaced else ""
            text = f"{many(found.corrected, 'corrected line')} published in {feed}{later}"
        else:
            text = "nothing to publish"
        print(f"{opts.site}: {text}", file=sys.stderr if opts.json else sys.stdout)

    async def _follow(self, data: Path, lines: Iterable[FeedLine], sink: Sink, *, dropped: bool) -> None:
        from newscrawl.derivation.pages import known_articles
        from newscrawl.derivation.rederiving import Rederivation
        from newscrawl.pipelines.feed import index_path

        site, loader = sink.derived.site, get_spider_loader(self.settings)
        with _Bar(site) as bar:
            async with Rederivation(archive_dir(data, site), self.settings, loader) as work:
                async for outcome in work.outcomes(lines):
                    sink.take(outcome)
                    bar.update(sink.summary)
                if dropped:
                    with known_articles(index_path(data, site)) as is_known:
                        async for found in work.understood(is_known):
                            sink.take_understood(found)

    def _print(self, opts: argparse.Namespace, sink: Sink, folder: Path, seconds: float) -> None:
        from newscrawl.derivation.outcomes import examples, headline, reasons, table
        from newscrawl.derivation.output import DIFF

        summary = sink.summary
        proves_nothing = not summary.read and summary.lines["kept"]
        if summary.lines["failed"] or (opts.exit_code and (proves_nothing or not summary.is_clean)):
            self.exitcode = 1
        if opts.json:
            print(json.dumps(sink.to_dict(), ensure_ascii=False))
            return
        print(headline(opts.site, __version__, summary, seconds))
        rows = list(table(summary))
        if rows:
            print("\n" + "\n".join(rows))
        for line in (*examples(summary), *reasons(summary)):
            print(line)
        print(f"\nDerived feed  {folder / 'feeds' / opts.site}\nDiff to read  {opts.diff or folder / DIFF}")


class _Bar:
    """How far it has come, where somebody watches."""

    def __init__(self, site: str) -> None:
        from newscrawl.reporting.progress import new_bar, shows_bars

        self.bar = new_bar() if shows_bars() else None
        self.task = self.bar.add_task(site, total=None, text="") if self.bar else None
        self.updated = 0.0

    def __enter__(self) -> _Bar:
        if self.bar:
            self.bar.start()
        return self

    def update(self, summary: Summary) -> None:
        """Shows the figures as they stand, now and then."""
        from newscrawl.reporting.progress import INTERVAL

        if self.bar is None or self.task is None or time.monotonic() - self.updated < INTERVAL:
            return
        self.updated = time.monotonic()
        self.bar.update(self.task, text=f"{summary.read} read  {summary.lines['changed']} changed")
        self.bar.refresh()

    def __exit__(self, *_: object) -> None:
        if self.bar:
            self.bar.stop()


def check_fields(given: Iterable[str]) -> None:
    """Refuses what is no field of an article.  Raises `UsageError`."""
    from newscrawl.derivation.differences import top
    from newscrawl.items import Article, exported_fields
    from newscrawl.schema import is_field

    known = [each.name for each in exported_fields(Article)]
    for name in given:
        if top(name) not in known:
            raise misused(f"--field: {name!r} is no field; the fields are {', '.join(known)}")
        if not is_field(name):
            raise misused(f"--field: there is no {name!r} in {top(name)!r}; see docs/fields.md")
