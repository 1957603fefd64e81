"""What holds for every lead."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newscrawl.dateline import parse_dateline
from newscrawl.dateline.agencies import split_byline
from newscrawl.dateline.credit_lines import closing_credit

PIECES = st.sampled_from(
    [
        "PARIS",
        "Bruxelles",
        "Zzyx",
        "LOMÉ",
        "(AFP)",
        "(",
        ")",
        "((",
        "))",
        "–",
        "--",
        "-",
        ".",
        ",",
        ":",
        "/",
        "«",
        "le",
        "10",
        "février",
        "2022",
        "31",
        "02",
        "lundi",
        "AFP",
        "Reuters",
        "AA",
        "Par",
        "Jean",
        "Dupont",
        "De notre correspondant",
        "à",
        "Le",
        "ministre",
        "a",
        "Hijjah",
        "1436",
        "14h30",
        "Togo",
        "Qc",
        "[",
        "]",
        "et",
        "France",
        "'",
        "’",
        "é",
        "Ϊ",
        "²",
        "１２",
    ]
)
LEADS = st.one_of(
    st.text(max_size=300),
    st.lists(st.tuples(PIECES, st.sampled_from([" ", "", "\u00a0", "  "])), max_size=25).map(
        lambda pairs: "".join(piece + space for piece, space in pairs)
    ),
)


@settings(max_examples=600)
@example("(AFP) Zzyx Par Par ")
@example("(AFP) Zzyx Par Par x")
@given(LEADS)
def test_raw_is_a_prefix_and_parses_to_the_same(lead):
    found = parse_dateline(lead)
    if found is None:
        return
    assert lead.startswith(found.raw)
    assert found.raw == found.raw.rstrip()
    assert found.raw
    assert parse_dateline(found.raw) == found


@settings(max_examples=300)
@given(LEADS)
def test_credits_never_raise_and_only_cut_the_end(text):
    agencies, rest = closing_credit(text)
    assert text.startswith(rest)
    assert agencies or rest == text
    split_byline(text)


@pytest.mark.parametrize(
    "lead",
    [
        "PARIS (AFP) – " + "a" * 100_000,
        "(" * 10_000,
        "()" * 10_000,
        "PARIS, " * 15_000,
        "- " * 50_000,
        "AFP/" * 25_000,
        "10 " * 30_000,
        "é\u0301" * 50_000,
        "Jean " * 20_000,
    ],
    ids=lambda lead: lead[:8],
)
def test_a_long_lead_costs_no_more_than_a_short_one(lead):
    parse_dateline("PARIS (AFP) – Le ministre")
    start = time.perf_counter()
    parse_dateline(lead)
    closing_credit(lead)
    assert time.perf_counter() - start < 0.5
