"""Which elements inside an article's text are no part of it, by tag, class and role."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from functools import lru_cache
from itertools import islice

from newscrawl.article.blocks import Judge, Verdict
from newscrawl.article.vocabulary import RELATED_LABEL
from newscrawl.html.elements import Element
from newscrawl.text import fold

# Names that plug-ins and themes give to what they put into a text.  Each is matched as a whole class or id.
_WHOLE = re.compile(
    r"(?:^|\s)(?:"
    r"sharedaddy|share-?(?:buttons?|bar|box|links?|tools?)|(?:\S+[-_])?sharing\S*|(?:jeg_|post-?|entry-?|article-?)share\S*|"
    r"social-?(?:share|buttons?|links?|media)|(?:twitter|instagram|fb)-\S+|"
    r"wp-block-(?:embed|jetpack|gallery|button|social|search|latest|newspack-blocks|comment|query|post-(?!content))\S*|"
    r"spip_doc\S*|(?:photo|image)-?credit|copyright|gallery\S*|about-?(?:the-)?author|saboxplugin-wrap|abh_box\S*|"
    r"\S*multiple-authors\S*|bio(?:graphy)?|ad-?(?:container|wrapper|slot|unit|block|zone)\S*|ads?|pub|gform_\S*|"
    r"subscri(?:be|ption)\S*|abonnement\S*|comments?|comment-(?:respond|form)|respond|"
    r"page-links|(?:post-)?navigation|screen-reader-text|sr-only|visually-?hidden|"
    r"(?:post-|entry-|article-|td-)?tags|tags?-links|(?:spip_|foot)?note[-_]?ref\S*|(?:entry|post)-meta|lwptoc"
    r")(?=\s|$)",
    re.IGNORECASE,
)
_RELATED = re.compile(
    r"(?:^|\s)(?:"
    r"related\S*|jp-relatedposts|yarpp\S*|wp_rp_\S*|rp4wp-\S*|irpp?_?\S*|jeg_postblock\S*|(?:a-)?(?:lire|voir)-?aussi\S*|"
    r"(?:read|see)-?(?:also|more|next)\S*|articles?-?(?:lie[es]*|similaires|connexes)"
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


def judge_for(skip: Set[Element] = frozenset(), related: Set[Element] = frozenset()) -> Judge:
    """A judge that knows the elements a site's or family's rules name, and the common names of furniture."""

    def judge(element: Element, tag: str) -> Verdict:
        if element in skip:
            return Verdict.SKIP
        if element in related:
            return Verdict.RELATED
        return judge_by_name(element, tag)

    return judge


def judge_outer(element: Element, tag: str) -> Verdict:
    """The same for an element that need not stand inside an article's text."""
    if tag not in OUTSIDE:
        return judge_by_name(element, tag)
    if tag != "aside":
        return Verdict.SKIP
    if _names_related(element):
        return Verdict.RELATED
    return judge_by_name(element, tag) if _BESIDE.search(element.get("class", "")) else Verdict.SKIP


def _names_related(element: Element) -> bool:
    """Whether an element begins with "Lire aussi" or the like."""
    beginning = " ".join("".join(islice(element.itertext(), 20)).split())[:100]
    return RELATED_LABEL.match(fold(beginning)) is not None


def judge_by_name(element: Element, tag: str) -> Verdict:
    """What tag, class, id and role say of an element inside an article's text."""
    if tag in _LOOKED_INTO:
        verdict = _judge_by_content(element, tag)
        if verdict is not None:
            return verdict
    written = element.items()
    if not written:
        return Verdict.READ
    if len(written) == 1 and written[0][0] == "class":
        return _verdict_on(written[0][1])
    attributes = dict(written)
    if tag == "a" and _is_button(attributes.get("class"), attributes.get("role")):
        return Verdict.SKIP
    return _judge_by_attributes(attributes)


def is_hidden(attributes: Mapping[str, str]) -> bool:
    """Whether an element of these attributes is not shown, until a script shows it."""
    style = attributes.get("style")
    return (style is not None and _HIDDEN.search(style) is not None) or "hidden" in attributes


def _judge_by_attributes(attributes: Mapping[str, str]) -> Verdict:
    names, name = attributes.get("class"), attributes.get("id")
    if is_hidden(attributes) or attributes.get("role") in _OTHER_ROLES:
        return Verdict.SKIP
    if name:
        names = f"{names or ''} {name}"
    return _verdict_on(names) if names else Verdict.READ


def _judge_by_content(element: Element, tag: str) -> Verdict | None:
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
