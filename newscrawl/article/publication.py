"""When an article was published and changed, from the most trusted source that states each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from itertools import chain, islice

from newscrawl.article import dated
from newscrawl.article.draft import Draft
from newscrawl.article.moments import DATE_IMPLAUSIBLE, Moment, read_machine
from newscrawl.article.near import is_comment, is_of_card
from newscrawl.article.reading import Reading
from newscrawl.html.selectors import found_by

PUBLICATION_CONFLICT = "publication_conflict"
"""Two sources of a page state publications more than a day apart."""
_APART = timedelta(days=1)
_REISSUED = timedelta(days=2)
"""How much older the publication has to be that a last change gives way to."""
_POINTED = 3
"""Elements of one rule that are read."""
_SAME = timedelta(minutes=1)
_QUARTER = 15
"""Minutes by which offsets differ."""
_FARTHEST = timedelta(hours=14)


def times(draft: Draft, reading: Reading) -> None:
    """Publication and last change; what readers are told near the headline comes last, or where it is more exact."""
    pointed = list(_plausible(draft, _pointed(reading, "published")))
    stated = [*pointed, *_plausible(draft, _stated(reading, (source.published for source in reading.sources)))]
    changes = [*_pointed(reading, "modified"), *_stated(reading, (source.modified for source in reading.sources))]
    if not stated:
        changes += dated.modified(reading.near, reading.clock)
        shown = chain(dated.published(reading.near, reading.clock), dated.issued(reading.below, reading.clock))
        # Lines further on may date other articles: only the first counts, whatever a list said.
        stated = list(_plausible(draft, shown))[:1]
    elif any(abs(moment.at - stated[0].at) > _APART for moment in stated[1:]):
        draft.flag(PUBLICATION_CONFLICT)
    published = _chosen(stated, changes, reading)
    if published is not None:
        published, shift = _on_own_clock(published, stated, reading, is_shown=published in pointed)
        changes = [_shifted(change, shift) for change in changes] if shift is not None else changes
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


def _chosen(stated: list[Moment], changes: list[Moment], reading: Reading) -> Moment | None:
    """The first moment, or the first on the day that a list gave; of that day, one with the time where any has it.

    A moment that is also stated to be the last change gives way to an earlier one that is said to be the publication.
    """
    if not stated:
        return None
    told = _told(reading)
    first = next((moment for moment in stated if told is not None and _is_of_day(moment, told)), None)
    if first is None and told is not None:
        # Of what readers are told, only the first dates this article for certain.
        first = next((moment for moment in islice(_shown(reading), 1) if _is_of_day(moment, told)), None)
    if first is None:
        first = stated[0]
        if any(change.at == first.at for change in changes):
            said = (moment for moment in dated.issued(reading.under, reading.clock) if not moment.implausible)
            earlier = (moment for moment in chain(stated, said) if first.at - moment.at > _REISSUED)
            first = next(earlier, first)
    if first.precision != "day":
        return first
    same_day = (moment for moment in stated if moment.at.date() == first.at.date() and moment.precision != "day")
    shown = (moment for moment in _shown(reading) if moment.at.date() == first.at.date() and moment.precision != "day")
    return next(chain(same_day, shown), first)


def _shown(reading: Reading) -> Iterator[Moment]:
    return (moment for moment in dated.published(reading.near, reading.clock) if not moment.implausible)


def _on_own_clock(
    chosen: Moment, stated: list[Moment], reading: Reading, *, is_shown: bool
) -> tuple[Moment, tzinfo | None]:
    """A moment with its true offset, and that offset, where systems write local times as if they were of Greenwich.

    They do so where another source has the same time of the clock and another offset; and where what is meant for
    readers has the minutes of another source and hours that differ.
    """
    if chosen.precision == "day" or chosen.at.utcoffset() != timedelta(0):
        return chosen, None
    told = _told(reading)
    others = [moment.at for moment in stated if moment.precision != "day" and moment is not chosen]
    others += [told] if told is not None and told.tzinfo is not None else []
    wall = chosen.at.replace(tzinfo=None)
    for other in others:
        if other.utcoffset() and _same_minute(other.replace(tzinfo=None), wall):
            return replace(chosen, at=chosen.at.replace(tzinfo=other.tzinfo)), other.tzinfo
    for other in others if is_shown else ():
        ahead = wall - other.astimezone(UTC).replace(tzinfo=None)
        offset = timedelta(minutes=_QUARTER * round(ahead / timedelta(minutes=_QUARTER)))
        if offset and abs(offset) <= _FARTHEST and abs(ahead - offset) < _SAME:
            zone = timezone(offset)
            return replace(chosen, at=chosen.at.replace(tzinfo=zone)), zone
    return chosen, None


def _same_minute(one: datetime, other: datetime) -> bool:
    return abs(one - other) < _SAME


def _shifted(moment: Moment, zone: tzinfo) -> Moment:
    """A moment written in the same way as the publication, with its true offset."""
    return replace(moment, at=moment.at.replace(tzinfo=zone)) if moment.at.utcoffset() == timedelta(0) else moment


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
            draft.article.published_raw = draft.article.published_raw or moment.raw


def _pointed(reading: Reading, field: str) -> Iterator[Moment]:
    """The moments that rules point at, but for those of other articles."""
    for rules in reading.layers:
        for found in found_by(reading.page, getattr(rules, field))[:_POINTED]:
            element = found.element
            if element is not None and (is_of_card(element, reading.headline.element) or is_comment(element)):
                continue
            moment = read_machine(found.attribute("datetime", "content"), reading.clock)
            if moment is not None:
                yield moment
            if moment is None or moment.implausible:
                shown = read_machine(found.text, reading.clock)
                if shown is not None:
                    yield shown


def _stated(reading: Reading, texts: Iterable[str | None]) -> Iterator[Moment]:
    """The moments stated for machines."""
    for text in texts:
        moment = read_machine(text, reading.clock)
        if moment is not None:
            yield moment
