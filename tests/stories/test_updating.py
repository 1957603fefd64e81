"""Stories follow from what the feeds hold, however often and whenever they are looked at."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newscrawl.items import Article, Rights, Story
from newscrawl.store.errors import Busy
from newscrawl.store.files import DiskFiles
from newscrawl.stories import read_stories, update, updating
from newscrawl.stories.book import Book
from tests.store.interrupted_files import HastyFiles
from tests.stories.wires import (
    BUDGET,
    CRUE,
    PORT,
    SELF_DESCRIPTION,
    WIRES,
    append,
    article,
    files_of,
    paragraphs,
    removal,
)

FIRST = article("alpha", 1, PORT)
COPY = article("beta", 2, f"{paragraphs(PORT, 0, 1, 3)}\n\n{SELF_DESCRIPTION}", 90)


def stories(data: Path, *articles: Article) -> list[Story]:
    """The stories once these lines are in the feeds too."""
    append(data, articles)
    update(data, files=HastyFiles())
    return [*read_stories(data)]


def members(story: Story) -> list[tuple[str, str]]:
    return [(member.site, member.id) for member in story.members]


def test_a_copy_is_found_and_what_stands_alone_is_no_story(tmp_path: Path) -> None:
    (story,) = stories(tmp_path, FIRST, COPY, article("beta", 3, CRUE, 30))
    assert members(story) == [("alpha", FIRST.id), ("beta", COPY.id)]
    assert story.story_id == story.first.id == FIRST.id
    assert story.sites == ["alpha", "beta"]
    assert story.last_published_at == "2026-11-20T08:30:00+00:00"
    assert story.members[1].paragraphs == [FIRST.id, FIRST.id, FIRST.id, None]


def test_a_follow_up_that_quotes_a_paragraph_is_no_copy(tmp_path: Path) -> None:
    follow_up = article("beta", 2, f"{paragraphs(CRUE, 0, 1, 2, 3)}\n\n{paragraphs(PORT, 3)}", 600)
    assert stories(tmp_path, FIRST, follow_up) == []


def test_a_text_that_joins_two_wires_does_not_join_their_stories(tmp_path: Path) -> None:
    joined = article("gamma", 9, f"{paragraphs(PORT, 0, 1, 2, 3)}\n\n{paragraphs(CRUE, 0, 1, 2)}", 60)
    first, second = stories(
        tmp_path,
        FIRST,
        article("alpha", 5, CRUE, 5),
        joined,
        article("beta", 6, CRUE, 90),
        article("beta", 7, PORT, 95),
    )
    assert [site for site, _ in members(first)] == ["alpha", "gamma", "beta"]
    assert [site for site, _ in members(second)] == ["alpha", "beta"]


def test_copies_stand_within_three_days(tmp_path: Path) -> None:
    late = 72 * 60
    assert stories(tmp_path, FIRST, article("beta", 2, PORT, late + 1)) == []
    assert len(stories(tmp_path, article("beta", 3, PORT, late))) == 1


def own_words(number: int, count: int) -> str:
    """Words that no other text has."""
    return " ".join(f"mot{number}x{each}" for each in range(count))


def test_passages_that_many_texts_have_make_no_copies(tmp_path: Path) -> None:
    shared = paragraphs(PORT, 0, 1, 3)
    one, other = (article("alpha", number, f"{own_words(number, 60)}\n\n{shared}") for number in (1, 2))
    assert len(stories(tmp_path, one, other)) == 1
    # Too little of them is shared to compare the two again for its own sake.
    many = [
        article("beta", 100 + number, f"{own_words(100 + number, 400)}\n\n{paragraphs(PORT, (0, 1, 3)[number % 3])}")
        for number in range(33)
    ]
    assert len(stories(tmp_path, *many[:27])) == 1
    assert stories(tmp_path, *many[27:]) == []
    assert len(stories(tmp_path, *map(removed_by_rights, many[27:]))) == 1


def removed_by_rights(of: Article) -> Article:
    return replace(of, rights=Rights(tdm_reserved=True))


def test_a_wire_on_many_sites_stays_one_story(tmp_path: Path) -> None:
    copies = [
        article(f"site{number}", number, f"{PORT}\n\nPropre au site {number}, {number} fois.", number)
        for number in range(60)
    ]
    (story,) = stories(tmp_path, *copies)
    assert len(story.members) == 60


def test_an_earlier_one_that_comes_late_gives_the_story_its_id(tmp_path: Path) -> None:
    stories(tmp_path, COPY, article("gamma", 3, PORT, 120))
    (story,) = stories(tmp_path, replace(FIRST, crawled_at="2026-11-24T08:00:00+00:00"))
    assert story.story_id == FIRST.id
    assert story.former_ids == [COPY.id]


def test_a_revision_takes_the_place_of_the_text(tmp_path: Path) -> None:
    (before,) = stories(tmp_path, FIRST, COPY)
    revised = replace(COPY, revision=2, body=CRUE)
    assert stories(tmp_path, revised) == []
    assert files_of(tmp_path) == {}
    (after,) = stories(tmp_path, replace(COPY, revision=3))
    assert after.members[1].revision == 3
    assert replace_cursors(after) == replace_cursors(before)


def replace_cursors(story: Story) -> Story:
    return replace(story, members=[replace(each, cursor="", revision=1) for each in story.members])


def test_a_correction_is_read_like_a_revision(tmp_path: Path) -> None:
    assert len(stories(tmp_path, FIRST, COPY)) == 1
    assert stories(tmp_path, replace(COPY, corrected_by="1.0", body=CRUE)) == []


def test_a_removed_article_is_no_member_and_its_id_leads_on(tmp_path: Path) -> None:
    third = article("gamma", 3, PORT, 120)
    (story,) = stories(tmp_path, FIRST, COPY, third, removal(FIRST))
    assert story.story_id == COPY.id
    assert story.former_ids == [FIRST.id]
    assert [site for site, _ in members(story)] == ["beta", "gamma"]
    (back,) = stories(tmp_path, replace(FIRST, revision=2))
    assert back.story_id == FIRST.id


@pytest.mark.parametrize(
    "reserved", [replace(COPY, rights=Rights(tdm_reserved=True)), replace(COPY, problems=["rights_reserved"])]
)
def test_reserved_texts_take_no_part(tmp_path: Path, reserved: Article) -> None:
    assert stories(tmp_path, FIRST, reserved) == []
    assert len(stories(tmp_path, COPY)) == 1
    assert stories(tmp_path, reserved) == []
    book = Book(tmp_path / "derived" / "stories" / updating.BOOK, DiskFiles())
    assert book.known("beta", COPY.id) is None
    book.close()


def test_an_article_in_two_feeds_is_no_copy_of_itself(tmp_path: Path) -> None:
    assert stories(tmp_path, FIRST, replace(FIRST, site="alpha.example")) == []


def test_a_day_alone_claims_no_precedence(tmp_path: Path) -> None:
    midnight = replace(COPY, published_at="2026-11-20T00:00:00+01:00", published_precision="day")
    (story,) = stories(tmp_path, FIRST, midnight)
    assert story.story_id == FIRST.id
    assert story.members[1].time == "2026-11-20T08:35:00+00:00"
    assert story.members[1].precision == "day"


def test_without_a_date_it_is_when_it_was_seen(tmp_path: Path) -> None:
    (story,) = stories(tmp_path, FIRST, replace(COPY, published_at=None, published_precision=None))
    assert (story.members[1].time, story.members[1].precision) == ("2026-11-20T08:35:00+00:00", None)


def test_a_second_run_reads_on_and_writes_nothing(tmp_path: Path) -> None:
    append(tmp_path, [FIRST, COPY])
    assert update(tmp_path).lines == 2
    outcome = update(tmp_path)
    assert (outcome.lines, outcome.written) == (0, [])


def test_a_lost_file_is_written_again(tmp_path: Path) -> None:
    stories(tmp_path, FIRST, COPY)
    before = files_of(tmp_path)
    (tmp_path / "derived" / "stories" / "stories-2026-11-20.jsonl").unlink()
    update(tmp_path)
    assert files_of(tmp_path) == before


@pytest.mark.parametrize("spoil", ["other", "torn", "gone"])
def test_a_book_that_is_lost_is_made_again(tmp_path: Path, spoil: str) -> None:
    stories(tmp_path, FIRST, COPY)
    before = files_of(tmp_path)
    book = tmp_path / "derived" / "stories" / updating.BOOK
    if spoil == "gone":
        shutil.rmtree(book.parent)
    elif spoil == "torn":
        book.write_bytes(b"no book at all, but long enough to be one of another kind" * 20)
    else:
        opened = Book(book, DiskFiles())
        opened._db.execute("UPDATE maker SET name = 'another'")
        opened.commit()
        opened.close()
    assert update(tmp_path).lines == 2
    assert files_of(tmp_path) == before


def test_a_damaged_line_is_reported_and_the_others_count(tmp_path: Path) -> None:
    append(tmp_path, [FIRST])
    with (tmp_path / "feeds" / "alpha" / "alpha-2026-11-23.jsonl").open("ab") as feed:
        feed.write(b"{torn}\n")
    append(tmp_path, [article("alpha", 3, BUDGET), COPY])
    outcome = update(tmp_path)
    assert outcome.lines == 3
    assert "alpha-2026-11-23" in outcome.problems[0]
    assert len([*read_stories(tmp_path)]) == 1


def test_only_one_run_at_a_time(tmp_path: Path) -> None:
    append(tmp_path, [FIRST])
    update(tmp_path)
    lock = DiskFiles().lock(tmp_path / "derived" / "stories" / ".lock")
    with pytest.raises(Busy):
        update(tmp_path)
    DiskFiles().close(lock)
    update(tmp_path)


def test_no_feed_at_all(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        update(tmp_path)


SITES = ("alpha", "beta", "gamma")


@st.composite
def bodies(draw: st.DrawFn) -> str:
    """Paragraphs of one wire or two, perhaps with a self-description."""
    wires = draw(st.lists(st.sampled_from(WIRES), min_size=1, max_size=2, unique=True))
    parts = [
        paragraphs(wire, number)
        for wire in wires
        for number in draw(st.lists(st.integers(0, 4), min_size=1, max_size=5, unique=True))
    ]
    return "\n\n".join([*parts, *[SELF_DESCRIPTION] * draw(st.booleans())])


@st.composite
def lines(draw: st.DrawFn) -> Article:
    """A line about one of a few articles: a version of it, its removal, or one that is reserved."""
    site, number = draw(st.sampled_from(SITES)), draw(st.integers(0, 5))
    minutes = draw(st.integers(0, 8)) * 1000
    kind = draw(st.sampled_from(("article",) * 6 + ("removal", "reserved", "undated", "day")))
    found = article(site, number, draw(bodies()), minutes)
    if kind == "removal":
        return removal(found)
    if kind == "reserved":
        return replace(found, rights=Rights(tdm_reserved=True))
    if kind == "undated":
        return replace(found, published_at=None, published_precision=None)
    return replace(found, published_precision="day") if kind == "day" else found


@given(st.lists(lines(), min_size=1, max_size=30), st.lists(st.integers(1, 8), min_size=1), st.integers(1, 6))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_many_runs_and_one_give_the_same_files(
    monkeypatch: pytest.MonkeyPatch, every: list[Article], steps: list[int], most: int
) -> None:
    monkeypatch.setattr(updating, "MOST_TEXTS", most)
    with TemporaryDirectory() as often, TemporaryDirectory() as once:
        start = 0
        while start < len(every):
            size = steps[start % len(steps)]
            append(Path(often), every[start : start + size])
            update(Path(often), files=HastyFiles())
            start += size
        append(Path(once), every)
        update(Path(once), files=HastyFiles())
        assert files_of(Path(often)) == files_of(Path(once))


@given(st.lists(lines(), min_size=2, max_size=20))
@settings(max_examples=30, deadline=None)
def test_the_order_of_the_sites_does_not_matter(every: list[Article]) -> None:
    by_site = [[line for line in every if line.site == site] for site in SITES]
    turned = [line for lines in reversed(by_site) for line in lines]
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        append(Path(one), every)
        update(Path(one), files=HastyFiles())
        for line in turned:
            append(Path(other), [line])
            update(Path(other), files=HastyFiles())
        assert files_of(Path(one)) == files_of(Path(other))
