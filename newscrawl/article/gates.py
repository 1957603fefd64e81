"""Pages that are no article, told by what they say of themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from newscrawl.article.document import ArticlePage
from newscrawl.article.draft import NotAnArticle
from newscrawl.article.structured import StatedFields
from newscrawl.html.elements import text_of
from newscrawl.text import fold

_HOME = re.compile(r"/?(?:(?:[a-z]{2}/)?(?:index|accueil|home|default)\.(?:html?|php|aspx?))?")
_LIST = re.compile(
    r"/(?:[a-z]{2}/)?(?:category|categorie|tag|tags|etiquette|author|auteurs?|search|recherche)/[^/]+/?(?:page/\d+/?)?$"
)
"""Paths of lists, where nothing on the page calls itself an article."""
_PROTECTED_TITLE = re.compile(r"^(?:protege|protected|privado|protegido)\s*:")
_WORDPRESS_LISTS = frozenset({"archive", "blog", "search", "error404", "search-results", "search-no-results"})
_WORDPRESS_POSTS = frozenset({"single", "single-post", "page", "singular"})
_WORDPRESS_KIND = re.compile(
    r"home|paged|category|tag|author|date|tax-\S+|post-type-archive|search-(?:no-)?results|error404"
)
"""What WordPress writes beside the class of a list: which list it is.  Others call articles `blog` or `archive` too."""
_CHALLENGE = re.compile(
    r"^(?:just a moment\W*|un instant\W*|un momento\W*|attention required\W.*|(?:.{0,40}\W )?access denied\W*|"
    r"acces refuse\W*|access to this page has been denied\W*|403 forbidden|404 not found|429 too many requests|"
    r"verification(?: de securite)?\W*|human verification|security check\W*|checking your browser\W*|ddos-guard|"
    r"robot check|(?:are you|etes-vous|vous etes) (?:a |un )?(?:human|robot|humain)\W*|captcha\W*|please wait\W*|"
    r"veuillez patienter\W*|making sure you're not a bot\W*|pardon our interruption\W*|"
    r"page (?:non trouvee|introuvable)\b.*|erreur 404\b.*|(?:service )?(?:temporarily )?unavailable)$"
)
"""Titles of what stands before a site or in place of an article (Cloudflare, Akamai, PerimeterX, AWS, Anubis, 404)."""
_CHALLENGE_TEXT = re.compile(
    r"enable js and disable any ad blocker|incapsula incident id|request unsuccessful\W|"
    r"(?:enable|activez|activer) (?:javascript|les cookies|cookies)\b.{0,60}(?:continu|poursuivre|proceed|acceder)|"
    r"(?:you are|vous etes|que vous n'etes pas|not) (?:pas )?(?:a |un )robot|"
    r"verify(?:ing)? (?:that )?you are (?:a )?human|"
    r"performance (?:&|and) security by cloudflare|\bray id\b|reference #\d+\.[0-9a-f]+|press (?:&|and) hold|"
    r"trafic (?:inhabituel|suspect|anormal)|unusual traffic|votre navigateur (?:est|semble) .{0,40}automatis"
)
"""What such pages say (DataDome, Incapsula, Cloudflare, Akamai and others), folded."""
_CHALLENGE_MARKS = (
    "captcha-delivery.com", "_Incapsula_Resource", "/cdn-cgi/challenge-platform/", "px-captcha", "awswaf.com",
    "hcaptcha.com/1/api", "recaptcha/api.js", "geo.captcha", "/.within.website/x/cmd/anubis",
)  # fmt: skip
"""Scripts of such pages; articles may load them too, so they count where a page has no text."""
_CHALLENGE_LENGTH = 1_500
"""Characters up to which a text can be that of such a page."""
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
_SPEAKS = re.compile(r"\b(?:nous|nos|notre|vous|vos|votre|je|we|our|you|your|ce site|this (?:site|website))\b")
"""Words with which a wall speaks to who stands before it; news about cookies does so in quotations alone."""
_QUOTED = re.compile(r'"[^"]*"')
_CONSENT_TEXT = 6_000
"""Characters up to which a text can be a wall; an article about cookies runs on, or has a time of publication."""

_QUOTED = re.compile(r"«[^«»]{1,300}»|“[^“”]{1,300}”|\"[^\"]{1,300}\"")


def refuse_what_says_so(page: ArticlePage) -> None:
    """Raises `NotAnArticle` for protected posts and challenge pages that say what they are."""
    if "post-password-form" in page.classes or _PROTECTED_TITLE.match(_first_heading(page)):
        raise NotAnArticle("protected", page.url)
    title = fold(page.title)
    if _CHALLENGE.match(title):
        raise NotAnArticle("challenge", page.title)


def refuse_lists(page: ArticlePage, sources: Sequence[StatedFields]) -> None:
    """Raises `NotAnArticle` for a page that calls itself a collection, and for the address of a list.

    `sources` begin with JSON-LD, which tells a collection from an article; OpenGraph calls both articles on many sites.
    """
    address = urlsplit(page.url)
    is_list = not address.query and _LIST.match(address.path) is not None
    if sources[0].listing or (is_list and not any(source.article for source in sources)):
        raise NotAnArticle("listing", page.url)


def looks_like_list(page: ArticlePage, sources: Sequence[StatedFields]) -> bool:
    """Whether address or classes are those of a list or a home page, as a few pages of text have them too.

    A class decides against the claim to be an article only where another one says which list it is.
    """
    claimed = any(source.article for source in sources)
    named = page.body_classes & _WORDPRESS_LISTS and not page.body_classes & _WORDPRESS_POSTS
    if claimed or named:
        return bool(named) and (not claimed or any(map(_WORDPRESS_KIND.fullmatch, page.body_classes)))
    address = urlsplit(page.url)
    # `/?p=12` and `/index.php?id=12` are articles of systems without addresses of their own.
    is_home = not address.query and _HOME.fullmatch(address.path) is not None
    # Many themes name a home page so, and some all their pages.
    return is_home or ("home" in page.body_classes and not page.body_classes & _WORDPRESS_POSTS)


def claims_article(sources: Sequence[StatedFields]) -> bool:
    """Whether a page calls itself an article, or states when it was published."""
    return any(source.article or source.published for source in sources)


def may_have_text(sources: Sequence[StatedFields]) -> bool:
    """Whether the last resort is asked for a text that nothing else found.

    It finds some on every list: so not where a page calls itself a collection or a site and claims no article.
    """
    return claims_article(sources) or not any(source.listing for source in sources)


def refuse_text(page: ArticlePage, text: str, *, crowded: bool, known: bool) -> None:
    """Raises `NotAnArticle` where the text of a page that claims nothing is a wall's, or stands among other articles.

    `crowded`: more headlines of other articles than paragraphs stand between headline and end.  `known`: the page
    dates its headline, and that knows the text; no wall has such a one.
    """
    if crowded:
        raise NotAnArticle("listing", page.url)
    quoted = sum(map(len, _QUOTED.findall(text)))
    if 2 * quoted > len(text):
        return  # the titles of others, as in a press review
    if not known and is_consent_wall(text):
        raise NotAnArticle("consent_wall", page.url)
    if len(text) <= _CHALLENGE_LENGTH and _CHALLENGE_TEXT.search(fold(text)):
        raise NotAnArticle("challenge", page.url)


def is_consent_wall(text: str) -> bool:
    """Whether a page's text asks for consent and says nothing else.

    It has two kinds of its words for every 500 characters, and speaks to who is to consent.
    """
    folded = fold(text[: _CONSENT_TEXT + 1])
    kinds = sum(pattern.search(folded) is not None for pattern in _CONSENT)
    if len(folded) > _CONSENT_TEXT or kinds < min(4, 2 + len(folded) // 500):
        return False
    return _SPEAKS.search(_QUOTED.sub(" ", folded)) is not None


def reason_for_nothing(page: ArticlePage, sources: Sequence[StatedFields]) -> str:
    """Why a page may have given no text: `consent_wall`, `challenge`, `video`, `listing` or `no_body`."""
    text = text_of(page.root)
    if is_consent_wall(text):
        return "consent_wall"
    if _CHALLENGE_TEXT.search(fold(text[:_CHALLENGE_LENGTH])) or (
        len(text) <= _CHALLENGE_LENGTH and _has_challenge(page)
    ):
        return "challenge"
    if any(source.video for source in sources):
        return "video"
    is_list = looks_like_list(page, sources) or any(source.listing for source in sources)
    return "listing" if is_list else "no_body"


def _has_challenge(page: ArticlePage) -> bool:
    scripts = (f"{element.get('src', '')} {element.text or ''}" for element in page.root.iter("script", "iframe"))
    return any(mark in script for script in scripts for mark in _CHALLENGE_MARKS)


def _first_heading(page: ArticlePage) -> str:
    return fold(text_of(page.headings[0])) if page.headings else ""
