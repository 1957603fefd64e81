"""`newscrawl schema`: where the JSON Schema of the feed is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from newscrawl.commands.base import Described, refuse_words
from newscrawl.commands.docs import manual
from newscrawl.items import SCHEMA_VERSION

if TYPE_CHECKING:
    import argparse


class Command(Described, ScrapyCommand):
    """Prints the path of a schema."""

    summary = "Print the path of the JSON Schema of a line"
    details = (
        "Prints the path of the JSON Schema that every line of a version 1.x satisfies, for readers to demand; with "
        "--exact of the one that is exactly what this version writes."
    )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Adds the choice of the schema."""
        super().add_options(parser)
        parser.add_argument("--exact", action="store_true", help="the schema of exactly what this version writes")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Prints it."""
        refuse_words(args)
        version = SCHEMA_VERSION if opts.exact else SCHEMA_VERSION.partition(".")[0]
        print(manual() / "docs" / "schema" / f"article-{version}.json")
