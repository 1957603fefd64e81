"""Whether what a page says of its article elsewhere knows the text that was read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from newscrawl.article.draft import Hint
from newscrawl.article.structured import StatedFields
from newscrawl.text import fold

_WORD = re.compile(r"[a-z]{5,}")
_STEM = 5
"""Letters that the forms of one word have in common."""
_SAYS_SOMETHING = 3
"""Telling words from which a headline or description says what an article is about."""
_KNOWN = 0.25
"""Share of them that a text about it has at least."""
_COUNTED = 0.2
"""By how much a text may differ from the words that the page counts."""


def know(text: str, headline: str | None, sources: Sequence[StatedFields], hint: Hint | None) -> bool:
    """Whether headline, description, teaser or the stated count of words know a text, or there is none of them."""
    told = [headline, *(source.description for source in sources)]
    if hint is not None:
        told += [hint.headline, hint.teaser]
    words = len(text.split())
    if any(abs(words - source.words) <= _COUNTED * words for source in sources if source.words):
        return True
    return share_of(text, told) >= _KNOWN


def share_of(text: str, told: Iterable[str | None]) -> float:
    """The largest share of the telling words of one of some statements that a text has; 1 where none says anything."""
    own = _stems(text)
    stated = [stems for stems in map(_stems, filter(None, told)) if len(stems) >= _SAYS_SOMETHING]
    return max((len(stems & own) / len(stems) for stems in stated), default=1.0)


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in _WORD.findall(fold(text))}
