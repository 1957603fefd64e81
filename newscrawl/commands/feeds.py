"""What the commands on feeds and ledgers share."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import UsageError

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

    from newscrawl.store.segments import Cursor


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


def data_dir_of(settings: BaseSettings | None) -> Path:
    """The data folder of a command with these settings."""
    from newscrawl.paths import data_dir  # noqa: PLC0415 - imported at each `scrapy …`

    assert settings is not None  # noqa: S101 - set by Scrapy
    return data_dir(settings)


def existing_feed(data_dir: Path, site: str) -> Path:
    """The folder of the feed of a site.  Raises `UsageError` where there is none."""
    from newscrawl.pipelines.feed import feed_folder  # noqa: PLC0415 - imported at each `scrapy …`

    try:
        folder = feed_folder(data_dir, site)
    except ValueError as error:
        raise UsageError(str(error), print_help=False) from None
    if not folder.is_dir():
        raise UsageError(f"no feed of {site}: there is no {folder}", print_help=False)
    return folder


def sites_with_feeds(data_dir: Path) -> Iterator[str]:
    """The sites that have a feed, by name."""
    from newscrawl.paths import feeds_dir  # noqa: PLC0415 - imported at each `scrapy …`

    folder = feeds_dir(data_dir)
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_dir():
            yield path.name


def add_since(parser: argparse.ArgumentParser) -> None:
    """Adds the option for where to read from."""
    parser.add_argument(
        "--since", metavar="CURSOR|DATE", help="only lines after a cursor, or segments of a day (UTC) and later"
    )


def place_of(command: str, opts: argparse.Namespace, folder: Path) -> Cursor | None:
    """Where to read from.  What was deleted of the days that were asked for is told of; a cursor goes on exactly.

    Raises `ValueError` for what is neither cursor nor day.
    """
    from newscrawl.store.errors import LinesDamaged, LinesDeleted  # noqa: PLC0415 - imported at each `scrapy …`
    from newscrawl.store.reading import read_lines  # noqa: PLC0415 - imported at each `scrapy …`

    if not opts.since:
        return None
    since = _since(opts.since, opts.site)
    if ":" in opts.since:
        return since
    try:
        next(read_lines(folder, since=since), None)
    except LinesDeleted as gap:
        print(f"scrapy {command}: {gap}", file=sys.stderr)
        return gap.resume
    except LinesDamaged:
        pass  # found, and told, by who reads from there
    return since


def _since(text: str, site: str) -> Cursor:
    """The place that a cursor or a day says.  Raises `ValueError` for anything else."""
    from newscrawl.store.segments import Cursor, segment_name  # noqa: PLC0415 - imported at each `scrapy …`

    try:
        return Cursor(segment_name(site, date.fromisoformat(text)))
    except ValueError:
        pass
    try:
        return Cursor.parse(text)
    except ValueError:
        expected = f"a day such as 2026-11-23, or a cursor such as {site}-2026-11-23:1834"
        raise ValueError(f"{expected}, is expected, not {text!r}") from None


def count_of(text: str) -> int:
    """A number from 0 in an option."""
    if not (text.isascii() and text.isdecimal()):
        raise argparse.ArgumentTypeError(f"not a number: {text!r}")
    return int(text)
