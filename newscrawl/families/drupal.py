"""Drupal 7, and 8 to 11."""

from __future__ import annotations

from newscrawl.families.family import Family, marks
from newscrawl.families.rules import ArticleRules

DRUPAL = Family(
    name="drupal",
    marks=marks("field--name-body"),
    system="drupal",
    items=frozenset(("views-row", "node--view-mode-teaser",)),
    rules=ArticleRules(
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

DRUPAL_7 = Family(
    name="drupal_7",
    marks=marks("field-name-body"),
    system="drupal",
    items=frozenset(("views-row", "node-teaser",)),
    rules=ArticleRules(
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

FAMILIES = (
    DRUPAL,
    DRUPAL_7,
)
