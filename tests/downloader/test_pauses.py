"""How long a pause is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.downloader.pauses import LONGEST_KEPT, Pause, next_pause, read_pause, retry_after

NOW = 1_764_000_000.0


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120), (" 0 ", 0), ("Mon, 24 Nov 2025 16:00:00 GMT", 0), ("Mon, 24 Nov 2025 16:01:40 GMT", 100),
        ("Monday, 24-Nov-25 16:01:40 GMT", 100), ("Mon Nov 24 16:01:40 2025", 100), (None, None), ("", None),
        ("-5", None), ("1.5", None), ("soon", None), ("١٢", None), ("9" * 5000, 999_999_999_999),
        ("Mon, 99 Nov 2025 16:00:00 GMT", None), ("Fri, 31 Dec 9999 23:59:59 -2359", 251_638_387_139),
    ],
)  # fmt: skip
def test_retry_after_in_seconds_and_as_a_date(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


@given(st.text(max_size=80))
def test_any_header_is_read_or_passed_over(value: str) -> None:
    seconds = retry_after(value, NOW)
    assert seconds is None or seconds >= 0


def test_pauses_double_in_a_row_and_have_an_end() -> None:
    pause = next_pause(None, None, NOW, 30)
    lengths = []
    now = NOW
    for _ in range(14):
        lengths.append(pause.left(now))
        now = pause.until + 1
        pause = next_pause(pause, None, now, 30)
    assert lengths[:4] == [30, 60, 120, 240]
    assert max(lengths) <= LONGEST_KEPT
    assert next_pause(None, 10.0**11, NOW, 30).left(NOW) == LONGEST_KEPT


def test_an_answer_to_an_earlier_request_is_no_new_refusal() -> None:
    before = Pause(NOW + 100, 3)
    assert next_pause(before, None, NOW, 30) == before
    assert next_pause(before, 200, NOW, 30) == Pause(NOW + 200, 3)


@pytest.mark.parametrize("note", [None, [], [1], ["x", 1], [1, 0], [float("nan"), 1], [1, 2, 3], {"a": 1}, "12"])
def test_a_note_that_is_none_is_no_pause(note: object) -> None:
    assert read_pause(note) is None
    assert read_pause([1.5, 2]) == Pause(1.5, 2)
