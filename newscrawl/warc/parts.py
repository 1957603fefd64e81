"""Articles over several pages, whose further pages an archive may hold some records later."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

from newscrawl.article import join
from newscrawl.article.draft import Draft
from newscrawl.article.parts import is_further_part
from newscrawl.article.titles import agree
from newscrawl.urls import article_id

MOST = 64
"""Articles that wait at once."""
WINDOW = 2_000
"""Records after which a further page is not waited for any longer."""
_PARTS = 20
"""Parts of one article that are joined at most."""


@dataclass(slots=True)
class _Waiting:
    first: Draft
    place: int
    """Where its record lies in the file."""
    until: int
    parts: list[Draft] = field(default_factory=list)

    def article(self) -> Draft:
        """What there is of it."""
        return join(self.first, self.parts) if self.parts else self.first


class WaitingParts:
    """The first parts that wait, each under the id of the address at which its article goes on."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[str, _Waiting] = OrderedDict()

    @property
    def place(self) -> int | None:
        """Where the first record lies that waits, null where none does."""
        return min((each.place for each in self._waiting.values()), default=None)

    def offer(self, draft: Draft, place: int, number: int) -> list[Draft]:
        """The articles that are ready now that this page was read, the record `number` of a file, at `place` in it."""
        ready = self._given_up(number)
        address = draft.article.fetched_url or draft.article.url
        waiting = self._waiting.pop(article_id(address), None)
        if waiting is None:
            waiting = _Waiting(draft, place, number + WINDOW)
        elif agree(waiting.first.article.headline or "", draft.article.headline or ""):
            waiting.parts.append(draft)
        else:
            ready.append(waiting.article())  # a number of another kind: the page is an article of its own
            waiting = _Waiting(draft, place, number + WINDOW)
        if draft.next_part is None or len(waiting.parts) + 1 >= _PARTS:
            ready.append(waiting.article())
            return ready
        following = article_id(draft.next_part)
        if (earlier := self._waiting.pop(following, None)) is not None:
            if _is_repeated(earlier, waiting):
                earlier.until, waiting = waiting.until, earlier
            else:
                ready.append(_torn(earlier))
        self._waiting[following] = waiting
        return ready

    def is_stray(self, draft: Draft) -> bool:
        """Whether a page is a further part of an article of which no part before it waits."""
        address = draft.article.fetched_url or draft.article.url
        return article_id(address) not in self._waiting and is_further_part(address, draft.article.url)

    def rest(self) -> list[Draft]:
        """The articles that still wait, with what there is of them."""
        found = [_torn(each) for each in self._waiting.values()]
        self._waiting.clear()
        return found

    def _given_up(self, number: int) -> list[Draft]:
        found = []
        while self._waiting:
            following, oldest = next(iter(self._waiting.items()))
            if oldest.until > number and len(self._waiting) < MOST:
                break
            del self._waiting[following]
            found.append(_torn(oldest))
        return found


def _is_repeated(earlier: _Waiting, later: _Waiting) -> bool:
    """Whether a first part was captured once more before any further one came."""
    first, again = earlier.first.article, later.first.article
    return not earlier.parts and (first.id, first.content_hash) == (again.id, again.content_hash)


def _torn(waiting: _Waiting) -> Draft:
    article = waiting.article()
    article.flag("parts_missing")
    return article
