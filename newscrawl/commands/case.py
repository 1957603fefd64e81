"""`scrapy case`: a page of the archive and its outcome as a test case, and cases held to the present code."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.commands import ScrapyCommand
from scrapy.spiderloader import get_spider_loader

from newscrawl.commands.base import Described, folders_in, misused
from newscrawl.commands.checks import Checked
from newscrawl.paths import archive_dir, project_dir
from newscrawl.urls import article_id

if TYPE_CHECKING:
    from scrapy.spiderloader import SpiderLoaderProtocol

    from newscrawl.derivation.pages import ArchivedPage

_LONGEST = 60
"""Characters of an address that the name of a case takes."""


class Command(Checked, Described, ScrapyCommand):
    """Writes a test case from the archive."""

    usage = "[options] URL|ID …  |  --check [FOLDER …]"
    summary = "Write an archived page and its article as a test case"
    details = (
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

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Writes the cases, or checks them."""
        if opts.check:
            self._check([Path(word) for word in args] or [self._out(opts)])
            return
        if not args:
            raise misused("name an address or id")

        loader = get_spider_loader(self.settings)
        for word in args:
            self._write(word, opts, loader)

    def _write(self, word: str, opts: argparse.Namespace, loader: SpiderLoaderProtocol) -> None:
        from newscrawl.derivation.cases import outcome_of, unpacked, write_case
        from newscrawl.derivation.deriver import NoSpider, NotDerived

        page = self._page(word, opts.site)
        if page is None:
            self.fail(f"no archive holds a page of {word}: no run read it, no run kept it, or it is reserved")
            return
        folder = self._out(opts) / name_of(page)
        if folder.exists() and not opts.force:
            self.fail(f"{folder} exists already; --force overwrites it")
            return
        try:
            expected = outcome_of(page, self.settings, loader)
            write_case(folder, unpacked(page, self.settings, loader), expected)
        except (NoSpider, NotDerived) as finding:
            self.fail(f"{page.exchange.url}: {finding}")
        except OSError as error:
            self.fail(f"cannot write the case: {error}", 5)
        else:
            print(f"{folder}: {outcome_text(expected)}")

    def _page(self, word: str, site: str | None) -> ArchivedPage | None:
        """The page of an article, in the archive of one site or of any."""
        import sqlite3

        from newscrawl.derivation.pages import newest_page
        from newscrawl.pipelines.feed import feed_folder, index_path
        from newscrawl.state.holdings import Wanted

        data = self.data_dir
        try:
            wanted = Wanted.parse(word)
        except ValueError:
            raise misused(f"neither a web address nor an id: {word!r}") from None
        for name in [site] if site else folders_in(data / "archive"):
            try:
                paths = archive_dir(data, name), feed_folder(data, name), index_path(data, name)
                page = newest_page(*paths, wanted.id)
            except ValueError as error:
                raise misused(error) from None
            except (OSError, sqlite3.Error) as error:
                self.fail(f"{name}: {error}", 5)
                continue
            if page is not None:
                return page
        return None

    def _check(self, folders: list[Path]) -> None:
        from newscrawl.reporting.report import many
        from newscrawl.testing import cases_in, check_case

        cases = [case for folder in folders for case in cases_in(folder)]
        if not cases:
            self.fail(f"no cases in {', '.join(map(str, folders))}")
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
        print(f"{many(len(cases), 'case')}, {wrong} with another outcome")
        self.exitcode = max(self.exitcode, int(wrong > 0))

    def _out(self, opts: argparse.Namespace) -> Path:
        return Path(opts.out) if opts.out else (project_dir() or Path.cwd()) / "tests" / "cases"


def name_of(page: ArchivedPage) -> str:
    """The name of a case: the site, the last words of the address, and some of the identity."""
    words = re.sub(r"[^a-z0-9]+", "-", urlsplit(page.exchange.url).path.lower()).strip("-")
    return "-".join(filter(None, (page.notes.site, words[-_LONGEST:].strip("-"), article_id(page.exchange.url)[:8])))


def outcome_text(expected: dict[str, object]) -> str:
    """An outcome in a few words."""
    if "refused" in expected:
        return f"no article ({expected['refused']})"
    if "failed" in expected:
        return f"the code fails ({expected['failed']})"
    return str(expected.get("headline") or "an article without headline")
