"""Dates as feeds and sitemaps state them, to ISO 8601, with the slips of those who write them."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone

from newscrawl.months import MONTHS
from newscrawl.sources.dates import iso_date, printed_date
from newscrawl.text import fold

_RFC822 = re.compile(
    r"(?:^|[\s,.])(?P<day>\d{1,2})(?:er)?[\s-]+(?P<month>[a-z]{3,10})\.?[\s-]+(?P<year>\d{4}|\d{2})(?!\d)"
    r"(?:(?:\s|,|t|a|at)+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?:\.\d+)?\s*(?P<zone>[a-z0-9+:-]*))?"
)
_SPACED_ISO = re.compile(
    r"(\d{4}-\d{2}-\d{2})[\sT]+(\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?)\s+((?:GMT|UTC|[A-Z]{3,4})?\s?[+-]?[\d:]*)$"
)
_OFFSET = re.compile(r"(?:gmt|utc)?([+-])(\d{1,2}?)(?::?(\d{2}))?")
_ZONES = {
    name: hours
    for hours, names in {
        -8: "pst",
        -7: "pdt mst",
        -6: "cst mdt",
        -5: "est cdt",
        -4: "edt ast",
        -3: "gft",
        0: "z gmt utc ut wet",
        1: "cet met wat bst west",
        2: "cest mest cat sast eet",
        3: "eat eest msk",
        4: "mut ret",
    }.items()
    for name in names.split()
}
"""Abbreviation of a time zone → hours before Greenwich; those with several meanings (`IST`) are left out."""
_LONGEST = 80
_FIRST_YEAR = 1990
_DAY = 24 * 60
_MONTHS = MONTHS | dict.fromkeys(("ene", "enero"), 1) | {"febrero": 2, "abr": 4, "ago": 8, "dic": 12, "diciembre": 12}


def feed_date(text: str | None) -> str | None:
    """A date of a feed or sitemap as ISO 8601, with the offset it states, else None.

    RFC 822 in English, French or Spanish, with years of two digits, `GMT+9` or a zone's name; ISO 8601; or as printed.
    """
    if not text or not (stated := text.strip()):
        return None
    if iso := iso_date(stated):
        return iso
    if spaced := _SPACED_ISO.fullmatch(stated):
        moment = iso_date(f"{spaced[1]}T{spaced[2]}")
        return moment and _with_zone(datetime.fromisoformat(moment), spaced[3].lower().replace(" ", ""))
    found = _RFC822.search(fold(stated[:_LONGEST]))
    if found and len(found["year"]) == 4 and int(found["year"]) < _FIRST_YEAR:
        return None  # what systems print for no date: `Wed, 30 Nov -0001 00:00:00 +0000`
    if found and found["hour"] and (iso := _of_rfc822(found)):
        return iso
    return printed_date(stated) or (_of_rfc822(found) if found else None)


def _of_rfc822(found: re.Match[str]) -> str | None:
    month = _MONTHS.get(found["month"])
    year = int(found["year"])
    if month is None:
        return None
    if len(found["year"]) == 2:
        year += 2000 if year < 70 else 1900
    try:
        day = date(year, month, int(found["day"]))
        if day.year < _FIRST_YEAR:
            return None
        if found["hour"] is None:
            return day.isoformat()
        hour, minute, second = (int(found[part] or 0) for part in ("hour", "minute", "second"))
        moment = datetime(day.year, day.month, day.day, hour, minute, min(second, 59))  # noqa: DTZ001 - the zone may be unknown
    except ValueError:
        return None
    return _with_zone(moment, found["zone"])


def _with_zone(moment: datetime, zone: str) -> str:
    """The moment with the offset that a zone's name or figures say, without one where they say nothing."""
    hours = _ZONES.get(zone)
    if hours is not None:
        return moment.replace(tzinfo=timezone(timedelta(hours=hours))).isoformat()
    offset = _OFFSET.fullmatch(zone)
    if offset is None:
        return moment.isoformat()
    minutes = int(offset[2]) * 60 + int(offset[3] or 0)
    if minutes >= _DAY:
        return moment.isoformat()
    return moment.replace(tzinfo=timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes))).isoformat()
