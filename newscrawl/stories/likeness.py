"""Which texts are copies of one another, and to which story each belongs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
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
SAME = 0.6
"""Share of the larger text's words from which on two texts are nearly the same."""
LARGE = 4
"""Members of a large story."""
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


class Edge(NamedTuple):
    """What a text has in common with an earlier one."""

    earlier: int
    """The key of that one."""
    share: float
    """Share of the smaller text's words that stand in the other as well, one quotation left out."""
    mutual: float
    """Share of the larger text's words that the smaller one has at most."""


def edge_to(earlier: int, text: Sketch, other: Sketch) -> Edge | None:
    """What a text has in common with the earlier one `other`; null where neither is a copy of the other.

    Who quotes a paragraph of background has not copied the text: of both, the paragraph with most of the common words
    is left out.  A text that is all one quotation counts only beside another of nearly its length.
    """
    smaller, larger = (text, other) if text.words <= other.words else (other, text)
    covered = smaller.covered(larger.hashes)
    quoted = min(max(covered, default=0), LONGEST_QUOTATION)
    mutual = sum(covered) / max(larger.words, 1)
    rest = smaller.words - quoted
    share = mutual if rest < LEAST_WORDS else (sum(covered) - quoted) / rest
    return Edge(earlier, share, mutual) if share >= SHARE else None


def story_for(edges: Sequence[Edge], story_of: Mapping[int, int], size_of: Mapping[int, int], text: int) -> int:
    """The story of a text, by its edges to earlier ones, whose stories are known, and the sizes of these by now.

    Stories grow around their earliest member, which gives the story its key.  A text joins the one whose earliest
    member it has most in common with, if it has an edge to half of a small story's members, to two of a large one's;
    without such a one that of a later member, if either is nearly all of the other.  So an article made of two wires
    does not join their stories.
    """
    support = Counter(story_of[edge.earlier] for edge in edges)
    best = (False, 0.0)
    found = text
    for edge in edges:
        story = story_of[edge.earlier]
        is_first = story == edge.earlier
        rank = (is_first, edge.share + edge.mutual)
        if rank > best and (2 * support[story] >= min(size_of[story], LARGE)) and (is_first or edge.mutual >= SAME):
            best, found = rank, story
    return found
