"""Arc XP, and what a group made of it."""

from __future__ import annotations

from newscrawl.families.family import Family, marks
from newscrawl.families.rules import ArticleRules

ARC_IPM = Family(
    name="arc_ipm",
    marks=marks("ap-Story ap-StoryText"),
    rules=ArticleRules(
        body=("article.ap-Story", ".ap-Story"),
        drop=("h1", ".ap-Title", ".ap-StoryTitle", ".ap-StoryChapo", ".ap-StoryHeader", ".ap-StoryImage"),
        headline=("h1.ap-StoryTitle", "h1.ap-Title"),
        standfirst=(".ap-StoryChapo",),
    ),
)
"""Arc XP as the Belgian group IPM draws it (La Libre, DH, L'Avenir)."""

ARC_XP = Family(
    name="arc_xp",
    marks=marks("b-article-body", "article-body-wrapper"),
    rules=ArticleRules(
        body=("article.b-article-body", ".b-article-body", "article.article-body-wrapper"),
        drop=(".b-ads-block", ".arcad-feature", ".article-body-promo", ".c-media-item", ".b-newsletter"),
        related=(".c-related-content", ".b-related-content-list"),
        headline=("h1.b-headline",),
        standfirst=("h2.b-subheadline", "p.b-subheadline", ".b-subheadline"),
        section=(".b-breadcrumb a", ".b-overline a", "a.b-overline", ".b-overline"),
        published=("time.b-date[datetime]", "time.c-date[datetime]"),
        authors=(".b-byline__names a", ".b-byline__names", ".b-byline a"),
        tags=(".b-tags-list a", ".b-tags a"),
        image=(".b-lead-art img",),
    ),
)
"""Arc XP, its stock blocks; most sites also state everything as JSON-LD."""

FAMILIES = (
    ARC_IPM,
    ARC_XP,
)
