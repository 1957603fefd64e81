"""Content management systems other than WordPress, by the markup of their stock templates."""

from __future__ import annotations

from newscrawl.article.families.family import Family, marks
from newscrawl.article.rules import ArticleRules

SPIP = Family(
    "spip",
    marks("crayon", "surlignable texte"),
    ArticleRules(
        body=("[class*='article-texte-']", ".texte.surlignable", ".texte.entry-content"),
        drop=(".spip_note_ref", ".notes", ".spip_documents", ".sommaire", ".licence", ".lire_la_suite"),
        related=(".articles-lies", ".meme_rubrique"),
        headline=(
            "h1[class*='article-titre-']", "h1.titre_article", ".cartouche h1", "h1.entry-title",
            "[class*='article-titre-']",
        ),
        standfirst=("[class*='article-chapo-']", ".chapo.surlignable", ".cartouche ~ .chapo"),
        section=(".arbo a", "#hierarchie a", ".fil-ariane a", ".filariane a", ".ariane a", ".fond_surtitre"),
        published=(
            ".info-publi time[datetime]", "time[pubdate][datetime]", ".info-publi .published", ".info-publi",
            ".dates_auteurs .dates", ".dates_auteurs .date",
        ),
        modified=(".info-publi time.updated[datetime]", ".info-publi .modified"),
        authors=(
            ".info-publi .vcard .fn", ".info-publi .auteurs", ".dates_auteurs .auteurs", ".lesauteurs",
            ".cartouche .fn",
        ),
        tags=("#mots a", ".mots a", ".tags a[rel~=tag]"),
        image=(".cartouche img.spip_logo", "img.spip_logo", ".spip_logos"),
    ),
)  # fmt: skip
"""SPIP: skeletons after the stock one, or made for the plug-in "Crayons" (`crayon article-texte-12`).

Many sites draw a skeleton of their own and are read the generic way.
"""

DRUPAL_7 = Family(
    "drupal_7",
    marks("field-name-body"),
    ArticleRules(
        body=(
            ".node:not(.node-teaser) .field-name-body", "article .field-name-body", ".pane-node-body .field-name-body",
        ),
        drop=(".field-name-field-image", ".links", ".service-links", ".sharethis-buttons", ".file"),
        related=(".view-articles-lies", ".field-name-field-articles-lies", ".field-name-field-related"),
        headline=("h1.page-title", "h1.page-header", "h1#page-title", "h1.title", "h1.node-title"),
        standfirst=(".field-name-field-chapo", ".field-name-field-chapeau", ".field-name-field-accroche"),
        section=(".breadcrumb a",),
        published=(
            ".submitted [property~='dc:date'][content]", ".submitted time[datetime]",
            ".field-name-post-date time[datetime]", ".field-name-post-date .field-item",
            ".field-name-field-date [property~='dc:date'][content]", ".node .submitted",
        ),
        authors=(
            ".field-name-field-auteur .field-item", ".field-name-field-author .field-item", ".submitted .username",
            ".field-name-author .username",
        ),
        tags=(".field-name-field-tags a", ".field-name-field-mots-cles a"),
        image=(".field-name-field-image img",),
        comment_count=(".comment-count", ".comments-title"),
        previous=(".flippy .prev a", ".flippy-previous a"),
        next=(".flippy .next a", ".flippy-next a"),
    ),
)  # fmt: skip
"""Drupal 7, whose fields are marked `field-name-…`; a block or a teaser may hold a body too and is none."""

DRUPAL = Family(
    "drupal",
    marks("field--name-body"),
    ArticleRules(
        body=(
            ".node:not(.node--view-mode-teaser) > .node__content > .field--name-body",
            ".node--view-mode-full .field--name-body", "[class*='block-field-blocknode'] .field--name-body",
            "article.full .field--name-body", "article > .content > .field--name-body",
        ),
        drop=(".field--name-field-image", ".media", ".links", ".align-right", ".align-left", ".node__links"),
        related=(".view-articles-lies", ".field--name-field-articles-lies", ".field--name-field-related"),
        headline=("h1.page-title", "h1.page-header", "h1.node__title", "h1.title", "h1 .field--name-title"),
        standfirst=(".field--name-field-chapo", ".field--name-field-chapeau", ".field--name-field-accroche"),
        section=(".breadcrumb a", ".breadcrumb__link"),
        published=(
            ".node__meta time[datetime]", ".node__submitted time[datetime]", ".field--name-created time[datetime]",
            ".field--name-created", ".node__submitted", ".node__meta",
        ),
        modified=(".field--name-changed time[datetime]", ".field--name-changed"),
        authors=(
            ".field--name-field-auteur .field__item", ".field--name-field-auteur", ".field--name-field-author",
            ".node__meta .field--name-uid", ".node__submitted .field--name-uid", ".field--name-uid",
        ),
        tags=(".field--name-field-tags a", ".field--name-field-mots-cles a"),
        image=(".field--name-field-image img", ".field--name-field-media-image img"),
        comment_count=(".comments__count", ".comment-count"),
        previous=(".flippy .prev a", ".pager__item--previous.node-pager a"),
        next=(".flippy .next a", ".pager__item--next.node-pager a"),
    ),
)  # fmt: skip
"""Drupal 8 and later, whose fields are marked `field--name-…`."""

JOOMLA = Family(
    "joomla",
    marks("com-content-article__body", "item-page article-info", "item-page page-header"),
    ArticleRules(
        body=(".com-content-article__body", ".item-page [itemprop='articleBody']", ".item-page"),
        drop=(
            ".article-info", ".article-info-term", ".page-header", ".item-image", ".icons", ".actions", ".pager",
            ".pagenav", ".pagenavigation", ".content_rating", ".content_vote", ".moduletable", ".article-index",
        ),
        related=(".relateditems", ".mod-relateditems"),
        headline=(
            ".item-page .page-header h1", ".item-page .page-header h2", ".item-page h1[itemprop]",
            ".item-page h2[itemprop]", ".item-page h1", ".item-page > h2",
        ),
        section=(
            ".mod-breadcrumbs a.pathway", ".breadcrumb a.pathway", ".breadcrumbs a.pathway", ".mod-breadcrumbs a",
            ".article-info .category-name a",
        ),
        published=(
            ".article-info .published time[datetime]", ".item-page time[itemprop='datePublished'][datetime]",
            ".article-info .published", ".article-info .create time[datetime]", ".article-info .create",
        ),
        modified=(".article-info .modified time[datetime]", ".article-info .modified"),
        authors=(".article-info .createdby [itemprop='name']", ".article-info .createdby"),
        tags=(".item-page .tags a", ".com-content-article__tags a"),
        image=(".item-page .item-image img", ".com-content-article .item-image img"),
    ),
)  # fmt: skip
"""Joomla's own articles, 2.5 to 5, whose links to the neighbours name no headline."""

K2 = Family(
    "k2",
    marks("itemBody itemTitle", "itemBody itemFullText", "itemBody itemView"),
    ArticleRules(
        body=(".itemBody",),
        drop=(".itemImageBlock", ".itemExtraFields", ".itemContentFooter", ".itemToolbar", ".itemAttachmentsBlock"),
        related=(".itemRelated", ".itemAuthorLatest"),
        headline=("h1.itemTitle", "h2.itemTitle", ".itemTitle"),
        section=(".breadcrumb a.pathway", ".breadcrumbs a.pathway", ".mod-breadcrumbs a", ".itemCategory a"),
        published=(".itemDateCreated time[datetime]", ".itemDateCreated"),
        modified=(".itemDateModified time[datetime]", ".itemDateModified"),
        authors=(".itemAuthor a", ".itemAuthor"),
        tags=("ul.itemTags a", ".itemTagsBlock a"),
        image=(".itemImageBlock .itemImage img", ".itemImage img"),
        comment_count=(".itemCommentsCounter span", ".itemCommentsLink"),
        previous=(".itemNavigation a.itemPrevious",),
        next=(".itemNavigation a.itemNext",),
    ),
)
"""K2, the extension with which most Joomla sites of the African press publish."""
