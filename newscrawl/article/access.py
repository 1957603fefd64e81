"""Whether an article is for subscribers only, as its page says it for machines or for readers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newscrawl.article.draft import Paragraph
from newscrawl.article.reading import Reading
from newscrawl.article.structured import truth
from newscrawl.article.vocabulary import OFFER, PAYWALL
from newscrawl.html.elements import SILENT, text_of
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
_BELOW = 700
"""Characters below the end of the text in which such an offer begins …"""
_LAST, _SHORT = 3, 200
"""Blocks at the end of the text, and characters of one, that such an offer may be."""
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
    if any(_RESERVED.match(line.folded) for line in reading.near):
        return True
    last = fold(" ".join(paragraph.text for paragraph in paragraphs[-_LAST:] if len(paragraph.text) <= _SHORT))
    below = f"{last} {_text_below(reading)}"
    if PAYWALL.search(below):
        return True
    found = _GO_ON.search(below)
    return found is not None and len(set(OFFER.findall(below, max(0, found.start() - _AHEAD)))) >= _OFFERS


def _text_below(reading: Reading) -> str:
    """The first words below the text, folded."""
    inner = reading.end
    texts: list[str] = []
    for outer in inner.iterancestors() if inner is not None else ():
        following = inner.itersiblings() if inner is not None else ()
        texts += [text_of(each) for each in following if isinstance(each.tag, str) and each.tag not in SILENT]
        if outer.tag == "body" or sum(map(len, texts)) > _BELOW:
            break
        inner = outer
    return fold(" ".join(texts)[:_BELOW])
