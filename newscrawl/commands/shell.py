"""`scrapy shell`: Scrapy's, with the manners and the guard of a run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from scrapy.commands.shell import Command as ScrapyShell
from scrapy.utils.url import guess_scheme

from newscrawl.commands.base import refuse
from newscrawl.commands.fetch import NOT_FETCHED, OnePage

if TYPE_CHECKING:
    import argparse

    from scrapy.http import Response


class Command(OnePage, ScrapyShell):
    """A console for a page; status 4 where `-c` was to read one that does not come."""

    _file: Response | None = None

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Open a page or a file in a Python console"

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Applies and checks the options; people take the time they want."""
        super().process_options(args, opts)
        self.settings.set("NEWSCRAWL_RUN_TIMEOUT", 0.0, priority="cmdline")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Opens the console."""
        self.check_spider(opts.spider)
        address = guess_scheme(args[0]) if args else ""
        if address.startswith("file:"):
            self._file = _read(address)
            args = []
        try:
            super().run(args, opts)
        except NOT_FETCHED as error:
            self.say_not_fetched(address, error)

    def update_vars(self, vars: dict[str, Any]) -> None:  # noqa: A002 - Scrapy's own name for it
        """Puts the file in the place of a response: what is downloaded is of the web alone."""
        if self._file is not None:
            vars["response"], vars["request"] = self._file, self._file.request
            self._file = None
        elif vars["request"] is not None and vars["response"] is None:
            self.say_not_fetched(vars["request"].url)


def _read(address: str) -> Response:
    """A file as if it had been downloaded.  Ends the program in one line where it cannot be read."""
    from scrapy.http import Request
    from scrapy.responsetypes import responsetypes

    path = Path(url2pathname(urlsplit(address).path))
    try:
        body = path.read_bytes()
    except OSError as error:
        refuse(f"cannot read the file: {error}")
    kind = responsetypes.from_args(filename=str(path), body=body)
    return kind(url=address, body=body, request=Request(address))
