"""The command `newscrawl`: Scrapy's commands and ours, with our settings, in any folder."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pkgutil import iter_modules

from newscrawl import __version__

SETTINGS_VARIABLE = "SCRAPY_SETTINGS_MODULE"
OWN_SETTINGS = "newscrawl.settings"


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs a command and exits with its status.

    Inside a project (a `scrapy.cfg` here or above, or `SCRAPY_SETTINGS_MODULE`), its settings hold; elsewhere ours.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] in (["-V"], ["--version"]):
        print(f"newscrawl {__version__}")
        return
    choose_settings()
    if not words or words[0] in {"-h", "--help"}:
        print(overview())
        return
    from scrapy.cmdline import execute  # noqa: PLC0415 - the version and the overview need no Scrapy

    execute(["newscrawl", *words])


def choose_settings() -> None:
    """Makes our settings the project's, where there is no project."""
    from scrapy.utils.conf import closest_scrapy_cfg, get_config  # noqa: PLC0415

    project = os.environ.get("SCRAPY_PROJECT", "default")
    if SETTINGS_VARIABLE in os.environ or closest_scrapy_cfg() or get_config().has_option("settings", project):
        return
    os.environ[SETTINGS_VARIABLE] = OWN_SETTINGS


def overview() -> str:
    """The commands of ours, each with its one line, and where the others are."""
    rows = []
    for module in iter_modules(import_module("newscrawl.commands").__path__, "newscrawl.commands."):
        command = getattr(import_module(module.name), "Command", None)
        if command is not None:
            rows.append(f"  {module.name.rpartition('.')[2]:<12} {command().short_desc()}")
    return "\n".join(
        [
            f"newscrawl {__version__}: the running news of the French-speaking press as JSON Lines",
            "",
            "  newscrawl COMMAND [options] …     newscrawl COMMAND -h for more",
            "",
            *rows,
            "",
            "Every command of Scrapy works too: list, shell, view, settings, …",
        ]
    )


if __name__ == "__main__":
    main()
