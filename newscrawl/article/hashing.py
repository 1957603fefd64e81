"""The hash that decides whether a site changed an article.

Kept apart from `newscrawl.text`, and frozen: a change of our clean-up must not look like a change of the source.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

from newscrawl.article.draft import Paragraph

# Unicode's categories Cc (without white space), Cf and Cs.
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f\u00ad\u0600-\u0605\u061c\u06dd\u070f\u180e\u200b-\u200f"
    "\u202a-\u202e\u2060-\u2064\u2066-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0001\U000e0020-\U000e007f]"
)


def content_hash(headline: str | None, paragraphs: Iterable[Paragraph]) -> str:
    """128 bits, hexadecimal, of what the source says: headline and text, whatever their white space.

    Blocks that are links for the most part are left out: what they offer ("Lire aussi") changes from one request to
    the next, and the article does not.
    """
    texts = [headline or "", *(paragraph.text for paragraph in paragraphs if not _mostly_links(paragraph))]
    words = "\n".join(filter(None, map(_normalised, texts)))
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:32]


def _normalised(text: str) -> str:
    """NFKC without control and format characters, white space as single spaces."""
    text = unicodedata.normalize("NFKC", text)
    # None of the characters left out is printable, and most texts are.
    return " ".join((text if text.isprintable() else _INVISIBLE.sub("", text)).split())


def _mostly_links(paragraph: Paragraph) -> bool:
    return sum(len(link.headline) for link in paragraph.links) * 2 > len(paragraph.text.strip())
