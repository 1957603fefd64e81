"""`newscrawl schema`: where the JSON Schemas of feed and stories are."""

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
        "--exact of the one that is exactly what this version writes; with --stories of the one for stories."
    )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Adds the choice of the schema."""
        super().add_options(parser)
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--exact", action="store_true", help="the schema of exactly what this version writes")
        which.add_argument("--stories", action="store_true", help="the schema of a line that `stories` writes")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Prints it."""
        refuse_words(args)
        version = SCHEMA_VERSION if opts.exact else SCHEMA_VERSION.partition(".")[0]
        name = "story.schema.json" if opts.stories else f"article-{version}.json"
        print(manual() / "docs" / "schema" / name)
