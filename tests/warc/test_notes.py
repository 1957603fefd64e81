"""Notes as JSON, and back."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.article.tdmrep import Reservation
from newscrawl.items import ArchiveRecord
from newscrawl.sources.links import Link
from newscrawl.warc.notes import RunNotes, from_json, to_json

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
MAYBE = st.none() | TEXT
LINKS = st.builds(Link, TEXT, *[MAYBE] * 9)
MOMENTS = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=1)), timezone(timedelta(hours=-4.5))]))
NOTES = st.builds(
    RunNotes,
    purpose=st.sampled_from(["article", "part", "source", "site_file", "other"]),
    site=TEXT,
    spider=TEXT,
    arguments=st.dictionaries(TEXT, TEXT, max_size=3),
    newscrawl_version=TEXT,
    run=st.none() | MOMENTS,
    fetched_url=MAYBE,
    link=st.none() | LINKS,
    id=MAYBE,
    reference=st.none() | MOMENTS,
    timezone=MAYBE,
    country=MAYBE,
    reservation=st.builds(Reservation, st.none() | st.booleans(), MAYBE),
    policy=st.none() | st.sampled_from(["respect", "record", "ignore"]),
    parts=st.lists(st.builds(ArchiveRecord, TEXT, st.integers(0, 1 << 40)), max_size=3).map(tuple),
    parts_missing=st.booleans(),
    finding=MAYBE,
)
LEAST = {"purpose": "article", "site": "s", "spider": "s", "newscrawl_version": "0"}
VALUES = st.none() | st.booleans() | st.integers() | st.text("aé7 ", max_size=5)
JSON = (
    VALUES | st.lists(VALUES, max_size=3) | st.dictionaries(st.sampled_from(["url", "file", "a"]), VALUES, max_size=3)
)


@given(NOTES)
def test_notes_come_back_as_they_were(notes: RunNotes) -> None:
    assert from_json(json.loads(json.dumps(to_json(notes)))) == notes


def test_what_is_not_known_takes_no_room() -> None:
    notes = RunNotes(purpose="source", site="essai", spider="section", newscrawl_version="0.1.0", link=Link("u"))
    assert to_json(notes) == {
        "purpose": "source",
        "site": "essai",
        "spider": "section",
        "newscrawl_version": "0.1.0",
        "link": {"url": "u"},
    }


def test_keys_of_later_versions_are_passed_over() -> None:
    assert from_json({**LEAST, "mood": 1, "link": {"url": "u", "colour": "red"}}).link == Link("u")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("purpose", "fun"),
        ("purpose", ["article"]),
        ("site", None),
        ("arguments", ["url"]),
        ("arguments", {"pages": 3}),
        ("link", {"headline": "Titre"}),
        ("link", "u"),
        ("reference", "2026-11-27T08:30:00"),
        ("reference", 5),
        ("policy", "obey"),
        ("parts", [{"file": "f"}]),
        ("parts", 3),
        ("reservation", {"reserved": 1}),
    ],
    ids=str,
)
def test_what_is_no_notes_is_refused(key: str, value: Any) -> None:
    with pytest.raises(ValueError, match=r"[a-z]"):
        from_json({**LEAST, key: value})


@given(st.dictionaries(st.sampled_from([*LEAST, "arguments", "link", "parts", "reference", "reservation"]), JSON))
def test_whatever_is_there_is_read_or_refused(data: dict[str, Any]) -> None:
    with suppress(ValueError):
        from_json({**LEAST, **data})
