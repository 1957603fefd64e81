"""Reading one source from its newest articles backwards: what to ask for next, and when to stop.

A walk is told each document that was read and answers with the articles that are new to it.  It ends at the source's
end, at a page that repeats what was seen, at articles older than wanted, at a run of articles that are done, or as
deep as it may go: so loops, endless calendars and lists without end stop.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from itertools import pairwise

from newscrawl.sources.links import Link, Listing, LoadMore
from newscrawl.sources.sitemaps import sitemaps_to_read
from newscrawl.sources.types import SOURCE_TYPES
from newscrawl.urls import article_id

KNOWN_RUN = 5
"""Articles in a row that are done after which a list in order of date is taken to go on with such."""
_MOSTLY = 0.8
"""Share of neighbours in order of date from which on a list counts as ordered: a sticky item or two do not hide it."""
_DEEPEST_INDEX = 3
"""Sitemap indexes may name indexes; a chain longer than this leads nowhere."""


class End(StrEnum):
    """Why a walk is over."""

    LAST = "last"
    """The source says that nothing follows."""
    SINCE = "since"
    """What follows is older than wanted."""
    DONE = "done"
    """What follows is done: the feed holds it, or it is known to be of no use."""
    DEPTH = "depth"
    """As deep as asked for."""
    REPEATED = "repeated"
    """A page that was read before, or that shows nothing new."""
    EMPTY = "empty"
    """A page without articles."""
    LIMIT = "limit"
    """Deeper than any sensible list goes."""
    FAILED = "failed"
    """A page could not be read."""


_REACHED = frozenset((End.SINCE, End.DONE))
_EXHAUSTED = frozenset((End.LAST, End.REPEATED))


@dataclass(frozen=True, slots=True)
class Ask:
    """What to fetch next: an address, with a form where it is a POST request."""

    url: str
    load_more: LoadMore | None = None
    page: str = ""
    """For a POST request: the page that stated the first of them."""


def _never(_: Link) -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How far a source is read."""

    pages: int | None = None
    """Documents at most, sitemap indexes not counted."""
    articles: int | None = None
    """Articles at most."""
    limit: int = 1000
    """Documents at most, whatever was asked for."""
    known_run: int = KNOWN_RUN
    """Articles in a row that are done and so end the walk of a list in order of date."""
    is_old: Callable[[Link], bool] | None = None
    """Whether a dated article is older than wanted; null where age does not matter."""
    since: date | None = None
    """The day before which sitemaps need not be opened, by their names and last changes."""
    at_least: int = 0
    """Documents that are read whatever the age of their articles."""
    is_done: Callable[[Link], bool] = _never
    """Whether an article needs no visit."""


@dataclass(slots=True)
class Walk:
    """How far one source has been read."""

    kind: str
    """Name of the source's type."""
    bounds: Bounds = field(default_factory=Bounds)
    end: End | None = None
    pages: int = 0
    """Documents read."""
    articles: int = 0
    dated: bool = True
    """Whether most articles of the last document stated a date: else age is known only once they are read."""
    _seen: set[str] = field(default_factory=set)
    _asked: set[Ask] = field(default_factory=set)
    _waiting: deque[Ask] = field(default_factory=deque)
    _indexes: int = 0
    _telling: int = 0
    """Documents that showed something new."""
    _stated_on: str = ""

    @classmethod
    def of(cls, kind: str, url: str, bounds: Bounds) -> Walk:
        """The walk of the source at `url`, not begun."""
        walk = cls(kind, bounds)
        walk._waiting.append(Ask(url))
        return walk

    @property
    def reaches(self) -> bool:
        """Whether nothing lies behind what was read that is wanted and not done."""
        kind = SOURCE_TYPES[self.kind]
        # What is windowed goes back all the same where it has several pages, not one under several addresses.
        is_whole = not kind.is_windowed or (kind.is_ordered and self._telling > 1)
        return self.end in _REACHED or (self.end in _EXHAUSTED and is_whole)

    @property
    def is_enough(self) -> bool:
        """Whether the source need be read no further in this run."""
        return self.reaches or self.end == End.DEPTH

    def next(self) -> Ask | None:
        """What to fetch next, null once the walk is over; each ask is given out once."""
        while self.end is None and self._waiting:
            ask = self._waiting.popleft()
            if ask not in self._asked:
                self._asked.add(ask)
                return ask
        if self.end is None:
            self.end = End.REPEATED if self.pages and self._asked else End.LAST
        return None

    def take(self, listing: Listing, url: str) -> list[Link]:
        """The articles of a document, fetched from `url`, that the walk has not shown yet, in the source's order."""
        if listing.is_index:
            self._open_index(listing)
            return []
        self.pages += 1
        found = {article_id(link.url): link for link in listing.links}
        new = [link for identity, link in found.items() if identity not in self._seen]
        self._seen.update(found)
        self._telling += bool(new)
        if self.bounds.articles is not None:
            new = new[: self.bounds.articles - self.articles]
        self.articles += len(new)
        self._go_on(listing, new, url)
        return new

    def stop(self, end: End) -> None:
        """Ends the walk for a reason that the documents do not tell; the first reason stays."""
        if self.end is None:
            self.end = end

    def _open_index(self, listing: Listing) -> None:
        self._indexes += 1
        if self._indexes <= _DEEPEST_INDEX or self.pages:
            sitemaps = sitemaps_to_read(listing, self.bounds.since)
            self._waiting.extendleft(Ask(address) for address in reversed(sitemaps))

    def _go_on(self, listing: Listing, new: list[Link], url: str) -> None:
        following = self._following(listing, url)
        if following is not None and following.load_more is None and _same(following.url, url):
            following = None
        if following is not None:
            self._waiting.append(following)
        self.end = self._reason_to_stop(listing.links, new)
        if self.end is None and not self._waiting:
            self.end = End.LAST

    def _following(self, listing: Listing, url: str) -> Ask | None:
        if listing.next_page is not None:
            return Ask(listing.next_page)
        if listing.load_more is None:
            return None
        self._stated_on = self._stated_on or url
        return Ask(listing.load_more.url, listing.load_more, self._stated_on)

    def _reason_to_stop(self, listed: list[Link], new: list[Link]) -> End | None:
        bounds, is_list = self.bounds, SOURCE_TYPES[self.kind].is_ordered
        if not new and is_list:
            full = bounds.articles is not None and self.articles >= bounds.articles
            return End.DEPTH if full else End.REPEATED if listed else End.EMPTY
        moments = [moment_of(link) for link in new]
        self.dated = 2 * sum(moment is not None for moment in moments) >= len(new)
        ordered = in_order(moments) and (self.dated or is_list)
        is_old = bounds.is_old if self.pages >= bounds.at_least else None
        if is_old is not None and _ends_old(new, moments, is_old, ordered=ordered):
            return End.SINCE
        if new and _has_done_run([bounds.is_done(link) for link in new], bounds.known_run, ordered=ordered):
            return End.DONE
        if bounds.pages is not None and self.pages >= bounds.pages:
            return End.DEPTH
        if bounds.articles is not None and self.articles >= bounds.articles:
            return End.DEPTH
        return End.LIMIT if self.pages >= bounds.limit else None


def moment_of(link: Link) -> datetime | None:
    """When an article was published, to compare the dates of one list: naive, in UTC where the link states a zone."""
    return naive(link.published)


def naive(stated: str | None) -> datetime | None:
    """A time as ISO 8601 without its zone: in UTC where it states one."""
    if stated is None:
        return None
    moment = datetime.fromisoformat(stated)
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def in_order(moments: list[datetime | None]) -> bool:
    """Whether a list goes from new to old, as far as it is dated; undated ones are taken to."""
    stated = [moment for moment in moments if moment is not None]
    falling = sum(later.date() <= earlier.date() for earlier, later in pairwise(stated))
    return falling >= _MOSTLY * (len(stated) - 1)


def _same(url: str, other: str) -> bool:
    return url.partition("#")[0].rstrip("/") == other.partition("#")[0].rstrip("/")


def _ends_old(
    links: list[Link], moments: list[datetime | None], is_old: Callable[[Link], bool], *, ordered: bool
) -> bool:
    """Whether what follows is older than wanted: an ordered list ends with old articles, another holds only such."""
    old = [is_old(link) for link, moment in zip(links, moments, strict=True) if moment is not None]
    if 2 * len(old) < len(links) or not old:
        return False
    return all(old[-min(3, len(old)) :] if ordered else old)


def _has_done_run(done: list[bool], length: int, *, ordered: bool) -> bool:
    """Whether so many articles in a row are done; in a list without order, or a short one, all must be."""
    if all(done):
        return True
    if not ordered:
        return False
    run = 0
    for each in done:
        run = run + 1 if each else 0
        if run >= length:
            return True
    return False
