"""Times as pages state them, for machines or for readers, as instants with an offset."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from newscrawl.article.draft import Context
from newscrawl.article.zones import COUNTRY_ZONES, NAMED_OFFSETS, NAMED_ZONES
from newscrawl.items import Precision
from newscrawl.months import MONTH_PATTERN, MONTHS
from newscrawl.text import clean, fold_in_place

TIMEZONE_ASSUMED = "timezone_assumed"
TIMEZONE_UNKNOWN = "timezone_unknown"
DATE_IMPLAUSIBLE = "date_implausible"
FIRST_YEAR = 1990
"""Year before which no page was published: what is dated earlier, the Unix epoch above all, holds a placeholder."""
TOLERANCE = timedelta(days=2)
"""How far behind the crawl a publication may lie: clocks are wrong, and zones misdeclared."""

_ISO = re.compile(
    r"(?P<year>\d{4})-?(?P<month>\d{2})-?(?P<day>\d{2})"
    r"(?:(?:T|t|\s+|,\s*)(?P<hour>\d{1,2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<offset>Z|z|UTC|GMT|[+-]\d{2}:?(?:\d{2})?)?)?(?:\s*\(?[A-Za-z_/]*\)?)?"
)
_CLOCK = (
    r"(?:[\s,.\-|/]*(?:\b(?:a|at|vers|des)\b\s*)?[\s,.\-|/]*"
    r"(?P<hour>[01]?\d|2[0-3])\s?(?:h(?:eures?)?\s?(?P<minute>[0-5]\d)?(?:\s?min)?|:\s?(?P<colon>[0-5]\d)(?::(?P<second>[0-5]\d))?)"
    r"(?!\d)(?:\s?(?P<half>[ap])\.?m\b\.?)?)?"
    r"(?P<after>[\s(]*(?:heure\s+(?:locale\s+)?(?:d(?:e|u)\s+|d')?[a-z' -]{2,30}|[a-z]{2,4}(?:[+-]\d{1,2})?)\)?)?"
)
# Texts are folded first: no accents, no case.
_WRITTEN = re.compile(
    rf"(?<![\d/])(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?[\s./-]+(?P<name>{MONTH_PATTERN})\.?,?[\s./-]+(?P<year>(?:19|20)\d{{2}})(?!\d){_CLOCK}"
)
_AMERICAN = re.compile(
    rf"\b(?P<name>{MONTH_PATTERN})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>(?:19|20)\d{{2}})(?!\d){_CLOCK}"
)
_NUMERIC = re.compile(
    rf"(?<![\d/.-])(?P<day>\d{{1,2}})(?P<mark>[/.-])(?P<month>\d{{1,2}})(?P=mark)(?P<year>(?:19|20)\d{{2}}|\d{{2}})(?![\d/.-]){_CLOCK}"
)
_YEAR_FIRST = re.compile(
    rf"(?<!\d)(?P<year>(?:19|20)\d{{2}})(?P<mark>[/.-])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}})(?!\d){_CLOCK}"
)


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant, how exactly it was stated, and what had to be assumed."""

    at: datetime
    raw: str
    precision: Precision
    problem: str | None = None
    implausible: bool = False
    """Whether it cannot be when a page was published or changed."""
    year_inferred: bool = False
    """Whether the moment of the crawl told the year, since the page does not."""

    @property
    def iso(self) -> str:
        """ISO 8601 with offset, to the second."""
        return self.at.isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class Clock:
    """Where and when times are read: the site's zone, and the moment of the crawl where it is known."""

    zone: tzinfo | None
    reference: datetime | None = None

    @classmethod
    def of(cls, context: Context, host: str) -> Clock:
        """The site's zone: as declared, else that of the country declared, else of the host's country domain."""
        reference = context.reference
        if reference is not None and reference.tzinfo is None:
            reference = reference.replace(tzinfo=UTC)
        for name in (
            context.timezone,
            COUNTRY_ZONES.get((context.country or "").upper()),
            COUNTRY_ZONES.get(host.partition(":")[0].rpartition(".")[2].upper()),
        ):
            if name:
                try:
                    return cls(ZoneInfo(name), reference)
                except (ZoneInfoNotFoundError, ValueError):
                    continue
        return cls(None, reference)

    def moment(self, at: datetime, raw: str, precision: Precision) -> Moment:
        """`at`, placed in the site's zone where it has none."""
        problem = None
        if at.tzinfo is None:
            problem = TIMEZONE_UNKNOWN if self.zone is None else TIMEZONE_ASSUMED
            at = at.replace(tzinfo=self.zone or UTC)
        return Moment(at, raw, precision, problem, self._doubts(at))

    def keeps(self, at: datetime) -> bool:
        """Whether the site's clocks show what `at` shows: it has no offset, or theirs, or theirs is not known."""
        return at.tzinfo is None or self.zone is None or at.utcoffset() == at.replace(tzinfo=self.zone).utcoffset()

    def _doubts(self, at: datetime) -> bool:
        return at.year < FIRST_YEAR or (self.reference is not None and at - self.reference > TOLERANCE)


def read_machine(raw: str | None, clock: Clock) -> Moment | None:
    """A time written for machines: ISO 8601 and its common misspellings, RFC 2822, else as for readers."""
    text = clean(raw or "")
    if not text:
        return None
    found = _ISO.fullmatch(text)
    if found:
        return _from_iso(found, text, clock)
    if text[:3].isalpha() and text[3:4] in ", ":
        try:
            return clock.moment(parsedate_to_datetime(text), text, "second")
        except (ValueError, TypeError):
            pass
    return read_written(text, clock)


def read_written(text: str, clock: Clock) -> Moment | None:
    """The first full date in a text for readers: `Publié le jeudi 10 février 2022 à 18 h 30 (heure de Bruxelles)`."""
    text = clean(text)
    folded = fold_in_place(text)
    matches = [match for pattern in (_WRITTEN, _AMERICAN, _NUMERIC, _YEAR_FIRST) if (match := pattern.search(folded))]
    for match in sorted(matches, key=lambda match: match.start()):
        moment = _from_match(match, text, clock)
        if moment is not None:
            return moment
    return None


def _from_iso(found: re.Match[str], raw: str, clock: Clock) -> Moment | None:
    part = found.groupdict()
    try:
        at = datetime(  # noqa: DTZ001 - the offset follows
            int(part["year"]),
            int(part["month"]),
            int(part["day"]),
            int(part["hour"] or 0),
            int(part["minute"] or 0),
            int(part["second"] or 0),
        )
        at = at.replace(tzinfo=_offset(part["offset"]))
    except ValueError:
        return None
    precision: Precision = "second" if part["second"] else "minute"
    if part["hour"] is None or ((at.hour, at.minute, at.second) == (0, 0, 0) and clock.keeps(at)):
        # Nobody publishes at midnight sharp; a system that knows only the day writes so.  Midnight elsewhere is some
        # other hour at the site, and stays the instant stated.
        precision = "day"
    return _placed(at, raw, precision, clock)


def _from_match(match: re.Match[str], text: str, clock: Clock) -> Moment | None:
    part = match.groupdict()
    month = MONTHS[part["name"]] if part.get("name") else int(part["month"])
    year, day = int(part["year"]), int(part["day"])
    year += 2000 if year < 100 else 0
    hour = int(part["hour"]) if part["hour"] else None
    if hour is not None and part["half"]:
        hour = hour % 12 + (12 if part["half"] == "p" else 0)
    try:
        at = datetime(year, month, day, hour or 0, int(part["minute"] or part["colon"] or 0), int(part["second"] or 0))  # noqa: DTZ001 - zone follows
    except ValueError:
        return None
    zone, zone_length = _named_zone(part["after"] or "") if hour is not None else (None, False)
    end = match.end() if zone_length or not part["after"] else match.start("after")
    precision: Precision = "day" if hour is None else "second" if part["second"] else "minute"
    return _placed(at.replace(tzinfo=zone), text[match.start() : end].strip(" ,.-|/"), precision, clock)


def _placed(at: datetime, raw: str, precision: Precision, clock: Clock) -> Moment | None:
    try:
        moment = clock.moment(at, raw, precision)
        moment.at.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    return moment


def _offset(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text.upper() in ("Z", "UTC", "GMT"):
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    delta = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-delta if text[0] == "-" else delta)


def _named_zone(after: str) -> tuple[tzinfo | None, bool]:
    """The zone named behind a time (`gmt`, `heure de bruxelles`), and whether one is."""
    name = after.strip(" ()")
    if not name:
        return None, False
    place = re.sub(r"^heure\s+(?:locale\s+)?(?:de\s+|du\s+|d')?", "", name).strip()
    if name.startswith("heure"):
        for known, zone in NAMED_ZONES.items():
            if place == known or place.startswith(f"{known} "):
                return ZoneInfo(zone), True
        return None, False
    base, sign, hours = re.fullmatch(r"([a-z]+)([+-]?)(\d*)", name).groups()  # type: ignore[union-attr]
    if base not in NAMED_OFFSETS:
        return None, False
    shift = timedelta(hours=NAMED_OFFSETS[base] + (int(f"{sign}{hours}") if hours else 0))
    return timezone(shift) if abs(shift) < timedelta(hours=24) else None, True
