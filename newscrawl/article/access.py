"""Whether an article is for subscribers only, as its page says it for machines or for readers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from newscrawl.article.draft import Paragraph
from newscrawl.article.reading import Reading
from newscrawl.article.structured import truth
from newscrawl.article.vocabulary import OFFER, PAYWALL
from newscrawl.html.elements import SILENT
from newscrawl.text import fold

_TIERS = {"free": True, "metered": False, "locked": False}
_PREMIUM = ("article:premium", "og:article:premium", "article:paywall", "premium", "paywall")
_RESERVED = re.compile(
    r"\W*(?:(?:cet |l')?(?:article|contenu) )?(?:exclusivement |uniquement )?reservee? (?:aux|a nos|a tous nos) "
    r"(?:abonne|membre|adherent)|\W*(?:article|contenu) (?:pour (?:les )?|d')?abonnee?s?\W*"
)
"""A label above or below a headline."""
_GO_ON = re.compile(
    r"\b(?:lire|decouvrir|consulter|poursuivre|continuer|debloquer|acceder a) "
    r"(?:(?:la suite|l'integralite|la totalite) (?:de |du )?(?:cet article|l'article|ce contenu|texte)?|cet article|"
    r"(?:votre |la )lecture)"
)
"""What offers speak of that stand where a text was cut off."""
_AROUND = 80
"""Elements before and behind the headline among which such a label stands."""
_READERS = re.compile(r"abonn|membre|adh[ée]rent", re.IGNORECASE)
_BELOW = 700
"""Characters below the end of the text in which such an offer begins …"""
_LAST, _SHORT = 3, 200
"""Blocks at the end of the text, and characters of one, that such an offer may be."""
_ANY_OFFER = re.compile(r"abonn|reserv|inscri|connect|compte|acces|subscri|\d ?%")
"""Without one of these, nothing else is looked for."""
_AHEAD = 60
"""Characters before those words in which it may have begun."""
_OFFERS = 3
"""… and kinds of words of offers that it has to have."""


def paywalled(reading: Reading, paragraphs: Sequence[Paragraph]) -> bool | None:
    """Whether the page says that it is for subscribers; null where it says nothing.

    What it says of this article alone (its tier) goes before what a template says of all (`isAccessibleForFree`), and
    both before the offers that readers see.
    """
    page = reading.page
    tier = (page.meta("article:content_tier", "og:article:content_tier") or "").lower()
    stated = next((source.free for source in reading.sources if source.free is not None), None)
    free = _TIERS.get(tier, stated)
    if tier == "metered" and stated is not None:
        free = stated
    if free is None:
        premium = truth(page.meta(*_PREMIUM))
        free = None if premium is None else not premium
    if free is not None:
        return not free
    return True if _says_so(reading, paragraphs) else None


def _says_so(reading: Reading, paragraphs: Sequence[Paragraph]) -> bool:
    if any(_RESERVED.match(fold(text)) for text in _around_headline(reading)):
        return True
    last = fold(" ".join(paragraph.text for paragraph in paragraphs[-_LAST:] if len(paragraph.text) <= _SHORT))
    below = f"{last} {_text_below(reading)}"
    if _ANY_OFFER.search(below) is None:
        return False
    if PAYWALL.search(below):
        return True
    found = _GO_ON.search(below)
    return found is not None and len(set(OFFER.findall(below, max(0, found.start() - _AHEAD)))) >= _OFFERS


def _around_headline(reading: Reading) -> Iterator[str]:
    """The short texts of elements around the headline that speak of readers."""
    outline, headline = reading.page.outline, reading.headline.element
    if headline is None:
        return
    at = outline.index[headline]
    for text in outline.heads[max(0, at - _AROUND) : outline.lasts[at] + _AROUND]:
        if 0 < len(text) <= _SHORT and _READERS.search(text):
            yield text


def _text_below(reading: Reading) -> str:
    """The first words below the text, folded."""
    outline = reading.page.outline
    if reading.end is None:
        return ""
    node = outline.lasts[outline.index[reading.end]] + 1
    pieces: list[str] = []
    size = 0
    while node < len(outline.nodes) and size < _BELOW:
        if outline.tags[node] in SILENT:
            node = outline.lasts[node] + 1
            continue
        for text in (outline.heads[node], outline.tails[node]):
            if not text.isspace():
                pieces.append(text)
                size += len(text)
        node += 1
    return fold(" ".join(pieces)[:_BELOW])
