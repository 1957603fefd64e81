"""The stories of a data folder, brought up to what its feeds hold.

What comes of it follows from what the feeds hold alone, not from when it is looked at: each text is compared with those
published up to 72 hours before it, by what is common on the days around it, and joins a story in the order of
publication.  A text that comes late has those behind it compared and grouped again.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from heapq import nsmallest
from itertools import chain
from operator import attrgetter, itemgetter
from pathlib import Path

from newscrawl.items import Article
from newscrawl.store.encoding import encode_object
from newscrawl.store.errors import Busy, FeedError, not_writable
from newscrawl.store.files import DiskFiles, make_folders, replace_file
from newscrawl.store.reading import FeedLine, article_of, read_lines, readable_lines
from newscrawl.store.segments import LOCK, Cursor, Folder, feeds_in, segment_name
from newscrawl.stories import likeness
from newscrawl.stories.book import Book, Text
from newscrawl.stories.likeness import DAYS_AFTER, DAYS_BEFORE, MOST_EARLY, MOST_LIKE, MOST_TEXTS, Edge, is_candidate
from newscrawl.stories.sketch import Sketch
from newscrawl.stories.telling import DAY, Facts, moment_of, seconds, told

logger = logging.getLogger(__name__)

BOOK = "stories.sqlite"
_BATCH = 1000
_MOST_AT_ONCE = 8000
_SKETCHES = 2048
"""Sketches held in memory, some 40 kB each."""
_RESERVED = "rights_reserved"
"""In `problems` of an article whose text was left out, since it is reserved."""


@dataclass(slots=True)
class Outcome:
    """What a run over the feeds came to."""

    lines: int = 0
    """Lines of feeds read."""
    written: list[Path] = field(default_factory=list)
    """Files that changed."""
    problems: list[str] = field(default_factory=list)
    """What could not be read of the feeds."""


def folder_of(data: Path) -> Path:
    """Where the stories of a data folder lie."""
    return data / "derived" / "stories"


def update(data: Path, *, since: date | None = None, files: DiskFiles | None = None) -> Outcome:
    """Brings the stories of a data folder up to what its feeds hold now.

    Feeds are read from where the last run ended; those that none has read from the day `since` on, or from their start.
    Raises `Busy` where another run is at it, `NotWritable` where the disk refuses, `sqlite3.Error` where it refuses the
    book, `FileNotFoundError` where no feed is.
    """
    files = files or DiskFiles()
    feeds = feeds_in(data / "feeds")
    folder = folder_of(data)
    try:
        make_folders(files, folder)
        lock = files.lock(folder / LOCK)
    except BlockingIOError as error:
        raise Busy("busy", f"another run writes {folder}") from error
    except OSError as error:
        raise not_writable("stories", error) from error
    outcome = Outcome()
    try:
        with closing(Book(folder / BOOK, files)) as book:
            for feed in feeds:
                _read(feed, book, since, outcome)
            _Comparison(book).run()
            _group(book)
            _tell(book)
            _write(book, folder, files, outcome)
    except OSError as error:
        raise not_writable("stories", error) from error
    finally:
        files.close(lock)
    return outcome


def _read(feed: Folder, book: Book, since: date | None, outcome: Outcome) -> None:
    """Takes over what a feed holds behind where it was last read."""
    site = feed.path.name
    cursor = book.reached().get(site)
    start = Cursor.parse(cursor) if cursor else Cursor(segment_name(site, since)) if since else None

    def report(gap: Exception) -> bool:
        outcome.problems.append(str(gap))
        return True

    end = None
    try:
        for line in readable_lines(lambda behind: read_lines(feed.path, since=behind), start, report):
            _take(line, site, book, outcome)
            end = line.end
            outcome.lines += 1
            if not outcome.lines % _BATCH:
                book.reach(site, str(end))
                book.commit()
    except FeedError as error:
        outcome.problems.append(str(error))
    if end is not None:
        book.reach(site, str(end))
        book.commit()


def _take(line: FeedLine, site: str, book: Book, outcome: Outcome) -> None:
    try:
        article = article_of(line)
        known = book.known(site, article.id)
        if article.kind == "removal":
            if known is not None:
                book.set_gone(known)
            return
        seen = known.seen if known else seconds(article.crawled_at or article.published_at or "")
        moment = moment_of(article, seen)
    except ValueError as error:
        outcome.problems.append(f"{line.start}: {error}")
        return
    sketch = Sketch.of(article.body or "")
    if _is_reserved(article) or not sketch.sample:
        if known is not None:
            book.drop(known)
        return
    book.put(known, moment, seen, Facts.of(article, site, str(line.start)), sketch)


def _is_reserved(article: Article) -> bool:
    return bool(article.rights.tdm_reserved) or _RESERVED in article.problems


class _Comparison:
    """Which texts have much in common."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._texts = lru_cache(maxsize=2 * (DAYS_BEFORE + DAYS_AFTER) + 1)(book.texts)

    def run(self) -> None:
        """Finds what changed, and compares anew what has to do with it."""
        for day in self._book.changed_days():
            self._spread(day)
            self._book.commit()
        for day in self._book.days_to_compare():
            while keys := self._book.to_compare(day, _MOST_AT_ONCE):
                self._book.set_edges(day, self._edges(day, set(keys)))
                self._book.commit()

    def _spread(self, day: int) -> None:
        """Finds what became common by the changed texts of a day, and which texts are to be compared again."""
        changed = self._book.changed(day)
        for start in range(0, len(changed), _MOST_AT_ONCE):
            self._spread_some(day, changed[start : start + _MOST_AT_ONCE])
        self._book.spread(day)

    def _spread_some(self, day: int, changed: Sequence[Sequence[int]]) -> None:
        touched = {number for sample in changed for number in sample}
        concerned = range(day - DAYS_AFTER, day + DAYS_BEFORE + 1)
        holders = self._holders(touched, range(concerned[0] - DAYS_BEFORE, concerned[-1] + DAYS_AFTER + 1))
        for other in concerned:
            days = range(other - DAYS_BEFORE, other + DAYS_AFTER + 1)
            common = _common({number: [*_of_days(by_day, days)] for number, by_day in holders.items()})
            was = self._book.common(other) & touched
            if common != was:
                self._book.set_common(other, common - was, was - common)
                self._compare_flipped(other, common ^ was)
        self._compare_copies(changed, range(day, day + DAYS_BEFORE + 1))

    def _holders(self, touched: set[int], days: range) -> dict[int, dict[int, list[Text]]]:
        """The texts with each of the sampled hashes that enough texts of these days have to be common, day by day."""
        counts: Counter[int] = Counter()
        for day in days:
            for text in self._texts(day):
                counts.update(touched.intersection(text.sample))
        many = {number for number, count in counts.items() if count > MOST_TEXTS}
        holders: dict[int, dict[int, list[Text]]] = {number: {} for number in many}
        for day in days if many else ():
            for text in sorted(self._texts(day), key=attrgetter("rank")):
                for number in many.intersection(text.sample):
                    holders[number].setdefault(day, []).append(text)
        return holders

    def _compare_flipped(self, day: int, flipped: set[int]) -> None:
        """Has texts of a day compared again for which some sampled hashes became common, or no longer are.

        How much of a text is copied changes by what is common in it, and so does its share in later ones.
        """
        sources = [
            text.sample
            for each in range(day - DAYS_BEFORE, day + 1)
            for text in self._texts(each)
            if not flipped.isdisjoint(text.sample)
        ]
        self._book.compare(day, (text.key for text in self._texts(day) if not flipped.isdisjoint(text.sample)))
        self._compare_copies(sources, range(day, day + 1))

    def _compare_copies(self, sources: Sequence[Sequence[int]], days: range) -> None:
        """Has texts of some days that may be copies of what changed compared again, by the samples of that."""
        holders: dict[int, list[int]] = {}
        for number, sample in enumerate(sources):
            for each in sample:
                holders.setdefault(each, []).append(number)
        for other in days:
            due = set(self._book.to_compare(other))
            for text in self._texts(other):
                if text.key in due:
                    continue
                shared = Counter(chain.from_iterable([holders[each] for each in text.sample if each in holders]))
                if any(is_candidate(count, len(text.sample), len(sources[n])) for n, count in shared.items()):
                    due.add(text.key)
                    self._book.compare(other, [text.key])

    def _edges(self, day: int, keys: set[int]) -> dict[int, list[Edge]]:
        """The edges of some texts of a day to earlier ones."""
        common = self._book.common(day)
        # In their order, since copies follow each other closely, and few sketches are in memory.
        texts = sorted((text for text in self._texts(day) if text.key in keys), key=lambda text: text.rank)
        wanted = {number for text in texts for number in text.sample} - common
        window = [text for each in range(day - DAYS_BEFORE, day + 1) for text in self._texts(each)]
        once: dict[int, int] = {}
        holders: dict[int, list[int]] = {}
        for place, text in enumerate(window):
            for number in wanted.intersection(text.sample):
                first = once.setdefault(number, place)
                if first != place:
                    holders.setdefault(number, [first]).append(place)

        @lru_cache(maxsize=_SKETCHES)
        def rare(key: int) -> Sketch:
            sketch = self._book.sketch(key)
            return sketch.without(common) if common else sketch

        found = {text.key: [*self._edges_of(text, window, holders, rare)] for text in texts}
        return {key: found.get(key, []) for key in keys}

    @staticmethod
    def _edges_of(
        text: Text, window: list[Text], holders: dict[int, list[int]], rare: Callable[[int], Sketch]
    ) -> Iterator[Edge]:
        shared = Counter(chain.from_iterable([holders[number] for number in text.sample if number in holders]))
        candidates = [
            (-count, window[place])
            for place, count in shared.items()
            if count > 1 and is_candidate(count, len(text.sample), len(window[place].sample))
        ]
        earlier = sorted(
            (count, other.rank, other.key)
            for count, other in candidates
            if other.rank < text.rank and text.moment - other.moment <= likeness.WINDOW
        )
        for key in {key for _, _, key in (*earlier[:MOST_LIKE], *nsmallest(MOST_EARLY, earlier, key=itemgetter(1)))}:
            edge = likeness.edge_to(key, rare(text.key), rare(key))
            if edge is not None:
                yield edge


def _of_days(by_day: dict[int, list[Text]], days: range) -> Iterator[Text]:
    return chain.from_iterable([by_day.get(day, ()) for day in days])


def _common(holders: dict[int, list[Text]]) -> set[int]:
    """The sampled hashes that are common, by the texts that have each, in order."""
    # The passages of one self-description stand in the same texts.
    known: dict[tuple[int, ...], bool] = {}
    common = set()
    for number, texts in holders.items():
        keys = tuple([text.key for text in texts])
        if keys not in known:
            known[keys] = _are_many(texts)
        if known[keys]:
            common.add(number)
    return common


def _are_many(texts: Sequence[Text]) -> bool:
    """Whether so many of them are different texts that what they share is common: copies of one text are one."""
    kinds: list[frozenset[int]] = []
    for place, text in enumerate(texts):
        if len(kinds) + len(texts) - place <= MOST_TEXTS:
            return False
        sample = frozenset(text.sample)
        if all(2 * len(sample & kind) < min(len(sample), len(kind)) for kind in kinds):
            kinds.append(sample)
            if len(kinds) > MOST_TEXTS:
                return True
    return False


def _group(book: Book) -> None:
    """Puts texts into stories, day by day, and goes on as long as that concerns later ones."""
    while (day := book.day_to_group()) is not None:
        noted = book.stories_of(day)
        edges: dict[int, list[Edge]] = {}
        story_of: dict[int, int] = {}
        for later, edge, story in book.edges(day):
            edges.setdefault(later, []).append(edge)
            story_of[edge.earlier] = story
        size_of = book.sizes(day - DAYS_BEFORE, day)
        moved = {}
        for text, before in noted.items():
            story_of[text] = story = likeness.story_for(edges.get(text, ()), story_of, size_of, text)
            size_of[story] += 1
            if story != before:
                moved[text] = (before, story)
        book.set_stories(day, moved, range(day + 1, day + DAYS_BEFORE + 1))
        book.commit()


def _tell(book: Book) -> None:
    """Writes the lines of the stories that changed."""
    while keys := book.to_tell(_BATCH):
        for key in keys:
            story = told(book.texts_of(key))
            if story is None:
                book.set_story(key, None, 0, "")
            else:
                book.set_story(key, encode_object(story.to_dict()), seconds(story.first.time), story.story_id)
        book.commit()


def _write(book: Book, folder: Path, files: DiskFiles, outcome: Outcome) -> None:
    """Writes the files that changed, and those that are missing."""
    missing = {day for day in book.days_with_stories() if not _file(folder, day).exists()}
    for day in sorted({*book.days_to_write(), *missing}):
        path = _file(folder, day)
        lines = [*book.lines(day)]
        if not lines:
            files.unlink(path)
            files.fsync_folder(folder)
        else:
            replace_file(files, path, lines)
        outcome.written.append(path)
        book.set_written(day)
        book.commit()


def _file(folder: Path, day: int) -> Path:
    return folder / f"stories-{datetime.fromtimestamp(day * DAY, UTC):%Y-%m-%d}.jsonl"
