"""Full dates as ISO 8601, for lists, feeds and sitemaps; `partial` reads what the moment of the crawl completes."""

from __future__ import annotations

import re
from functools import lru_cache

from newscrawl.dates.free import free_date
from newscrawl.dates.machine import machine_date
from newscrawl.dates.partial import LONGEST_DATE, belong_to_date, is_around_date, partial_date
from newscrawl.dates.printed import printed_dates
from newscrawl.dates.stated import StatedMoment
from newscrawl.text import clean, fold_in_place

MACHINE_DATES = ("datetime", "data-timestamp", "data-time", "data-date", "data-utime", "data-datetime")
"""Attributes in which pages keep a date for machines."""
_LONGEST_PRINTED = 80
_DIGIT = re.compile(r"\d")


def iso_date(stated: str | None) -> str | None:
    """A date for machines (`time[datetime]`) as ISO 8601, else None."""
    found = machine_date(stated) if stated else None
    return found.iso if found is not None and found.is_plausible else None


def printed_date(text: str) -> str | None:
    """The first full date in a short text as ISO 8601, with the time of day and zone that follow it."""
    found = _first_printed(text)
    return found.iso if found is not None else None


def stated_date(text: str | None) -> str | None:
    """The date of a text that is stated to be one as ISO 8601: for machines, for readers, or in words of its own."""
    if not text or not (stated := text.strip()):
        return None
    found = machine_date(stated) or _first_printed(stated) or free_date(stated)
    return found.iso if found is not None and found.is_plausible else None


def is_date_text(text: str) -> bool:
    """Whether a short text is a date and hardly anything else."""
    return 0 < len(text) <= LONGEST_DATE and _is_date_text(text)


@lru_cache(maxsize=1024)
def _is_date_text(text: str) -> bool:
    found = _first_printed(text) if _DIGIT.search(text) else None
    if found is None:
        return partial_date(text) is not None
    folded = fold_in_place(clean(text))
    return belong_to_date(folded[: found.start]) and is_around_date(folded[found.end :])


def _first_printed(text: str) -> StatedMoment | None:
    return _first_in(text[:_LONGEST_PRINTED])


@lru_cache(maxsize=1024)
def _first_in(text: str) -> StatedMoment | None:
    text = clean(text)
    return next((each for each in printed_dates(text, fold_in_place(text)) if each.is_plausible), None)
