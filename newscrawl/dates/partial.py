"""Dates that need the moment of the crawl to be read: "il y a 5 minutes", "hier à 14h05", "14:05", "26 nov."."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from newscrawl.dates.stated import CLOCK, TIME_OF_DAY, clock_of, hour_of_day
from newscrawl.dates.words import AROUND, DAYS_BACK, MONTH_PATTERN, MONTHS, NUMBERS, UNITS, WEEKDAYS, pattern
from newscrawl.dates.written import day_of, latest_day, latest_weekday
from newscrawl.dates.zones import zone_at
from newscrawl.text import clean, fold_in_place

LONGEST_DATE = 60
"""Characters of a text that may be a date and nothing else."""
_SIGNATURE = re.compile(r"\b(?:par|by)\b|[|·•]")
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"[\s.,-]{0,9}\d")
_LEAD = re.compile(
    r"(?:(?:publie|poste|actualise|modifie|mis|mise|maj|posted|published|updated)(?:e|es|s)?"
    r"(?: (?:a jour|en ligne))?(?: (?:le|on))?\s?:?\s?)?"
)
"""What may stand before a date that is all of a text."""
_COUNT = rf"(\d{{1,3}}|{pattern(NUMBERS)})\s?({pattern(UNITS)})\b\.?"
_COUNTS = re.compile(_COUNT)
_SPAN = (
    r"(?:environ |about |pres de |plus de |over )?"
    rf"(?P<span>{_COUNT}(?:[\s,]{{0,2}}(?:et |and )?{_COUNT}){{0,2}}(?P<rest>\s?\d\d)?)"
)
_NOW = re.compile(
    r"(?:a l'instant|just now|maintenant|(?:il y a )?(?:moins d'une minute|quelques (?:instants|secondes))"
    r"|(?:a few|some) seconds ago)$"
)
_IL_Y_A = re.compile(rf"il y a {_SPAN}")
_AGO = re.compile(rf"{_SPAN} ago\b")
_NAMED_DAY = re.compile(
    rf"(?:ce )?(?P<named>{pattern(DAYS_BACK)})(?: (?P<part>matin|midi|soir|apres-midi))?(?![\w'-]){CLOCK}"
)
_WEEKDAY = re.compile(rf"(?P<weekday>{pattern(WEEKDAYS)})\b\.?(?: dernier)?{CLOCK}")
_WITH_WEEKDAY = rf"(?:le )?(?:(?P<weekday>{pattern(WEEKDAYS)})\b\.?,?\s)?"
_MONTH = rf"(?P<month>{MONTH_PATTERN})\b\.?"
_DAY_AND_MONTH = re.compile(rf"{_WITH_WEEKDAY}(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?[\s-]{_MONTH}{CLOCK}")
_OTHER_DAYS = (
    re.compile(rf"{_WITH_WEEKDAY}{_MONTH}\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d){CLOCK}"),
    re.compile(rf"{_WITH_WEEKDAY}(?P<day>\d\d)[/.](?P<month>\d\d)(?:\.(?=\s|$))?(?![\d/.]){CLOCK}"),
    re.compile(rf"(?:(?:a|at) )?{TIME_OF_DAY}[\s,|·•-]{{1,3}}{_WITH_WEEKDAY}(?P<day>\d{{1,2}})(?:er)?\s{_MONTH}"),
)
_DAY_IN_LINE = re.compile(rf"{_WITH_WEEKDAY}(?P<day>\d{{1,2}})(?:er)?\s{{1,2}}{_MONTH}{CLOCK}")
_NAMED_IN_LINES = ("aujourd'hui", "hier", "avant-hier")
_ONLY_CLOCK = re.compile(rf"(?=(?:a |at |@ ?)?\d){CLOCK}")
_AHEAD = timedelta(hours=1)
"""How far a site's clock may be ahead of the crawl's before a time of day is that of an earlier day."""
_YEARS_BACK = 9
"""Where the last 29 February may be."""

_SAYING = re.compile(
    r"(?P<said>\b(?:publiee?|postee?|mise? en ligne|parue?|posted|published)\s{1,2}(?:(?:le|on)\s{1,2})?"
    r"|\bpar\s[^,\d]{3,60},\s{0,2}le\s{1,2})|(?P<line>(?:^|[|·•])\s{0,2}(?:le\s{1,2})?)|[,-]\s{0,2}"
)
"""What stands before such a time in a line: what says that it is the publication, nothing, or a joint behind a name."""
_CLOSING = re.compile(r"\s{0,2}(?:$|[|·•(-]|par\b)")
"""What stands behind it: the line is no more than that, or else it is a sentence about what was (`Hier, le port`)."""
_CLOSING_A_DAY = re.compile(r"\s{0,2}(?:$|[|·•])")
_YEAR = re.compile(r"\.?,?\s{0,2}\d{4}")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """What a relative or partial date says: an age, a day, or only a time of day; `weekday` may stand beside `day`."""

    ago: timedelta | None = None
    """Age; a negative one is too coarse to tell a day."""
    back: int | None = None
    """Days before the day of the crawl."""
    weekday: int | None = None
    """0 for Monday."""
    day: tuple[int, int] | None = None
    """Month and day of the month."""
    clock: time | None = None
    zone: tzinfo | None = None
    """Of `clock`, where it is stated."""

    @property
    def only_clock(self) -> bool:
        """Whether it is a time of day alone."""
        return self.ago is None and self.back is None and self.weekday is None and self.day is None


_Read = tuple[PartialDate, int]
"""A partial date, and where it ends."""


def partial_date(text: str) -> PartialDate | None:
    """The relative or partial date that a short text is, None where it is anything else."""
    return _partial_date(text) if 0 < len(text) <= LONGEST_DATE else None


@lru_cache(maxsize=1024)
def _partial_date(text: str) -> PartialDate | None:
    text = clean(text)
    folded = fold_in_place(text)
    lead = _LEAD.match(folded)
    start = lead.end() if lead else 0
    if _NOW.match(folded, start):
        return PartialDate(ago=timedelta(0))
    for read in (_ago, _named_day, _day_and_month, _other_day, _weekday, _clock_alone):
        found = read(folded, start)
        if found is None:
            continue
        partial, end = found
        zone = zone_at(text, folded, end) if partial.clock is not None else None
        if zone is not None:
            partial, end = replace(partial, zone=zone[0]), zone[1]
        if is_around_date(folded[end:]) and not _NUMBER.match(folded, end):
            return partial
    return None


def find_partial(folded: str) -> tuple[PartialDate, int, int] | None:
    """The first relative date of a line, or day without its year, and from where to where it stands.

    It has to be said to be a publication, or to be all of the line or a part of it set off.  Behind a comma or a dash a
    day of a month is none: so datelines open.
    """
    for read in (_il_y_a, _named_in_line, _day_in_line):
        for opening in _SAYING.finditer(folded):
            found = read(folded, opening.end())
            if found is not None and _is_set_off(folded, opening, found[1], is_day=read is _day_in_line):
                return found[0], opening.start(), found[1]
    return None


def _is_set_off(folded: str, opening: re.Match[str], end: int, *, is_day: bool) -> bool:
    if is_day and _YEAR.match(folded, end):
        return False
    if opening["said"] is not None:
        return True
    if is_day:
        return opening["line"] is not None and _CLOSING_A_DAY.match(folded, end) is not None
    return not (opening["line"] or "").endswith("le ") and _CLOSING.match(folded, end) is not None


def dated(partial: PartialDate, reference: datetime) -> str | None:
    """A partial date as ISO 8601, seen at `reference`, and never after it.

    With the offset of `reference` where the age is told in hours or less, and with that of the zone where one is
    stated; without one where it is a time of day on the site's own clock, for which that offset should be the site's; a
    bare date where no more is known.  Null where the age is told in weeks or more.
    """
    if partial.zone is None:
        return _dated(partial, reference)
    there = _dated(partial, reference.astimezone(partial.zone))
    if there is None or "T" not in there:
        return there
    return datetime.fromisoformat(there).replace(tzinfo=partial.zone).isoformat()


def _dated(partial: PartialDate, reference: datetime) -> str | None:
    """The same on the clock of `reference`."""
    if partial.ago is not None:
        return _aged(partial.ago, reference)
    today = reference.date()
    if partial.back is not None:
        return _at(today - timedelta(days=partial.back), partial.clock, reference, 0)
    if partial.day is not None:
        latest = latest_day(*partial.day, today, years=_YEARS_BACK)
        return _at(latest, partial.clock, reference, 0) if latest else None
    if partial.weekday is not None:
        return _at(latest_weekday(partial.weekday, today), partial.clock, reference, 7)
    return _at(today, partial.clock, reference, 1) if partial.clock else None


def is_around_date(folded: str) -> bool:
    """Whether what follows a date belongs to it: a weekday, a zone, a signature after `par` or a bar."""
    after = _SIGNATURE.split(folded, maxsplit=1)[0]
    return AROUND.issuperset(_WORD.findall(after))


def belong_to_date(folded: str) -> bool:
    """Whether words before a date belong to it."""
    return AROUND.issuperset(_WORD.findall(folded))


def _il_y_a(folded: str, start: int) -> _Read | None:
    return _of_age(_IL_Y_A.match(folded, start))


def _ago(folded: str, start: int) -> _Read | None:
    return _il_y_a(folded, start) or _of_age(_AGO.match(folded, start))


def _of_age(found: re.Match[str] | None) -> _Read | None:
    if found is None:
        return None
    counts = [(_number(count), UNITS[unit]) for count, unit in _COUNTS.findall(found["span"])]
    seconds = sum(count * unit for count, unit in counts) + 60 * int(found["rest"] or 0)
    coarse = min(unit for _, unit in counts) == 0
    return PartialDate(ago=timedelta(seconds=-1 if coarse else seconds)), found.end()


def _number(text: str) -> int:
    return NUMBERS.get(text) or int(text)


def _named_day(folded: str, start: int) -> _Read | None:
    found = _NAMED_DAY.match(folded, start)
    if found is None:
        return None
    clock = clock_of(found)
    if clock is not None and not found["half"]:
        clock = clock.replace(hour=hour_of_day(clock.hour, found["part"]))  # `hier soir à 8 h`
    return PartialDate(back=DAYS_BACK[found["named"]], clock=clock), found.end()


def _named_in_line(folded: str, start: int) -> _Read | None:
    return _named_day(folded, start) if folded.startswith(_NAMED_IN_LINES, start) else None


def _weekday(folded: str, start: int) -> _Read | None:
    found = _WEEKDAY.match(folded, start)
    return (PartialDate(weekday=WEEKDAYS[found["weekday"]], clock=clock_of(found)), found.end()) if found else None


def _day_and_month(folded: str, start: int) -> _Read | None:
    found = _DAY_AND_MONTH.match(folded, start)
    return _of_day(found) if found else None


def _day_in_line(folded: str, start: int) -> _Read | None:
    """Not `13-Novembre`, which is the name of what happened then."""
    found = _DAY_IN_LINE.match(folded, start)
    return _of_day(found) if found else None


def _other_day(folded: str, start: int) -> _Read | None:
    """A day with the month before it, or in figures."""
    return next(
        (read for form in _OTHER_DAYS if (found := form.match(folded, start)) and (read := _of_day(found))), None
    )


def _of_day(found: re.Match[str]) -> _Read | None:
    month, day = MONTHS.get(found["month"]) or int(found["month"]), int(found["day"])
    if day_of(2024, month, day) is None:
        return None
    return PartialDate(weekday=WEEKDAYS.get(found["weekday"]), day=(month, day), clock=clock_of(found)), found.end()


def _clock_alone(folded: str, start: int) -> _Read | None:
    found = _ONLY_CLOCK.match(folded, start)
    clock = clock_of(found) if found else None
    if found is None or clock is None or (found["minute"] is None and "heure" in found[0]):
        return None  # `20 heures` is the news on television
    return PartialDate(clock=clock), found.end()


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
