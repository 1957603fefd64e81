"""`newscrawl docs`: the documentation that belongs to this version, to read or to open."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from newscrawl.commands.base import Described, misused

if TYPE_CHECKING:
    import argparse

PACKAGE = Path(__file__).resolve().parents[1]


class Command(Described, ScrapyCommand):
    """Lists and prints pages of the documentation."""

    usage = "[options] [PAGE …]"
    summary = "List the pages of the documentation, or print some"
    details = (
        "Without PAGE, prints the path of each page, and what it is about. Pages are named as in that list, without "
        "folder and ending: newscrawl docs own-site. --path prints where they are."
    )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Adds the choice of paths."""
        super().add_options(parser)
        parser.add_argument("--path", action="store_true", help="print the path of each page in place of its text")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Prints what was asked for."""
        known = {path.stem.lower(): path for path in pages()}
        for word in args:
            if word.lower() not in known:
                raise misused(f"no page {word!r}; the pages are {', '.join(known)}")
        with self.printing():
            for path in [known[word.lower()] for word in args]:
                sys.stdout.write(f"{path}\n" if opts.path else path.read_text(encoding="utf-8"))
            for path in () if args else known.values():
                print(path if opts.path else f"{path}: {title_of(path)}")


def manual() -> Path:
    """The folder of README and `docs/`: in the installed package, or of the sources that it is run from."""
    installed = PACKAGE / "manual"
    return installed if installed.is_dir() else PACKAGE.parent


def pages() -> list[Path]:
    """The pages of the documentation."""
    root = manual()
    return [*sorted(root.glob("*.md")), *sorted((root / "docs").glob("*.md"))]


def title_of(page: Path) -> str:
    """What a page is about: its heading."""
    with page.open(encoding="utf-8") as lines:
        return next((line.strip("# \n") for line in lines if line.startswith("# ")), page.stem)
