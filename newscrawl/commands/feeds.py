"""What the commands on feeds and ledgers share."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import UsageError

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


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
