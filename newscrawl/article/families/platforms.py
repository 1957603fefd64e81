"""Platforms on which groups of papers publish."""

from __future__ import annotations

from newscrawl.article.families.family import Family, marks
from newscrawl.article.rules import ArticleRules

WMAKER = Family(
    "wmaker",
    marks("access firstletter"),
    ArticleRules(
        # A text is a row of numbered boxes, each with its photograph, in an element without a name of its own.
        body=("div:has(> .resize)", ".access.firstletter"),
        drop=("h1", ".titre", ".date", ".auteur", ".chapeau", ".photo", ".legende", "[class*='boutons']"),
        headline=("h1.access",),
        standfirst=(".chapeau .access", ".chapeau"),
        section=(".fil_ariane a", "#breads a", ".breads a"),
        published=(".date time[datetime]", ".date"),
        authors=(".auteur a[rel~=author]", ".auteur"),
        tags=(".tags a", "a[rel~=tag]"),
        image=(".photo.shadow img", ".resize .photo img"),
    ),
)
"""WMaker, on which much of the Senegalese press publishes."""

ARC_XP = Family(
    "arc_xp",
    marks("b-article-body", "article-body-wrapper"),
    ArticleRules(
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

ARC_IPM = Family(
    "arc_ipm",
    marks("ap-Story ap-StoryText"),
    ArticleRules(
        body=("article.ap-Story", ".ap-Story"),
        drop=("h1", ".ap-Title", ".ap-StoryTitle", ".ap-StoryChapo", ".ap-StoryHeader", ".ap-StoryImage"),
        headline=("h1.ap-StoryTitle", "h1.ap-Title"),
        standfirst=(".ap-StoryChapo",),
    ),
)
"""Arc XP as the Belgian group IPM draws it (La Libre, DH, L'Avenir)."""

ROSSEL = Family(
    "rossel",
    marks("gr-article-content", "r-article--title"),
    ArticleRules(
        body=("article r-article--section", "r-article--section", ".r-article--section", ".gr-article-content"),
        drop=(".qiota", ".qiota_reserve", ".gr-article-infos", "r-article--chapo", ".gr-article-teaser"),
        headline=("h1.r-article--title", ".gr-article h1"),
        standfirst=("r-article--chapo", ".r-article--chapo", ".gr-article-teaser"),
        published=("time.pubdate[datetime]", "time.pubdate"),
        authors=("p.gr-meta-author", ".gr-meta-author"),
    ),
)
"""The group Rossel's platform (Le Soir, La Voix du Nord); its newer pages are made of elements of its own."""
