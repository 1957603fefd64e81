"""The days that a list leaves to its reader: above groups of its articles, in the moment of reading, in its order."""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date, datetime, timedelta

from newscrawl.dates.partial import PartialDate, dated, partial_date
from newscrawl.dates.reading import is_date_text, printed_date
from newscrawl.html.elements import HEADINGS
from newscrawl.sources.describe import Described
from newscrawl.sources.page import ListPage

_ROLLOVER = timedelta(hours=6)
"""How much later a time of day may be than the one above it before it is that of an earlier day."""
_LEADING = re.compile(
    r"^[\[(]?(?P<date>(?:\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?|\d{1,2} [^\W\d]{3,9}\.? \d{4})?[ ,à-]*"
    r"(?:\d{1,2} ?[h:] ?\d\d)?)[\])]?\s*[|:•·–—-]?\s+(?=\S+ \S)"
)
"""A date or time before a headline."""
_FEWEST = 3
_WHOLE = (*HEADINGS, "dt", "th", "caption", "summary", "time")
"""Tags whose whole text is looked at; of others only the text before their first child."""


def with_days(page: ListPage, found: list[Described], reference: datetime | None) -> list[Described]:
    """The cards of a list with relative and partial dates read.

    A time of day is that of the day in the title above its group ("Jeudi 26 novembre 2026"); without one it needs
    `reference`, as everything else does, and in a list that runs back past midnight each rise is a day less.  Where
    there are several such titles, articles without any date are of their day.
    """
    partial = [_partial(described) for described in found]
    open_days = [each.only_clock if each else not card.is_dated for each, card in zip(partial, found, strict=True)]
    days = _day_titles(page, found, reference) if any(open_days) else []
    places = [node for node, _ in days]
    several = len({day for _, day in days}) > 1
    completed: list[Described] = []
    above: datetime | None = None
    for described, part in zip(found, partial, strict=True):
        place = bisect_right(places, described.card.node)
        day = days[place - 1][1] if place else None
        published = described.link.published
        if part is None:
            if day and several and published is None:
                published = day.isoformat()
        elif part.only_clock and part.clock and day:
            published = _not_after(datetime.combine(day, part.clock, part.zone), reference)
        elif reference:
            published = dated(part, reference)
            if part.only_clock and part.zone is None:
                published = _below(published, above)
                above = datetime.fromisoformat(published) if published and "T" in published else above
        completed.append(described.stating(published=published))
    return completed


def with_leading_dates(found: list[Described]) -> list[Described]:
    """The cards with dates apart that a list prints before its headlines in the same link ("14:05 Grève à …")."""
    split = [_LEADING.match(described.link.headline or "") for described in found]
    dates = [match["date"].rstrip(" ,-") if match and is_date_text(match["date"]) else None for match in split]
    if 5 * sum(map(bool, dates)) < 4 * len(found) or len(found) < _FEWEST:
        return found
    return [
        _with_date_apart(described, text) if text else described for described, text in zip(found, dates, strict=True)
    ]


def _with_date_apart(described: Described, text: str) -> Described:
    link = described.link
    apart = described.stating(
        headline=_LEADING.sub("", link.headline or ""),
        headline_full=_LEADING.sub("", link.headline_full) if link.headline_full else None,
    )
    return apart if described.is_dated else apart.stating(published=printed_date(text), published_raw=text)


def _partial(described: Described) -> PartialDate | None:
    link = described.link
    return partial_date(link.published_raw) if link.published is None and link.published_raw else None


def _not_after(moment: datetime, reference: datetime | None) -> str:
    present = reference if reference is None or moment.tzinfo else reference.replace(tzinfo=None)
    late = present is not None and moment > present
    return moment.date().isoformat() if late else moment.isoformat()


def _below(published: str | None, above: datetime | None) -> str | None:
    """A time of day under another one: of its day, or of the day before where the list has passed midnight."""
    if published is None or above is None or "T" not in published:
        return published
    moment = datetime.fromisoformat(published)
    moment = datetime.combine(above.date(), moment.time()) if moment.date() > above.date() else moment
    if moment - above > _ROLLOVER:
        moment -= timedelta(days=1)
    return moment.isoformat()


def _day_titles(page: ListPage, found: list[Described], reference: datetime | None) -> list[tuple[int, date]]:
    """Nodes outside of cards and furniture that say a day and nothing else, with that day."""
    titles = []
    starts = [described.card.node for described in found]
    for node, tag in enumerate(page.tags):
        if page.furniture[node]:
            continue
        text = page.text(node) if tag in _WHOLE else page.heads[node].strip()
        day = _day(text, reference) if 3 < len(text) <= 40 else None
        if day and not _is_of_card(page, node, text, found, starts):
            titles.append((node, day))
    return titles


def _is_of_card(page: ListPage, node: int, text: str, found: list[Described], starts: list[int]) -> bool:
    """Whether a date stands in a card, or is what a card took for its own."""
    place = bisect_right(starts, node)
    if not place:
        return False
    before = found[place - 1]
    return page.within(node, before.card.node) or before.link.published_raw == text


def _day(text: str, reference: datetime | None) -> date | None:
    part = partial_date(text)
    if part is not None:
        stated = dated(part, reference) if reference and not part.only_clock and part.clock is None else None
    else:
        stated = printed_date(text) if is_date_text(text) else None
    return date.fromisoformat(stated) if stated and "T" not in stated else None
