"""Times that the moment of the crawl completes: `Hier à 14:05`, `il y a 3 heures`, `Publié le 10 mars à 5 h 02`."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from newscrawl.extraction.moments import TOLERANCE, Clock, Moment
from newscrawl.items import Precision
from newscrawl.months import MONTH_PATTERN, MONTHS
from newscrawl.text import clean, fold_in_place

_OPENING = r"(?:^|[|·•,–—-]\s*|\b(?:publiee?|postee?|mise? en ligne|paru|posted|published)\s+(?:le\s+)?)"
"""What stands before such a time: nothing, what parts it from a name, or what says that it is the publication."""
_CLOCK = r"(?:[\s,]+(?:a\s+|vers\s+)?(?P<hour>[01]?\d|2[0-3])\s?[h:]\s?(?P<minute>[0-5]\d)?(?!\d))?"
_AGO = re.compile(rf"{_OPENING}il y a (?P<count>\d{{1,3}}|une?) ?(?P<unit>min\w*|mn|h(?:eures?)?|j(?:ours?)?)(?!\w)")
_NAMED = re.compile(rf"{_OPENING}(?P<day>aujourd'hui|avant-hier|hier)\b{_CLOCK}")
_YEARLESS = re.compile(
    rf"{_OPENING}(?:le\s+)?(?:(?:lun|mar|mercre|jeu|vendre|same)di\s+|dimanche\s+)?"
    rf"(?P<number>\d{{1,2}})(?:er)?\s+(?P<month>{MONTH_PATTERN})\b(?!\.?,?\s*\d{{4}}){_CLOCK}"
)
_BACK = {"aujourd'hui": 0, "hier": 1, "avant-hier": 2}


def read_relative(text: str, clock: Clock) -> Moment | None:
    """The first such time of a line for readers; nothing where the moment of the crawl is not known.

    An age in hours or days tells the day alone.
    """
    if clock.reference is None:
        return None
    text = clean(text)
    folded = fold_in_place(text)
    now = clock.reference.astimezone(clock.zone or UTC).replace(tzinfo=None)
    for pattern, read in ((_AGO, _ago), (_NAMED, _named), (_YEARLESS, _yearless)):
        found = pattern.search(folded)
        moment = read(found, now) if found else None
        if found and moment:
            return clock.moment(moment[0], text[found.start() : found.end()].strip(" |·•,–—-"), moment[1])
    return None


def _ago(found: re.Match[str], now: datetime) -> tuple[datetime, Precision]:
    count, unit = int(found["count"]) if found["count"].isdigit() else 1, found["unit"][0]
    if unit == "m":
        return (now - timedelta(minutes=count)).replace(second=0, microsecond=0), "minute"
    at = now - (timedelta(hours=count) if unit == "h" else timedelta(days=count))
    return at.replace(hour=0, minute=0, second=0, microsecond=0), "day"


def _named(found: re.Match[str], now: datetime) -> tuple[datetime, Precision]:
    return _at(found, now - timedelta(days=_BACK[found["day"]]))


def _yearless(found: re.Match[str], now: datetime) -> tuple[datetime, Precision] | None:
    """The last such day that is not ahead of the crawl."""
    for year in (now.year, now.year - 1):
        try:
            at = _at(found, now.replace(year=year, month=MONTHS[found["month"]], day=int(found["number"])))
        except ValueError:
            continue
        if at[0] - now <= TOLERANCE:
            return at
    return None


def _at(found: re.Match[str], day: datetime) -> tuple[datetime, Precision]:
    hour, minute = found["hour"], found["minute"]
    at = day.replace(hour=int(hour or 0), minute=int(minute or 0), second=0, microsecond=0)
    return at, "minute" if hour else "day"
