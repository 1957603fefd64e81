"""`scrapy feed`: reads and verifies the durable feeds."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

if TYPE_CHECKING:
    from newscrawl.feed.cursor import Cursor
    from newscrawl.feed.reading import Line

_FOLLOW_INTERVAL = 0.5
"""Seconds between two looks of `tail -f`."""


class Command(ScrapyCommand):
    """Reads and verifies the durable feeds."""

    requires_project = False
    requires_crawler_process = False

    def syntax(self) -> str:
        """The usage, without the name of the command."""
        return "cat|tail|verify [options] [SITE …]"

    def short_desc(self) -> str:
        """One line of help."""
        return "Read and verify the durable feeds"

    def long_desc(self) -> str:
        """The help."""
        return (
            "Prints the lines of a site's durable feed, all its segments as one stream (cat, tail), or checks feeds: "
            "sidecars, hashes, every line against the contract, doubles, and that the index says the same (verify; "
            "status 1 and one line a fault where something is wrong)."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Adds the sub-commands."""
        super().add_options(parser)
        actions = parser.add_subparsers(dest="action", metavar="cat|tail|verify", required=True)
        cat = _sub_command(actions, "cat", "print the lines of a feed", "[options] SITE")
        cat.add_argument("site", metavar="SITE")
        cat.add_argument(
            "--since", metavar="CURSOR|DATE", help="only lines behind a cursor, or segments of a day (UTC) and later"
        )
        cat.add_argument("--cursor", action="store_true", help="before each line the cursor behind it, and a tab")
        tail = _sub_command(actions, "tail", "print the last lines of a feed", "[options] SITE")
        tail.add_argument("site", metavar="SITE")
        tail.add_argument("-n", "--lines", metavar="N", type=_count, default=10, help="how many (default: 10)")
        tail.add_argument("-f", "--follow", action="store_true", help="go on with the lines to come")
        verify = _sub_command(actions, "verify", "check feeds", "[options] [SITE …]")
        verify.add_argument("sites", metavar="SITE", nargs="*", help="default: all")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Does what the sub-command says."""
        if args:
            raise UsageError(f"unrecognized arguments: {' '.join(args)}", print_help=False)
        try:
            getattr(self, f"_{opts.action}")(opts)
            sys.stdout.flush()
        except BrokenPipeError:
            # The reader has what it wanted; nothing more can be said to it, at exit neither.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except KeyboardInterrupt:
            self.exitcode = 130

    def _cat(self, opts: argparse.Namespace) -> None:
        from newscrawl.feed.reading import read_lines  # noqa: PLC0415 - imported at each `scrapy …`

        folder = self._folder(opts.site)
        try:
            since = _since(opts.since, opts.site) if opts.since else None
            self._print(read_lines(folder, since=since), with_cursor=opts.cursor)
        except ValueError as error:
            raise UsageError(f"--since: {error}", print_help=False) from None

    def _tail(self, opts: argparse.Namespace) -> None:
        from newscrawl.feed.reading import follow_lines, last_lines  # noqa: PLC0415 - imported at each `scrapy …`

        folder = self._folder(opts.site)
        last = last_lines(folder, max(opts.lines, 1))
        self._print(last[len(last) - opts.lines :] if opts.lines < len(last) else last)
        if opts.follow:
            sys.stdout.flush()
            for line in follow_lines(folder, last[-1].end if last else None, wait):
                self._print([line])
                sys.stdout.flush()

    def _verify(self, opts: argparse.Namespace) -> None:
        from newscrawl.ledger.verification import verify  # noqa: PLC0415 - imported at each `scrapy …`
        from newscrawl.pipelines.feed import index_path  # noqa: PLC0415 - imported at each `scrapy …`

        for site in opts.sites or self._sites():
            folder = self._folder(site)
            try:
                for fault in verify(folder, index_path(self._data_dir(), site)):
                    print(fault)
                    self.exitcode = 1
            except OSError as error:
                print(f"{folder}: {error}")
                self.exitcode = 1

    def _print(self, lines: Iterable[Line], *, with_cursor: bool = False) -> None:
        for line in lines:
            if with_cursor:
                sys.stdout.buffer.write(f"{line.end}\t".encode())
            sys.stdout.buffer.write(line.content)

    def _data_dir(self) -> Path:
        from newscrawl.paths import data_dir  # noqa: PLC0415 - imported at each `scrapy …`

        assert self.settings is not None  # noqa: S101 - set by Scrapy
        return data_dir(self.settings)

    def _folder(self, site: str) -> Path:
        from newscrawl.pipelines.feed import feed_folder  # noqa: PLC0415 - imported at each `scrapy …`

        try:
            folder = feed_folder(self._data_dir(), site)
        except ValueError as error:
            raise UsageError(str(error), print_help=False) from None
        if not folder.is_dir():
            raise UsageError(f"no feed of {site}: there is no {folder}", print_help=False)
        return folder

    def _sites(self) -> Iterator[str]:
        from newscrawl.paths import feeds_dir  # noqa: PLC0415 - imported at each `scrapy …`

        folder = feeds_dir(self._data_dir())
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.is_dir():
                yield path.name


def wait() -> None:
    """Lets some time pass between two looks at a feed."""
    time.sleep(_FOLLOW_INTERVAL)


def _sub_command(actions: Any, name: str, text: str, usage: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = actions.add_parser(
        name, help=text, description=text, usage=f"scrapy feed {name} {usage}"
    )
    # Also behind the sub-command, where people write it; given twice, the latter counts.
    parser.add_argument(
        "-s", "--set", action="append", default=argparse.SUPPRESS, metavar="NAME=VALUE", help="set/override setting"
    )
    return parser


def _count(text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise argparse.ArgumentTypeError(f"not a number of lines: {text!r}")
    return int(text)


def _since(text: str, site: str) -> Cursor:
    """The place that a cursor or a day says.  Raises `ValueError` for anything else."""
    from newscrawl.feed.cursor import Cursor  # noqa: PLC0415 - imported at each `scrapy …`
    from newscrawl.feed.segments import segment_name  # noqa: PLC0415 - imported at each `scrapy …`

    try:
        return Cursor(segment_name(site, date.fromisoformat(text)))
    except ValueError:
        pass
    try:
        return Cursor.parse(text)
    except ValueError:
        expected = f"a day such as 2026-11-23, or a cursor such as {site}-2026-11-23:1834"
        raise ValueError(f"{expected}, is expected, not {text!r}") from None
