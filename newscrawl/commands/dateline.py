"""`scrapy dateline`: shows what the dateline parser sees in a text."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from datetime import date

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from newscrawl.commands.base import Described, day


class Command(Described, ScrapyCommand):
    """Shows what the dateline parser sees in a text."""

    usage = '[options] "TEXT"'
    summary = "Show how the parser reads the dateline of a text"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Adds the day of publication and the site's country."""
        super().add_options(parser)
        parser.add_argument(
            "--published", metavar="YYYY-MM-DD", type=day, help="day of publication, which decides the year"
        )
        parser.add_argument(
            "--country", metavar="CC", help="country of the site, which decides between places of one name"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Prints the parts and the dateline; status 1 where there is none."""
        if len(args) != 1:
            raise UsageError("give one text, in quotation marks")
        lines = list(describe(args[0], published=opts.published, country=opts.country))
        print("\n".join(lines) if lines else "no dateline")
        self.exitcode = 0 if lines else 1


def describe(lead: str, *, published: date | None = None, country: str | None = None) -> Iterator[str]:
    """The tree of the dateline of `lead` and what it was resolved to, line by line; nothing where there is none."""
    from newscrawl.dateline.grammar import parse
    from newscrawl.dateline.lexer import tokenize
    from newscrawl.dateline.parsing import to_dateline

    tree = parse(lead)
    if tree is None:
        return
    tokens = tokenize(lead)
    found = to_dateline(tree, lead, published=published, country=country)
    yield "dateline"
    end = tree.nodes[-1].end
    for node in tree.nodes:
        joint = f"  joined by {node.joint.value}" if node.joint else ""
        yield f"├─ {node.part.value:<14} {lead[tokens[node.start].start : tokens[node.end - 1].end]!r}{joint}"
    yield f"└─ {'closing':<14} {lead[tokens[end - 1].end : tree.end].strip()!r}"
    yield ""
    yield f"raw       {found.raw}"
    for place in found.places:
        position = f"  {place.latitude}, {place.longitude}" if place.latitude is not None else ""
        yield f"place     {place.name} ({place.country or '?'}){position}"
    if found.date_raw:
        yield f"date      {found.date or found.partial_date or '?'}  ({found.date_raw})"
    yield from _named("agency", found.agencies)
    yield from _named("author", found.authors)


def _named(label: str, names: Sequence[str]) -> Iterator[str]:
    for name in names:
        yield f"{label:<9} {name}"
