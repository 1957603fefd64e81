"""The judge of the simulated month finds each kind of fault, and none in a feed that is as it should be."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import pytest

from benchmarks.cron.stories import Story
from benchmarks.cron.timetable import Calendar, State
from benchmarks.cron.truth import Truth

CALENDAR = Calendar.short()
STORIES = CALENDAR.stories(seed=5)
TICKS = CALENDAR.ticks()


def line(story: Story, tick: datetime, revision: int, aliases: list[str]) -> dict[str, Any]:
    version = story.version(tick)
    return {
        "kind": "article",
        "id": hashlib.sha256(story.slugs[0][1].encode()).hexdigest()[:32],
        "revision": revision,
        "url": f"http://site.invalid/{story.slug(tick)}/",
        "aliases": aliases,
        "headline": version.headline,
        "body": "\n\n".join(version.paragraphs),
        "published_at": story.published.isoformat(),
        "crawled_at": (tick + timedelta(seconds=2)).isoformat(),
        "removed_at": None,
    }


@cache
def perfect() -> tuple[dict[str, Any], ...]:
    """The feed of a crawler that sees everything at each run."""
    lines: list[dict[str, Any]] = []
    for story in STORIES:
        said, revision = None, 0
        for tick in TICKS:
            if CALENDAR.state(tick) != State.UP or not story.is_public(tick):
                continue
            address = f"http://site.invalid/{story.slugs[0][1]}/"
            aliases = [address] if story.slug(tick) != story.slugs[0][1] else []
            says = (story.version(tick).words, story.slug(tick))
            if says != said:
                said, revision = says, revision + 1
                lines.append(line(story, tick, revision, aliases))
        if story.removed and story.removed + timedelta(hours=24) < TICKS[-1] and revision:
            gone = (story.removed + timedelta(hours=24)).isoformat()
            lines.append(lines[-1] | {"kind": "removal", "crawled_at": gone, "removed_at": gone, "aliases": []})
    return tuple(lines)


def faults(lines: Sequence[dict[str, Any]]) -> dict[str, int]:
    findings = Truth(CALENDAR, STORIES, TICKS).compare(lines)
    return {kind: len(found) for kind, found in findings.faults.items() if found}


def calm() -> int:
    """The only line of a story of the second day to which nothing happens."""
    quiet = next(s for s in STORIES if len(s.versions) == len(s.slugs) == 1 and not s.gone and s.published > TICKS[16])
    return next(n for n, line in enumerate(perfect()) if line["url"].endswith(f"/{quiet.slugs[0][1]}/"))


def test_a_feed_that_holds_everything_is_without_fault():
    lines = perfect()
    figures = Truth(CALENDAR, STORIES, TICKS).compare(lines).figures
    assert faults(lines) == {}
    assert figures["edits noticed"] > 0.9 * figures["edits"]  # some follow each other between two runs
    assert figures["early edits"] == figures["early edits noticed"] > 0
    assert figures["renamed stories"] == figures["renamed stories with an alias"] > 0
    assert figures["removals told"] > 0
    assert figures["delay, worst"] < "3 h 00 min"


def change(**fields: Any):
    return lambda line: [line | fields]


def again(**fields: Any):
    return lambda line: [line, line | fields]


@pytest.mark.parametrize(
    ("kind", "spoil"),
    [
        ("holes", lambda _: []),
        ("doubles", again()),
        ("doubles", again(id="f" * 32)),
        ("false revisions", again(revision=2)),
        ("false removals", again(kind="removal", removed_at=TICKS[-1].isoformat())),
        ("lines of no story", again(url="http://site.invalid/category/dernieres-minutes/")),
        ("wrong text", change(headline="Votre choix concernant les cookies")),
        ("wrong text", lambda line: [line | {"body": line["body"] + "\n\n- Publicité -"}]),
        ("wrong times", change(published_at="2027-03-28T03:30:00+01:00")),
        ("wrong order", again(revision=0)),
    ],
)
def test_each_kind_of_fault_is_found(kind, spoil):
    lines, spoiled = [*perfect()], calm()
    lines[spoiled : spoiled + 1] = spoil(lines[spoiled])
    assert faults(lines).get(kind) == 1


def test_what_could_not_be_read_is_no_hole():
    late = [line for line in perfect() if line["crawled_at"] > TICKS[-3].isoformat() and line["revision"] == 1]
    assert late
    assert faults([line for line in perfect() if line not in late]) == {}


def test_a_removal_that_was_never_told_is_missed():
    month = Calendar.month()
    stories, ticks = month.stories(seed=1), month.ticks()
    gone = next(story for story in stories if story.removed and story.removed < ticks[100])
    seen = next(tick for tick in ticks if tick > gone.published)
    held, told = line(gone, seen, 1, []), {"kind": "removal", "removed_at": ticks[200].isoformat()}
    truth = Truth(month, [gone], ticks)
    assert len(truth.compare([held]).faults["missed removals"]) == 1
    assert truth.compare([held, held | told]).faults["missed removals"] == []
