"""Whether what a page says of its article elsewhere knows the text that was read."""

from __future__ import annotations

import re
from collections.abc import Sequence

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
    stated = [stems for stems in map(_stems, filter(None, told)) if len(stems) >= _SAYS_SOMETHING]
    folded = fold(text)
    shares = (sum(stem in folded for stem in stems) / len(stems) for stems in stated)
    if not stated or any(share >= _KNOWN for share in shares):
        return True
    words = len(text.split())
    return any(abs(words - source.words) <= _COUNTED * words for source in sources if source.words)


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in _WORD.findall(fold(text))}
