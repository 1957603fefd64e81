"""WordPress: themes built from blocks, and those after the stock ones."""

from __future__ import annotations

from newscrawl.families.family import Family, marks
from newscrawl.families.rules import ArticleRules

_WORDPRESS_DROP = (
    ".sharedaddy", ".wp-caption", ".wp-block-embed", ".wp-block-image", ".wp-block-gallery", ".post-nav-links",
    ".page-links",
    ".wp-block-buttons", ".wp-block-post-navigation-link", ".entry-footer", ".wp-block-comments",
)  # fmt: skip
_WORDPRESS_RELATED = (
    ".jp-relatedposts",
    ".yarpp-related",
    ".crp_related",
    ".wp-block-yoast-seo-related-links",
    ".rp4wp-related-posts",
)

WORDPRESS_BLOCK = Family(
    name="wordpress_block",
    marks=marks("wp-block-post-content"),
    items=frozenset(("wp-block-post",)),
    lists=frozenset(("wp-block-query",)),
    rules=ArticleRules(
        body=("main .wp-block-post-content", ".wp-block-post-content"),
        drop=_WORDPRESS_DROP,
        related=_WORDPRESS_RELATED,
        headline=("main h1.wp-block-post-title", "h1.wp-block-post-title"),
        standfirst=("main .wp-block-post-excerpt__excerpt",),
        section=(".wp-block-breadcrumbs li, .yoast-breadcrumbs a",),
        published=("main .wp-block-post-date:not(.wp-block-post-date__modified-date) time[datetime]",
        ".wp-block-post-date time[datetime]"),
        modified=(".wp-block-post-date__modified-date time[datetime]",),
        authors=(".wp-block-post-author__name", ".wp-block-post-author-name"),
        tags=(".taxonomy-post_tag a[rel~=tag]",),
        image=(".wp-block-post-featured-image img",),
        comment_count=(".wp-block-comments-title", ".comments-title"),
        previous=(".post-navigation-link-previous a",),
        next=(".post-navigation-link-next a",),
    ),
)  # fmt: skip
"""WordPress themes built from blocks (full site editing)."""

WORDPRESS_CLASSIC = Family(
    name="wordpress_classic",
    marks=marks("entry-content hentry", "entry-content type-post", "entry-content single-post"),
    order=3,
    items=frozenset(("hentry", "type-post",)),
    rules=ArticleRules(
        body=("article.hentry .entry-content", ".hentry .entry-content", "article .entry-content", ".entry-content"),
        drop=_WORDPRESS_DROP,
        related=_WORDPRESS_RELATED,
        headline=("article.hentry h1.entry-title", "h1.entry-title", "article header h1", "h1.post-title",
        "h1.page-title"),
        standfirst=(".hentry .entry-subtitle",),
        section=(".breadcrumbs a, .breadcrumbs .breadcrumb_last", "#breadcrumbs a, #breadcrumbs .breadcrumb_last",
                 ".breadcrumb a, .breadcrumb .active", ".rank-math-breadcrumb a, .rank-math-breadcrumb .last"),
        published=(".posted-on time.entry-date.published[datetime]",
        "article.hentry time.entry-date.published[datetime]",
                   ".posted-on time[datetime]", "time.entry-date[datetime]", "time.published[datetime]"),
        modified=(".posted-on time.updated:not(.published)[datetime]",
        "article.hentry time.updated:not(.published)[datetime]"),
        authors=(".byline .author .fn", ".byline .author a", ".byline a[rel~=author]", ".entry-meta .author .fn",
                 ".entry-meta a[rel~=author]", ".author.vcard a"),
        tags=(".tags-links a[rel~=tag]", ".post-tags a[rel~=tag]", ".entry-footer a[rel=tag]",
        "article.hentry a[rel=tag]"),
        image=(".post-thumbnail img.wp-post-image", "article.hentry img.wp-post-image"),
        comment_count=(".comments-title",),
        previous=(".post-navigation .nav-previous a", ".nav-links .nav-previous a"),
        next=(".post-navigation .nav-next a", ".nav-links .nav-next a"),
    ),
)  # fmt: skip
"""WordPress themes after the pattern of the stock themes before blocks."""

FAMILIES = (
    WORDPRESS_BLOCK,
    WORDPRESS_CLASSIC,
)
