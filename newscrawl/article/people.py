"""Who signs an article: bylines and author fields as names."""

from __future__ import annotations

import re
from collections.abc import Iterable

from newscrawl.article.sections import SECTION_NAMES
from newscrawl.article.titles import letters
from newscrawl.dates.words import MONTHS
from newscrawl.text import clean, fold

# "Par", "Recueilli par", "Propos recueillis par", "Texte :", "By", "Photos de" …
_LEADING = re.compile(
    r"^\s*(?:(?:article|texte|propos|reportage|enquête|analyse|dossier|photos?|interview|entretien)\b[\s:]*)?"
    r"(?:(?:recueillie?s?|réalisée?s?|écrite?s?|rédigée?s?|publiée?s?|proposée?s?|traduite?s?|posté|signée?)\s+)?"
    r"(?:par|by|von|por|posted by|(?:auteurs?|rédacteur|rédaction|author|signé)\s*[:,]|"
    r"textes?(?:\s+(?:et|&)\s+photos?)?\s*:)\s*:?\s+",
    re.IGNORECASE,
)
_OUR = re.compile(
    r"^\s*de (?:notre|nos) (?:correspondante?s?|envoyée?s? spécia\w+)"
    r"(?:\s+(?:à|au|aux|en|dans)\s[^,;:]{2,40}(?:[,;:]|$))?\s*",
    re.IGNORECASE,
)
"""`De notre correspondante à Bamako, Claire Fontaine`."""
_PARENTHESES = re.compile(r"\s*\([^()]*\)|\s*\[[^\[\]]*\]")
# What follows a name and is none: a date, a role, a contact, a social handle.
_TRAILING = re.compile(
    r"(?:\s*+[,|•·/–—-]\s*+|\s++)"
    r"(?:le|publiée?|mise? à jour|modifiée?|postée?|créée?|crée|actualisée?|à|il y a|on|the)?\s*+(?:le\s+)?"
    r"(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b.*|\d{1,2}(?:er)?[\s/.-]+(?:\d|[a-zéû]{3,9}\.?,?\s+\d{4}).*"
    r"|\d{1,2}\s?[h:]\s?\d{2}.*|\S+@\S+.*|@\w+.*|https?://.*)$",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"(?:,|\s[-–—|/]|\s:)\s*(?:notre\s+|nos\s+|l'|la\s+|le\s+)?(?:grand[es]?\s+)?(?:correspondante?s?|envoyée?s?\s+spécial\w*|journalistes?|rédact\w+|"
    r"chef\w*\s+d\w*|cheff?e?\w*|reporters?|éditorialistes?|chroniqueu\w+|stagiaires?|directeu\w+|directrice\w*|photographes?|"
    r"professeure?|profess\w+|maître\w*|chercheu\w+|politologue|sociologue|économiste|historien\w*|philosophe|écrivaine?|avocate?|"
    r"spécialiste|service|avec|pigiste|collaborat\w+|auteure?|autrice|blogu\w+|consultante?|editor\b|staff\b|correspondent\b).*$",
    re.IGNORECASE,
)
_POSTED = re.compile(r"\s+(?:envoyée?s?\s+spécia\w+|correspondante?s?\s+(?:à|au|aux|en|de)\b).*$", re.IGNORECASE)
_PLACE = re.compile(r",?\s+(?:à|au|aux|en)\s+[A-ZÀ-Ý][\w’' -]*?(?=[,;]|$|\s+avec\s|\s+et\s)")
"""Where somebody writes from: `Claire Fontaine, à Grenoble`."""
_PICTURES = re.compile(r"\W+(?:photos?|illustrations?|images?|vidéos?|infographies?)\s*:.*$", re.IGNORECASE)
_DOMAIN = re.compile(r"^(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}$")
_CAPITAL = re.compile(r"[A-ZÀ-ÖØ-Þ][\w’'.-]*$")
_NEVER_NAMES = (
    frozenset(
        [
            "publie",
            "poste",
            "modifie",
            "mis",
            "mise",
            "jour",
            "temps",
            "lecture",
            "partager",
            "article",
            "abonnes",
            "direct",
            "video",
            "photo",
            "photos",
            "vu",
            "lu",
            "fois",
            "minutes",
            "heures",
            "commentaires",
            "source",
            "credit",
            "agence",
            "avec",
            "afp",
            "actualite",
            "actualites",
            "info",
            "infos",
            "news",
            "journal",
            "redaction",
            "accueil",
            "rubrique",
            "sur",
            "aussi",
            "lire",
            "voir",
            "le",
            "la",
            "les",
        ]
    )
    | MONTHS.keys()
)
"""Words that no person's name has, though capitals may begin them."""
_PARTICLES = frozenset(
    [
        "de",
        "du",
        "des",
        "d",
        "la",
        "le",
        "les",
        "el",
        "al",
        "ben",
        "ould",
        "ag",
        "van",
        "von",
        "der",
        "den",
        "bin",
        "da",
        "dos",
        "di",
        "y",
        "et",
    ]
)
_NO_NAME = re.compile(r"@|://| .*\d|\d.* ")
"""Addresses, and figures among words: `Edition N°:6890`; a login alone may have some."""
_INITIALS = re.compile(r"(?:[A-ZÀ-ÖØ-Þ]\.[ -]?){1,3}[A-ZÀ-ÖØ-Þ][a-zà-ÿ]{0,2}\.")
"""Who signs with initials: `M.G.`, `H. De.`."""
_SEPARATORS = re.compile(
    r"\s*(?:[;•|/&·\n]|\s[-–—]\s|,(?!\s*(?:jr|sr|phd)\b)|\s(?:et|avec|and|with|und|y)\s)\s*", re.IGNORECASE
)
_NOT_NAMES = re.compile(
    r"^(?:admin\w*|administrat\w+|editor(?:ial)?|webmaster|web|user\d*|root|auteur|author|anonym\w*|unknown|contributeur|guest|"
    r"(?:à|au|aux|en|dans)\s.*|par|by|partager|share|suivre|follow|null|none|undefined|n/?a|test|wordpress|"
    r"voir (?:tous|plus).*|tous (?:ses|les) articles.*)$",
    re.IGNORECASE,
)
_NO_LETTERS = re.compile(r"\W+")
_DOMAIN_ENDING = re.compile(r"\.(?:com|fr|net|org|be|ch|ca|info)\b")
_INTERVIEWED = re.compile(r"^(?:entretien|interview|conversation|rencontre)\s+(?:avec|de)\b", re.IGNORECASE)
"""An "author" that is the person interviewed."""
_DESK = re.compile(r"\b(?:rédaction|redaction|desk|newsroom|webdesk|équipe|staff|la rédac)\b", re.IGNORECASE)


class SiteNames:
    """What a site and its sections are called, which no person is."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        written = [name for name in names if name]
        self.keys = frozenset(map(_key, written))
        self.letters = frozenset(letters(form) for name in written for form in (name, name.rpartition(".")[0]))


def names_of(stated: list[str], site: SiteNames) -> list[str]:
    """The names among author fields or bylines, cleaned, in order, without repetition.

    The site's own name, or a desk's, stays only where nobody else signs.
    """
    found: dict[str, str] = {}
    for text in stated:
        for name in split_names(text):
            found.setdefault(_key(name), name)
    people = [name for key, name in found.items() if key not in site.keys and not _DESK.search(name)]
    return people or list(found.values())


def split_names(text: str) -> list[str]:
    """The names of one byline: `Par Jean Dupont (à Genève) et Zoé N'Goran, envoyée spéciale` gives both."""
    text = _PARENTHESES.sub("", clean(text))
    if _INTERVIEWED.match(text):
        return []
    text = _OUR.sub("", _LEADING.sub("", text))
    text = _TRAILING.sub("", _PICTURES.sub("", text))
    text = _PLACE.sub("", _ROLE.sub("", _POSTED.sub("", text)))
    return [name for part in _SEPARATORS.split(text) if (name := _one_name(part))]


def is_name(text: str) -> bool:
    """Whether a line is shaped like the name of a person and nothing else: `Zoé N’Guessan`, `Jean de La Tour`."""
    words = text.split()
    if not 2 <= len(words) <= 5 or len(text) > 40 or _NOT_NAMES.match(text) or _DESK.search(text):
        return False
    if fold(text) in SECTION_NAMES or any(fold(word) in _NEVER_NAMES for word in words):
        return False
    capitals = sum(_CAPITAL.match(word) is not None for word in words)
    return capitals >= 2 and all(_CAPITAL.match(word) or word.lower() in _PARTICLES for word in words)


def _one_name(part: str) -> str | None:
    name = _LEADING.sub("", f"{part.strip()} ").strip(' \u00a0,.;:-–—|/•·"')
    if _INITIALS.fullmatch(name + "."):
        return f"{name}."
    if len(name) < 2 or len(name) > 70 or _NOT_NAMES.match(name) or not re.search(r"[^\W\d_]{2}", name):
        return None
    if len(name.split()) > 7 or _NO_NAME.search(name) or _DOMAIN.match(name):
        return None
    return _title_case(name)


def _title_case(name: str) -> str:
    """`Patrick ANGEVIN` as `Patrick Angevin`; what is in capitals throughout may be an agency and stays."""
    words = name.split(" ")
    if any(word.isupper() and len(word) > 3 for word in words) and any(not word.isupper() for word in words):
        return " ".join(
            re.sub(r"[^\W\d_]+", lambda part: part[0].capitalize(), word) if word.isupper() and len(word) > 3 else word
            for word in words
        )
    return name


def _key(name: str) -> str:
    return _NO_LETTERS.sub("", _DOMAIN_ENDING.sub("", fold(name)))
