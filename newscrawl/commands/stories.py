"""`newscrawl stories`: which articles of all feeds share a text, and who had it first."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from scrapy.commands import ScrapyCommand

from newscrawl.commands.base import Described, day, misused, refuse_words, sub_command
from newscrawl.reporting.status import ExitStatus

if TYPE_CHECKING:
    from newscrawl.items import Member, Story


class Command(Described, ScrapyCommand):
    """Groups the copies of a text over all feeds."""

    usage = "[options] [show ID]"
    summary = "Group the copies of a text over all feeds, and show who had it first"
    details = (
        "Reads what is new in all feeds of the data folder and writes the stories of each day to derived/stories/: the "
        "articles that share a text, at least two. show prints one story: who had it first, who took what from whom, "
        "and who added what. Reports damaged or deleted lines, with status 1; status "
        f"{ExitStatus.LOCKED.value} if another run is at it."
    )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Adds where to begin, and the sub-command."""
        super().add_options(parser)
        parser.add_argument(
            "--since", metavar="DATE", type=day, help="read feeds that no run has read yet from that day (UTC) on"
        )
        actions = parser.add_subparsers(dest="action", metavar="show")
        text = "print the story with this id, or with an article of this id"
        show = sub_command(actions, "stories", "show", text, "[options] ID")
        show.add_argument("id", metavar="ID")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Brings the stories up to date, or prints one."""
        refuse_words(args)
        with self.printing():
            if opts.action == "show":
                self._show(opts.id)
            else:
                self._update(opts.since)

    def _update(self, since: Any) -> None:
        import sqlite3

        from newscrawl.store.errors import Busy, StorageError
        from newscrawl.stories import folder_of, update

        try:
            outcome = update(self.data_dir, since=since)
        except FileNotFoundError as error:
            raise misused(f"no feed in {error.filename}") from None
        except Busy as error:
            self.fail(f"{error}; try again later", ExitStatus.LOCKED.value)
            return
        except (StorageError, sqlite3.Error) as error:
            self.fail(error, ExitStatus.NOT_WRITTEN.value)
            return
        for problem in outcome.problems:
            self.fail(problem)
        files = "1 file" if len(outcome.written) == 1 else f"{len(outcome.written)} files"
        print(f"{folder_of(self.data_dir)}: {outcome.lines} lines read, {files} written")

    def _show(self, identity: str) -> None:
        from newscrawl.stories import folder_of
        from newscrawl.stories.reading import find_story

        folder = folder_of(self.data_dir)
        if not folder.is_dir():
            raise misused("there are no stories yet; `newscrawl stories` finds them")
        story = find_story(folder, identity)
        if story is None:
            self.fail(f"no story with {identity} in {folder}")
            return
        for line in told(story):
            print(line)


def told(story: Story) -> Iterator[str]:
    """A story for people."""
    first = story.members[0]
    yield first.headline or first.url
    yield f"{len(story.members)} articles on {len(story.sites)} sites, story {story.story_id}"
    for agency in story.agencies:
        places = ", ".join(f"{named.by} of {named.site}" for named in agency.evidence)
        yield f"{agency.name}: {places}"
    sites = {member.id: member.site for member in reversed(story.members)}
    for member in story.members:
        yield ""
        yield f"{_time(member)}  {member.site}  {member.url}"
        if member.headline != first.headline:
            yield f"    {member.headline}"
        if member is first:
            yield f"    first, {len(member.paragraphs)} paragraphs"
            continue
        yield f"    {member.share:.0%} of its words stand in earlier ones"
        for source, numbers in _by_source(member).items():
            noun = "paragraph" if len(numbers) == 1 else "paragraphs"
            yield f"    {f'from {sites[source]}' if source else 'added'}: {noun} {_ranges(numbers)}"
        if member.copied_agencies:
            yield f"    names no agency; its text is signed {', '.join(member.copied_agencies)} elsewhere"


def _time(member: Member) -> str:
    moment = f"{datetime.fromisoformat(member.time):%Y-%m-%d %H:%M} UTC"
    return moment if member.precision in {"second", "minute"} else f"{moment} (seen)"


def _by_source(member: Member) -> dict[str | None, list[int]]:
    """The numbers of the paragraphs, from 1, by the article that had them first; null for its own."""
    numbers: dict[str | None, list[int]] = {}
    for number, source in enumerate(member.paragraphs, start=1):
        numbers.setdefault(source, []).append(number)
    return numbers


def _ranges(numbers: list[int]) -> str:
    """`1–3, 5` for 1, 2, 3, 5."""
    runs = [[number for _, number in run] for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0])]
    return ", ".join(f"{run[0]}" if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
