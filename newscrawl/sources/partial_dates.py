"""Dates that need the moment of the crawl to be read: "il y a 5 minutes", "hier à 14h05", "14:05", "26 nov."."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from newscrawl.months import MONTH_PATTERN, MONTHS
from newscrawl.sources.vocabulary import words
from newscrawl.text import fold

CLOCK = (
    r"(?:[\s,|à·•–-]{0,6}(?:a|at|@)?[\s]{0,2}(?P<hour>[01]?\d|2[0-3])\s?(?:h|:|heures?|(?=[ap]\.?m))\s?(?P<minute>[0-5]\d)?"
    r"(?::[0-5]\d)?\s?(?P<half>[ap]\.?m\.?)?(?![\d/]))?"
)
"""Part of a pattern over folded text: a time of day, where one follows."""
_AROUND = words(
    """publie publiee le la a mis mise jour maj actualise modifie poste depuis ce cree redige ecrit par de du the on at
    posted published updated created date lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam
    dim monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun gmt utc cet cest est h min
    heure heures"""
)
"""Words that stand around a date and belong to it."""
_SIGNATURE = re.compile(r"\b(?:par|by)\b|[|·•]")
_WORD = re.compile(r"[^\W\d_]+")
_DAYS = (
    "lundi lun monday mon",
    "mardi mar tuesday tue",
    "mercredi mer wednesday wed",
    "jeudi jeu thursday thu",
    "vendredi ven friday fri",
    "samedi sam saturday sat",
    "dimanche dim sunday sun",
)
_WEEKDAYS = {name: number for number, names in enumerate(_DAYS) for name in names.split()}
_UNITS = {
    name: seconds
    for names, seconds in (
        ("seconde secondes second seconds sec secs s", 1),
        ("minute minutes min mins mn m", 60),
        ("heure heures hour hours hr hrs h", 3600),
        ("jour jours day days j d", 86400),
        ("semaine semaines week weeks sem w mois month months an ans annee annees year years", 0),
    )
    for name in names.split()
}
"""Name of a unit → seconds; 0 for units too coarse to tell a day."""
_NUMBERS = {"un": 1, "une": 1, "a": 1, "an": 1, "one": 1, "deux": 2, "two": 2, "trois": 3, "three": 3}
_COUNT = rf"(\d{{1,3}}|{'|'.join(_NUMBERS)})\s?({'|'.join(sorted(_UNITS, key=len, reverse=True))})\b\.?"
_COUNTS = re.compile(_COUNT)
_SPAN = (
    r"(?:environ |about |pres de |plus de |over )?"
    rf"(?P<span>{_COUNT}(?:[\s,]{{0,2}}(?:et |and )?{_COUNT}){{0,2}}(?P<rest>\s?\d\d)?)"
)
_LEAD = (
    r"^(?:(?:publie|poste|actualise|modifie|mis|mise|posted|published|updated)(?:e|es|s)?"
    r"(?: (?:a jour|le|on))?\s?:?\s?)?"
)
_NOW = re.compile(
    rf"{_LEAD}(?:a l'instant|just now|maintenant|(?:il y a )?(?:moins d'une minute|quelques (?:instants|secondes))"
    r"|(?:a few|some) seconds ago)$"
)
_AGO = tuple(re.compile(_LEAD + form) for form in (rf"il y a {_SPAN}", rf"{_SPAN} ago\b"))
_NAMED_DAY = re.compile(
    rf"{_LEAD}(?:ce )?(?P<named>avant-hier|hier|yesterday|aujourd'hui|today|ce jour|ce matin|ce soir)"
    rf"(?: (?:matin|midi|soir|apres-midi))?(?![\w'-]){CLOCK}"
)
_BACK = {"avant-hier": 2, "hier": 1, "yesterday": 1}
_WEEKDAY = re.compile(rf"{_LEAD}(?P<weekday>{'|'.join(_WEEKDAYS)})\b\.?(?: dernier)?{CLOCK}")
_MONTH = rf"(?P<month>{MONTH_PATTERN})\b\.?"
_DAY_AND_MONTH = tuple(
    re.compile(rf"{_LEAD}(?:(?:{'|'.join(_WEEKDAYS)})\b\.?,?\s)?{form}{CLOCK}")
    for form in (
        rf"(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?[\s-]{_MONTH}",
        rf"{_MONTH}\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)",
        r"(?P<day>\d\d)[/.](?P<month>\d\d)(?![\d/.])",
    )
)
_ONLY_CLOCK = re.compile(rf"{_LEAD}(?=(?:a |at |@ ?)?\d){CLOCK}")
_NUMBER = re.compile(r"[\s.,-]*\d")
LONGEST_DATE = 60
"""Characters of a text that may be a date and nothing else."""
_AHEAD = timedelta(hours=1)
"""How far a site's clock may be ahead of the crawl's before a time of day is that of an earlier day."""


@dataclass(frozen=True, slots=True)
class PartialDate:
    """What a relative or partial date says; just one of `ago`, `back`, `weekday`, `day` is set, or only `clock`."""

    ago: timedelta | None = None
    """Age; a negative one is too coarse to tell a day."""
    back: int | None = None
    """Days before the day of the crawl."""
    weekday: int | None = None
    """0 for Monday."""
    day: tuple[int, int] | None = None
    """Month and day of the month."""
    clock: time | None = None

    @property
    def only_clock(self) -> bool:
        """Whether it is a time of day alone."""
        return self.ago is None and self.back is None and self.weekday is None and self.day is None


def partial_date(text: str) -> PartialDate | None:
    """The relative or partial date that a short text is, None where it is anything else."""
    return _partial_date(text) if 0 < len(text) <= LONGEST_DATE else None


@lru_cache(maxsize=1024)
def _partial_date(text: str) -> PartialDate | None:
    folded = fold(text)
    if _NOW.match(folded):
        return PartialDate(ago=timedelta(0))
    for read in (_ago, _named_day, _day_and_month, _weekday, _clock_alone):
        found = read(folded)
        if found is not None and is_around_date(folded[found[1] :]) and not _NUMBER.match(folded, found[1]):
            return found[0]
    return None


def dated(partial: PartialDate, reference: datetime) -> str | None:
    """A partial date as ISO 8601, seen at `reference`, and never after it.

    With the offset of `reference` where the age is told in hours or less; without one where it is a time of day on the
    site's own clock, for which that offset should be the site's; a bare date where no more is known.  Null where the
    age is told in weeks or more.
    """
    if partial.ago is not None:
        return _aged(partial.ago, reference)
    today = reference.date()
    if partial.back is not None:
        return _at(today - timedelta(days=partial.back), partial.clock, reference, 0)
    if partial.weekday is not None:
        day = today - timedelta(days=(today.weekday() - partial.weekday) % 7)
        return _at(day, partial.clock, reference, 7)
    if partial.day is not None:
        latest = _latest(partial.day, today)
        return _at(latest, partial.clock, reference, 0) if latest else None
    return _at(today, partial.clock, reference, 1) if partial.clock else None


def is_around_date(folded: str) -> bool:
    """Whether what follows a date belongs to it: a weekday, a zone, a signature after `par` or a bar."""
    after = _SIGNATURE.split(folded, maxsplit=1)[0]
    return _AROUND.issuperset(_WORD.findall(after))


def belong_to_date(folded: str) -> bool:
    """Whether words before a date belong to it."""
    return _AROUND.issuperset(_WORD.findall(folded))


def clock_of(found: re.Match[str]) -> time | None:
    """The time of day in a match of `CLOCK`."""
    if found["hour"] is None:
        return None
    hour = int(found["hour"])
    if found["half"] and hour <= 12:
        hour = hour % 12 + (12 if found["half"].startswith("p") else 0)
    return time(hour, int(found["minute"] or 0))


def _ago(folded: str) -> tuple[PartialDate, int] | None:
    for form in _AGO:
        found = form.match(folded)
        if found:
            counts = [(_number(count), _UNITS[unit]) for count, unit in _COUNTS.findall(found["span"])]
            seconds = sum(count * unit for count, unit in counts) + 60 * int(found["rest"] or 0)
            coarse = min(unit for _, unit in counts) == 0
            return PartialDate(ago=timedelta(seconds=-1 if coarse else seconds)), found.end()
    return None


def _number(text: str) -> int:
    return _NUMBERS.get(text) or int(text)


def _named_day(folded: str) -> tuple[PartialDate, int] | None:
    found = _NAMED_DAY.match(folded)
    return (PartialDate(back=_BACK.get(found["named"], 0), clock=clock_of(found)), found.end()) if found else None


def _weekday(folded: str) -> tuple[PartialDate, int] | None:
    found = _WEEKDAY.match(folded)
    return (PartialDate(weekday=_WEEKDAYS[found["weekday"]], clock=clock_of(found)), found.end()) if found else None


def _day_and_month(folded: str) -> tuple[PartialDate, int] | None:
    for form in _DAY_AND_MONTH:
        found = form.match(folded)
        if found:
            month, day = MONTHS.get(found["month"]) or int(found["month"]), int(found["day"])
            if _on(2024, month, day):
                return PartialDate(day=(month, day), clock=clock_of(found)), found.end()
    return None


def _clock_alone(folded: str) -> tuple[PartialDate, int] | None:
    found = _ONLY_CLOCK.match(folded)
    clock = clock_of(found) if found else None
    return (PartialDate(clock=clock), found.end()) if found and clock else None


def _aged(ago: timedelta, reference: datetime) -> str | None:
    if ago < timedelta(0):
        return None
    moment = (reference - ago).replace(second=0, microsecond=0)
    return moment.date().isoformat() if ago >= timedelta(days=1) else moment.isoformat()


def _at(day: date, clock: time | None, reference: datetime, step: int) -> str:
    """A time of day on `day`, or `step` days earlier where that is still to come; the day alone where it may be."""
    if clock is None:
        return day.isoformat()
    moment, present = datetime.combine(day, clock), reference.replace(tzinfo=None)
    if moment > present:
        if not step or moment - present <= _AHEAD:
            return day.isoformat()
        moment -= timedelta(days=step)
    return moment.isoformat()


def _latest(month_and_day: tuple[int, int], today: date) -> date | None:
    """The last such day until today; the 29 February may be years ago."""
    days = (_on(today.year - back, *month_and_day) for back in range(9))
    return next((day for day in days if day and day <= today), None)


def _on(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
