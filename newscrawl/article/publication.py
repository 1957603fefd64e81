"""When an article was published and changed, from the most trusted source that states each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import chain

from newscrawl.article import near
from newscrawl.article.draft import Draft
from newscrawl.article.moments import DATE_IMPLAUSIBLE, Moment, read_machine
from newscrawl.article.reading import Reading
from newscrawl.html.selectors import found_by

PUBLICATION_CONFLICT = "publication_conflict"
"""Two sources of a page state publications more than a day apart."""
_APART = timedelta(days=1)


def times(draft: Draft, reading: Reading) -> None:
    """Publication and last change; what readers are told near the headline comes last, or where it is more exact."""
    stated = list(_plausible(draft, _published(reading)))
    changes = _read(reading, "modified", (source.modified for source in reading.sources))
    if not stated:
        changes = chain(changes, near.modified(reading.near, reading.clock))
        shown = chain(near.published(reading.near, reading.clock), near.issued(reading.below, reading.clock))
        # Lines further on may date other articles: only the first counts, whatever a list said.
        stated = list(_plausible(draft, shown))[:1]
    elif any(abs(moment.at - stated[0].at) > _APART for moment in stated[1:]):
        draft.flag(PUBLICATION_CONFLICT)
    published = _chosen(stated, reading)
    if published is not None:
        place(draft, published)
    for modified in changes:
        if modified.implausible:
            draft.flag(DATE_IMPLAUSIBLE)
        elif published is None or (modified.at > published.at and modified.precision != "day"):
            draft.article.modified_at = modified.iso
            return


def place(draft: Draft, published: Moment) -> None:
    """Publication as the article's fields."""
    article = draft.article
    article.published_at, article.published_raw = published.iso, published.raw
    article.published_precision = published.precision
    if published.problem:
        draft.flag(published.problem)
    if published.year_inferred:
        draft.flag("year_inferred")


def _chosen(stated: list[Moment], reading: Reading) -> Moment | None:
    """The first moment, or the first on the day that a list gave; of that day, one with the time where any has it."""
    if not stated:
        return None
    told = _told(reading)
    first = next((moment for moment in stated if told is not None and _is_of_day(moment, told)), stated[0])
    if first.precision != "day":
        return first
    same_day = (moment for moment in stated if moment.at.date() == first.at.date() and moment.precision != "day")
    shown = (
        moment
        for moment in near.published(reading.near, reading.clock)
        if moment.at.date() == first.at.date() and moment.precision != "day" and not moment.implausible
    )
    return next(chain(same_day, shown), first)


def _told(reading: Reading) -> datetime | None:
    written = reading.hint.published if reading.hint is not None else None
    try:
        return datetime.fromisoformat(written) if written else None
    except ValueError:
        return None


def _is_of_day(moment: Moment, told: datetime) -> bool:
    """Whether a moment is of the day that a list told, each day being that of the moment's own clock."""
    try:
        return (told if told.tzinfo is None else told.astimezone(moment.at.tzinfo)).date() == moment.at.date()
    except OverflowError:
        return False


def _plausible(draft: Draft, moments: Iterable[Moment]) -> Iterator[Moment]:
    """The moments that can be a publication; that others come before the first of them is noted."""
    found = False
    for moment in moments:
        if not moment.implausible:
            found = True
            yield moment
        elif not found:
            draft.flag(DATE_IMPLAUSIBLE)


def _published(reading: Reading) -> Iterator[Moment]:
    return _read(reading, "published", (source.published for source in reading.sources))


def _read(reading: Reading, field: str, stated: Iterable[str | None]) -> Iterator[Moment]:
    """The moments that rules point at, then those stated for machines."""
    for rules in reading.layers:
        for found in found_by(reading.page, getattr(rules, field))[:3]:
            moment = read_machine(found.attribute("datetime", "content"), reading.clock)
            if moment is not None:
                yield moment
            if moment is None or moment.implausible:
                shown = read_machine(found.text, reading.clock)
                if shown is not None:
                    yield shown
    for text in stated:
        moment = read_machine(text, reading.clock)
        if moment is not None:
            yield moment
