"""The language of a text and of each of its paragraphs.

French wires that were machine-translated keep paragraphs, mostly quotations,
in the language they came from.  Such a paragraph is recognised as a whole; a
French sentence that quotes a foreign one, a list of names or a few words are
not taken for it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from newscrawl.bounds import unbounded

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

LANGUAGES = ("fr", "es", "en", "it", "pt", "de", "nl", "ca", "ar", "ro", "tr", "ru")
"""BCP 47 tags told apart: the languages of the wires that French sites translate.  Every further one would cost
precision on short paragraphs full of names.  A text in any other is in none that is known."""

MINIMUM_LETTERS = 40
MINIMUM_WORDS = 7
"""A paragraph with fewer letters or words is taken to be in the language of its article."""

CONFIDENCE = 0.9
"""Probability from which a paragraph counts as being in another language than its article."""

_FRAME = 4
"""Words around a quotation, at least, by whose language the paragraph goes."""

# Words of French grammar that none of the other languages writes so, or seldom.
_FRENCH_WORDS = """
est et dans une pour avec cette ces aux au du des qui ont sont été nous vous elle elles ils leur leurs mais où même
selon après dont était avait ainsi alors depuis être fait sur pas par entre comme aussi ses qu ce c d à
"""
_FRENCH = frozenset(_FRENCH_WORDS.split())
_FRENCH_WRITTEN: frozenset[str | bytes] = _FRENCH | {word.encode("cp1252") for word in _FRENCH}
_FRENCH_SHARE = 0.12
"""Share of a paragraph's words that are words of `_FRENCH`, from which it is French: nine in ten paragraphs of French
have more, and one in another language has not a tenth of it.  So few paragraphs of a French text need the model."""

# Words of the grammar of those that are written in Latin letters, and of Corsican, which is no Italian.
_GRAMMAR = {
    language: frozenset(words.split())
    for language, words in {
        "fr": "le la les l de du des d un une et en au aux à a est sont dans pour par sur que qui qu il ils se son sa",
        "es": "a el los las que en por con para una del no nos se al más pero como ha este está y lo es sus hay fue",
        "en": "the of and to in is that for it was on with as be by at are this have from not you we they will our i",
        "it": "il che di non per una sono con del della gli ha nel è si alla più dei le anche come questo da i alle",
        "pt": "o os que não uma com para do da dos das em no na por mais ao se foi como é são um as à pelo",
        "de": "der die und den das von mit ist zu dem des im nicht ein eine auf für sich als auch es wir sie werden",
        "nl": "de het een van en in is dat op te zijn voor met die niet aan er om ook als worden bij wij maar",
        "ca": "el els les que i una amb per del dels és no ha al són en més com va aquest aquesta seva de un",
        "ro": "și şi în la cu pe nu din care este sunt o un pentru de să mai au fost că se va ale prin",
        "tr": "ve bir bu için ile da de olarak olan daha çok gibi ne kadar sonra o ki en her",
        "co": "u di chì è hè à hà in da l i a li per un una cù sò trà di si ci ma induve stu sta",
    }.items()
}
_LEAST = 0.1, 3
_LEAST_OF = {"tr": (0.05, 2), "fr": (0.1, 2)}
"""Share of a text's words that such words have in their own language at least, and how many there are: names of ships
and films have two (`Wonder of the Seas`).  Turkish has endings in place of them.  In others, which a model takes for
whatever comes nearest, they are rarer, as in names of clubs with accents, which it takes for French."""
_RIVALS = {"it": "co"}
"""What is taken for a language, and has more words of its own grammar."""

_UNKNOWN = "und"
"""Stands for a language that is none of `LANGUAGES`."""
_MOST_UNKNOWN = 2
"""How much longer what is in no known language may be than the text in a known one."""
_NO_MODEL = ""
"""Stands for a language where only the model could tell it, and there is none."""
_FOREIGN_SHARE = 0.03
_FOREIGN_WORDS = 60
"""Share below which, and number of words from which, a text is surely not French."""

_SAMPLE = 2_000
"""Characters of a paragraph that are looked at."""
_WORD = re.compile(r"[^\W\d_]+")
_LETTERS = bytes(byte if _WORD.match(bytes((byte,)).decode("cp1252", "replace")) else ord(" ") for byte in range(256))
"""Windows-1252 with a space for all that is in no word."""
_QUOTATION = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"")
_NAME_INSIDE = re.compile(r"(?<=[\w,;:)] )[A-ZÀ-Þ][\w’'-]*")
_URL = re.compile(r"https?://\S+|\S+@\S+|[#@]\w+|pic\.twitter\.com/\S+")
_MARKS_OF_URL = ("://", "@", "#", "pic.twitter.com/")
"""Without one of these, no address is to be looked for."""


class NoModel(Exception):  # noqa: N818 - a finding about the machine
    """The model could not be loaded, as where the folder for temporary files is full: it is unpacked there.

    `main` and `others` are what can be told without it: plain French.
    """

    def __init__(self, main: str | None, others: list[str | None]) -> None:
        super().__init__("the model of languages cannot be unpacked")
        self.main = main
        self.others = others


def paragraph_languages(paragraphs: Sequence[str]) -> tuple[str | None, list[str | None]]:
    """The language of a text, and for each paragraph its own where it differs, else null.

    The text's language is that of most of its letters, null where nothing is long enough to tell.  Raises `NoModel`
    where it takes the model to tell and there is none.
    """
    found = [_identify(paragraph) for paragraph in paragraphs]
    weights: Counter[str] = Counter()
    for paragraph, (language, _) in zip(paragraphs, found, strict=True):
        if language:
            quoting = None if language == "fr" else _around_quotations(paragraph)
            weights[quoting or language] += len(paragraph)
    unknown = weights.pop(_UNKNOWN, 0)
    main: str | None = weights.most_common(1)[0][0] if weights else _identify(" ".join(paragraphs))[0]
    # Code, names and figures are in no language either.
    if main == _UNKNOWN or unknown > _MOST_UNKNOWN * weights.total():
        main = None
    others = [_other(paragraph, *guess, main) for paragraph, guess in zip(paragraphs, found, strict=True)]
    if _NO_MODEL in (main, *(language for language, _ in found)):
        raise NoModel(main or None, others)
    return main, others


def is_in(text: str, wanted: Collection[str]) -> bool | None:
    """Whether a text as a whole is in one of these languages; null where it is too short to tell, or there is no model.

    Only between French and nothing like it does it do without the model, which takes a millisecond.
    """
    text = _URL.sub(" ", text[:_SAMPLE])
    words = _WORD.findall(text)
    if len(words) < MINIMUM_WORDS or sum(map(len, words)) < MINIMUM_LETTERS:
        return None
    share = sum(word in _FRENCH for word in words) / len(words)
    if share >= _FRENCH_SHARE:
        return "fr" in wanted
    if share < _FOREIGN_SHARE and len(words) >= _FOREIGN_WORDS and set(wanted) == {"fr"}:
        return False
    language = _classify(text)[0]
    return None if language == _NO_MODEL else language in wanted


def _other(paragraph: str, language: str | None, confidence: float, main: str | None) -> str | None:
    """`language` where the whole of `paragraph` is in it and not in `main`."""
    if main is None or language in (None, _UNKNOWN, main) or confidence < CONFIDENCE:
        return None
    if _around_quotations(paragraph) == main:
        return None
    without_names = _NAME_INSIDE.sub("", paragraph)
    return language if _classify(without_names)[0] == language else None


def _around_quotations(paragraph: str) -> str | None:
    """The language of the words around what a paragraph quotes, if it quotes and they are some."""
    frame = _QUOTATION.sub(" ", paragraph)
    if frame == paragraph or len(_WORD.findall(frame)) < _FRAME:
        return None
    language = _classify(frame)[0]
    return language if language in LANGUAGES else None


def _identify(text: str) -> tuple[str | None, float]:
    """Language and probability of `text`, `und` where it is none that is known; null where it is too short."""
    text = text[:_SAMPLE]
    if any(mark in text for mark in _MARKS_OF_URL):
        text = _URL.sub(" ", text)
    words: Sequence[str | bytes] = _western_words(text) or _WORD.findall(text)
    if len(words) < MINIMUM_WORDS or sum(map(len, words)) < MINIMUM_LETTERS:
        return None, 0.0
    french = list(filter(_FRENCH_WRITTEN.__contains__, words))
    is_french = len(french) >= max(3, _FRENCH_SHARE * len(words)) and len(set(french)) > 1
    return ("fr", 1.0) if is_french else _classify(text)


def _western_words(text: str) -> list[bytes]:
    """The words of a text in Windows-1252, many times faster than by expressions; none where it has other signs."""
    try:
        return text.encode("cp1252").translate(_LETTERS).split()
    except UnicodeEncodeError:
        return []


def _classify(text: str) -> tuple[str, float]:
    """The language that comes nearest among those told apart, and its probability among them.

    It is `und` where the model knows one that comes nearer, or where the words of its grammar are missing.
    """
    identifier = _identifier()
    if identifier is None:
        return _NO_MODEL, 0.0
    ranked = [(str(language), float(score)) for language, score in identifier.rank(text)]
    told = [(language, score) for language, score in ranked if language in LANGUAGES]
    language, best = told[0]
    confidence = 1 / sum(math.exp(score - best) for _, score in told)
    is_nearest = ranked[0][0] == language
    is_known = is_nearest and _reads_like(language, text)
    # Of lists of names the model may think anything.
    if language == "fr" and not is_known:
        is_known = confidence >= CONFIDENCE and not _FRENCH.isdisjoint(_WORD.findall(text.lower()))
    return language if is_known else _UNKNOWN, confidence


def _reads_like(language: str, text: str) -> bool:
    """Whether a text has the small words of a language."""
    if language not in _GRAMMAR:
        return True
    words = _WORD.findall(text.lower())
    found = sum(map(_GRAMMAR[language].__contains__, words))
    of_rival = sum(map(_GRAMMAR[_RIVALS[language]].__contains__, words)) if language in _RIVALS else 0
    share, fewest = _LEAST_OF.get(language, _LEAST)
    return found >= max(fewest, share * len(words), of_rival)


@cache
@unbounded()
def _identifier() -> LanguageIdentifier | None:
    """The model, loaded at the first use (half a second); null for the whole run where that fails."""
    from py3langid import langid  # noqa: PLC0415 - numpy and the model load only where languages are asked for

    try:
        identifier: Any = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=False)
    except OSError:
        return None
    return identifier
