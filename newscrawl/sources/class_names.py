"""What classes and tags say of the parts of a list, whatever system made it."""

from __future__ import annotations

import re

from newscrawl.html.outline import ClassNames

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

NOT_ARTICLE_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|ico|pdf|mp[34]|m4a|ogg|webm|zip|xml|rss|json|css|js|docx?|xlsx?|pptx?|epub)$",
    re.IGNORECASE,
)
