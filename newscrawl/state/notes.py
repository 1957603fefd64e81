"""What is remembered of single articles: failures, rejections, visits, and re-visits that found them gone.

Everything here may be lost: then pages are asked for again, and nothing else.  Times are seconds since 1970.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from newscrawl import options
from newscrawl.state.memory import Memory

_FAILURE, _REJECTION, _VISIT, _GONE = "failure", "rejection", "visit", "gone"
_ADDRESS_OF, _CONTESTED = "address_of", "contested"
_LEADS_TO = "leads_to"
"""As `_ADDRESS_OF`, by versions that believed any address that a page declared."""
DAY = 86400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When pages are asked for again, in seconds."""

    retry_first: float = options.RETRY_FIRST.default
    """From the first failure of an article page to the next try; doubled each time, up to a day."""
    retry_for: float = options.RETRY_DAYS.default * DAY
    """For how long a failing page is tried."""
    rejection: float = options.REJECTION_DAYS.default * DAY
    """How long a page that is no article is left alone."""
    revisit_first: float = options.REVISIT_FIRST.default
    """From an article's first reading to the first re-visit."""
    revisit_growth: float = 4.0
    """By how much the time between re-visits grows."""
    revisit_for: float = options.REVISIT_DAYS.default * DAY
    """For how long an article is re-visited; 0: not at all."""
    removal_wait: float = options.REMOVAL_WAIT.default
    """Between the two re-visits that find an article gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An article page that could not be read."""

    url: str
    reason: str
    tries: int
    first: float
    due: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """An article of the feed that is still re-visited."""

    url: str
    read: float
    """When its page was first read."""
    due: float
    """When to visit it again."""
    published: str | None = None
    modified: str | None = None
    """The latest change that a source stated."""
    validators: dict[str, str] = field(default_factory=dict)
    """Headers for a conditional request."""
    missed: bool = False
    """Whether a list that should have shown it did not, and it was re-visited for that."""


class Notes:
    """The notes on the articles of one site; ids are those of their addresses."""

    def __init__(self, memory: Memory, schedule: Schedule) -> None:
        self._memory = memory
        self.schedule = schedule

    def failed(self, identity: str, url: str, reason: str, now: datetime) -> bool:
        """Notes a failure; false where the page has failed for long enough to be given up."""
        earlier = self._failure(identity)
        first, tries = (earlier.first, earlier.tries + 1) if earlier else (now.timestamp(), 1)
        wait = min(self.schedule.retry_first * 2 ** (tries - 1), DAY)
        if earlier and now.timestamp() - first > self.schedule.retry_for:
            self.rejected(identity, url, f"given_up/{reason}", now)
            return False
        note = Failure(url=url, reason=reason, tries=tries, first=first, due=now.timestamp() + wait)
        self._memory.put(_FAILURE, identity, asdict(note))
        return True

    def rejected(self, identity: str, url: str, reason: str, now: datetime) -> None:
        """Notes a page that is no article."""
        self._memory.drop(_FAILURE, identity)
        expires = now + timedelta(seconds=self.schedule.rejection)
        self._memory.put(_REJECTION, identity, {"url": url, "reason": reason}, expires)

    def arrived(self, identity: str) -> None:
        """Forgets what went wrong with an article before it was read."""
        self._memory.drop_kinds((_FAILURE, _REJECTION, _GONE), identity)

    def is_handled(self, identity: str) -> bool:
        """Whether an article is taken care of: it failed and is tried again, or is no article."""
        return self._memory.has_any((_FAILURE, _REJECTION), identity)

    def is_waiting(self, identity: str, now: datetime) -> bool:
        """Whether an article is not to be asked for now."""
        if not self.is_handled(identity):
            return False
        failure = self._failure(identity)
        if failure is not None:
            return failure.due > now.timestamp()
        return self._memory.get(_REJECTION, identity, now) is not None

    def due_failures(self, now: datetime) -> Iterator[tuple[str, str]]:
        """Ids and addresses of the articles to try again, the longest due first."""
        due = [(note["due"], identity, note["url"]) for identity, note in self._memory.items(_FAILURE)]
        yield from ((identity, url) for moment, identity, url in sorted(due) if moment <= now.timestamp())

    def visited(self, identity: str, visit: Remembered, now: datetime) -> None:
        """Notes that an article was read or found unchanged; the next re-visit is due later each time."""
        if not self.schedule.revisit_for:
            return
        end = visit.read + self.schedule.revisit_for
        earlier = now.timestamp() - visit.read
        due = visit.read + max(self.schedule.revisit_first, earlier * self.schedule.revisit_growth)
        expires = datetime.fromtimestamp(end, now.tzinfo)
        if expires > now:
            self._memory.put(_VISIT, identity, asdict(replace(visit, due=min(due, end))), expires)
        else:
            self._memory.drop(_VISIT, identity)

    def visit(self, identity: str) -> Remembered | None:
        """The note of an article that is still re-visited."""
        note = self._memory.get(_VISIT, identity)
        return Remembered(**note) if note else None

    def visits(self) -> Iterator[tuple[str, Remembered]]:
        """All articles that are still re-visited."""
        return ((identity, Remembered(**note)) for identity, note in self._memory.items(_VISIT))

    def confirmed(self, identity: str, modified: str, now: datetime) -> None:
        """Notes that a source stated an article's last change and that it is no news: as good as a re-visit."""
        visit = self.visit(identity)
        if visit is not None and visit.due - now.timestamp() < self.schedule.revisit_first:
            self.visited(identity, replace(visit, modified=modified), now)

    def miss(self, identity: str, now: datetime) -> None:
        """Notes that a list lacked an article, so that it is re-visited for that only once."""
        visit = self.visit(identity)
        if visit is not None:
            self.visited(identity, replace(visit, missed=True), now)

    def forget_visit(self, identity: str) -> None:
        """Plans no further re-visit of an article."""
        self._memory.drop(_VISIT, identity)

    def gone(self, identity: str, url: str, now: datetime) -> bool:
        """Notes a re-visit that found an article gone; true at the second, long enough after the first."""
        note = self._memory.get(_GONE, identity)
        if note is None:
            self._memory.put(_GONE, identity, {"url": url, "first": now.timestamp()})
            self.forget_visit(identity)  # the second re-visit has a time of its own
            return False
        return bool(now.timestamp() - note["first"] >= self.schedule.removal_wait)

    def was_gone(self, identity: str) -> bool:
        """Whether an earlier re-visit found an article gone."""
        return self._memory.get(_GONE, identity) is not None

    def due_gone(self, now: datetime) -> Iterator[tuple[str, str]]:
        """Ids and addresses of the articles whose second re-visit is due."""
        for identity, note in self._memory.items(_GONE):
            if now.timestamp() - note["first"] >= self.schedule.removal_wait:
                yield identity, note["url"]

    def leads_to(self, identity: str) -> str:
        """The id of the article that an address was found to lead to; its own where it leads nowhere else."""
        if not self._memory.has_any((_ADDRESS_OF, _LEADS_TO), identity):
            return identity
        return str(self._memory.get(_ADDRESS_OF, identity) or self._memory.get(_LEADS_TO, identity))

    def is_address_of(self, identity: str, article: str) -> bool:
        """Whether what stands at an address was found to be the article with this id, also by what it says."""
        return identity == article or bool(self._memory.get(_ADDRESS_OF, identity) == article)

    def unproven(self) -> set[str]:
        """Ids of the addresses that lead to an article by the word of the page alone, as earlier versions took it."""
        return {identity for identity, _ in self._memory.items(_LEADS_TO)}

    def note_target(self, identity: str, target: str) -> None:
        """Notes that an address leads to the article with another id, or to none but its own."""
        self._memory.drop_kinds((_LEADS_TO, _ADDRESS_OF), identity)
        if identity != target:
            self._memory.put(_ADDRESS_OF, identity, target)

    def contest(self, identity: str) -> None:
        """Notes that several articles declare an address for their own."""
        self._memory.put(_CONTESTED, identity, True)

    def is_contested(self, identity: str) -> bool:
        """Whether several articles were found to declare an address for their own."""
        return self._memory.get(_CONTESTED, identity) is not None

    def _failure(self, identity: str) -> Failure | None:
        note: dict[str, Any] | None = self._memory.get(_FAILURE, identity)
        return Failure(**note) if note else None
