"""`scrapy case`: a page of the archive and its outcome as a test case, and cases held to the present code."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from newscrawl.commands.feeds import data_dir_of

if TYPE_CHECKING:
    from scrapy.spiderloader import SpiderLoaderProtocol

    from newscrawl.derivation.pages import ArchivedPage

_LONGEST = 60
"""Characters of an address that the name of a case takes."""


class Command(ScrapyCommand):
    """Writes a test case from the archive."""

    requires_project = False
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 - Scrapy's own declaration

    def syntax(self) -> str:
        """The usage, without the name of the command."""
        return "[options] URL|ID …  |  --check [FOLDER …]"

    def short_desc(self) -> str:
        """One line of help."""
        return "Write an archived page and its article as a test case"

    def long_desc(self) -> str:
        """The help."""
        return (
            "Writes the archived page of an article, and the article that the present code makes of it, into a folder "
            "of its own: a test case to keep, to correct by hand if the outcome is wrong, and to send with a bug "
            "report. With --check, reads cases again, prints each difference, and ends with status 1 if there is any."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Adds where from, where to, and the check."""
        super().add_options(parser)
        parser.add_argument("--site", metavar="SITE", help="search only the archive of this site")
        parser.add_argument(
            "--out",
            metavar="DIR",
            help="folder of the cases (default: tests/cases beside scrapy.cfg, or in the current folder)",
        )
        parser.add_argument("--force", action="store_true", help="overwrite an existing case")
        parser.add_argument("--check", action="store_true", help="read all cases below the named folders again")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Applies the options, and checks the settings, on which the outcome depends."""
        from newscrawl.commands.checks import apply_checked  # noqa: PLC0415 - imported at each `scrapy …`

        assert self.settings is not None  # noqa: S101 - set by Scrapy
        apply_checked(self.settings, opts.set, lambda: super(Command, self).process_options(args, opts))

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Writes the cases, or checks them."""
        if opts.check:
            self._check([Path(word) for word in args] or [self._out(opts)])
            return
        if not args:
            raise UsageError("an address or id is expected", print_help=False)
        from scrapy.spiderloader import get_spider_loader  # noqa: PLC0415 - imported at each `scrapy …`

        assert self.settings is not None  # noqa: S101 - set by Scrapy
        loader = get_spider_loader(self.settings)
        for word in args:
            self._write(word, opts, loader)

    def _write(self, word: str, opts: argparse.Namespace, loader: SpiderLoaderProtocol) -> None:
        from newscrawl.derivation.cases import outcome_of, unpacked, write_case  # noqa: PLC0415 - as above
        from newscrawl.derivation.deriver import NoSpider, NotDerived  # noqa: PLC0415

        assert self.settings is not None  # noqa: S101 - set by Scrapy
        page = self._page(word, opts.site)
        if page is None:
            self._fail(f"no archive holds a page of {word}: no run read it, no run kept it, or it is reserved")
            return
        folder = self._out(opts) / name_of(page)
        if folder.exists() and not opts.force:
            self._fail(f"{folder} exists already; --force overwrites it")
            return
        try:
            expected = outcome_of(page, self.settings, loader)
            write_case(folder, unpacked(page, self.settings, loader), expected)
        except (NoSpider, NotDerived) as finding:
            self._fail(f"{page.exchange.url}: {finding}")
        except OSError as error:
            self._fail(f"cannot write the case: {error}", 5)
        else:
            print(f"{folder}: {told_outcome(expected)}")

    def _page(self, word: str, site: str | None) -> ArchivedPage | None:
        """The page of an article, in the archive of one site or of any."""
        import sqlite3  # noqa: PLC0415 - imported at each `scrapy …`

        from newscrawl.derivation.pages import newest_page  # noqa: PLC0415
        from newscrawl.paths import archive_dir  # noqa: PLC0415
        from newscrawl.pipelines.feed import feed_folder, index_path  # noqa: PLC0415
        from newscrawl.state.holdings import Wanted  # noqa: PLC0415

        data = data_dir_of(self.settings)
        try:
            wanted = Wanted.parse(word)
        except ValueError:
            raise UsageError(f"neither a web address nor an id: {word!r}", print_help=False) from None
        for name in [site] if site else _sites(data):
            try:
                places = archive_dir(data, name), feed_folder(data, name), index_path(data, name)
                page = newest_page(*places, wanted.id)
            except ValueError as error:
                raise UsageError(str(error), print_help=False) from None
            except (OSError, sqlite3.Error) as error:
                self._fail(f"{name}: {error}", 5)
                continue
            if page is not None:
                return page
        return None

    def _check(self, folders: list[Path]) -> None:
        from newscrawl.testing import cases_in, check_case  # noqa: PLC0415 - imported at each `scrapy …`

        cases = [case for folder in folders for case in cases_in(folder)]
        if not cases:
            self._fail(f"no cases in {', '.join(map(str, folders))}")
            return
        wrong = 0
        for case in cases:
            try:
                faults = check_case(case, self.settings)
            except (OSError, ValueError) as error:
                faults = [f"no case: {error}"]
            wrong += bool(faults)
            for fault in faults:
                print(f"{case}: {fault}")
        print(f"{len(cases)} cases, {wrong} with another outcome")
        self.exitcode = max(self.exitcode, int(wrong > 0))

    def _out(self, opts: argparse.Namespace) -> Path:
        from newscrawl.paths import project_dir  # noqa: PLC0415 - imported at each `scrapy …`

        return Path(opts.out) if opts.out else (project_dir() or Path.cwd()) / "tests" / "cases"

    def _fail(self, message: str, status: int = 1) -> None:
        print(f"scrapy case: {message}", file=sys.stderr)
        self.exitcode = max(self.exitcode, status)


def name_of(page: ArchivedPage) -> str:
    """The name of a case: the site, the last words of the address, and some of the identity."""
    from newscrawl.urls import article_id  # noqa: PLC0415 - imported at each `scrapy …`

    words = re.sub(r"[^a-z0-9]+", "-", urlsplit(page.exchange.url).path.lower()).strip("-")
    return "-".join(filter(None, (page.notes.site, words[-_LONGEST:].strip("-"), article_id(page.exchange.url)[:8])))


def told_outcome(expected: dict[str, object]) -> str:
    """An outcome in a few words."""
    if "refused" in expected:
        return f"no article ({expected['refused']})"
    if "failed" in expected:
        return f"the code fails ({expected['failed']})"
    return str(expected.get("headline") or "an article without headline")


def _sites(data: Path) -> Iterator[str]:
    """The sites that have an archive, by name."""
    folder = data / "archive"
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_dir():
            yield path.name
