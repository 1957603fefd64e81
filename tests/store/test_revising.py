"""What makes the next revision of an article, and what does not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from newscrawl import __version__, schema
from newscrawl.items import Article, Dateline
from newscrawl.store.index import Entry
from newscrawl.store.revising import removal, revise
from newscrawl.store.segments import Cursor
from newscrawl.urls import article_id

URL = "https://fil.example/un-pont-rouvre/"
MOVED = "https://fil.example/le-pont-rouvre-enfin/"
HASH, OTHER = "a" * 32, "b" * 32


def article(**fields: Any) -> Article:
    known: dict[str, Any] = {
        "newscrawl_version": __version__,
        "id": article_id(URL),
        "url": URL,
        "headline": "Un pont rouvre à Namur",
        "body": "Le pont a rouvert mardi matin.\n\nLa circulation y reste limitée.",
        "dateline": Dateline(raw="NAMUR, 10 novembre (Belga) -"),
        "content_hash": HASH,
    }
    return Article(**(known | fields))


def entry(**fields: Any) -> Entry:
    known = Entry(article_id(URL), 1, "article", HASH, URL, Cursor("fil-2026-11-26"))
    return replace(known, **fields)


PREVIOUS = article().to_dict()


def test_the_same_content_is_no_revision():
    assert revise(article(), entry(), PREVIOUS, None).change == "none"


def test_another_text_is_the_next_revision():
    verdict = revise(article(body="Le pont reste fermé.", content_hash=OTHER), entry(revision=3), PREVIOUS, None)
    assert verdict.change == "text"
    assert verdict.line is not None
    assert (verdict.line.id, verdict.line.revision, verdict.line.aliases) == (article_id(URL), 4, [])


@pytest.mark.parametrize(
    "fields",
    [
        {"body": "Le pont a rouvert mardi matin. La circulation y reste limitée."},
        {"body": "Le pont a rouvert mardi matin…\n\nLa circulation — y reste « limitée » !"},
        {"headline": "Un pont rouvre à Namur !"},
    ],
)
def test_other_spaces_and_signs_are_no_revision(fields):
    assert revise(article(content_hash=OTHER, **fields), entry(), PREVIOUS, None).change == "none"


@pytest.mark.parametrize(
    "fields",
    [
        {"headline": "Un pont rouvre a Namur"},
        {"body": "Le pont a rouvert Mardi matin.\n\nLa circulation y reste limitée."},
        {"dateline": Dateline(raw="NAMUR, 11 novembre (Belga) -")},
    ],
)
def test_a_letter_or_a_date_is(fields):
    assert revise(article(content_hash=OTHER, **fields), entry(), PREVIOUS, None).change == "text"


def test_a_new_version_of_ours_makes_no_revision_by_itself():
    older = {**PREVIOUS, "newscrawl_version": "0.0.9"}
    read = article(content_hash=OTHER, body="Le pont a rouvert mardi matin.")
    assert revise(read, entry(), older, None).change == "reading"
    changed = replace(read, modified_at="2026-11-26T12:00:00+01:00")
    assert revise(changed, entry(), older, None).change == "text"
    assert revise(read, entry(), older, OTHER).change == "none"


def test_a_new_address_alone_is_a_line_with_an_alias():
    verdict = revise(article(url=MOVED), entry(), PREVIOUS, None)
    assert verdict.change == "address"
    assert verdict.line is not None
    assert (verdict.line.id, verdict.line.url, verdict.line.aliases) == (article_id(URL), MOVED, [URL])
    assert verdict.line.revision == 2


def test_a_second_move_keeps_both_former_addresses_and_a_move_back_drops_its_own():
    once = {**PREVIOUS, "url": MOVED, "aliases": [URL]}
    third = "https://fil.example/namur-le-pont/"
    verdict = revise(article(url=third), entry(url=MOVED, revision=2), once, None)
    assert verdict.line is not None
    assert verdict.line.aliases == [URL, MOVED]
    assert revise(article(url=URL), entry(url=MOVED, revision=2), once, None).change == "none"


def test_where_the_latest_line_is_no_longer_there_the_hash_decides():
    assert revise(article(), entry(), None, None).change == "none"
    assert revise(article(content_hash=OTHER), entry(), None, None).change == "text"


def test_a_removed_article_that_is_back_is_a_revision():
    verdict = revise(article(), entry(kind="removal", revision=2), PREVIOUS, None)
    assert (verdict.change, verdict.line.revision if verdict.line else None) == ("return", 3)


def test_a_removal_says_who_where_and_when():
    line = removal(entry(revision=2), PREVIOUS, "fil", "2026-11-27T12:00:00+00:00").to_dict()
    assert schema.faults(line) == []
    assert (line["kind"], line["id"], line["revision"], line["url"]) == ("removal", article_id(URL), 2, URL)
    assert (line["removed_at"], line["body"], line["headline"]) == ("2026-11-27T12:00:00+00:00", None, None)
    assert schema.faults(removal(entry(), None, "fil", "2026-11-27T12:00:00+00:00").to_dict()) == []


def test_an_upgrade_of_ours_makes_no_revision_of_a_page_that_states_the_change_it_stated_before():
    stated = {"modified_at": "2026-11-10T12:00:00+01:00"}
    earlier = article(newscrawl_version="0.0.1", **stated).to_dict()
    otherwise = {"body": "Le pont a rouvert mardi matin.", "content_hash": OTHER}
    assert revise(article(**otherwise, **stated), entry(), earlier, None).change == "reading"
    later = article(**otherwise, modified_at="2026-11-11T08:00:00+01:00")
    assert revise(later, entry(), earlier, None).change == "text"
    assert revise(later, entry(), {**earlier, "newscrawl_version": __version__}, None).change == "text"


UNDATED = PREVIOUS | {"published_raw": "30 novembre 2026", "problems": ["date_implausible", "untranslated"]}


def test_a_date_that_was_implausible_is_filled_in_as_a_correction():
    again = article(
        published_at="2026-11-30T10:00:00+01:00",
        published_raw="30 novembre 2026",
        published_precision="minute",
        problems=["timezone_assumed"],
    )
    verdict = revise(again, entry(), UNDATED, None)
    assert verdict.change == "date"
    assert verdict.line is not None
    assert (verdict.line.id, verdict.line.revision, verdict.line.corrected_by) == (article_id(URL), 1, __version__)
    assert (verdict.line.published_at, verdict.line.published_precision) == ("2026-11-30T10:00:00+01:00", "minute")
    assert verdict.line.problems == ["timezone_assumed", "untranslated"]
    assert schema.faults(verdict.line.to_dict()) == []
    assert revise(again, entry(), verdict.line.to_dict(), None).change == "none", "once"


@pytest.mark.parametrize(
    ("previous", "published"),
    [
        (UNDATED, None),
        (PREVIOUS, "2026-11-30T10:00:00+01:00"),
        (UNDATED | {"published_at": "2026-11-29T10:00:00+01:00"}, "2026-11-30T10:00:00+01:00"),
        (None, "2026-11-30T10:00:00+01:00"),
    ],
    ids=["still none", "another reading", "has one", "line is gone"],
)
def test_no_other_date_is_filled_in(previous: dict[str, Any] | None, published: str | None):
    assert revise(article(published_at=published), entry(), previous, None).change == "none"
