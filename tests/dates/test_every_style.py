"""What we print in every style is read back, by every reader that may meet it, in time that grows with its length."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.article.draft import Context
from newscrawl.article.moments import Clock, read_machine, read_relative, read_written
from newscrawl.dates.partial import dated, find_partial, partial_date
from newscrawl.dates.printed import printed_dates
from newscrawl.dates.reading import is_date_text, printed_date
from newscrawl.dates.written import WrittenDate
from newscrawl.text import fold_in_place

MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
SHORT = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juill.", "août", "sept.", "oct.", "nov.", "déc."]
ENGLISH = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
WEEKDAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2069, 12, 31))  # noqa: DTZ001 - as printed, without an offset
BRUSSELS = Clock.of(Context(timezone="Europe/Brussels"), "exemple.invalid")
NOW = datetime.fromisoformat("2026-11-26T14:30:00+01:00")


def days(at: datetime) -> list[str]:
    """The day of `at` as sites print it."""
    number = "1er" if at.day == 1 else str(at.day)
    return [
        f"{number} {MONTHS[at.month - 1]} {at.year}",
        f"{WEEKDAYS[at.weekday()]} {number} {SHORT[at.month - 1]} {at.year}",
        f"Publié le {at:%d}/{at:%m}/{at.year}",
        f"{at:%d.%m.}{at.year}",
        f"{at:%d-%m-}{at.year}",
        f"{at.year}/{at:%m/%d}",
        f"{ENGLISH[at.month - 1]} {at.day}, {at.year}",
        f"{at.day}th {ENGLISH[at.month - 1][:3]} {at.year}",
    ]


def clocks(at: datetime) -> list[str]:
    """The time of `at` as sites print it behind a day."""
    hour, half = at.hour % 12 or 12, "PM" if at.hour >= 12 else "AM"
    return [
        f" à {at.hour}h{at:%M}",
        f" à {at.hour} h {at:%M}",
        f", {at:%H:%M}",
        f" | {at:%H:%M}",
        f" - {at:%Hh%M}",
        f" at {hour}:{at:%M} {half}",
        f", {hour}:{at:%M} {half[0].lower()}.m.",
        f" ({at:%H:%M})",
    ]


@given(MOMENTS)
def test_days_and_times_for_readers(moment: datetime) -> None:
    at = moment.replace(second=0, microsecond=0)
    for day in days(at):
        assert printed_date(day) == at.date().isoformat(), day
        assert is_date_text(day), day
        for clock in clocks(at):
            assert printed_date(day + clock) == at.isoformat(), day + clock
            read = read_written(f"Par Jean Petit, {day}{clock} | Monde", BRUSSELS)
            assert read is not None
            assert read.at.replace(tzinfo=None) == at
            assert read.raw in day + clock + ")"


@given(MOMENTS, st.integers(-12, 14))
def test_a_zone_behind_the_time(moment: datetime, hours: int) -> None:
    at = moment.replace(second=0, microsecond=0)
    for zone in (f"GMT{hours:+d}", f"UTC{hours:+03d}:00", f"(GMT{hours:+03d}00)"):
        stated = printed_date(f"{days(at)[0]} à {at:%H:%M} {zone}")
        assert stated is not None
        assert datetime.fromisoformat(stated).utcoffset() == timedelta(hours=hours), zone


@given(st.datetimes(datetime(2026, 3, 1), datetime(2026, 11, 26, 14, 29)))  # noqa: DTZ001 - as printed
def test_days_without_a_year(moment: datetime) -> None:
    at = moment.replace(second=0, microsecond=0)
    for day in (f"{at.day} {MONTHS[at.month - 1]}", f"le {at.day} {SHORT[at.month - 1]}", f"{at:%d/%m}"):
        for clock in clocks(at)[:4]:
            partial = partial_date(day + clock)
            assert partial is not None, day + clock
            assert dated(partial, NOW) == at.isoformat()
    read = read_relative(f"Publié le {at.day} {SHORT[at.month - 1]} à {at.hour} h {at:%M}", Clock(BRUSSELS.zone, NOW))
    assert read is not None
    assert read.at.replace(tzinfo=None) == at
    assert read.year_inferred


@given(st.dates(date(1990, 1, 1), date(2069, 12, 31)), st.integers(0, 7))
def test_a_dateline_is_completed_to_its_day(filed: date, lag: int) -> None:
    published = filed + timedelta(days=lag)
    assert WrittenDate(filed.day, filed.month).completed(published) == filed
    assert WrittenDate(filed.day).completed(published) == filed
    if lag < 7:
        assert WrittenDate(weekday=filed.weekday()).completed(published) == filed
    assert WrittenDate(filed.day, filed.month, filed.year).completed(None) == filed
    assert WrittenDate(filed.day, filed.month).completed(None) is None


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("hier soir à 8 h 30", "2026-11-25T20:30:00"),
        ("hier à 8:05 PM", "2026-11-25T20:05:00"),
        ("Hier matin à 8 h 30", "2026-11-25T08:30:00"),
        ("Le 5 juill. à 8 h du soir", "2026-07-05T20:00:00"),
        ("Le mardi 24 nov.", "2026-11-24"),
        ("il y a une demi-heure", "2026-11-26T14:00:00+01:00"),
        ("il y a quinze minutes", "2026-11-26T14:15:00+01:00"),
    ],
)
def test_half_days_and_spelled_numbers(text: str, iso: str) -> None:
    partial = partial_date(text)
    assert partial is not None
    assert dated(partial, NOW) == iso


@pytest.mark.parametrize(
    "text", ["Le 20H", "Le 19h30", "20 heures", "13 Heures", "8 Heures 13 Heures", "Le dimanche", "Le matin"]
)
def test_names_of_programmes_are_no_times(text: str) -> None:
    assert partial_date(text) is None


@pytest.mark.parametrize(
    "text", ["13-Novembre", "Ce soir - TF1", "today - you might be", "Le 20 heures", "Accord de partage - 2 hours ago"]
)
def test_what_a_line_only_seems_to_state(text: str) -> None:
    assert read_relative(text, Clock(BRUSSELS.zone, NOW)) is None


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("12 juin 2026, 14 hommes arrêtés", "2026-06-12"),
        ("26 nov. 2026 à 18:30 est en feu", "2026-11-26T18:30:00"),
        ("26/11/2026 10:00-12:00", "2026-11-26T10:00:00"),
        ("tél. 01-02-2022-33", None),
        ("version 1.2.2022.4", None),
        ("https://exemple.invalid/une-crue-27-10-2016-6259503.php", None),
        ("26/11/99", "1999-11-26"),
        ("Publié le 19 nov. 23 à 13:10", "2023-11-19T13:10:00"),
        ("Le 10 mars 22 morts", None),
        ("Le 10 mars 22 h 30", None),
        ("La suite…01/07/2016 - 17 h", "2016-07-01T17:00:00"),
        ("7. November 2023", "2023-11-07"),
    ],
)
def test_what_only_looks_like_more(text: str, iso: str | None) -> None:
    assert printed_date(text) == iso


@given(st.text(max_size=200))
def test_any_text_is_no_error_and_no_impossible_moment(text: str) -> None:
    for clock in (BRUSSELS, Clock(BRUSSELS.zone, NOW)):
        for moment in (read_machine(text, clock), read_written(text, clock), read_relative(text, clock)):
            assert moment is None or datetime.fromisoformat(moment.iso).utcoffset() is not None


PUMPS = [
    "1 ",
    "26/11/",
    "le ",
    "par a ",
    "26 nov 2026 ",
    "publié le ",
    "- ",
    "il y a ",
    "1 h, ",
    "a at ",
    "(",
    "12:05 ",
]


@pytest.mark.parametrize("pump", PUMPS)
def test_time_grows_with_the_length(pump: str) -> None:
    def seconds(length: int) -> float:
        text = pump * (length // len(pump)) + "!"
        folded = fold_in_place(text)
        start = time.process_time()
        printed_dates(text, folded)
        find_partial(folded)
        return time.process_time() - start

    seconds(4_000)
    assert min(seconds(64_000) for _ in range(3)) < 64 * max(min(seconds(4_000) for _ in range(3)), 0.001)
