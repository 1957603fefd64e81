"""What is remembered of single articles."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from newscrawl.state.memory import Memory
from newscrawl.state.notes import Notes, Remembered, Schedule
from newscrawl.urls import article_id

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
URL = "https://fil.example/un-pont-rouvre/"
ID = article_id(URL)


@pytest.fixture
def notes() -> Notes:
    return Notes(Memory.of_one_run(), Schedule())


def after(hours: float) -> datetime:
    return NOW + timedelta(hours=hours)


def visit(read: datetime = NOW, **known) -> Remembered:
    return Remembered(url=URL, read=read.timestamp(), due=0.0, **known)


def test_a_failure_is_tried_again_after_growing_intervals(notes):
    moments, now = [], NOW
    while now < after(40):
        if not notes.is_waiting(ID, now):
            moments.append((now - NOW) / timedelta(hours=1))
            assert notes.failed(ID, URL, "http_503", now)
        now += timedelta(minutes=30)
    assert moments == [0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5]


def test_what_is_due_is_told_the_longest_due_first(notes):
    other = article_id("https://fil.example/autre/")
    notes.failed(other, "https://fil.example/autre/", "timeout", NOW)
    notes.failed(ID, URL, "timeout", after(-1))
    assert list(notes.due_failures(after(0.25))) == [(ID, URL)]
    assert [identity for identity, _ in notes.due_failures(after(1))] == [ID, other]


def test_a_page_that_fails_for_a_week_is_given_up(notes):
    now = NOW
    while notes.failed(ID, URL, "http_404", now):
        now += timedelta(days=1)
    assert now - NOW > timedelta(days=7)
    assert list(notes.due_failures(after(24 * 365))) == []
    assert notes.is_handled(ID)
    assert notes.is_waiting(ID, now)


def test_a_rejected_page_is_left_alone_for_a_week(notes):
    notes.failed(ID, URL, "timeout", NOW)
    notes.rejected(ID, URL, "protected", NOW)
    assert notes.is_handled(ID)
    assert list(notes.due_failures(after(99))) == []
    assert notes.is_waiting(ID, after(24 * 6))
    assert not notes.is_waiting(ID, after(24 * 8))


def test_an_article_that_arrived_is_no_failure(notes):
    notes.failed(ID, URL, "timeout", NOW)
    notes.gone(ID, URL, NOW)
    notes.arrived(ID)
    assert not notes.is_handled(ID)
    assert list(notes.due_gone(after(48))) == []


def test_revisits_grow_apart_and_end(notes):
    revisits: list[float] = []
    notes.visited(ID, visit(), NOW)
    while (known := notes.visit(ID)) is not None and len(revisits) < 20:
        now = datetime.fromtimestamp(known.due, UTC)
        revisits.append((now - NOW) / timedelta(hours=1))
        notes.visited(ID, known, now)
    assert revisits == [6, 24, 96, 168]


def test_nothing_is_revisited_if_that_is_off():
    notes = Notes(Memory.of_one_run(), Schedule(revisit_for=0))
    notes.visited(ID, visit(), NOW)
    assert notes.visit(ID) is None


def test_a_source_that_states_the_last_change_is_as_good_as_a_look(notes):
    notes.visited(ID, visit(modified="2026-11-26T11:00:00+00:00"), NOW)
    notes.confirmed(ID, "2026-11-26T11:00:00+00:00", after(6))
    known = notes.visit(ID)
    assert known is not None
    assert known.due == after(24).timestamp()
    assert known.read == NOW.timestamp()


def test_two_revisits_a_day_apart_find_an_article_gone(notes):
    assert not notes.gone(ID, URL, NOW)
    assert not notes.gone(ID, URL, after(2))
    assert list(notes.due_gone(after(23))) == []
    assert list(notes.due_gone(after(24))) == [(ID, URL)]
    assert notes.gone(ID, URL, after(24))


def test_an_article_that_a_list_lacked_is_noted_once(notes):
    notes.visited(ID, visit(), NOW)
    notes.miss(ID, after(1))
    known = notes.visit(ID)
    assert known is not None
    assert known.missed


def test_an_address_leads_to_the_article_that_it_was_found_to_lead_to(notes):
    target = article_id("https://fil.example/nouveau-titre/")
    assert notes.leads_to(ID) == ID
    notes.note_target(ID, target)
    notes.note_target(target, target)
    assert notes.leads_to(ID) == target
    assert notes.leads_to(target) == target


def test_an_address_that_leads_to_no_other_article_any_more_is_its_own(notes):
    target = "cd" * 16
    notes.note_target(ID, target)
    assert notes.is_address_of(ID, target)
    notes.note_target(ID, ID)
    assert (notes.leads_to(ID), notes.is_address_of(ID, target)) == (ID, False)


def test_what_an_earlier_version_took_on_trust_is_read_on_and_told_apart():
    memory, target = Memory.of_one_run(), "cd" * 16
    memory.put("leads_to", ID, target)
    notes = Notes(memory, Schedule())
    assert notes.leads_to(ID) == target
    assert not notes.is_address_of(ID, target)
    assert notes.unproven() == {ID}
    notes.note_target(ID, target)
    assert (notes.unproven(), notes.is_address_of(ID, target)) == (set(), True)


def test_an_address_stays_contested(notes):
    assert not notes.is_contested(ID)
    notes.contest(ID)
    assert notes.is_contested(ID)
