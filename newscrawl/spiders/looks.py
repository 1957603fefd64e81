"""Second looks: at articles that failed, that may have changed or moved, and that may be gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.http import Response

from newscrawl import clock
from newscrawl.discovery import Link
from newscrawl.draft import Draft
from newscrawl.ledger.notes import Notes, Schedule, Visit
from newscrawl.ledger.revising import removal
from newscrawl.spiders.fetching import header
from newscrawl.urls import article_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from newscrawl.items import Article
    from newscrawl.ledger.index import Entry
    from newscrawl.spiders.section import SectionSpider

GONE = frozenset((404, 410))
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_FEW = 2
"""Articles that may be gone at once without a doubt of the site."""
_PURGE = 0.05
"""Share of the articles that a run saw from which on a site that lost them is taken to be broken."""


def schedule_of(settings: Mapping[str, Any]) -> Schedule:
    """The schedule that the settings say."""
    return Schedule(
        retry_first=float(settings["NEWSCRAWL_RETRY_FIRST"]),
        retry_for=float(settings["NEWSCRAWL_RETRY_DAYS"]) * 86400,
        rejection=float(settings["NEWSCRAWL_REJECTION_DAYS"]) * 86400,
        revisit_first=float(settings["NEWSCRAWL_REVISIT_FIRST"]),
        revisit_growth=float(settings["NEWSCRAWL_REVISIT_GROWTH"]),
        revisit_for=float(settings["NEWSCRAWL_REVISIT_DAYS"]) * 86400,
        removal_wait=float(settings["NEWSCRAWL_REMOVAL_WAIT"]),
    )


@dataclass(slots=True)
class Looks:
    """The looks of one run.

    An article counts as gone only where the site answers otherwise: with one article page at least, and with no more
    than a few of them gone.
    """

    spider: SectionSpider
    notes: Notes
    alive: int = 0
    """Article pages that answered, and links that lists showed."""
    answered: bool = False
    """Whether an article page answered."""
    _gone: dict[str, str] = field(default_factory=dict)
    """Id and address of what was found gone."""

    def due(self, now: datetime) -> Iterator[Request]:
        """Requests for the articles that failed earlier, and for those of the feed whose next look is due."""
        for identity, url in self.notes.due_failures(now):
            yield from self.spider.article_requests([Link(url)], retried=identity)
        visits = sorted((visit.due, identity, visit) for identity, visit in self.notes.visits() if visit.due <= now.timestamp())
        most = self.spider.settings.getint("NEWSCRAWL_REVISITS_MAX")
        for _, identity, visit in visits[:most]:
            yield from self.look_at(identity, visit)
        for identity, url in self.notes.due_gone(now):
            yield from self.look_at(identity, Visit(url=url, read=0.0, due=0.0))

    def look_at(self, identity: str, visit: Visit) -> Iterator[Request]:
        """A conditional request for an article of the feed, once a run."""
        if not self.spider.claim(identity):
            return
        self.spider.count("looks/made")
        yield Request(
            visit.url,
            self.spider.read_look,
            errback=self.spider.look_failed,
            headers=visit.validators,
            meta={"handle_httpstatus_list": [304, *GONE]},
            cb_kwargs={"identity": identity},
            dont_filter=True,
        )
