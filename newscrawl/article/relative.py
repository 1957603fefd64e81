"""Times that the moment of the crawl completes: `Hier à 14:05`, `il y a 3 heures`, `Publié le 10 mars à 5 h 02`."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from newscrawl.article.moments import TOLERANCE, Clock, Moment
from newscrawl.items import Precision
from newscrawl.months import MONTH_PATTERN, MONTHS
from newscrawl.text import clean, fold_in_place

_SAID = r"(?P<said>\b(?:publiee?|postee?|mise? en ligne|paru|posted|published)\s+(?:le\s+)?)"
_OPENING = rf"(?:{_SAID}|^|[|·•,–—-]\s*)"
"""What stands before such a time: what says that it is the publication, nothing, or what parts it from a name."""
_CLOSING = r"(?(said)|(?=\s*(?:$|[|·•(–—-]|par\b)))"
"""What stands behind it: the line is no more than that, or else it is a sentence about what was (`Hier, le port`)."""
_CLOCK = r"(?:[\s,]+(?:a\s+|vers\s+)?(?P<hour>[01]?\d|2[0-3])\s?[h:]\s?(?P<minute>[0-5]\d)?(?!\d))?"
_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_AGO = re.compile(
    rf"{_OPENING}il y a (?P<count>\d{{1,3}}|une?) ?(?P<unit>min\w*|mn|h(?:eures?)?|j(?:ours?)?)(?!\w){_CLOSING}"
)
_NAMED = re.compile(rf"{_OPENING}(?P<day>aujourd'hui|avant-hier|hier)\b{_CLOCK}{_CLOSING}")
# Datelines open with a place, a comma and such a day: so a comma is not enough here.
_YEARLESS = re.compile(
    rf"(?:{_SAID[:-1]}|\bpar\s[^,\d]{{3,60}},\s*le\s+)|(?:^|[|·•]\s*)(?:le\s+)?)"
    rf"(?:(?P<weekday>{'|'.join(_WEEKDAYS)})\s+)?"
    rf"(?P<number>\d{{1,2}})(?:er)?\s+(?P<month>{MONTH_PATTERN})\b(?!\.?,?\s*\d{{4}}){_CLOCK}"
    r"(?(said)|(?=\s*(?:$|[|·•])))"
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
            raw = text[found.start() : found.end()].strip(" |·•,–—-")
            return replace(clock.moment(moment[0], raw, moment[1]), year_inferred=pattern is _YEARLESS)
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
    """The last such day that is not ahead of the crawl; nothing where that is another day of the week than stated."""
    for year in (now.year, now.year - 1):
        try:
            at = _at(found, now.replace(year=year, month=MONTHS[found["month"]], day=int(found["number"])))
        except ValueError:
            continue
        if at[0] - now <= TOLERANCE:
            return at if found["weekday"] in (None, _WEEKDAYS[at[0].weekday()]) else None
    return None


def _at(found: re.Match[str], day: datetime) -> tuple[datetime, Precision]:
    hour, minute = found["hour"], found["minute"]
    at = day.replace(hour=int(hour or 0), minute=int(minute or 0), second=0, microsecond=0)
    return at, "minute" if hour else "day"
