"""Which addresses of a page can be articles."""

from __future__ import annotations

import re
from functools import lru_cache

from newscrawl.hosts import is_same_site
from newscrawl.sources.vocabulary import NOT_ARTICLE_FILE, words
from newscrawl.urls import article_key, canonical_key, canonical_url, key_host

_LISTS = words(
    """category categorie categories tag tags etiquette etiquettes mot-cle mots-cles motcle keyword keywords author
    authors auteur auteurs journaliste journalistes profil profile feed feeds rss login connexion
    inscription register compte account cgu cgv mentions-legales
    plan-du-site wp-login.php wp-admin wp-json wp-content"""
)
"""Path segments that always lead to lists and services."""
_OFTEN_LISTS = words(
    """rubrique rubriques section sections theme themes thematique topic topics sujet page pages archives archive type
    pays region dossier dossiers search recherche newsletter newsletters contact abonnement abonnements"""
)
"""Path segments that lead to a list unless an article's slug follows."""
_SECTION_WORD = re.compile(r"(?:[^-_]+[-_])?categor(?:y|ies?)|(?:rubrique|categorie|mot|auteur)\d+")
_SECTION_FOLDER = re.compile(r".*[-_]categor(?:y|ies?)")
_ROOTS = frozenset(("", "index.html", "index.htm", "index.php", "home", "accueil", "fr", "en"))
_DATED_PATH = re.compile(
    r"/(?:19|20)\d\d[/-]?(?:0\d|1[0-2])(?:[/-]?\d\d(?=/))?+/(?!(?:page/\d+|feed|rss|atom)(?:/|$))(?P<slug>[^/]+)"
)
"""A date and what stands behind it."""
_SAYS_SOMETHING = re.compile(r"\w")
_DATE_ARCHIVE = re.compile(r"/(?:19|20)\d\d(?:/\d{1,2}){0,2}(?:/index\.html?|/page/\d+)?")
_DIGIT = re.compile(r"\d")
_IDENTIFIER = re.compile(r"\d{4}|(?:article|breve|a|id|art|news|n)[-_]?\d", re.IGNORECASE)
_ARTICLE_QUERY = re.compile(r"(?:^|&)(?:p|id|article|id_article|art|news|nid|story|idarticle)=\d+", re.IGNORECASE)
_WORD_BREAK = re.compile(r"[-_+,]|%20")


class Addresses:
    """Reads the addresses on one page; each written form once."""

    def __init__(self, url: str, base: str, own_domains: tuple[str, ...] = ()) -> None:
        """Those on the page at `url`, relative to `base`.  Raises `ValueError` if `url` is no web address."""
        self.base = base
        self.own_domains = own_domains
        self.page_key = article_key(url)
        self.host = key_host(self.page_key)
        self._own: dict[str, tuple[str, str] | None] = {}
        self._candidates: dict[str, tuple[str, str] | None] = {}

    def own(self, href: str | None) -> tuple[str, str] | None:
        """Canonical URL and key of an address on this site, else None."""
        if href is None or not href.strip() or href.lstrip().startswith("#"):
            return None
        if href not in self._own:
            url = resolve(href, self.base)
            key = canonical_key(url) if url else ""
            self._own[href] = (url, key) if url and self._is_own(key_host(key)) else None
        return self._own[href]

    def _is_own(self, host: str) -> bool:
        return host == self.host or is_same_site(self.host, host, self.own_domains)

    def candidate(self, href: str | None) -> tuple[str, str] | None:
        """Canonical URL and key of what may be an article of this site, else None."""
        own = self.own(href)
        if href is None or own is None:
            return None
        if href not in self._candidates:
            leads_up = f"{self.page_key}/".startswith(f"{own[1]}/")
            self._candidates[href] = None if leads_up or is_list_path(own[0]) else own
        return self._candidates[href]


def resolve(href: str, base: str) -> str | None:
    """The canonical address of a link, None where it is none."""
    try:
        return canonical_url(href, base)
    except ValueError:
        return None


def is_list_path(url: str) -> bool:
    """Whether a canonical address leads to a list, a service or a file by its look."""
    path, query = path_and_query(url)
    lower = path.lower()
    segments = [segment for segment in lower.split("/") if segment]
    if not query and (not segments or (len(segments) == 1 and segments[0] in _ROOTS)):
        return True
    if NOT_ARTICLE_FILE.search(path) or _DATE_ARCHIVE.fullmatch(path.rstrip("/")):
        return True
    slug = _dated_slug(lower)
    if slug is not None:
        segments.remove(slug)
    if any(segment in _LISTS or _SECTION_WORD.fullmatch(segment) for segment in segments):
        return True
    if "categor" in lower and any(map(_SECTION_FOLDER.fullmatch, segments[:-1])):
        return True
    return slug is None and not _OFTEN_LISTS.isdisjoint(segments) and not is_article_path(url)


@lru_cache(maxsize=2048)
def is_dated_path(url: str) -> bool:
    """Whether a canonical address has a date before its last part, as an article's has."""
    return _dated_slug(path_and_query(url)[0]) is not None


def _dated_slug(path: str) -> str | None:
    """The part of a path behind a date, whatever its words are; null where there is no date, or nothing is said."""
    found = _DATED_PATH.search(path)
    return found["slug"] if found and _SAYS_SOMETHING.search(path, found.start("slug")) else None


@lru_cache(maxsize=2048)
def is_article_path(url: str) -> bool:
    """Whether a canonical address looks like an article's: a date, a number or a slug of several words in it."""
    path, query = path_and_query(url)
    if _dated_slug(path) is not None or _ARTICLE_QUERY.search(query):
        return True
    segments = [segment for segment in path.split("/") if segment and not segment.startswith("index.")]
    if not segments:
        return False
    slug = segments[-1]
    if _DIGIT.search(slug) and _IDENTIFIER.search(slug):
        return True
    return len([word for word in _WORD_BREAK.split(slug) if word]) >= 4


def path_and_query(canonical: str) -> tuple[str, str]:
    """The path and the query of a canonical address."""
    address, _, query = canonical.partition("?")
    return address[address.index("/", len("https://")) :], query
