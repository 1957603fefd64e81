"""Dates as lists print them, in French and English, to ISO 8601; what is relative or partial stays raw."""

from __future__ import annotations

import re
from datetime import date, datetime

from newscrawl.discovery.vocabulary import words
from newscrawl.months import MONTH_PATTERN, MONTHS
from newscrawl.text import fold

_MONTH = f"(?P<month>{MONTH_PATTERN})" + r"\.?"
_CLOCK = (
    r"(?:[\s,|à·•–-]{0,6}(?:a|at|@)?[\s]{0,2}(?P<hour>[01]?\d|2[0-3])\s?(?:h|:|heures?)\s?(?P<minute>[0-5]\d)?"
    r"(?::[0-5]\d)?\s?(?P<half>[ap]\.?m\.?)?(?![\d/]))?"
)
_FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?[\s-]{{1,3}}{_MONTH}[\s,-]{{1,3}}(?P<year>\d{{4}}){_CLOCK}",
        rf"\b{_MONTH}\s{{1,2}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,2}}(?P<year>\d{{4}}){_CLOCK}",
        rf"(?<!\d)(?P<day>\d{{1,2}})[/.-](?P<month>\d{{1,2}})[/.-](?P<year>\d{{4}}|\d{{2}})(?!\d){_CLOCK}",
        rf"(?<!\d)(?P<year>\d{{4}})[/.-](?P<month>\d{{2}})[/.-](?P<day>\d{{2}})(?!\d){_CLOCK}",
    )
)
_RELATIVE = re.compile(
    r"^(?:publie[es]?\s|mis a jour\s|posted\s)?(?:il y a\b|\d+ \w+ ago\b"
    r"|(?:ce )?(?:hier|avant-hier|aujourd'hui|today|yesterday|a l'instant|just now)\b)"
    r"|^(?:a )?\d{1,2}\s?[h:]\s?\d{2}$"
)
_LONGEST = 80
_AROUND = words(
    """publie publiee le la a mis mise jour maj actualise modifie poste depuis ce cree redige ecrit par de du the on at
    posted published updated created date lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam
    dim monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun gmt utc cet cest est h min
    heure heures"""
)
"""Words that stand around a date and belong to it."""
_SIGNATURE = re.compile(r"\b(?:par|by)\b|[|·•]")
_WORD = re.compile(r"[^\W\d_]+")


def iso_date(stated: str | None) -> str | None:
    """A machine-readable date (`time[datetime]`) as ISO 8601 that `datetime.fromisoformat` reads, else None."""
    if stated is None:
        return None
    text = stated.strip()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.year < 1990:
        return None
    return moment.date().isoformat() if len(text) <= 10 else moment.isoformat()


def printed_date(text: str) -> str | None:
    """The first full date in a short text as ISO 8601, with its time of day where one follows, without an offset."""
    folded = fold(text[:_LONGEST])
    for form in _FORMS:
        found = form.search(folded)
        if found and (iso := _iso(found)):
            return iso
    return None


def is_date_text(text: str) -> bool:
    """Whether a short text is a date and hardly anything else."""
    if not text or len(text) > 60:
        return False
    folded = fold(text)
    if _RELATIVE.search(folded):
        return True
    for form in _FORMS:
        found = form.search(folded)
        if found and _iso(found):
            after = _SIGNATURE.split(folded[found.end() :], maxsplit=1)[0]
            return _AROUND.issuperset(_WORD.findall(folded[: found.start()] + " " + after))
    return False


def _iso(found: re.Match[str]) -> str | None:
    year = int(found["year"])
    month = MONTHS.get(found["month"]) or int(found["month"])
    try:
        day = date(year + 2000 if year < 100 else year, month, int(found["day"]))
    except ValueError:
        return None
    if day.year < 1990:
        return None
    if found["hour"] is None:
        return day.isoformat()
    hour = int(found["hour"])
    if found["half"] and hour <= 12:
        hour = hour % 12 + (12 if found["half"].startswith("p") else 0)
    return f"{day.isoformat()}T{hour:02}:{int(found['minute'] or 0):02}:00"
