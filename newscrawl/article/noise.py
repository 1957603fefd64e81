"""Which elements inside an article's text are no part of it, by tag, class and role."""

from __future__ import annotations

import re
from collections.abc import Set
from functools import lru_cache
from itertools import islice

from newscrawl.article.blocks import Judge, Verdict
from newscrawl.article.vocabulary import RELATED_LABEL
from newscrawl.html.elements import FOR_THE_EAR, Element
from newscrawl.html.outline import Outline
from newscrawl.text import fold

# Names that plug-ins and themes give to what they put into a text.  Each is matched as a whole class or id.
_WHOLE = re.compile(
    r"(?:^|\s)(?:"
    r"sharedaddy|share-?(?:buttons?|bar|box|links?|tools?)|(?:\S+[-_])?sharing\S*|(?:jeg_|post-?|entry-?|article-?)share\S*|"
    r"social-?(?:share|buttons?|links?|media)|(?:twitter|instagram|fb)-\S+|"
    r"wp-block-(?:embed|jetpack|gallery|button|social|search|latest|newspack-blocks|comment|query|post-(?!content))\S*|"
    r"spip_doc\S*|(?:photo|image)-?credit|copyright|gallery\S*|about-?(?:the-)?author|saboxplugin-wrap|abh_box\S*|"
    r"\S*multiple-authors\S*|bio(?:graphy)?|ad-?(?:container|wrapper|slot|unit|block|zone)\S*|ads?|pub|gform_\S*|"
    r"adsbygoogle|quads-\S*|code-block|"
    r"subscri(?:be|ption)\S*|abonnement\S*|comments?|comment-(?:respond|form)|respond|"
    r"page-links|(?:post-)?navigation|"
    rf"{FOR_THE_EAR}|"
    r"(?:post-|entry-|article-|td-)?tags|tags?-links|(?:spip_|foot)?note[-_]?ref\S*|(?:entry|post)-meta|lwptoc"
    r")(?=\s|$)",
    re.IGNORECASE,
)
_RELATED = re.compile(
    r"(?:^|\s)(?:"
    r"related\S*|jp-relatedposts|yarpp\S*|wp_rp_\S*|rp4wp-\S*|irpp?_?\S*|jeg_postblock\S*|(?:a-)?(?:lire|voir)-?aussi\S*|"
    r"articles?-?(?:lie[es]*|similaires|connexes)"
    r")(?=\s|$)",
    re.IGNORECASE,
)
# The same by parts of a name (`widget--type-related`), where whole names cannot be listed.
_PART = re.compile(
    r"(?<![a-z])(?:related|newsletters?|partage|taboola|outbrain|breadcrumbs?|captions?|legends?(?!-span)|legende|paywall|toc|sommaire|"
    r"cookies?|popup|modal|promo|sponsor\w*|publicite|advert\w*|byline|signature|commentaires?|comments|pagination|"
    r"authors?[-_]?(?:container|list|block|bio|box|info|card)|disclosures?|meta[-_]{1,2}social|"
    r"(?:article|post|entry|story|content)[-_]{1,2}(?:metas?(?:-infos?)?|authors?)|exergue|quotation|mask|"
    r"most-?read|plus-?lus)(?![a-z])",
    re.IGNORECASE,
)
_SAYS_OTHERWISE = re.compile(
    r"(?:^|\s)(?:has|with|no|not|is|without|js|data|single|page|post|type|category|tag|postid)[-_]\S*", re.IGNORECASE
)
_PIECES, _HEADING = 8, 200
"""Pieces and letters of a text that may be given twice, for the eye and for the ear."""
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
"""Where names of components part into words: `RelatedArticleTeaser_root__x1`, `PromoA`."""
_FLAG = re.compile(r"(?:(?<=[-_])|(?<![\w-]))(?:has|with|without|is|no)-\S*", re.IGNORECASE)
# What holds a player, a button or an offer, and only that where it is small.
_BOX_PART = re.compile(
    r"(?<![a-z])(?:audios?|videos?|podcasts?|embeds?|dailymotion|wall|offers?|offres?|abonne\w*|subscri\w*|quiz|"
    r"donat\w+|memberships?|share|actions?|tools?|cta|call-to-action|push|banner)(?![a-z])",
    re.IGNORECASE,
)
_BUTTON = re.compile(r"(?:^|[\s_-])(?:btns?|buttons?)(?=$|[\s_-])", re.IGNORECASE)
_BESIDE = re.compile(r"(?<![a-z])(?:encadres?|(?:info|fact)-?box)(?![a-z])", re.IGNORECASE)
"""What editors call a text of their own beside the article's."""
_RELATED_PART = re.compile(r"(?<![a-z])related(?![a-z])", re.IGNORECASE)
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
# A pulled quotation or a table stands in a `figure` too; only these are read there.
_LOOKED_INTO = frozenset({"figure", "blockquote"})
_READ_IN_FIGURE = frozenset({"table", "blockquote", "pre"})


def judge_for(outline: Outline, skip: Set[Element] = frozenset(), related: Set[Element] = frozenset()) -> Judge:
    """A judge that knows the elements a site's or family's rules name, and the common names of furniture."""
    verdicts = verdicts_by_name(outline)
    for element in related:
        verdicts[outline.index[element]] = Verdict.RELATED
    for element in skip:
        verdicts[outline.index[element]] = Verdict.SKIP
    return verdicts.__getitem__


def judge_outer(outline: Outline, spine: Set[Element]) -> Judge:
    """The same for elements that need not stand inside an article's text; those of its `spine` are read."""
    verdicts = verdicts_by_name(outline)
    for node in [node for node, tag in enumerate(outline.tags) if tag in OUTSIDE]:
        verdicts[node] = verdict_outside(outline.nodes[node], outline.tags[node])
    for element in spine:
        verdicts[outline.index[element]] = Verdict.READ
    return verdicts.__getitem__


def verdict_outside(element: Element, tag: str) -> Verdict:
    """What is to become of an element that need not stand inside an article's text."""
    if tag not in OUTSIDE:
        return verdict_by_name(element, tag)
    if tag != "aside":
        return Verdict.SKIP
    if _names_related(element):
        return Verdict.RELATED
    return verdict_by_name(element, tag) if _BESIDE.search(element.get("class", "")) else Verdict.SKIP


def _names_related(element: Element) -> bool:
    """Whether an element begins with "Lire aussi" or the like."""
    beginning = " ".join("".join(islice(element.itertext(), 20)).split())[:100]
    return RELATED_LABEL.match(fold(beginning)) is not None


def verdicts_by_name(outline: Outline) -> list[Verdict]:
    """What tag, class, id and role say of each element, were it inside an article's text."""
    verdicts = [_verdict_on(labels) if labels else Verdict.READ for labels in outline.labels]
    looked_into = [node for node, tag in enumerate(outline.tags) if tag in _LOOKED_INTO]
    buttons = [node for node in outline.links if outline.names[node]]
    for node in (*outline.dressed, *buttons, *looked_into):
        verdicts[node] = verdict_by_name(outline.nodes[node], outline.tags[node])
    return verdicts


def verdict_by_name(element: Element, tag: str) -> Verdict:
    """What tag, class, id and role say of one element inside an article's text."""
    if tag in _LOOKED_INTO:
        verdict = _verdict_by_content(element, tag)
        if verdict is not None:
            return verdict
    if tag == "a" and _is_button(element.get("class"), element.get("role")):
        return Verdict.SKIP
    if element.get("aria-hidden") == "true" and _is_given_twice(element):
        return Verdict.SKIP
    return _verdict_by_attributes(element)


def _is_given_twice(element: Element) -> bool:
    """Whether what is there for the eye alone stands beside the same words for the ear, by no name that says so."""
    own = _few_words(element)
    return own is not None and any(
        beside is not None
        and beside.get("aria-hidden") != "true"
        and _few_words(beside) == own
        and _verdict_by_attributes(beside) is Verdict.READ
        for beside in (element.getprevious(), element.getnext())
    )


def _few_words(element: Element) -> str | None:
    """The text of an element, where it is in few pieces and no longer than a heading."""
    pieces = list(islice(element.itertext(), _PIECES + 1))
    text = "".join("".join(pieces).split())
    return text if len(pieces) <= _PIECES and 0 < len(text) <= _HEADING else None


def is_hidden(element: Element) -> bool:
    """Whether an element is not shown, until a script shows it."""
    style = element.get("style")
    return (style is not None and _HIDDEN.search(style) is not None) or element.get("hidden") is not None


def _verdict_by_attributes(element: Element) -> Verdict:
    if is_hidden(element) or element.get("role") in _OTHER_ROLES:
        return Verdict.SKIP
    return _verdict_on(" ".join(filter(None, (element.get("class"), element.get("id")))))


def _verdict_by_content(element: Element, tag: str) -> Verdict | None:
    if tag == "figure":
        return Verdict.READ if any(child.tag in _READ_IN_FIGURE for child in element) else Verdict.SKIP
    return Verdict.SKIP if _quotes_a_post(element) else None


@lru_cache(maxsize=1024)
def _is_button(names: str | None, role: str | None) -> bool:
    return role == "button" or (names is not None and _BUTTON.search(names) is not None)


@lru_cache(maxsize=8192)
def _verdict_on(names: str) -> Verdict:
    if _WHOLE.search(names):
        return Verdict.SKIP
    if _RELATED.search(names):
        return Verdict.RELATED
    plain = _FLAG.sub(" ", _HUMP.sub("-", _SAYS_OTHERWISE.sub(" ", names)))
    if not _PART.search(plain):
        return Verdict.BOX if _BOX_PART.search(plain) else Verdict.READ
    return Verdict.RELATED if _RELATED_PART.search(plain) else Verdict.SKIP


def _quotes_a_post(element: Element) -> bool:
    """Whether a quotation is a post of a social network, told by the link to it."""
    return any(_POST.search(link.get("href") or "") for link in element.iter("a"))


_POST = re.compile(
    r"//(?:www\.)?(?:(?:twitter|x)\.com/\w+/status/|instagram\.com/(?:p|reel)/|facebook\.com/[^/]+/\w+/|t\.me/\w+/\d|"
    r"(?:tiktok|bsky|threads)\.\w+/(?:profile/)?[^/]+/(?:post|video)/)"
)
OUTSIDE = frozenset({"aside", "footer", "header"})
_OTHER_ROLES = frozenset({"navigation", "complementary", "dialog", "search", "banner", "contentinfo"})
