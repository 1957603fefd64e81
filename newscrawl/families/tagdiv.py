"""The themes of tagDiv for WordPress, Newspaper and Newsmag."""

from __future__ import annotations

from newscrawl.families.family import Family, marks
from newscrawl.families.rules import ArticleRules

_ITEMS = frozenset(("td_module_wrap", "td_module_flex", "td-big-grid-post", "td-big-grid-flex-post", "td_module_mx"))
_LISTS = frozenset(("td_block_inner", "tdb-block-inner"))

_TAGDIV_DROP = (
    ".td-a-rec", ".td-post-sharing", ".td-post-sharing-top", ".td-post-sharing-bottom", ".tdb_single_author",
    ".tdb-post-meta", ".td-post-featured-image", ".td-post-featured-video", ".tdb_single_next_prev",
    ".td-post-source-tags",
    ".td-post-next-prev", ".td-author-name", ".td-g-rec", ".td-adspot-title",
    ".td_block_template_1.td_block_social_counter",
    ".td-post-small-box", ".tdm_block", ".td-post-audio-metadata",
)  # fmt: skip
_TAGDIV_RELATED = (".td_block_related_posts", ".tdb_single_related")

TAGDIV_CLOUD = Family(
    name="tagdiv_cloud",
    marks=marks("tdb_single_content"),
    system="tagdiv",
    order=0,
    items=_ITEMS,
    lists=_LISTS,
    rules=ArticleRules(
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
    name="tagdiv_classic",
    marks=marks("td-post-content"),
    system="tagdiv",
    order=0,
    items=_ITEMS,
    lists=_LISTS,
    rules=ArticleRules(
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

FAMILIES = (
    TAGDIV_CLOUD,
    TAGDIV_CLASSIC,
)
