"""Which texts are copies of one another, and to which story each belongs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from newscrawl.stories.sketch import Sketch

RULE = "shared-sentences-1"
"""Name of the rule; what was found by another one is found anew."""
WINDOW = 72 * 3600
"""Seconds between the publications of two texts of which one may be a copy of the other."""
DAYS_BEFORE, DAYS_AFTER = 3, 1
"""Days (UTC) around a text's own whose texts say what is common."""
MOST_TEXTS = 10
"""Different texts of these days that may have a passage before it counts as common: a self-description, a formula."""
COPIED = 0.5
"""Share of a text, in sentences, that it has from an earlier one if it is a copy: who follows up quotes less."""
TAKEN_OVER = 0.5
"""Share of an earlier text that stands in a copy which goes on with words of its own."""
QUOTED = 2
"""Sentences of a short text that another may quote without being a copy of it."""
SAME = 0.6
"""Share of either text that stands in the other, from which on the two are nearly the same."""
LARGE = 4
"""Members of a large story."""
MOST_LIKE, MOST_EARLY = 5, 3
"""Earlier texts that a text is compared with in full: those that seem to have most in common with it, and the first."""
_LEAST_SAMPLED = 2
_LEAST_PART_SAMPLED = 8


def is_candidate(shared: int, size: int, other_size: int) -> bool:
    """Whether two texts are to be compared, by the sampled hashes that they share and that they have."""
    return shared >= _LEAST_SAMPLED and shared * _LEAST_PART_SAMPLED >= min(size, other_size)


class Edge(NamedTuple):
    """What a text has in common with an earlier one of which it is a copy."""

    earlier: int
    """The key of that one."""
    share: float
    """Share of the one in the other, in words of their sentences, where that is more."""
    mutual: float
    """The same the other way round."""


def edge_to(earlier: int, text: Sketch, other: Sketch) -> Edge | None:
    """What a text has in common with the earlier one `other`; null where it is no copy of that.

    Who quotes a paragraph of background has not copied the text.
    """
    copied, taken_over = text.shared_with(other), other.shared_with(text)
    if copied.share < COPIED and (taken_over.share < TAKEN_OVER or taken_over.sentences <= QUOTED):
        return None
    return Edge(earlier, max(copied.share, taken_over.share), min(copied.share, taken_over.share))


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
