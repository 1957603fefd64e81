"""The command `newscrawl`: Scrapy's commands and ours, with our settings, in any folder."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, NoReturn

from newscrawl.version import __version__

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
    if sys.stdout is None:  # closed by who called us
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - until the end
    refuse_unknown(words)
    from scrapy.cmdline import execute  # noqa: PLC0415 - the version and the overview need no Scrapy

    with own_name(), until_nobody_reads():
        execute(["newscrawl", *words])


@contextmanager
def own_name() -> Iterator[None]:
    """Lets the help and the errors of commands say `newscrawl`, where Scrapy writes its own name."""
    from scrapy import cmdline  # noqa: PLC0415 - as above

    scrapys = cmdline.ScrapyArgumentParser

    class Parser(scrapys):  # type: ignore[misc, valid-type]  # a class in a variable
        def __init__(self, *, usage: str | None = None, **rest: Any) -> None:
            # Sub-commands are made by this class too, with the whole usage as the name of the program.
            super().__init__(
                **{**rest, "prog": "newscrawl", "usage": usage and re.sub("^scrapy ", "newscrawl ", usage)}
            )

        def error(self, message: str) -> NoReturn:
            needed = message.startswith("the following arguments are required")
            print(f"newscrawl: {message}" + (f"; usage: {self.usage}" if needed else ""), file=sys.stderr)
            raise SystemExit(2)

    cmdline.ScrapyArgumentParser = Parser  # type: ignore[misc, assignment]  # no other way in
    try:
        yield
    finally:
        cmdline.ScrapyArgumentParser = scrapys  # type: ignore[misc]


@contextmanager
def until_nobody_reads() -> Iterator[None]:
    """Ends the program quietly where the reader of its output has gone (`| head`)."""
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        # Nothing more can be said to the reader, at exit neither.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def choose_settings() -> None:
    """Makes our settings the project's, where there is no project."""
    from scrapy.utils.conf import closest_scrapy_cfg, get_config  # noqa: PLC0415

    project = os.environ.get("SCRAPY_PROJECT", "default")
    if SETTINGS_VARIABLE in os.environ or closest_scrapy_cfg() or get_config().has_option("settings", project):
        return
    os.environ[SETTINGS_VARIABLE] = OWN_SETTINGS


def refuse_unknown(words: Sequence[str]) -> None:
    """Ends the program with status 2 and one line where the command among `words` does not exist."""
    # Scrapy's own list: what it would not run is refused here, and nothing else.
    from scrapy.cmdline import _get_commands_dict  # noqa: PLC0415 - as above
    from scrapy.utils.project import get_project_settings, inside_project  # noqa: PLC0415

    name = next((word for word in words if not word.startswith("-")), None)
    try:
        settings = get_project_settings()
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever the module of a stranger does
        refuse_settings(error)
    known = _get_commands_dict(settings, inside_project())
    if name is None or name in known:
        return
    close = get_close_matches(name, known, n=1)
    meant = f"; did you mean {close[0]}?" if close else "; newscrawl -h lists the commands"
    print(f"newscrawl: unknown command {name!r}{meant}", file=sys.stderr)
    raise SystemExit(2)


def refuse_settings(error: BaseException) -> NoReturn:
    """Ends the program with status 2 and one line about a settings module that cannot be imported."""
    from importlib.util import find_spec  # noqa: PLC0415 - of no use but here

    from newscrawl.spiders.loader import fault_of_file  # noqa: PLC0415 - as above

    module = os.environ.get(SETTINGS_VARIABLE, "")
    try:
        origin = (spec := find_spec(module)) and spec.origin
    except (ImportError, ValueError):
        origin = None
    fault = fault_of_file(Path(origin), error) if origin else f"cannot import the settings {module!r}: {error}"
    print(f"newscrawl: {fault}", file=sys.stderr)
    raise SystemExit(2)


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
            "Every command of Scrapy works too: list, settings, check, …",
        ]
    )


if __name__ == "__main__":
    main()
