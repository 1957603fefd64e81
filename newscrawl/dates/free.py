"""Full dates in words and orders that no reader of ours knows, by dateparser: `le douze mars 2026`, `2026, nov. 26`.

Only texts that are stated to be dates are asked for, and only short ones all of whose words are words of dates: given
others, dateparser finds dates in numbers that are none.  Nothing is completed from the clock.  It is imported at the
first such text, since that takes longer than reading a page; of ages and names of days it reads no more than `partial`.
"""

from __future__ import annotations

import re
from datetime import datetime, time
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from newscrawl.dates.stated import StatedMoment
from newscrawl.dates.words import AROUND, MONTHS, NUMBERS
from newscrawl.text import clean, fold_in_place

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

LONGEST = 60
"""Characters of a text that dateparser is asked for."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_MARKS = re.compile(r"[\w\s,.:;'/@-]+")
"""What may stand in such a text; a number in brackets (`mai 2026 (12)`) counts something."""
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_SPELLED = {word: number for word, number in NUMBERS.items() if word not in ("a", "an")}
_BETWEEN = frozenset({"er", "ere", "e", "eme", "st", "nd", "rd", "th", "of", "d", "l", "day"})
_KNOWN = AROUND | MONTHS.keys() | _SPELLED.keys() | _BETWEEN


def free_date(text: str) -> StatedMoment | None:
    """The full date that the whole of a text is; null where it may be anything else."""
    text = clean(text) if len(text) <= 4 * LONGEST else ""
    return _free_date(text) if len(text) <= LONGEST and _YEAR.search(text) else None


@lru_cache(maxsize=512)
def _free_date(text: str) -> StatedMoment | None:
    folded = fold_in_place(text)
    words = frozenset(_WORD.findall(folded))
    months = {MONTHS[word] for word in words & MONTHS.keys()}
    days = {int(number) for number in _NUMBER.findall(folded)} | {_SPELLED[word] for word in words & _SPELLED.keys()}
    found = _asked(text) if months and days and words <= _KNOWN and _MARKS.fullmatch(folded) else None
    # What dateparser makes up is refused: each part has to stand in the text.
    if found is None or months != {found.at.month} or found.at.day not in days or str(found.at.year) not in folded:
        return None
    return found


def _asked(text: str) -> StatedMoment | None:
    try:
        answer = _dateparser().get_date_data(text)
    except (ValueError, OverflowError, TypeError, AttributeError, IndexError):
        return None  # it has faults of its own, on texts that are no dates
    if answer.date_obj is None or answer.period not in ("day", "time"):
        return None
    at = answer.date_obj.replace(tzinfo=None, second=0, microsecond=0)
    if answer.period == "day":
        return StatedMoment(datetime.combine(at.date(), time()), "day", 0, len(text))
    return StatedMoment(at, "minute", 0, len(text))


@cache
def _dateparser() -> DateDataParser:
    from dateparser.date import DateDataParser  # noqa: PLC0415 - takes a fifth of a second

    settings = {
        "PARSERS": ["absolute-time"],
        "STRICT_PARSING": True,
        "REQUIRE_PARTS": ["day", "month", "year"],
        "DATE_ORDER": "DMY",
        "PREFER_LOCALE_DATE_ORDER": False,
        "RETURN_TIME_AS_PERIOD": True,
    }
    return DateDataParser(languages=["fr", "en"], use_given_order=True, settings=settings)
