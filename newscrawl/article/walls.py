"""One text at many addresses: a wall that stands before every article, and calls itself nothing of the kind."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from newscrawl.article.draft import Draft, NotAnArticle
from newscrawl.article.vocabulary import BOX_WORDS, PAYWALL
from newscrawl.text import fold, letters

HEADLINES = 3
"""Different headlines above one text from which it is a wall: a wire is posted again under its own."""
ADDRESSES = 6
"""Addresses of one text from which it is a wall under whatever headlines."""
TEXTS = 10_000
"""Texts that are remembered; those of a wall come one soon after the other."""
_LENGTH = 140
"""Characters below which a text may stand below any flash ("Plus d'informations suivront."), unless it speaks of
subscriptions or accounts."""


@dataclass(slots=True)
class _Seen:
    addresses: set[str] = field(default_factory=set)
    headlines: set[str] = field(default_factory=set)


class Walls:
    """The last texts of one run, each remembered as a hash with the addresses and headlines it stood under at its site.

    Sites publish each other's wires: what stands at six of them is no wall.
    """

    def __init__(self) -> None:
        self._seen: dict[bytes, _Seen] = {}

    def refuse(self, draft: Draft) -> None:
        """Takes note of a draft.  Raises `NotAnArticle("wall")` where its text has stood under too many others."""
        text = "\n".join(paragraph.text for paragraph in draft.paragraphs)
        if len(text) < _LENGTH and not (PAYWALL.search(fold(text)) or BOX_WORDS.search(fold(text))):
            return
        seen = self._remembered(fingerprint(f"{draft.article.site or ''}\n{text}"))
        if len(seen.addresses) < ADDRESSES:
            seen.addresses.add(draft.article.id)
        if len(seen.headlines) < HEADLINES:
            seen.headlines.add(letters(draft.article.headline or ""))
        many = len(seen.addresses) >= HEADLINES and len(seen.headlines) >= HEADLINES
        if many or len(seen.addresses) >= ADDRESSES:
            raise NotAnArticle("wall", draft.article.url)

    def _remembered(self, text: bytes) -> _Seen:
        seen = self._seen[text] = self._seen.pop(text) if text in self._seen else _Seen()
        if len(self._seen) > TEXTS:
            del self._seen[next(iter(self._seen))]
        return seen


def fingerprint(text: str) -> bytes:
    """128 bits of a text's letters and figures."""
    return hashlib.sha256(letters(text).encode()).digest()[:16]
