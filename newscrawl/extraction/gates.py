"""Pages that are no article, told by what they say of themselves."""

from __future__ import annotations

import re

from newscrawl.draft import NotAnArticle
from newscrawl.extraction.document import Page, text_of
from newscrawl.text import fold

_PROTECTED_TITLE = re.compile(r"^(?:protege|protected|privado|protegido)\s*:")
_WORDPRESS_LISTS = frozenset({"archive", "blog", "home", "search", "error404", "search-results", "search-no-results"})
_CHALLENGE = re.compile(
    r"^(?:just a moment\W*|un instant\W*|attention required\W.*|access denied\W*|acces refuse\W*|"
    r"403 forbidden|404 not found|"
    r"verification(?: de securite)?\W*|ddos-guard|robot check|are you a (?:human|robot)\W*|please wait\W*|"
    r"page (?:non trouvee|introuvable)\b.*|erreur 404\b.*|(?:service )?(?:temporarily )?unavailable)$"
)
_CONSENT = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?:cookies?|traceurs?)\b",
        r"\bconsent\w*",
        r"\b(?:accepter|continuer sans accepter|tout accepter|accept all)\b",
        r"\b(?:nos|ses|our) (?:\d+ )?(?:partenaires|partners)\b",
        r"\b(?:donnees personnelles|personal data|vie privee|privacy)\b",
        r"\b(?:parametrer|personnaliser|gerer) (?:mes|vos|les|ses) (?:choix|cookies|preferences|traceurs)\b",
        r"\b(?:avant de continuer|before you continue)\b",
    )
)
_CONSENT_TEXT = 6_000
"""Characters up to which a text can be a wall; an article about cookies runs on, or has a time of publication."""


def refuse_what_says_so(page: Page) -> None:
    """Raises `NotAnArticle` for protected posts, lists and challenge pages that say what they are."""
    if "post-password-form" in page.classes or _PROTECTED_TITLE.match(_first_heading(page)):
        raise NotAnArticle("protected", page.url)
    title = fold(page.title)
    if _CHALLENGE.match(title):
        raise NotAnArticle("challenge", page.title)
    names = page.body_classes
    if names & _WORDPRESS_LISTS and not names & {"single", "single-post", "page", "singular"}:
        raise NotAnArticle("listing", page.url)


def is_consent_wall(text: str) -> bool:
    """Whether a page's text asks for consent and says nothing else: two kinds of its words for every 500 characters."""
    folded = fold(text[: _CONSENT_TEXT + 1])
    kinds = sum(pattern.search(folded) is not None for pattern in _CONSENT)
    return len(folded) <= _CONSENT_TEXT and kinds >= min(4, 2 + len(folded) // 500)


def reason_for_nothing(page: Page) -> str:
    """Why a page may have given no text: `consent_wall`, `listing` or `no_body`."""
    if is_consent_wall(text_of(page.root)):
        return "consent_wall"
    if (page.meta("og:type") or "").lower() == "website":
        return "listing"
    return "no_body"


def _first_heading(page: Page) -> str:
    return fold(text_of(page.headings[0])) if page.headings else ""
