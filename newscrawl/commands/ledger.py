"""`scrapy ledger`: what is remembered of each site between runs."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from scrapy.commands import ScrapyCommand

from newscrawl.commands.base import Described, existing_feed, misused, refuse_words, sites_with_feeds, sub_command
from newscrawl.commands.locking import alone

if TYPE_CHECKING:
    from newscrawl.state.holdings import Holdings, Wanted


class Command(Described, ScrapyCommand):
    """Shows, forgets and rebuilds what is remembered of each site between runs."""

    default_settings = ScrapyCommand.default_settings
    usage = "rebuild|show|forget [options] [SITE …|URL|ID]"
    summary = "Show, forget and rebuild what runs remember"
    details = (
        "The ledger of a site is the index of its feed, and a memory of everything that is not in the feed. "
        "rebuild builds the index anew from the feed, and forgets the articles of deleted or damaged segments. "
        "show prints what both know of an article. forget deletes what the memory knows of it: failures, "
        "rejections, visits; it never changes the index, so an article in the feed stays known. Status 1: nothing "
        "found, or lines of the feed are unreadable; 75: a run of the site is under way; 5: cannot write."
    )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Adds the sub-commands."""
        super().add_options(parser)
        actions = parser.add_subparsers(dest="action", metavar="rebuild|show|forget", required=True)
        rebuild = sub_command(actions, "ledger", "rebuild", "rebuild indexes from their feeds", "[options] [SITE …]")
        rebuild.add_argument("sites", metavar="SITE", nargs="*", help="default: all")
        for name, text in (
            ("show", "show what the ledger knows of an article"),
            ("forget", "delete what the memory knows of an article; the index does not change"),
        ):
            action = sub_command(actions, "ledger", name, text, "[options] URL|ID")
            action.add_argument("article", metavar="URL|ID", help="an address of the article, or its id in the feed")
            action.add_argument("--site", metavar="SITE", help="only this site (default: all)")
            if name == "show":
                action.add_argument(
                    "--json", action="store_true", help="print one JSON object for each site that knows it"
                )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Does what the sub-command says."""
        refuse_words(args)
        getattr(self, f"_{opts.action}")(opts)

    def _rebuild(self, opts: argparse.Namespace) -> None:
        sites = opts.sites or sites_with_feeds(self.data_dir)
        for site in sites:
            existing_feed(self.data_dir, site)
        for site in sites:
            alone(self, site, partial(self._rebuild_site, site))

    def _rebuild_site(self, site: str) -> None:
        from newscrawl.pipelines.feed import feed_folder, index_path
        from newscrawl.store.catching_up import rebuild

        data = self.data_dir
        rebuilt = rebuild(feed_folder(data, site), index_path(data, site))
        print(f"{site}: {rebuilt}")
        for damage in rebuilt.damaged:
            self.fail(f"{site}: {damage}; until you do, the index does not know the unreadable lines", 1)

    def _show(self, opts: argparse.Namespace) -> None:
        found = [(site, held) for site, held in self._found(opts) if held.entry or held.notes]
        for site, held in found:
            facts = {"site": site, **held.to_dict()}
            print(json.dumps(facts, ensure_ascii=False) if opts.json else _table(facts))
        if not found:
            self.fail("no ledger knows this article", 1)

    def _forget(self, opts: argparse.Namespace) -> None:
        forgotten = False
        for site, held in self._found(opts):
            if held.notes:
                forgotten = True
                alone(self, site, partial(self._forget_notes, site, held))
            if held.entry:
                print(f"{site}: the feed still has it at {held.entry.line}")
        if not forgotten:
            self.fail("no memory knows this article", 1)

    def _forget_notes(self, site: str, held: Holdings) -> None:
        from newscrawl import clock
        from newscrawl.crawl.memory import memory_path
        from newscrawl.state.holdings import forget

        forget(memory_path(self.data_dir, site), held.notes, clock.now())
        print(f"{site}: forgotten: {', '.join(sorted({note.kind for note in held.notes}))}")

    def _found(self, opts: argparse.Namespace) -> Iterator[tuple[str, Holdings]]:
        """What the sites asked for hold."""
        import sqlite3

        wanted = _wanted(opts.article)
        sites = [opts.site] if opts.site else sites_with_feeds(self.data_dir)
        for site in sites:
            existing_feed(self.data_dir, site)
            try:
                yield site, self._held(site, wanted)
            except (OSError, sqlite3.Error) as error:
                self.fail(f"{site}: {error}", 5)

    def _held(self, site: str, wanted: Wanted) -> Holdings:
        from newscrawl import clock
        from newscrawl.crawl.memory import memory_path
        from newscrawl.pipelines.feed import feed_folder, index_path
        from newscrawl.state.holdings import holdings
        from newscrawl.store.files import DiskFiles

        data = self.data_dir
        paths = feed_folder(data, site), index_path(data, site), memory_path(data, site)
        return holdings(wanted, *paths, clock.now(), DiskFiles())


def _wanted(text: str) -> Wanted:
    from newscrawl.state.holdings import Wanted

    try:
        return Wanted.parse(text)
    except ValueError:
        raise misused(f"neither a web address nor an id of 32 hexadecimal digits: {text!r}") from None


def _table(facts: dict[str, Any]) -> str:
    """The facts for people, a line each."""
    rows = [facts.pop("site")]
    notes = facts.pop("notes")
    if not facts.pop("known"):
        rows.append("  not in the feed")
    rows += [f"  {name:13} {_text(value)}" for name, value in facts.items()]
    for note in notes:
        until = f" (until {note['expires']})" if note["expires"] else ""
        rows.append(f"  {note['kind']:13} {json.dumps(note['value'], ensure_ascii=False)}{until}")
    return "\n".join(rows)


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value) or "-"
    return "-" if value is None else str(value)
