"""Time zones: by abbreviation, offset, name or place behind a time, and of countries that have one only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

COUNTRY_ZONES = {
    "AD": "Europe/Andorra", "AT": "Europe/Vienna", "BE": "Europe/Brussels", "BF": "Africa/Ouagadougou",
    "BI": "Africa/Bujumbura", "BJ": "Africa/Porto-Novo", "CF": "Africa/Bangui", "CG": "Africa/Brazzaville",
    "CH": "Europe/Zurich", "CI": "Africa/Abidjan", "CM": "Africa/Douala", "DE": "Europe/Berlin",
    "DJ": "Africa/Djibouti", "DZ": "Africa/Algiers", "EG": "Africa/Cairo", "FR": "Europe/Paris",
    "GA": "Africa/Libreville", "GB": "Europe/London", "GF": "America/Cayenne", "GN": "Africa/Conakry",
    "GP": "America/Guadeloupe", "GQ": "Africa/Malabo", "HT": "America/Port-au-Prince", "IT": "Europe/Rome",
    "KM": "Indian/Comoro", "LB": "Asia/Beirut", "LU": "Europe/Luxembourg", "MA": "Africa/Casablanca",
    "MC": "Europe/Monaco", "MG": "Indian/Antananarivo", "ML": "Africa/Bamako", "MQ": "America/Martinique",
    "MR": "Africa/Nouakchott", "MU": "Indian/Mauritius", "NC": "Pacific/Noumea", "NE": "Africa/Niamey",
    "NL": "Europe/Amsterdam", "PF": "Pacific/Tahiti", "RE": "Indian/Reunion", "RW": "Africa/Kigali",
    "SC": "Indian/Mahe", "SN": "Africa/Dakar", "TD": "Africa/Ndjamena", "TG": "Africa/Lome", "TN": "Africa/Tunis",
    "VU": "Pacific/Efate", "WF": "Pacific/Wallis", "YT": "Indian/Mayotte",
}  # fmt: skip
"""IANA zone by ISO 3166-1 code, for countries whose media keep one clock.  `CD` and `CA` have several: left out.
France stands for its European part; the overseas departments have codes and domains of their own."""

ABBREVIATIONS: Mapping[str, int] = {
    name: hours
    for hours, names in {
        -8: "pst", -7: "pdt mst", -6: "cst mdt hnc", -5: "est cdt hne hac", -4: "edt ast hae", -3: "gft",
        0: "z gmt utc ut tu wet", 1: "cet met wat bst west hec", 2: "cest mest cat sast eet heec",
        3: "eat eest msk", 4: "mut ret",
    }.items()
    for name in names.split()
}  # fmt: skip
"""Abbreviation of a zone → hours east of Greenwich; those with several meanings (`IST`) are left out."""

_PLACES = {
    "paris": "Europe/Paris", "france": "Europe/Paris", "bruxelles": "Europe/Brussels", "belge": "Europe/Brussels",
    "geneve": "Europe/Zurich", "suisse": "Europe/Zurich", "berne": "Europe/Zurich", "zurich": "Europe/Zurich",
    "luxembourg": "Europe/Luxembourg", "montreal": "America/Toronto", "quebec": "America/Toronto",
    "ottawa": "America/Toronto", "toronto": "America/Toronto", "l'est": "America/Toronto",
    "new york": "America/New_York", "washington": "America/New_York", "londres": "Europe/London",
    "kinshasa": "Africa/Kinshasa", "brazzaville": "Africa/Brazzaville", "libreville": "Africa/Libreville",
    "dakar": "Africa/Dakar", "abidjan": "Africa/Abidjan", "bamako": "Africa/Bamako", "lome": "Africa/Lome",
    "cotonou": "Africa/Porto-Novo", "douala": "Africa/Douala", "yaounde": "Africa/Douala", "alger": "Africa/Algiers",
    "algerie": "Africa/Algiers", "tunis": "Africa/Tunis", "rabat": "Africa/Casablanca", "maroc": "Africa/Casablanca",
    "antananarivo": "Indian/Antananarivo", "port-au-prince": "America/Port-au-Prince",
    "haiti": "America/Port-au-Prince",
    "beyrouth": "Asia/Beirut", "moscou": "Europe/Moscow", "tokyo": "Asia/Tokyo", "pekin": "Asia/Shanghai",
    "greenwich": "Etc/UTC", "universelle": "Etc/UTC", "gmt": "Etc/UTC",
}  # fmt: skip
"""IANA zone by the name after "heure (de)", folded."""
_IANA = {name.lower(): name for name in {*COUNTRY_ZONES.values(), *_PLACES.values()}}
_ALSO_WORDS = frozenset(["est", "met", "tu", "ut", "cat", "mut", "ret", "eat", "z"])
"""Abbreviations that are words of French or English, so that readers mean a zone by their capitals only."""
_WESTERNMOST, _EASTERNMOST = -12 * 60, 14 * 60

_ZONE = re.compile(
    r"\s{0,2}[(\[]?\s?(?:"
    r"(?P<hour_of>heure\s(?:locale\s)?(?:de\s|du\s|d')?)(?P<place>[a-z' -]{2,30})"
    r"|(?P<iana>[a-z]{3,10}/[a-z_/-]{2,30})"
    r"|(?P<base>[a-z]{1,4})?\s?(?P<sign>[+-])(?P<hours>\d{1,2}?)(?P<minutes>:?\d{2})?(?![\d:h])"
    r"|(?P<name>[a-z]{1,4})(?![a-z0-9])"
    r")(?:\s?[)\]])?"
)
_REMARK = re.compile(r"\s{0,2}(?:[(\[][^)\]]{0,60}[)\]]|z)?\s{0,2}")
_LETTERS = re.compile(r"\s{0,2}\(?[a-z_/]{0,40}\)?")


def zone_at(text: str, folded: str, at: int, *, has_seconds: bool = False) -> tuple[tzinfo, int] | None:
    """The zone that readers are told behind a time that ends at `at`, and where it ends.

    `folded` is `text` folded in place.  A bare offset counts where it cannot be the end of a span of time:
    to the east, written without a colon, or behind seconds.
    """
    found = _ZONE.match(folded, at)
    if found is None:
        return None
    written = text[found.start() : found.end()].strip(" ()[]")
    if found["name"] in _ALSO_WORDS and not written.isupper():
        return None
    if not has_seconds and _may_end_span(found):
        return None
    zone = _zone(found)
    return (zone, _end(found)) if zone is not None else None


def stated_zone(folded: str, *, has_seconds: bool = True) -> tuple[tzinfo | None, bool]:
    """The zone that the rest of a text for machines states, and whether that rest can be one, known or unknown."""
    found = _ZONE.match(folded)
    if found is not None and not has_seconds and _may_end_span(found):
        return None, False
    zone = _zone(found) if found is not None else None
    if found is not None and zone is not None:
        return zone, (_REMARK.fullmatch(folded, found.end()) or _ZONE.fullmatch(folded, found.end())) is not None
    return None, _LETTERS.fullmatch(folded) is not None


def _may_end_span(found: re.Match[str]) -> bool:
    """Whether a bare offset may be the end of a span of time (`10:00-12:00`)."""
    return found["sign"] == "-" and not found["base"] and len(found["minutes"] or "") != 2


def _zone(found: re.Match[str]) -> tzinfo | None:
    if found["place"]:
        name = _place(found["place"])
        return ZoneInfo(_PLACES[name]) if name else None
    if found["iana"]:
        name = _IANA.get(found["iana"]) or _all_zones().get(found["iana"])
        return ZoneInfo(name) if name else None
    if found["name"]:
        return _offset(ABBREVIATIONS[found["name"]] * 60) if found["name"] in ABBREVIATIONS else None
    minutes = int(found["hours"]) * 60 + int((found["minutes"] or "0").lstrip(":"))
    minutes = -minutes if found["sign"] == "-" else minutes
    if found["base"] and found["base"] not in ABBREVIATIONS:
        return None
    # `GMT+0100` and `CET+01:00` state the whole offset, `CET+1` an hour more than it.
    return _offset(minutes if found["minutes"] or not found["base"] else minutes + 60 * ABBREVIATIONS[found["base"]])


@cache
def _all_zones() -> Mapping[str, str]:
    """Every zone of the database by its name in lower case; to list them takes some milliseconds."""
    return {name.lower(): name for name in available_timezones()}


def _offset(minutes: int) -> tzinfo | None:
    return timezone(timedelta(minutes=minutes)) if _WESTERNMOST <= minutes <= _EASTERNMOST else None


def _place(words: str) -> str | None:
    return next((name for name in _PLACES if words == name or words.startswith((f"{name} ", f"{name}'"))), None)


def _end(found: re.Match[str]) -> int:
    """Behind the zone, without the words that follow the name of a place."""
    name = _place(found["place"]) if found["place"] else None
    if name is None or len(name) == len(found["place"].rstrip()):
        return found.end()
    return found.start("place") + len(name)
