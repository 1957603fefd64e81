"""Dates as machines write them, well or badly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.dates.machine import machine_date
from newscrawl.dates.reading import iso_date, stated_date

MOMENTS = st.datetimes(datetime(1990, 1, 2), datetime(2099, 12, 30))  # noqa: DTZ001 - the offset is drawn apart
OFFSETS = st.integers(-12 * 4, 14 * 4).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))
PIECES = st.sampled_from(
    ["2026", "26", "11", "-", "/", ".", ":", "T", " ", ",", "h", "Z", "CET", "+01", "00", "PM", "am", "nov.", "juill",
     "Thu", "1795698300", "(", ")", "[", "Europe/Paris", "heure de ", "GMT", "-12", "²", "１２", "９", "0"]
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        # PHP that prints the zone where the T was to stand, and its offset where a zone has no name
        ("2026-02-04CET09:35:00+01:00", "2026-02-04T09:35:00+01:00"),
        ("2026-07-04CEST09,35,00", "2026-07-04T09:35:00+02:00"),
        ("2026-02-04GMT09:35:00", "2026-02-04T09:35:00+00:00"),
        ("2026-02-04+0109:35:00", "2026-02-04T09:35:00+01:00"),
        # offsets of other makes
        ("2026-02-04T14:05:00+1:00", "2026-02-04T14:05:00+01:00"),
        ("2026-02-04T14:05:00Z+01:00", "2026-02-04T14:05:00+01:00"),
        ("2026-02-04T14:05:00GMT-5", "2026-02-04T14:05:00-05:00"),
        ("2026-02-04T14:05+01:00[Europe/Paris]", "2026-02-04T14:05:00+01:00"),
        ("2026-07-04 14:05:00 Europe/Paris", "2026-07-04T14:05:00+02:00"),
        ("2026-02-04T14:05:00+99:00", "2026-02-04T14:05:00"),
        # clocks of other makes
        ("2026-02-04T14h05", "2026-02-04T14:05:00"),
        ("2026-02-04T14h05min", "2026-02-04T14:05:00"),
        ("2026-02-04 14.05.09", "2026-02-04T14:05:09"),
        ("2026-02-04T14:05:09,123Z", "2026-02-04T14:05:09+00:00"),
        ("2026-02-04T08Z", "2026-02-04T08:00:00+00:00"),
        ("20260204140509", "2026-02-04T14:05:09"),
        ("2026-02-04T02:05:09 PM", "2026-02-04T14:05:09"),
        ("2026-02-04 12:05 a.m.", "2026-02-04T00:05:00"),
        ("2026-02-04 14:05 PM", "2026-02-04T14:05:00"),
        ("2026-02-04T24:00:00+01:00", "2026-02-05T00:00:00+01:00"),
        ("2026-12-31 24:00", "2027-01-01T00:00:00"),
        ("2026-02-04T24:05:00", "2026-02-04"),
        ("9999-12-31T24:00:00", None),
        ("2026-02-04_14:05:09", "2026-02-04T14:05:09"),
        # seconds since 1970
        ("@1795698300", "2026-11-26T13:05:00+00:00"),
        ("/Date(1795698300000)/", "2026-11-26T13:05:00+00:00"),
        ("/Date(1795698300000+0100)/", "2026-11-26T14:05:00+01:00"),
        ("/Date(1795698300000", None),
        ("1795698300)/", None),
        # zones by any name of the database
        ("Thu, 26 Nov 2026 20:28:28 America/Montreal", "2026-11-26T20:28:28-05:00"),
        ("2026-07-04T14:05:00[Indian/Reunion]", "2026-07-04T14:05:00+04:00"),
        # RFC 822, ctime and their kin
        ("Thu, 26 Nov 2026 08:28:28 PM", "2026-11-26T20:28:28"),
        ("Thu, 26 Nov 2026 08:28:28 pm +0100", "2026-11-26T20:28:28+01:00"),
        ("26 Nov 2026 12:28 AM", "2026-11-26T00:28:00"),
        ("Sat, Nov 28 2026 08:28:28 PM", "2026-11-28T20:28:28"),
        ("Thu Nov 26 14:05:09 2026", "2026-11-26T14:05:09"),
        ("Thu Nov 26 14:05:09 CET 2026", "2026-11-26T14:05:09+01:00"),
        ("Thu Nov 26 2026 14:05:09 GMT+0100 (heure normale d’Europe centrale)", "2026-11-26T14:05:09+01:00"),
        ("dim., 12 juill. 2026 08:00:00 +0200", "2026-07-12T08:00:00+02:00"),
        ("26 nov 2026 10:00-12:00", "2026-11-26T10:00:00"),
        # seconds since 1970
        ("1795698300", "2026-11-26T13:05:00+00:00"),
        ("1795698300123", "2026-11-26T13:05:00+00:00"),
        ("1795698300123456", None),  # so long are the numbers of profiles and applications
        ("1795698300.25", "2026-11-26T13:05:00+00:00"),
        # no dates
        ("0612345678", None),
        ("4512345678", None),
        ("890013289", None),
        ("16 août 2022 Mali Live", "2022-08-16"),
        ("2026-11-31T08:00", None),
        ("2026-02-04T14:05:00" + " " * 200 + "Z", "2026-02-04T14:05:00+00:00"),
        ("20260204250000", None),
        ("0001-01-01T00:00:00+00:00", None),
        ("9999-12-31T23:59:59-12:00", None),
    ],
)
def test_dates_of_machines(text: str, iso: str | None) -> None:
    assert stated_date(text) == iso


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("2026-02-04", "day"),
        ("2026-02-04T14:05", "minute"),
        ("2026-02-04T14:05:00", "second"),
        ("1795698300", "second"),
    ],
)
def test_how_exactly(text: str, precision: str) -> None:
    found = machine_date(text)
    assert found is not None
    assert found.precision == precision


def test_words_behind_a_day_are_no_zone() -> None:
    assert machine_date("16 août 2022 Mali Live") is None
    assert machine_date("2026-02-04 Live") is None
    assert machine_date("2026-02-04 Z") is not None


def test_what_follows_is_not_cut_off_in_silence() -> None:
    assert machine_date("2026-02-04T14:05:00 par Jean Petit") is None
    assert stated_date("2026-02-04T14:05:00 par Jean Petit") == "2026-02-04T14:05:00"


@given(MOMENTS, OFFSETS)
def test_every_moment_in_every_dress(moment: datetime, offset: timezone) -> None:
    at = moment.replace(tzinfo=offset, microsecond=0)
    hours, half = at.hour % 12 or 12, "PM" if at.hour >= 12 else "AM"
    for written in (
        at.isoformat(),
        at.isoformat(" "),
        f"{at:%Y-%m-%dT%H:%M:%S}.123{at:%z}",
        f"{at:%Y%m%dT%H%M%S%z}",
        f"{at:%Y-%m-%d %H:%M:%S %z}",
        format_datetime(at),
        f"{at:%a %b %d %Y %H:%M:%S} GMT{at:%z} (heure du site)",
        f"{at:%d-%b-%Y} {hours}:{at:%M:%S} {half} {at:%z}",
        f"{at:%Y-%m-%d}T{hours:02}:{at:%M:%S}{half}{at:%z}",
    ):
        assert stated_date(written) == at.isoformat(), written
    assert stated_date(f"{at:%a %b %d %H:%M:%S %Y}") == at.replace(tzinfo=None).isoformat()
    for written in (
        ()
        if at.timestamp() < 1e9
        else (f"{int(at.timestamp())}", f"{int(at.timestamp()) * 1000 + 7}", f"{int(at.timestamp())}.5")
    ):
        assert stated_date(written) == at.astimezone(UTC).isoformat(), written


@given(st.text(max_size=120) | st.lists(PIECES, max_size=14).map("".join))
def test_any_text_is_a_valid_date_or_none(text: str) -> None:
    for iso in (iso_date(text), stated_date(text)):
        if iso is not None:
            moment = datetime.fromisoformat(iso)
            assert moment.year >= 1990
            offset = moment.utcoffset() or timedelta(0)
            assert timedelta(hours=-12) <= offset <= timedelta(hours=14)
            assert stated_date(iso) == iso
