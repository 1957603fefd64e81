"""Which texts are copies of one another, and to which story each belongs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from newscrawl.stories.sketch import Sketch

RULE = "shared-words-1"
"""Name of the rule; what was found by another one is found anew."""
WINDOW = 72 * 3600
"""Seconds between the publications of two texts of which one may be a copy of the other."""
DAYS_BEFORE, DAYS_AFTER = 3, 1
"""Days (UTC) around a text's own whose texts say what is common."""
MOST_TEXTS = 20
"""Different texts of these days that may have a passage before it counts as common: a self-description, a formula."""
SHARE = 0.20
"""Share of the words of the smaller text, but for a quotation, that a copy has at least in common with the other."""
SHARE_WITH_LATER = 0.6
"""The same, where it has nothing in common with the earliest member of the story."""
LONGEST_QUOTATION = 100
"""Words in a row that may be a quotation; what is longer is copied."""
LEAST_WORDS = 12
"""Words besides a quotation that tell whether there is more than that."""
MOST_LIKE, MOST_EARLY = 5, 3
"""Earlier texts that a text is compared with in full: those that seem to have most in common with it, and the first."""
_LEAST_SAMPLED = 2
_LEAST_PART_SAMPLED = 8


def is_candidate(shared: int, size: int, other_size: int) -> bool:
    """Whether two texts are to be compared, by the sampled hashes that they share and that they have."""
    return shared >= _LEAST_SAMPLED and shared * _LEAST_PART_SAMPLED >= min(size, other_size)


def share_of(one: Sketch, other: Sketch) -> float:
    """The share of the smaller text's words that stand in the other as well, one quotation left out.

    Who quotes a paragraph of background has not copied the text: of both, the paragraph with most of the common words
    is left out.  A text that is all one quotation counts only beside another of nearly its length.
    """
    smaller, larger = (one, other) if one.words <= other.words else (other, one)
    covered = smaller.covered(larger.hashes)
    quoted = min(max(covered, default=0), LONGEST_QUOTATION)
    if smaller.words - quoted < LEAST_WORDS:
        return sum(covered) / max(larger.words, 1)
    return (sum(covered) - quoted) / (smaller.words - quoted)


class Edge(NamedTuple):
    """What a text has in common with an earlier one."""

    earlier: int
    share: float


def story_for(edges: Iterable[Edge], story_of: Mapping[int, int], text: int) -> int:
    """The story of a text, by its edges to earlier ones, whose stories are known: that of the best source.

    Stories grow around their earliest member, which gives the story its key: a text joins the story with whose earliest
    member it has most in common.  Only without such a one a later member will do, with which it has more in common: so
    an article that joins two wires does not join their stories.
    """
    best: tuple[bool, float] = (False, 0.0)
    found = text
    for edge in edges:
        story = story_of[edge.earlier]
        rank = (story == edge.earlier, edge.share)
        if rank > best and (rank[0] or edge.share >= SHARE_WITH_LATER):
            best, found = rank, story
    return found
