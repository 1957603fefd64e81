"""What our commands share: how they describe themselves, find data, and say what is wrong."""

from __future__ import annotations

import argparse
import os
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

from scrapy.commands import ScrapyHelpFormatter
from scrapy.exceptions import UsageError

from newscrawl import options
from newscrawl.paths import data_dir, feeds_dir
from newscrawl.redaction import for_log
from newscrawl.reporting.status import ExitStatus

if TYPE_CHECKING:
    from scrapy.commands import ScrapyCommand as _Base
    from scrapy.crawler import CrawlerProcessBase
    from scrapy.settings import Settings

    from newscrawl.store.segments import Cursor
else:
    _Base = object  # Scrapy would take every command that it finds here for one to run


WARNINGS: dict[str, Any] = {"LOG_LEVEL": "WARNING"}
"""Settings of commands that log what goes wrong and nothing else."""


class SetUp(_Base):
    """A command that Scrapy has set up before anything is asked of it."""

    settings: Settings
    crawler_process: CrawlerProcessBase

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Applies settings of ours in the environment, which count more than those of a module, and the options."""
        try:
            found = options.in_environment(os.environ)
        except ValueError as error:
            raise misused(error) from None
        self.settings.setdict(found, priority="project")
        super().process_options(args, opts)


class Described(SetUp):
    """A command that says by attributes what it is for."""

    usage: ClassVar[str] = "[options]"
    """What follows its name."""
    summary: ClassVar[str]
    """One line for the list of commands."""
    details: ClassVar[str] = ""
    """The help, where the summary does not say all."""
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """The usage, without the name of the command."""
        return self.usage

    def short_desc(self) -> str:
        """One line of help."""
        return self.summary

    def long_desc(self) -> str:
        """The help."""
        return self.details or self.summary

    @property
    def data_dir(self) -> Path:
        """The data folder."""
        return data_dir(self.settings)

    def fail(self, problem: object, status: int = 1) -> None:
        """Prints a line about what is wrong; the gravest status counts."""
        say(str(problem))
        self.exitcode = max(self.exitcode, status)

    @contextmanager
    def printing(self) -> Iterator[None]:
        """Ends quietly when the reader of the output has had enough, and at Ctrl-C with status 130."""
        try:
            yield
            sys.stdout.flush()
        except BrokenPipeError:
            # Nothing more can be said to the reader, at exit neither.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except KeyboardInterrupt:
            self.exitcode = 130


class KeptLines(ScrapyHelpFormatter):
    """Scrapy's help, in which text of several lines stays so."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        rest = indent + " " * 22
        lines = (textwrap.fill(line, width, initial_indent=indent, subsequent_indent=rest) for line in text.split("\n"))
        return "\n".join(lines) if "\n" in text else super()._fill_text(text, width, indent)


def say(message: str) -> None:
    """Prints a line about what is wrong."""
    print(f"newscrawl: {for_log(message)}", file=sys.stderr)


def refuse(message: str) -> NoReturn:
    """Ends the program with a line about what was asked for."""
    say(message)
    raise SystemExit(ExitStatus.USAGE.value)


def misused(message: object) -> UsageError:
    """What to raise for a command line that makes no sense: one line, without the help."""
    return UsageError(str(message), print_help=False)


def refuse_words(words: list[str]) -> None:
    """Raises `UsageError` for words that a command does not take."""
    if words:
        raise misused(f"unrecognized arguments: {' '.join(words)}")


def sub_command(actions: Any, command: str, name: str, text: str, usage: str) -> argparse.ArgumentParser:
    """The parser of a sub-command of `command`."""
    parser: argparse.ArgumentParser = actions.add_parser(
        name, help=text, description=text, usage=f"scrapy {command} {name} {usage}"
    )
    # Also behind the sub-command, where people write it; given twice, the latter counts.
    parser.add_argument(
        "-s", "--set", action="append", default=argparse.SUPPRESS, metavar="NAME=VALUE", help="set/override setting"
    )
    return parser


def number_from(least: int) -> Callable[[str], int]:
    """The reader of an option that takes a whole number from `least` on."""

    def number(text: str) -> int:
        if not (text.isascii() and text.isdecimal() and int(text) >= least):
            raise argparse.ArgumentTypeError(f"not a number from {least}: {text!r}")
        return int(text)

    return number


def day(text: str) -> date:
    """The reader of an option that takes a day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"must be a day such as 2026-11-23, not {text!r}") from None


def folders_in(path: Path) -> list[str]:
    """The names of the folders below one that may be missing, in order."""
    return sorted(each.name for each in path.iterdir() if each.is_dir()) if path.is_dir() else []


def existing_feed(data_dir: Path, site: str) -> Path:
    """The folder of the feed of a site.  Raises `UsageError` where there is none."""
    from newscrawl.pipelines.feed import feed_folder

    try:
        folder = feed_folder(data_dir, site)
    except ValueError as error:
        raise misused(error) from None
    if not folder.is_dir():
        raise misused(f"no feed of {site}: there is no {folder}")
    return folder


def sites_with_feeds(data_dir: Path) -> list[str]:
    """The sites that have a feed, by name.  Raises `UsageError` where none has."""
    sites = folders_in(feeds_dir(data_dir))
    if not sites:
        raise misused(f"no feed in {feeds_dir(data_dir)}")
    return sites


def add_since(parser: argparse.ArgumentParser) -> None:
    """Adds the option for where to read from."""
    parser.add_argument(
        "--since", metavar="CURSOR|DATE", help="only lines after a cursor, or segments of a day (UTC) and later"
    )


def start_of_reading(opts: argparse.Namespace, folder: Path) -> Cursor | None:
    """The position from which `--since` has a feed be read: a cursor, or the first one left of the days asked for.

    Raises `ValueError` for what is neither cursor nor day.
    """
    from newscrawl.store.errors import LinesDamaged, LinesDeleted
    from newscrawl.store.reading import read_lines

    if not opts.since:
        return None
    since = _since(opts.since, opts.site)
    if ":" in opts.since:
        return since
    try:
        next(read_lines(folder, since=since), None)
    except LinesDeleted as gap:
        say(str(gap))
        return gap.resume
    except LinesDamaged:
        pass  # who reads from there finds and reports it
    return since


def _since(text: str, site: str) -> Cursor:
    from newscrawl.store.segments import Cursor, segment_name

    try:
        return Cursor(segment_name(site, date.fromisoformat(text)))
    except ValueError:
        pass
    try:
        cursor = Cursor.parse(text)
        if str(cursor) != text.strip():  # a time of day is none, though it ends like one
            raise ValueError(text)
        return cursor
    except ValueError:
        forms = f"a day such as 2026-11-23, or a cursor such as {site}-2026-11-23:1834"
        raise ValueError(f"must be {forms}, not {text!r}") from None
