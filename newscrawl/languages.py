"""The language of a text and of each of its paragraphs.

French wires that were machine-translated keep paragraphs, mostly quotations,
in the language they came from.  Such a paragraph is recognised as a whole; a
French sentence that quotes a foreign one, a list of names or a few words are
not taken for it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from newscrawl.bounds import unbounded

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

LANGUAGES = ("fr", "es", "en", "it", "pt", "de", "nl", "ca", "ar", "ro", "tr", "ru")
"""BCP 47 tags told apart: the languages of the wires that French sites translate.  Every further one would cost
precision on short paragraphs full of names."""

MINIMUM_LETTERS = 40
MINIMUM_WORDS = 7
"""A paragraph with fewer letters or words is taken to be in the language of its article."""

CONFIDENCE = 0.9
"""Probability from which a paragraph counts as being in another language than its article."""

# Words of French grammar that none of the other languages writes so, or seldom.
_FRENCH_WORDS = """
est et dans une pour avec cette ces aux au du des qui ont sont été nous vous elle elles ils leur leurs mais où même
selon après dont était avait ainsi alors depuis être fait sur pas par entre comme aussi ses qu ce c d à
"""
_FRENCH = frozenset(_FRENCH_WORDS.split())
_FRENCH_SHARE = 0.12
"""Share of a paragraph's words that are words of `_FRENCH`, from which it is French: nine in ten paragraphs of French
have more, and one in another language has not a tenth of it.  So few paragraphs of a French text need the model."""

_SAMPLE = 2_000
"""Characters of a paragraph that are looked at."""
_WORD = re.compile(r"[^\W\d_]+")
_QUOTATION = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"")
_NAME_INSIDE = re.compile(r"(?<=[\w,;:)] )[A-ZÀ-Þ][\w’'-]*")
_URL = re.compile(r"https?://\S+|\S+@\S+|[#@]\w+|pic\.twitter\.com/\S+")
_MARKS_OF_URL = ("://", "@", "#", "pic.twitter.com/")
"""Without one of these, no address is to be looked for."""


def paragraph_languages(paragraphs: Sequence[str]) -> tuple[str | None, list[str | None]]:
    """The language of a text, and for each paragraph its own where it differs, else null.

    The text's language is that of most of its letters, null where nothing is long enough to tell.
    """
    found = [_identify(paragraph) for paragraph in paragraphs]
    weights: Counter[str] = Counter()
    for paragraph, (language, _) in zip(paragraphs, found, strict=True):
        if language is not None:
            weights[language] += len(paragraph)
    main = weights.most_common(1)[0][0] if weights else _identify(" ".join(paragraphs))[0]
    return main, [_other(paragraph, *guess, main) for paragraph, guess in zip(paragraphs, found, strict=True)]


def _other(paragraph: str, language: str | None, confidence: float, main: str | None) -> str | None:
    """`language` where the whole of `paragraph` is in it and not in `main`."""
    if main is None or language is None or language == main or confidence < CONFIDENCE:
        return None
    frame = _QUOTATION.sub(" ", paragraph)
    if frame != paragraph and len(_WORD.findall(frame)) >= 4 and _classify(frame)[0] == main:
        return None
    without_names = _NAME_INSIDE.sub("", paragraph)
    return language if _classify(without_names)[0] == language else None


def _identify(text: str) -> tuple[str | None, float]:
    """Language and probability of `text`; null where it is too short."""
    text = text[:_SAMPLE]
    if any(mark in text for mark in _MARKS_OF_URL):
        text = _URL.sub(" ", text)
    words = _WORD.findall(text)
    if len(words) < MINIMUM_WORDS or sum(map(len, words)) < MINIMUM_LETTERS:
        return None, 0.0
    french = sum(map(_FRENCH.__contains__, words))
    return ("fr", 1.0) if french >= max(3, _FRENCH_SHARE * len(words)) else _classify(text)


def _classify(text: str) -> tuple[str, float]:
    language, confidence = _identifier().classify(text)
    return str(language), float(confidence)


@cache
@unbounded()
def _identifier() -> LanguageIdentifier:
    """The model, loaded at the first use (half a second)."""
    from py3langid import langid  # noqa: PLC0415 - numpy and the model load only where languages are asked for

    identifier: Any = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES)
    return identifier
