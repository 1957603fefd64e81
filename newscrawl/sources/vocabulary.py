"""Words that lists use around their articles, in French first, and what classes and tags say of their parts."""

from __future__ import annotations

import re

from newscrawl.html.outline import ClassNames


def words(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


MORE = re.compile(
    r"[\s>»\"+\[(.…]*(?:"
    r"(?:(?:lire|voir|lisez) (?:la )?suite|(?:continuer|poursuivre) la lecture|continue reading|read (?:on|the rest)"
    r"|en savoir plus|lire plus|(?:view|see|read|load) (?:more|all)|(?:voir|lire) (?:tous|toutes|plus d[e']))\b.*"
    r"|(?:(?:en )?(?:lire|voir|consulter|decouvrir|lisez|ecouter|regarder)|read|learn|see|view|know|continue)"
    r"(?:\s|l'|d'|(?:en|la|les?|tout|toute|plus|suite|article|depeche|info|actu|integralite|lecture|complet|complete"
    r"|integral|de|video|photos?|notre|cet|detail|details|ici|more|the|full|story|this|entry|all|about|on|post|here)"
    r"(?![a-z]))*"
    r"|(?:la )?suite|plus|more|details?|plus d'infos?|article complet|full (?:story|article)|cliquez ici|ici"
    r")[\s>»\"→›+\])(.…]*"
)
"""The whole text of a link that only leads on ("Lire la suite", "Continue reading …")."""

MORE_PREFIX = re.compile(
    r"(?:lire la suite|continuer la lecture|continue reading|read more|permalink|permanent link|lien permanent"
    r"|lien vers|permalien)\s*+(?:(?:de|pour|to|about|vers|a)\s*+)?(?::\s*+)?",
)
"""What stands before the headline in titles and labels of such links."""

PLACEHOLDER = re.compile(r"\(?(?:untitled|sans titre|no title|pas de titre)\)?")
"""What themes print where an article has no title."""

CUT = re.compile(r"(?:\.\.\.|…|\[(?:\.\.\.|…)\])\s*$")
"""The end of a title or teaser that was cut short."""

OTHER_BLOCK = re.compile(
    r"(?:(?:les?\s+)?(?:articles?|sujets?|infos?|videos?)?\s*(?:les\s+)?(?:plus|mieux)\s+"
    r"(?:lus?|vus?|populaires?|commentes?|partages?|consultes?|notes?|aimes?))"
    r"|most\s+(?:read|popular|viewed|shared|commented)|popul(?:ar|aire)|trending|tendances?\b"
    r"|top\s*\d+\b|hot topics?"
    r"|(?:a|egalement|lisez|voir|lire)\s+(?:lire|voir|decouvrir|aussi|egalement)\b|sur le meme (?:sujet|theme)"
    r"|(?:vous|you)\s+(?:aimerez|pourriez|may|might)|ne manquez pas|you missed"
    r"|related|similaires?|recommand|recommended|suggestions?|notre selection|editor.?s?.? picks?|coups? de coeur"
    r"|^(?:derniers |recent )?comment(?:aire)?s?(?: recents?)?$|newsletters?|partenaires?\b|sponsor"
    r"|publi[- ]?(?:cite|redactionnel|reportage)"
    r"|annonces? legales?"
    r"|^archives$|^(?:les )?categories$|^(?:les )?rubriques$|mots[- ]cles|^tags$|nous suivre|follow us"
)
"""Titles of blocks that stand beside the list."""

NEXT = re.compile(
    r"(?:(?:la\s+)?pages?\s+)?(?:suivante?s?|next|d'apres)(?:\s+(?:page|posts?|articles?|entries|>+|»|›|→|p\.))*"
    r"|(?:articles?|billets?|posts?|entries|entrees|nouvelles?|infos?|actualites?|depeches?|messages?|publications?)\s+"
    r"(?:plus\s+ancien(?:ne)?s|ancien(?:ne)?s|precedente?s|older|suivante?s?)"
    r"|(?:older|previous|earlier)\s+(?:posts?|entries|articles?|stories|news)|older"
    r"|(?:anciens?|plus\s+anciens?)\s+(?:articles?|billets?|posts?)|plus\s+ancien(?:ne)?s"
    r"|(?:voir|afficher|charger)\s+(?:la suite|plus(?:\s+d(?:e|'))?\s*(?:articles?|actualites?|infos?|actus?)?)"
    r"|(?:load|show|see)\s+more(?:\s+\w+)?|plus d'articles"
)
"""The whole text of a link to the next, older page; arrows around it are cut before."""

ARROWS_ONWARD = frozenset((">", ">>", "»", "›", "→", "⟩", "❯", "►", "▶", "> >", "» »"))
"""Whole texts of links that lead on by sign alone."""

PREVIOUS = re.compile(
    r"(?:(?:la\s+)?page\s+)?precedente?s?(?:\s+page)?|previous(?:\s+page)?|prev|newer.*|(?:articles?|posts?)\s+"
    r"(?:plus\s+recents?|recents?|newer)|retour|back|first|premiere?(?:\s+page)?|debut"
)
"""The whole text of a link to newer pages."""

NEWER = re.compile(r"\b(?:newer|plus recent(?:e?s)?|nouveaux)\b")
"""In the text of a link to newer pages only."""

LAST = re.compile(r"(?:page\s+)?(?:derniere?|last|fin|end)(?:\s+page)?")
"""The whole text of a link to the last page."""


# What follows is told by classes and tags, whatever system made them.

DATE_CLASS = ClassNames(
    re.compile(
        r"(?:^|[-_])(?:date|dates|time|datetime|timestamp|heure|horaire|published|publication|posted|created"
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
        r"|tagcloud|tag-cloud|post-nav|nextprev|ticker|trending|wp-calendar|copyright|lire-aussi|most-?read"
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
