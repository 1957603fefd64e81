"""`scrapy feed`: reads, verifies, repairs and compacts the durable feeds."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from newscrawl.commands.base import (
    Described,
    add_since,
    existing_feed,
    misused,
    number_from,
    refuse_words,
    sites_with_feeds,
    start_of_reading,
    sub_command,
)
from newscrawl.commands.locking import alone
from newscrawl.paths import derived_dir, feeds_dir

if TYPE_CHECKING:
    from newscrawl.store.reading import FeedLine
    from newscrawl.store.segments import Cursor

_FOLLOW_INTERVAL = 0.5
"""Seconds between two looks of `tail -f`."""


class Command(Described, ScrapyCommand):
    """Reads, verifies, repairs and compacts the durable feeds."""

    default_settings = ScrapyCommand.default_settings
    usage = "cat|tail|verify|repair|compact [options] [SITE …]"
    summary = "Read, verify, repair and compact the durable feeds"
    details = (
        "cat and tail print the lines of a site's durable feed, all its segments as one stream. verify checks "
        "feeds: sidecars, hashes, every line against the contract, duplicates, and the index against the feed; it "
        "prints one line a fault, with status 1. repair makes lost sidecars anew and sets damaged segments aside: the "
        "next run reads the site back. compact writes the latest line of each article to a file of its "
        "own, without the articles that the site removed. If lines are damaged or deleted, cat and tail report "
        "them, with status 1, and print the others (cat after a cursor, and tail -f, stop at deleted lines); "
        "compact reports them and writes nothing."
    )

    def __init__(self) -> None:
        super().__init__()
        self._reported: set[str] = set()

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Adds the sub-commands."""
        super().add_options(parser)
        actions = parser.add_subparsers(dest="action", metavar="cat|tail|verify|repair|compact", required=True)
        cat = sub_command(actions, "feed", "cat", "print the lines of a feed", "[options] SITE")
        cat.add_argument("site", metavar="SITE")
        add_since(cat)
        cat.add_argument("--cursor", action="store_true", help="print before each line the cursor after it, and a tab")
        cat.add_argument(
            "--first-only", action="store_true", help="leave out copies of what was published before: see stories"
        )
        tail = sub_command(actions, "feed", "tail", "print the last lines of a feed", "[options] SITE")
        tail.add_argument("site", metavar="SITE")
        tail.add_argument(
            "-n", "--lines", metavar="N", type=number_from(0), default=10, help="number of lines (default: 10)"
        )
        tail.add_argument("-f", "--follow", action="store_true", help="wait for new lines and print them")
        verify = sub_command(actions, "feed", "verify", "check feeds", "[options] [SITE …]")
        verify.add_argument("sites", metavar="SITE", nargs="*", help="default: all")
        repair = sub_command(
            actions, "feed", "repair", "put damaged feeds in order; deletes nothing", "[options] SITE …"
        )
        repair.add_argument("sites", metavar="SITE", nargs="+")
        text = "write the latest line of each article, in the order of the feed"
        compact = sub_command(actions, "feed", "compact", text, "[options] SITE")
        compact.add_argument("site", metavar="SITE")
        compact.add_argument(
            "-o",
            "--output",
            metavar="FILE",
            help="write to FILE, compressed if it ends in .gz; - prints on standard output "
            "(default: derived/SITE/SITE-latest.jsonl.gz in the data folder)",
        )
        add_since(compact)
        compact.add_argument("--with-removed", action="store_true", help="also write the removals")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Does what the sub-command says."""
        refuse_words(args)
        with self.printing():
            getattr(self, f"_{opts.action}")(opts)

    def _cat(self, opts: argparse.Namespace) -> None:
        from newscrawl.store.reading import read_lines

        folder = self._folder(opts.site)
        try:
            since = start_of_reading(opts, folder)
            # Who comes with a cursor goes on exactly, and says from where; who wants a day or all gets what there is.
            passes_deleted = ":" not in (opts.since or "")
            lines = self._present(lambda start: read_lines(folder, since=start), since, passes_deleted=passes_deleted)
            if opts.first_only:
                copies = self._copies(opts.site)
                lines = (line for line in lines if line.data.get("id") not in copies)
            self._print(lines, with_cursor=opts.cursor)
        except BrokenPipeError:
            raise
        except OSError as error:
            self._fail(error)
        except ValueError as error:
            raise misused(f"--since: {error}") from None

    def _copies(self, site: str) -> set[str]:
        """The ids of a site's articles that are copies.  Raises `UsageError` where no stories are."""
        from newscrawl.stories import folder_of
        from newscrawl.stories.reading import copies_of

        folder = folder_of(self.data_dir)
        if not folder.is_dir():
            raise misused("--first-only: there are no stories yet; `newscrawl stories` finds them")
        return copies_of(folder, site)

    def _tail(self, opts: argparse.Namespace) -> None:
        from newscrawl.store.reading import follow_lines, last_lines

        folder = self._folder(opts.site)
        try:
            last = last_lines(folder, max(opts.lines, 1), self._fail)
            self._print(last[len(last) - opts.lines :] if opts.lines < len(last) else last)
            if opts.follow:
                sys.stdout.flush()
                end = last[-1].end if last else None
                for line in self._present(lambda start: follow_lines(folder, start, wait), end, passes_deleted=False):
                    self._print([line])
                    sys.stdout.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            self._fail(error)

    def _present(
        self, read: Callable[[Cursor | None], Iterator[FeedLine]], since: Cursor | None, *, passes_deleted: bool
    ) -> Iterator[FeedLine]:
        """The lines behind a position that are there and can be read; what is missing among them is reported."""
        from newscrawl.store.errors import LinesDamaged
        from newscrawl.store.reading import readable_lines

        def report(gap: Exception) -> bool:
            sys.stdout.flush()
            self._fail(gap)
            return passes_deleted or isinstance(gap, LinesDamaged)

        return readable_lines(read, since, report)

    def _verify(self, opts: argparse.Namespace) -> None:
        from newscrawl.pipelines.feed import index_path
        from newscrawl.store.verification import verify

        for site in opts.sites or sites_with_feeds(self.data_dir):
            folder = self._folder(site)
            try:
                for fault in verify(folder, index_path(self.data_dir, site)):
                    print(fault)
                    self.exitcode = 1
            except OSError as error:
                print(f"{folder}: {error}")
                self.exitcode = 1

    def _repair(self, opts: argparse.Namespace) -> None:
        for folder in [self._folder(site) for site in opts.sites]:
            alone(self, folder.name, partial(self._repair_site, folder))

    def _repair_site(self, folder: Path) -> None:
        from newscrawl.crawl.memory import memory_path
        from newscrawl.pipelines.feed import index_path
        from newscrawl.state.progress import doubt_from
        from newscrawl.store.repairing import repair

        site = folder.name
        done = repair(folder, index_path(self.data_dir, site))
        for each in done:
            print(f"{site}: {each.text}")
        lost = [each.segment for each in done if each.set_aside]
        if lost:
            doubt_from(memory_path(self.data_dir, site), lost[0], folder)
            print(f"{site}: index rebuilt; the next run reads the site back to before {lost[0]}")
        elif not done:
            print(f"{site}: nothing to repair")

    def _compact(self, opts: argparse.Namespace) -> None:
        import sqlite3

        from newscrawl.store.compaction import Compacted, latest_lines, write_lines
        from newscrawl.store.errors import StorageError
        from newscrawl.store.files import DiskFiles

        folder, target = self._folder(opts.site), self._target(opts)
        files, counts = DiskFiles(), Compacted()
        try:
            since = start_of_reading(opts, folder)
            lines = latest_lines(folder, counts, files, since=since, with_removed=opts.with_removed)
            if target is None:
                self._print(lines)
                return
            write_lines(target, lines, files)
        except ValueError as error:
            raise misused(f"--since: {error}") from None
        except BrokenPipeError:
            raise
        except (StorageError, OSError, sqlite3.Error) as error:
            self._fail(error, "compact writes nothing: ")
            return
        removed = f"{counts.removals} removals {'kept' if opts.with_removed else 'left out'}"
        print(f"{target}: {counts.articles} articles, {removed}, {counts.replaced} lines replaced by later ones")

    def _target(self, opts: argparse.Namespace) -> Path | None:
        """The file to write, null for standard output."""
        if opts.output == "-":
            return None
        if opts.output is None:
            if opts.since:
                raise misused("--since needs -o FILE: the default file holds a whole feed")
            return derived_dir(self.data_dir, opts.site) / f"{opts.site}-latest.jsonl.gz"
        target = Path(opts.output).resolve()  # a link stays, what it leads to is written
        if target.is_relative_to(feeds_dir(self.data_dir).resolve()):
            raise misused(f"{target} is in the folder of the feeds, where only runs write")
        if target.exists() and not target.is_file():
            raise misused(f"{target} is no file; -o - prints on standard output")
        return target

    def _fail(self, error: Exception, outcome: str = "") -> None:
        text = f"{outcome}{error}"
        if text not in self._reported:
            self._reported.add(text)
            self.fail(text)

    def _print(self, lines: Iterable[FeedLine], *, with_cursor: bool = False) -> None:
        for line in lines:
            if with_cursor:
                sys.stdout.buffer.write(f"{line.end}\t".encode())
            sys.stdout.buffer.write(line.content)

    def _folder(self, site: str) -> Path:
        return existing_feed(self.data_dir, site)


def wait() -> None:
    """Lets some time pass between two looks at a feed."""
    time.sleep(_FOLLOW_INTERVAL)
