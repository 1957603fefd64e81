"""A visit of an article page: why it was asked for, and what came of it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from enum import StrEnum

from newscrawl.sources import Link


class Origin(StrEnum):
    """Why an article page was asked for."""

    LIST = "list"
    """A list of the section's articles shows it."""
    CHANGES = "changes"
    """A list of what changed on the site shows it."""
    RETRY = "retry"
    """It failed in an earlier run."""
    REVISIT = "revisit"
    """The feed has it, and it is due again, stated to have changed, or missing where it should be."""


class VisitResult(StrEnum):
    """What came of a visit."""

    WRITTEN = "written"
    """An article, on its way to the feed."""
    MOVED = "moved"
    """The article has become another one of the feed."""
    UNCHANGED = "unchanged"
    """The site says that nothing has changed."""
    GONE = "gone"
    """The page of an article of the feed is no longer there."""
    REJECTED = "rejected"
    """The page is no article."""
    UNWANTED = "unwanted"
    """An article, but older than wanted."""
    FAILED = "failed"
    """The page could not be had."""


@dataclass(slots=True)
class Batch:
    """Visits that belong together: those of one document, or the re-visits of a run."""

    asked: int = 0
    old: int = 0
    """How many found an article that is older than wanted."""
    back: int = 0
    over: asyncio.Event = field(default_factory=asyncio.Event)

    def expect(self) -> None:
        """One more was asked for."""
        self.asked += 1
        self.over.clear()  # those before it may be back already

    def came_back(self) -> None:
        """One of them is over."""
        self.back += 1
        if self.back >= self.asked:
            self.over.set()

    @property
    def is_old(self) -> bool:
        """Whether all of them found articles that are older than wanted."""
        return 0 < self.asked == self.old


@dataclass(frozen=True, slots=True)
class Visit:
    """One article page asked for in a run; it travels with the request and comes back with the answer."""

    link: Link
    origin: Origin
    identity: str
    """Id of the link's address, or of the article that it is known to lead to."""
    batch: Batch

    @property
    def is_revisit(self) -> bool:
        """Whether the feed has the article."""
        return self.origin is Origin.REVISIT


@dataclass(slots=True)
class Seen:
    """What a run has seen of the site so far."""

    answered: bool = False
    """Whether any article page answered."""
    links: int = 0
    """Articles that lists showed."""
    listed: set[str] = field(default_factory=set)
    """Their ids."""
    requested: set[str] = field(default_factory=set)
    """Ids of the articles whose pages were asked for."""
    gone: dict[str, str] = field(default_factory=dict)
    """Id and address of the articles of the feed that were found gone."""
    led_to: dict[str, str] = field(default_factory=dict)
    """Of those of them whose address redirects to another article of the feed: the id of that one.

    Some sites guess where a deleted address may lead: WordPress, to the post whose address begins with the same words.
    """

    @property
    def fetched(self) -> int:
        """How many article pages were asked for."""
        return len(self.requested)
