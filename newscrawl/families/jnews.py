"""The theme JNews for WordPress."""

from __future__ import annotations

from newscrawl.families.family import Family, marks
from newscrawl.families.rules import ArticleRules

JNEWS = Family(
    name="jnews",
    marks=marks("jeg_post_title content-inner"),
    order=0,
    items=frozenset(("jeg_post",)),
    rules=ArticleRules(
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

FAMILIES = (JNEWS,)
