"""`scrapy dateline`: shows what the dateline parser sees in a text, or which brands of feeds its table lacks."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from newscrawl.commands.base import Described, day
from newscrawl.items import Article


class Command(Described, ScrapyCommand):
    """Shows what the dateline parser sees in a text."""

    usage = '[options] "TEXT" | --unknown FEED ...'
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

        parser.add_argument(
            "--unknown", action="store_true", help="list the brands in the datelines of feeds that the table lacks"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Prints the parts and the dateline; status 1 where there is none.  Or prints the unknown brands of feeds."""
        if opts.unknown:
            self._list_unknown(args)
            return
        if len(args) != 1:
            raise UsageError("give one text, in quotation marks")
        lines = list(describe(args[0], published=opts.published, country=opts.country))
        print("\n".join(lines) if lines else "no dateline")
        self.exitcode = 0 if lines else 1

    def _list_unknown(self, feeds: Sequence[str]) -> None:
        from newscrawl.store.errors import FeedError
        from newscrawl.store.reading import read_feed

        if not feeds:
            raise UsageError("one feed at least is expected: a folder of segments or a file")
        try:
            counts = unknown_brands(article for feed in feeds for article in read_feed(feed))
        except (OSError, ValueError, FeedError) as error:
            raise UsageError(str(error)) from None
        for (site, name), count in counts.most_common():
            print(f"{count:6}  {site}  {name}")
        self.exitcode = 0


def unknown_brands(articles: Iterable[Article]) -> Counter[tuple[str, str]]:
    """How often each site's datelines name a brand that the table of agencies lacks."""
    from newscrawl.dateline.agencies import homonyms

    return Counter(
        (article.site, name)
        for article in articles
        if article.dateline is not None
        for name in article.dateline.agencies
        if not homonyms(name)
    )


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
    yield from _named("problem", found.doubts)


def _named(label: str, names: Sequence[str]) -> Iterator[str]:
    for name in names:
        yield f"{label:<9} {name}"
