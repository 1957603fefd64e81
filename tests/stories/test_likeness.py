"""What makes a copy, and which story a text joins."""

from __future__ import annotations

from collections import Counter

import pytest

from newscrawl.stories.likeness import Edge, edge_to, is_candidate, story_for
from newscrawl.stories.sketch import Sketch
from tests.stories.wires import BUDGET, CRUE, PORT, VACCIN, paragraphs

REPLACED = " ".join("autrement" if number % 9 == 4 else word for number, word in enumerate(PORT.split(" ")))


def edge(earlier: str, later: str) -> Edge | None:
    return edge_to(1, Sketch.of(later), Sketch.of(earlier))


@pytest.mark.parametrize(
    "copy",
    [
        PORT,
        paragraphs(PORT, 0, 1),
        paragraphs(PORT, 4, 2, 0),
        f"{paragraphs(CRUE, 0, 1)}\n\n{paragraphs(PORT, 0, 1, 2)}\n\n{paragraphs(VACCIN, 0)}",
        REPLACED,
        PORT.replace("\n\n", " "),
    ],
    ids=["whole", "cut", "turned", "embedded", "words replaced", "one paragraph"],
)
def test_a_copy(copy: str) -> None:
    assert edge(PORT, copy) is not None


@pytest.mark.parametrize(
    "other",
    [
        CRUE,
        f"{CRUE}\n\n{paragraphs(PORT, 1)}",
        f"{paragraphs(PORT, 3)}\n\n{paragraphs(BUDGET, 0, 1, 2)}",
        "",
        "Un mot.",
    ],
    ids=["another", "background", "begins with a quotation", "nothing", "too short"],
)
def test_no_copy(other: str) -> None:
    assert edge(PORT, other) is None


def test_a_flash_may_be_quoted() -> None:
    flash = paragraphs(PORT, 0)
    assert edge(flash, f"{flash} Les portiques ont redémarré.") is not None
    assert edge(flash, f"{CRUE}\n\n{flash}") is None
    assert edge(f"{CRUE}\n\n{flash}", flash) is not None


def test_candidates() -> None:
    assert is_candidate(2, 16, 400)
    assert not is_candidate(2, 17, 400)
    assert not is_candidate(1, 4, 4)


def test_a_text_joins_the_first_it_has_most_in_common_with() -> None:
    edges = [Edge(1, 0.4, 0.4), Edge(2, 0.9, 0.9)]
    assert story_for(edges, {1: 1, 2: 2}, Counter({1: 1, 2: 1}), 9) == 2
    assert story_for(edges, {1: 1, 2: 1}, Counter({1: 2}), 9) == 1
    assert story_for([], {}, Counter(), 9) == 9


def test_a_later_member_counts_if_it_is_nearly_the_same() -> None:
    assert story_for([Edge(2, 1.0, 0.9)], {2: 1}, Counter({1: 2}), 9) == 1
    assert story_for([Edge(2, 1.0, 0.4)], {2: 1}, Counter({1: 2}), 9) == 9


def test_a_story_most_of_whose_members_it_has_nothing_of_is_not_joined() -> None:
    assert story_for([Edge(1, 0.9, 0.5)], {1: 1}, Counter({1: 3}), 9) == 9
    assert story_for([Edge(1, 0.9, 0.5), Edge(2, 0.3, 0.3)], {1: 1, 2: 1}, Counter({1: 40}), 9) == 1
