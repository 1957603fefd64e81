"""Where a run writes: one data folder, at an absolute path, whatever folder cron starts in."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scrapy.utils.conf import closest_scrapy_cfg

from newscrawl import options


def data_dir(settings: Mapping[str, Any]) -> Path:
    """The absolute path of the data folder, `NEWSCRAWL_DATA_DIR`; it need not exist yet.

    Unset, it is `data/` beside the closest `scrapy.cfg`, or without one `newscrawl/` in the user's data folder (XDG).
    A relative value is taken from that same place, never from the current folder; `~` is the user's home.
    """
    project = project_dir()
    return resolve_data_dir(options.DATA_DIR.read(settings), project, user_data_dir(os.environ))


def project_dir() -> Path | None:
    """The folder of the closest `scrapy.cfg`, seen from the current folder upwards."""
    config = closest_scrapy_cfg()
    return Path(config).parent if config else None


def user_data_dir(environment: Mapping[str, str]) -> Path:
    """The user's own folder for newscrawl, by the XDG convention, where a relative `XDG_DATA_HOME` does not count."""
    home = Path(environment.get("XDG_DATA_HOME", ""))
    return (home if home.is_absolute() else Path("~/.local/share").expanduser()) / "newscrawl"


def resolve_data_dir(value: str | os.PathLike[str] | None, project: Path | None, user: Path) -> Path:
    """The data folder for a given setting, project folder and user's folder, all but the setting absolute."""
    if not value:
        return project / "data" if project else user
    return Path(os.path.normpath((project or user) / Path(value).expanduser()))


def feeds_dir(data: Path) -> Path:
    """Where the durable feeds lie, one folder a site."""
    return data / "feeds"


def ledger_dir(data: Path) -> Path:
    """Where the ledgers and the sites' locks lie."""
    return data / "ledger"


def archive_dir(data: Path, site: str) -> Path:
    """Where what was seen of a site is kept."""
    return data / "archive" / site


def derived_dir(data: Path, site: str) -> Path:
    """Where files made from the feed of a site lie, which can be made again."""
    return data / "derived" / site


def runs_dir(data: Path, site: str) -> Path:
    """Where the run reports of a site lie."""
    return data / "runs" / site
