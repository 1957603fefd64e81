"""WordPress: the themes of tagDiv and JNews, themes built from blocks, and those after the stock ones."""

from __future__ import annotations

from newscrawl.article.families.family import Family, marks
from newscrawl.article.rules import ArticleRules

_TAGDIV_DROP = (
    ".td-a-rec", ".td-post-sharing", ".td-post-sharing-top", ".td-post-sharing-bottom", ".tdb_single_author",
    ".tdb-post-meta", ".td-post-featured-image", ".td-post-featured-video", ".tdb_single_next_prev",
    ".td-post-source-tags",
    ".td-post-next-prev", ".td-author-name", ".td-g-rec", ".td-adspot-title",
    ".td_block_template_1.td_block_social_counter",
    ".td-post-small-box", ".tdm_block", ".td-post-audio-metadata",
)  # fmt: skip
_TAGDIV_RELATED = (".td_block_related_posts", ".tdb_single_related")
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

TAGDIV_CLOUD = Family(
    "tagdiv_cloud",
    marks("tdb_single_content"),
    ArticleRules(
        body=(".tdb_single_content .tdb-block-inner",),
        drop=_TAGDIV_DROP,
        related=_TAGDIV_RELATED,
        headline=("h1.tdb-title-text", "h1.entry-title"),
        standfirst=(".tdb_single_subtitle .tdb-block-inner", ".td-post-sub-title"),
        section=(
            ".tdb-entry-crumb, span.tdb-bred-no-url-last",
            ".tdb_single_categories .tdb-entry-category",
        ),
        published=(
            ".tdb_single_date time.entry-date[datetime]",
            "time.entry-date.td-module-date[datetime]",
            "time.entry-date[datetime]",
        ),
        modified=(".tdb_single_modified_date time[datetime]",),
        authors=(".tdb_single_author .tdb-author-name", ".tdb-author-name", ".td-post-author-name a"),
        tags=(".tdb_single_tags .tdb-tags a", ".tdb-tags a"),
        image=(".tdb_single_featured_image img", ".tdb_single_bg_featured_image img"),
        comment_count=(
            ".tdb_single_comments_count .tdb-comments-count",
            ".tdb_single_comments_count",
            ".td-post-comments a",
        ),
        previous=(".tdb_single_next_prev .tdb-post-prev a",),
        next=(".tdb_single_next_prev .tdb-post-next a",),
    ),
)
"""tagDiv Newspaper and Newsmag, pages built from templates of the tagDiv Cloud Library."""

TAGDIV_CLASSIC = Family(
    "tagdiv_classic",
    marks("td-post-content"),
    ArticleRules(
        body=("article .td-post-content", ".td-post-content"),
        drop=_TAGDIV_DROP,
        related=_TAGDIV_RELATED,
        headline=("article h1.entry-title", "h1.entry-title", "h1.td-post-title"),
        standfirst=(".td-post-sub-title",),
        section=(".td-crumb-container .entry-crumb, .td-crumb-container .td-bred-no-url-last",
                 ".entry-crumbs .entry-crumb, .entry-crumbs .td-bred-no-url-last",
                 ".td-post-header .td-category a"),
        published=(".td-post-header time.entry-date[datetime]", "article time.entry-date[datetime]",
        "time.entry-date[datetime]"),
        modified=(".td-post-header time.td-modified-date[datetime]",),
        authors=(".td-post-header .td-post-author-name a", ".td-post-author-name a", ".td-post-author-name"),
        tags=(".td-post-source-tags .td-tags a", ".td-tags a"),
        image=(".td-post-featured-image img",),
        comment_count=(".td-post-header .td-post-comments", ".td-post-comments"),
        previous=(".td-post-next-prev .td-post-prev-post a", ".td-post-prev-post a"),
        next=(".td-post-next-prev .td-post-next-post a", ".td-post-next-post a"),
    ),
)  # fmt: skip
"""tagDiv Newspaper and Newsmag, the theme's own templates."""

JNEWS = Family(
    "jnews",
    marks("jeg_post_title content-inner"),
    ArticleRules(
        body=(".entry-content .content-inner", ".content-inner"),
        drop=(
            ".jeg_share_button",
            ".jeg_ad",
            ".jnews_inline_related_post_wrapper",
            ".jeg_post_tags",
            ".jeg_authorbox",
            ".jeg_prevnext_post",
        ),
        related=(".jnews_inline_related_post", ".jnews_related_post_container"),
        headline=("h1.jeg_post_title",),
        standfirst=(".jeg_post_subtitle",),
        section=(".jeg_breadcrumbs #breadcrumbs span a", ".jeg_meta_category a"),
        authors=(".jeg_meta_author a",),
        published=(".jeg_meta_date",),
        tags=(".jeg_post_tags a",),
        image=(".jeg_featured img",),
        comment_count=(".jeg_meta_comment a",),
        previous=(".jeg_prevnext_post .prev-post",),
        next=(".jeg_prevnext_post .next-post",),
    ),
)

WORDPRESS_BLOCK = Family(
    "wordpress_block",
    marks("wp-block-post-content"),
    ArticleRules(
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
    "wordpress_classic",
    marks("entry-content hentry", "entry-content type-post", "entry-content single-post"),
    ArticleRules(
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
