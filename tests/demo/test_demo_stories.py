"""The texts of the demonstration site: enough of them, each its own."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from itertools import combinations

import pytest

from newscrawl.demo.stories import SECTIONS, Story, edition

STORIES = edition().stories
ORIGINALS = [story for story in STORIES if story.repeats is None]


def words_of(story: Story) -> list[str]:
    return re.findall(r"\w+", " ".join(block.plain for block in story.blocks).casefold())


def shingles_of(story: Story) -> set[tuple[str, ...]]:
    words = words_of(story)
    return {tuple(words[start : start + 5]) for start in range(len(words) - 4)}


def test_there_are_at_least_sixty_articles_in_every_section():
    assert len(ORIGINALS) >= 60
    assert {story.section for story in STORIES} == set(SECTIONS)


def test_slugs_and_headlines_are_unique():
    slugs = [page.slug for page in edition().running] + [story.former_slug for story in STORIES if story.former_slug]
    assert max(Counter(slugs).values()) == 1
    assert max(Counter(page.headline for page in edition().running).values()) == 1


def test_no_two_texts_share_more_than_a_phrase():
    shingles = {story.slug: shingles_of(story) for story in ORIGINALS}
    shared = {(one, other): len(shingles[one] & shingles[other]) for one, other in combinations(shingles, 2)}
    # Agencies repeat themselves a little; a template would share dozens.
    assert max(shared.values()) <= 3, max(shared, key=lambda pair: shared[pair])


def test_sentences_never_repeat():
    sentences = Counter(
        sentence.strip()
        for story in ORIGINALS
        for block in story.blocks
        if block.kind == "text"
        for sentence in re.split(r"(?<=[.!?])\s", block.plain)
        if len(sentence) > 25
    )
    assert [sentence for sentence, count in sentences.items() if count > 1] == []


def test_a_repeated_wire_has_the_same_text_and_another_headline():
    repeats = [story for story in STORIES if story.repeats]
    by_slug = {story.slug: story for story in STORIES}
    assert repeats
    for story in repeats:
        original = by_slug[story.repeats or ""]
        assert story.blocks == original.blocks
        assert story.filing == original.filing
        assert story.headline != original.headline


@pytest.mark.parametrize("story", ORIGINALS, ids=lambda story: story.slug)
def test_an_article_is_long_enough_and_dated(story: Story):
    paragraphs = [block for block in story.blocks if block.kind == "text"]
    assert len(paragraphs) >= 3
    assert len(words_of(story)) >= 60
    assert story.published.utcoffset() == timedelta(hours=1), "Brussels, in November"
    assert story.modified is None or story.modified > story.published
    assert story.blocks[0].kind == "text"
    assert "lorem" not in words_of(story)


@pytest.mark.parametrize("story", [story for story in ORIGINALS if story.filing], ids=lambda story: story.slug)
def test_a_dateline_says_what_its_parts_say(story: Story):
    filing = story.filing
    assert filing is not None
    assert filing.raw == filing.raw.strip()
    assert filing.date_raw is None or filing.date_raw in filing.raw
    assert (filing.date is None) == (filing.date_raw is None)
    assert filing.places or filing.agencies
    assert all(re.fullmatch("[A-Z]{2}", country) for _, country in filing.places)
    assert all(author in filing.raw for author in filing.authors)
    if filing.date:
        assert timedelta() <= story.published.date() - filing.date <= timedelta(days=1)


def test_datelines_come_in_many_styles():
    filings = [story.filing for story in ORIGINALS if story.filing]
    assert len({filing.raw for filing in filings}) == len(filings)
    assert len({agency for filing in filings for agency in filing.agencies}) >= 20
    assert len({country for filing in filings for _, country in filing.places}) >= 30
    assert {filing.layout for filing in filings} == {"inline", "strong", "paragraph"}
    assert len({re.sub(r"[\w\s,./’'éèûôÉ]+", "", filing.raw) for filing in filings}) >= 10
    assert any(len(filing.places) > 1 for filing in filings)
    assert sum(story.filing is None for story in ORIGINALS) >= 10


def test_some_paragraphs_were_left_in_another_language():
    languages = Counter(block.language for story in ORIGINALS for block in story.blocks if block.language)
    assert languages["es"] >= 3
    assert languages["en"] >= 1
