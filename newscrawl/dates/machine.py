"""Dates as machines write them: ISO 8601 and what is mistaken for it, RFC 822, C's `ctime`, seconds since 1970."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, tzinfo

from newscrawl.dates.stated import HALF_DAY, TIME_OF_DAY, StatedMoment, full_year, stated
from newscrawl.dates.words import MONTHS_ANYWHERE, WEEKDAYS, pattern
from newscrawl.dates.written import day_of
from newscrawl.dates.zones import stated_zone
from newscrawl.text import clean, fold_in_place

LONGEST = 100
"""Characters of a date for machines, a zone spelled out behind it included."""

# As most are: read at a tenth of the cost.
_PLAIN = re.compile(
    r"(?:19|20)\d\d-\d\d-\d\d[T ](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:Z|[+-](?:0\d|1[01]):?[0-5]\d)?", re.ASCII
)
# Between day and time stands a T; or, where PHP's `Y-m-dTH:i:s` was meant to print one, the zone.
_ISO = re.compile(
    r"(?P<year>\d{4})-?(?P<month>\d{2})-?(?P<day>\d{2})"
    r"(?:(?:\s{0,2}(?P<joint>t|,|_)\s{0,2}|\s{1,2}|(?P<zone>[a-z]{2,5}|[+-]\d{2}(?=\d{2}:)))"
    r"(?P<hour>[01]?\d|2[0-3])(?:\s?[:h.,]?\s?(?P<minute>[0-5]\d)(?:\s?[:.,m]?\s?(?P<second>[0-6]\d)(?:[.,]\d{1,9})?)?"
    rf"(?!\d)s?|(?P<whole>h?)(?![\d:])))?(?:\s?{HALF_DAY})?"
)
_DAY_S_END = re.compile(r"(?<=\d\d[t ])24(?=:?00(?::?00)?(?!\d))")
_COMPACT = re.compile(
    r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?P<second>[0-5]\d)?(?P<half>)"
)
_WEEKDAY = r"(?:[a-z]{2,9}\.?,\s{0,2}|[a-z]{3}\.?\s{1,2})?"
_CLOCK = rf"(?:[\s,]{{1,3}}(?:(?:a|at|t)\s)?{TIME_OF_DAY})?"
_RFC822 = re.compile(
    rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:er)?[\s-]{{1,2}}(?P<month>[a-z]{{3,10}})\.?[\s-]{{1,2}}"
    rf"(?P<year>\d{{4}}|\d{{2}})(?!\d){_CLOCK}"
)
_CTIME = re.compile(
    rf"{_WEEKDAY}(?P<month>[a-z]{{3,10}})\.?\s{{1,2}}(?P<day>\d{{1,2}})\s{{1,2}}{TIME_OF_DAY}\s{{1,2}}"
    r"(?P<zone>[a-z]{1,5}\s)?(?P<year>\d{4})"
)
_ENGLISH_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Drupal's own form may have the month first in any language: `jeu, 11/26/2026 - 14:05`.
_AFTER_WEEKDAY = re.compile(
    rf"(?P<weekday>{pattern(WEEKDAYS)})\.?,?\s{{1,2}}(?P<first>\d\d?)/(?P<other>\d\d?)/(?P<year>\d{{4}})(?:\s-)?{_CLOCK}"
)
# Also as .NET writes them in JSON: `/Date(1795721308000+0100)/`.
_EPOCH = re.compile(
    r"(?:(?P<net>/date\()|@)?(?P<seconds>[1-4]\d{9})(?:\d{3}|\.\d{1,9})?(?(net)(?P<offset>[+-]\d{4})?\)/)"
)
_LAST_SECOND = int(datetime(2100, 1, 1, tzinfo=UTC).timestamp())


def machine_date(text: str) -> StatedMoment | None:
    """The date that the whole of a text is, as machines write one; null where it is any other text."""
    if _PLAIN.fullmatch(text):
        return _plain(text)
    text = clean(text) if len(text) <= 4 * LONGEST else ""
    if not 0 < len(text) <= LONGEST:
        return None
    folded = fold_in_place(text)
    if not folded[0].isdigit():
        return (
            _epoch(folded)
            or _named(_RFC822.match(folded), folded)
            or _named(_CTIME.match(folded), folded)
            or _told_by_weekday(_AFTER_WEEKDAY.fullmatch(folded), folded)
        )
    return _iso(folded) or _epoch(folded) or _named(_RFC822.match(folded), folded)


def _plain(text: str) -> StatedMoment | None:
    try:
        return StatedMoment(datetime.fromisoformat(text), "second", 0, len(text))
    except ValueError:
        return None


def _iso(folded: str) -> StatedMoment | None:
    if _DAY_S_END.search(folded):
        began = _iso(_DAY_S_END.sub("00", folded, count=1))
        if began is None or began.at.date() == date.max:
            return None
        return replace(began, at=began.at + timedelta(days=1))
    found = _COMPACT.fullmatch(folded) or _ISO.match(folded)
    if found is None:
        return None
    parts = found.groupdict()
    if parts.get("hour") and not parts["minute"] and parts["joint"] != "t" and not (parts["whole"] or parts["half"]):
        return None  # `2026-11-26 08` may go on with anything
    if parts.get("half") and not parts["hour"]:
        return None
    zone, is_whole = _zone_behind(found, folded)
    day = (int(parts["year"]), int(parts["month"]), int(parts["day"]))
    return stated(day, found, zone or _before(parts.get("zone")), (0, len(folded))) if is_whole else None


def _named(found: re.Match[str] | None, folded: str) -> StatedMoment | None:
    """A date with the name of a month."""
    if found is None or found["month"] not in MONTHS_ANYWHERE:
        return None
    zone, is_whole = _zone_behind(found, folded, may_be_span=found["second"] is None)
    day = (full_year(found["year"]), MONTHS_ANYWHERE[found["month"]], int(found["day"]))
    zone = zone or _before(found.groupdict().get("zone"))
    return stated(day, found, zone, (0, len(folded))) if is_whole else None


def _told_by_weekday(found: re.Match[str] | None, folded: str) -> StatedMoment | None:
    """A date in figures whose weekday tells which of them is the month."""
    if found is None:
        return None
    year, figures = int(found["year"]), (int(found["first"]), int(found["other"]))
    # Where it fits either way, English has the month first.
    is_english = found["weekday"].startswith(_ENGLISH_DAYS)
    for month, day in (figures, figures[::-1]) if is_english else (figures[::-1], figures):
        date = day_of(year, month, day)
        if date is not None and date.weekday() == WEEKDAYS[found["weekday"]]:
            return stated((year, month, day), found, None, (0, len(folded)))
    return None


def _zone_behind(found: re.Match[str], folded: str, *, may_be_span: bool = False) -> tuple[tzinfo | None, bool]:
    """The zone behind a date, and whether there is nothing but that; words behind a day without a time are no zone."""
    zone, is_whole = stated_zone(folded[found.end() :], has_seconds=not may_be_span)
    return zone, is_whole and (zone is not None or found["hour"] is not None or found.end() == len(folded))


def _before(written: str | None) -> tzinfo | None:
    """The zone written in an unusual place, before the time or the year."""
    return stated_zone(written.strip())[0] if written else None


def _epoch(folded: str) -> StatedMoment | None:
    """Seconds or milliseconds since 1970, in ten figures at least: since September 2001, and not beyond the century."""
    found = _EPOCH.fullmatch(folded)
    if found is None or int(found["seconds"]) >= _LAST_SECOND:
        return None
    zone = stated_zone(found["offset"])[0] if found["offset"] else None
    return StatedMoment(datetime.fromtimestamp(int(found["seconds"]), zone or UTC), "second", 0, len(folded))
