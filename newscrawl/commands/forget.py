"""`newscrawl forget SITE`: deletes all that runs of a site have left in the data folder."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from newscrawl import options
from newscrawl.commands.base import Described, misused, say
from newscrawl.commands.locking import SiteLock, SiteLocked
from newscrawl.paths import archive_dir, derived_dir, feeds_dir, ledger_dir, runs_dir
from newscrawl.reporting.status import ExitStatus

if TYPE_CHECKING:
    import argparse


_OF_DATABASE = ("", "-wal", "-shm", "-journal")
"""How the names of a database's files end."""


class Command(Described, ScrapyCommand):
    """Deletes what there is of sites."""

    usage = "[options] SITE …"
    summary = "Delete all that runs of a site have left"
    details = (
        "Deletes the feed of a site, its archive, run reports, index and memory, and what was made from them, after it "
        "has named them and asked. The spider stays, and a later run begins anew. Status 1: there is nothing of the "
        "site, or it was not deleted; 75: a run of the site is under way; 5: cannot write."
    )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Adds the answer given beforehand."""
        super().add_options(parser)
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Deletes, site by site."""
        from newscrawl.store.segments import check_site

        if not args:
            raise misused("name a site: newscrawl forget SITE")
        for site in args:
            try:
                check_site(site)
            except ValueError as error:
                raise misused(error) from None
        for site in args:
            left = self._left_of(site)
            if not left:
                self.fail(f"nothing of {site} in {self.data_dir}")
            elif opts.yes or _agrees(site, left):
                self._delete(site, left)
            else:
                self.fail(f"{site}: nothing deleted; --yes deletes it")

    def _left_of(self, site: str) -> list[Path]:
        from newscrawl.crawl.memory import memory_path
        from newscrawl.pipelines.feed import index_path

        data, textfiles = self.data_dir, options.PROMETHEUS_TEXTFILE_DIR.read(self.settings)
        paths = [feeds_dir(data) / site, archive_dir(data, site), derived_dir(data, site), runs_dir(data, site)]
        databases = (index_path(data, site), memory_path(data, site))
        paths += [database.with_name(database.name + end) for database in databases for end in _OF_DATABASE]
        paths += [textfiles / f"newscrawl_{site}.prom"] if textfiles else []
        return [path for path in paths if path.exists()]

    def _delete(self, site: str, left: list[Path]) -> None:
        try:
            with SiteLock(ledger_dir(self.data_dir) / f"{site}.lock"):
                for path in left:
                    shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        except SiteLocked as finding:
            self.fail(f"{site}: a run is under way ({finding.holder})", ExitStatus.LOCKED.value)
        except OSError as error:
            self.fail(f"{site}: cannot delete: {error}", ExitStatus.NOT_WRITTEN.value)
        else:
            print(f"{site}: forgotten")


def _agrees(site: str, left: list[Path]) -> bool:
    """Whether somebody at a terminal wants all of this deleted; nobody there wants nothing."""
    say(f"{site}: this would be deleted:")
    for path in left:
        print(f"  {path}", file=sys.stderr)
    if not sys.stdin.isatty():
        return False
    print("Delete it? [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in {"y", "yes", "o", "oui"}
