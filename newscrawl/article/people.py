"""Who signs an article: author fields and bylines as names, which are told by their shape."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator

from newscrawl.article.sections import SECTION_NAMES
from newscrawl.dateline.agencies import homonyms
from newscrawl.dates.words import FRENCH_WEEKDAYS, MONTHS
from newscrawl.text import clean, fold, letters

# "Par", "Recueilli par", "Propos recueillis par", "Texte :", "Written by" …
_OPENING = re.compile(
    r"\s*(?:(?:article|texte|propos|reportage|enquête|analyse|dossier|interview|entretien|story)\b[\s:]*)?"
    r"(?:(?:recueillie?s?|réalisée?s?|écrite?s?|rédigée?s?|publiée?s?|proposée?s?|traduite?s?|posté|signée?|"
    r"written|posted|published|reported)\s+)?"
    r"(?:(?:par|by|von|por)\b\s*:?|(?:auteur|autrice|auteure|rédact(?:eur|rice)|author)s?\s*[:,]|rédaction\s*[:,]|signé\s*[:,]|"
    r"textes?(?:\s+(?:et|&)\s+photos?)?\s*:)\s+",
    re.IGNORECASE,
)
_OUR = re.compile(
    r"\s*(?:de )?(?:notre|nos) (?:correspondante?s?|envoyée?s? spécia\w+)"
    r"(?:\s+(?:à|au|aux|en|dans)\s[^,;:]{2,40}(?:[,;:]|$))?\s*",
    re.IGNORECASE,
)
"""`De notre correspondante à Bamako, Claire Fontaine`."""
_PARENTHESES = re.compile(r"\s*\([^()]*\)|\s*\[[^\[\]]*\]")
_PICTURES = re.compile(
    r"\W+(?:photos?|illustrations?|images?|vidéos?|infographies?|dessins?)\s*(?::|par\b|by\b).*$", re.IGNORECASE
)
_OF_PICTURES = re.compile(
    r"\([^()]*\b(?:photo|illustration|image|vidéo|dessin)[^()]*\)|,?\s+photographe\b", re.IGNORECASE
)
"""What follows the name of somebody who took the pictures: `Claire Fontaine (texte) et Paul Durand (photos)`."""
_SEPARATORS = re.compile(
    r"\s*(?:[;•|/&·\n]|,(?!\s*(?:jr|sr|phd)\b)|\s[-–—]\s|\s(?:et|avec|and|with|und|y)\s)\s*", re.IGNORECASE
)
_PARTICLES = frozenset(
    (
        *("de", "du", "des", "d", "la", "le", "les", "van", "von", "der", "den", "da", "dos", "di", "y"),
        *("el", "al", "ben", "ould", "ag", "bin"),
    )
)
_OF_PAPERS = re.compile(r"(?:(?:les?|la|the)\s|l['’])", re.IGNORECASE)
"""What the names of papers and desks begin with, and those of persons do not."""
_PROFESSIONS = re.compile(
    r"(?:journaliste|redact(?:eur|rice|ion)|correspondante?|envoyee?|reporter|photographe|service|equipe|staff|team|"
    r"publiee?|postee?|mise?|modifiee?|actualisee?|updated|editor(?:ial)?|writer|desk|author|article)s?"
)
"""Words that say what somebody does, or what a line is about, and are no part of a name."""
_GRAMMAR = frozenset(
    ("par", "by", "avec", "sur", "pour", "dans", "chez", "selon", "sans", "sous", "entre", "en", "au", "aux")
)
"""Words that begin with a capital where a line does."""
_ELIDED = ("d'", "d’", "l'", "l’")
_INITIALS = re.compile(r"(?:[A-ZÀ-ÖØ-Þ]\.[ -]?){1,3}[A-ZÀ-ÖØ-Þ][a-zà-ÿ]{0,2}\.?")
"""Who signs with initials: `M.G.`, `H. De.`."""
_LOGIN = re.compile(r"[\w-]+(?:[ .][^\W\d_]+){0,2}")
"""A name in small letters, as accounts have them: `cfontaine`, `claire fontaine`."""
_NOBODY = re.compile(
    r"(?:admin\w*|editor(?:ial)?|webmaster|web|user\d*|root|auteur|author|anonym\w*|unknown|guest|by|par|null|none|"
    r"undefined|n/?a|test|wordpress)",
    re.IGNORECASE,
)
"""What systems call who writes where nobody says who it is."""
_ADDRESS = re.compile(r"@|://|^[./#]|^\S*/\S*/")
_DOMAIN_ENDING = re.compile(r"\.(?:com|fr|net|org|be|ch|ca|info)\b")
_INTERVIEWED = re.compile(r"^(?:entretien|interview|conversation|rencontre)\s+(?:avec|de)\b", re.IGNORECASE)
"""An "author" that is the person interviewed."""
_MOST_WORDS, _LONGEST = 6, 50
_BIOGRAPHY = 4
"""Words behind a name, all of them small, from which they are a sentence about its bearer."""
_TAIL, _SHORT_TAIL = 6, 4
"""Words behind the first name of a byline up to which they are a role or a place, and with a full stop."""
_GOES_ON = re.compile(r"\W|\d|(?:et|avec|and|with|le|on|publiée?|mise?|postée?)\b", re.IGNORECASE)
"""How what is longer begins: with more names, or with a date."""
_TITLE = 3
"""Letters of a word up to which a point behind it ends nothing: `J.-M.`, `Dr.`."""
_EDGES = ' \u00a0,;:-–—|/•·"«»“”'


class SiteNames:
    """What a site and its sections are called, which no person is."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        written = [name for name in names if name]
        self._letters = frozenset(
            form for name in written for form in (letters(name), letters(_DOMAIN_ENDING.sub("", name))) if form
        )

    def hold(self, name: str) -> bool:
        """Whether a name is one of the site's: `Le Fil` where it is called `lefil.fr`."""
        return bool({letters(name), letters(_DOMAIN_ENDING.sub("", name))} & self._letters)

    def cut_from(self, name: str) -> str:
        """A name without the site's behind it: `LOUISE LEDOUX LA PRESSE`."""
        words = name.split()
        ends = (at for at in range(2, len(words)) if self.hold(" ".join(words[at:])))
        return " ".join(words[: next(ends, len(words))])


def names_of(stated: Iterable[str], site: SiteNames, *, logins: bool = True) -> list[str]:
    """The names among author fields or bylines, cleaned, in order, each once; the site itself is nobody."""
    found: dict[str, str] = {}
    for text in stated:
        for name in map(site.cut_from, split_names(text, logins=logins)):
            if not site.hold(name):
                found.setdefault(letters(name), name)
    return list(found.values())


def split_names(text: str, *, logins: bool = True) -> list[str]:
    """The names of one byline: `Par Jean Dupont (à Genève) et Zoé N'Goran, envoyée spéciale` gives both.

    A single word is a name where it is all there is, or where an agency is called so; in small letters where `logins`
    count.  Line breaks part names.
    """
    texts = (_PICTURES.sub("", clean(line)) for line in text.split("\n"))
    lines = [without_opening(_PARENTHESES.sub("", _OF_PICTURES.sub("@", line))) for line in texts]
    if _INTERVIEWED.match(lines[0]):
        return []
    rows = [
        [bare for part in _SEPARATORS.split(line) if (bare := without_opening(part).strip(_EDGES))] for line in lines
    ]
    parts = [part for row in rows for part in row if part]
    if logins and len(parts) == 1 and parts[0].islower() and _LOGIN.fullmatch(parts[0]):
        return [] if _NOBODY.fullmatch(parts[0]) else parts
    names = list(_names_in(rows))
    if any(map(_is_person, names)):
        return [name for name in names if _is_person(name) or homonyms(name)]
    return names if len(names) == len(parts) == 1 else [name for name in names if homonyms(name)]


def collective(stated: Iterable[str]) -> list[str]:
    """The first that a page states as its author where no person is: the paper itself, a desk, an account.

    A list that names an agency is one of media, whose contributions are their own.
    """
    names = (without_opening(clean(text)).strip(_EDGES) for text in stated)
    fitting = (name for name in names if name and len(name.split()) <= _MOST_WORDS and not _ADDRESS.search(name))
    fitting = (name for name in fitting if homonyms(name) or not any(map(homonyms, _SEPARATORS.split(name))))
    return [name for name in fitting if not _NOBODY.fullmatch(name)][:1]


def signs(line: str) -> bool:
    """Whether a line says who signs, and nothing else: `Par Jean Dupont, à Genève`; no sentence does."""
    rest = without_opening(line)
    if rest == line.strip():
        return False
    name, behind = _begins_with(_PARENTHESES.sub("", rest))
    if not (_is_person(name) or homonyms(name)):
        return False
    words = len(behind.split())
    if behind.endswith((".", "!", "?", "…")) and words > _SHORT_TAIL:
        return False
    return words <= _TAIL or _GOES_ON.match(behind) is not None


def is_name(text: str) -> bool:
    """Whether a text is shaped like the name of a person and nothing else: `Zoé N’Guessan`, `Jean de La Tour`."""
    name, behind = _begins_with(text.strip())
    return not behind and _is_whole(name)


def without_opening(text: str) -> str:
    """A byline without the words that say that it is one: `Propos recueillis par Claire Fontaine`."""
    spaced = f"{text} "
    opening = _OPENING.match(spaced) or _OUR.match(spaced)
    return spaced[opening.end() :].strip() if opening else text.strip()


def _names_in(rows: list[list[str]]) -> Iterator[str]:
    """The names that parts of a statement begin with, up to where one goes on as a sentence about its bearer."""
    signed = sys.maxsize
    for number, row in enumerate(rows):
        for part in row:
            if homonyms(part):
                yield part
                continue
            name, behind = _begins_with(part)
            if not name or _NOBODY.fullmatch(name) or _ADDRESS.search(part) or _is_of_paper(name):
                continue
            if behind and (number > signed or not (_is_person(name) or homonyms(name))):
                continue  # `Senior Autos Reporter` below a name
            if _is_person(name):
                signed = min(signed, number)
            yield _title_case(name)
            if len(behind.split()) >= _BIOGRAPHY and behind.islower():
                return


def _begins_with(text: str) -> tuple[str, str]:
    """The words of a name at the beginning of a text, and what stands behind them."""
    words = text.split()
    length = 0
    for at, word in enumerate(words):
        if _is_capital(word) and not _ends_names(word, words[at + 1 : at + 2]):
            length = at + 1
            if word[-1] in ",;:" or (word[-1] in ".!?" and len(letters(word)) > _TITLE):
                break  # `Steve Henot. Ouest-France`
        elif not (length and word.lower() in _PARTICLES):
            break
    if not length:
        return "", text
    last = words[length - 1]
    mark = last[-1] if last[-1] in ",;:" or (last[-1] in ".!?" and len(letters(last)) > _TITLE) else ""
    return " ".join(words[:length]).removesuffix(mark).strip(_EDGES), " ".join([mark, *words[length:]]).strip()


def _ends_names(word: str, following: list[str]) -> bool:
    """Whether a word with a capital is none of a name: a role, a day, or a month before its day."""
    bare = fold(word.strip(_EDGES))
    if bare in MONTHS:
        return bool(following) and following[0][:1].isdigit()
    return bare in _GRAMMAR or bare in FRENCH_WEEKDAYS or _PROFESSIONS.fullmatch(bare) is not None


def _is_capital(word: str) -> bool:
    """Whether a word begins with a capital letter, or with one of a script that has none, and has no figures."""
    word = word.strip(_EDGES + ".!?")
    start = word[2:3] if word[:2].lower() in _ELIDED else word[:1]
    return start.isalpha() and not start.islower() and all(c.isalpha() or c in "'’.-‐‑" for c in word)


def _is_person(name: str) -> bool:
    return _is_whole(name) or _INITIALS.fullmatch(name) is not None


def _is_whole(name: str) -> bool:
    """Whether what is shaped like names is a first name and a last one."""
    words = name.split()
    return (
        2 <= len(words) <= _MOST_WORDS
        and sum(map(_is_capital, words)) >= 2
        and len(name) <= _LONGEST
        and not _is_of_paper(name)
        and fold(name) not in SECTION_NAMES
    )


def _is_of_paper(name: str) -> bool:
    return _OF_PAPERS.match(f"{name} ") is not None


def _title_case(name: str) -> str:
    """`Patrick ANGEVIN` as `Patrick Angevin`; what is in capitals throughout may be an agency and stays."""
    words = name.split(" ")
    if any(word.isupper() and len(word) > 3 for word in words) and any(not word.isupper() for word in words):
        return " ".join(
            re.sub(r"[^\W\d_]+", lambda part: part[0].capitalize(), word) if word.isupper() and len(word) > 3 else word
            for word in words
        )
    return name
