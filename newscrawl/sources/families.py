"""Families of site markup, as data: what an item of a list looks like, and where its parts stand.

Conditions are CSS classes, so that a page is read in one walk: a node is an item if one of its classes is in
`items`.  Families only help the generic way of reading (`cards`, `mainlist`): they tell that a node is one item however
much it holds, and where a date or teaser stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from newscrawl.html.outline import ClassNames


@dataclass(frozen=True, slots=True)
class Family:
    """What tells the items of one family of themes or systems."""

    name: str
    items: frozenset[str]
    """Classes of the node that holds one item."""


FAMILIES: tuple[Family, ...] = (
    Family(
        "tagdiv",
        frozenset(("td_module_wrap", "td_module_flex", "td-big-grid-post", "td-big-grid-flex-post", "td_module_mx")),
    ),
    Family("wordpress_block", frozenset(("wp-block-post",))),
    Family("jnews", frozenset(("jeg_post",))),
    Family("drupal", frozenset(("views-row", "node-teaser", "node--view-mode-teaser"))),
    Family("joomla", frozenset(("itemContainer", "catItemView", "blog-item", "items-row"))),
    Family("wordpress_classic", frozenset(("hentry", "type-post"))),
)
"""In the order in which a page is given a name: the more telling first."""

ITEM_CLASSES = frozenset().union(*(family.items for family in FAMILIES))
ITEM_TAGS = frozenset(("article",))

DATE_CLASS = ClassNames(
    re.compile(
        r"(?:^|[-_])(?:date|dates|time|datetime|timestamp|heure|horaire|published|publication|posted|posted-on|created"
        r"|ago|when|dt)(?:$|[-_])",
        re.IGNORECASE,
    )
)
TITLE_CLASS = ClassNames(
    re.compile(r"(?:^|[-_])(?:title|titre|titles|headline|heading|hed|intitule)(?:$|[-_])", re.IGNORECASE)
)
TEASER_CLASS = ClassNames(
    re.compile(
        r"(?:^|[-_])(?:excerpt|summary|teaser|chapo|chapeau|description|desc|intro|introtext|standfirst|abstract|resume"
        r"|accroche|extrait|dek|deck|snippet|texte)(?:$|[-_])",
        re.IGNORECASE,
    )
)
BODY_CLASS = ClassNames(re.compile(r"^(?:entry|post|article)[-_]content$|^itemIntroText$", re.IGNORECASE))
SECTION_CLASS = ClassNames(
    re.compile(
        r"(?:^|[-_])(?:category|categories|cat|cats|rubrique|section|kicker|surtitre|topic|tag-name|label)(?:$|[-_])",
        re.IGNORECASE,
    )
)
AUTHOR_CLASS = ClassNames(re.compile(r"(?:^|[-_])(?:author|auteur|byline|signature|writer)(?:$|[-_])", re.IGNORECASE))

FURNITURE_TAGS = frozenset(("nav", "aside", "form", "dialog", "menu"))
"""Tags that hold no list of articles, whatever their classes."""
SILENT_TAGS = frozenset(("script", "style", "template", "noscript", "svg", "select", "iframe", "object", "head"))
"""Tags whose content a reader never sees as text."""

_NOT_FURNITURE_CLASS = re.compile(
    r"(?:.*[-_])?(?:has|with|no|without)[-_].*"
    r"|(?:category|cat|tag|rubrique|section|type|format|post_tag|tax)[-_].*|menu-item.*|(?:entry|post|card|article|item|td-module)[-_].*",
    re.IGNORECASE,
)
"""Tokens that sound like furniture and only describe what they are on."""

FURNITURE_CLASS = ClassNames(
    re.compile(
        r"(?:.*[-_])?(?:side-?bar|menu|submenu|navbar|navigation|breadcrumbs?|crumbs?|megamenu|off-?canvas|masthead|colophon"
        r"|cookies?|consent|popup|modal|newsletter|share|sharing|social|comments|commentlist|login"
        r"|tagcloud|tag-cloud|post-nav|nextprev|ticker|trending|wp-calendar|copyright|a-lire-aussi|lire-aussi|most-?read"
        r"|plus-?lus|popular|related|recommended|also-?read|sponsor(?:ed)?|advert(?:isement)?|partners?)(?:[-_].*)?"
        r"|nav|nav-.*|.*-nav|menu.*|(?:site|page|main|global|td|td-sub)?[-_]?(?:footer|pied)(?:[-_].*)?"
        r"|site-header.*|widget-area"
        r"|widget_(?:recent|categor|archive|tag|search|nav|calendar|meta|pages|text|media).*|metanav|topbar|top-bar|a-rec|ads?",
        re.IGNORECASE,
    ),
    whole=True,
    but=_NOT_FURNITURE_CLASS,
)
"""Classes and ids of what stands around the list; matched against each whole token."""

LIST_CLASSES = frozenset(("menu_articles", "liste-articles", "wp-block-query", "td_block_inner", "tdb-block-inner"))
"""Classes of nodes that hold a list whatever else they are called (SPIP's `menu menu_articles`)."""

NOT_ARTICLE_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|ico|pdf|mp[34]|m4a|ogg|webm|zip|xml|rss|json|css|js|docx?|xlsx?|pptx?|epub)$",
    re.IGNORECASE,
)
