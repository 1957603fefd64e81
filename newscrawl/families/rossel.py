"""The platform of the group Rossel."""

from __future__ import annotations

from newscrawl.families.family import Family, marks
from newscrawl.families.rules import ArticleRules

ROSSEL = Family(
    name="rossel",
    marks=marks("gr-article-content", "r-article--title"),
    rules=ArticleRules(
        body=("article r-article--section", "r-article--section", ".r-article--section", ".gr-article-content"),
        drop=(".qiota", ".qiota_reserve", ".gr-article-infos", "r-article--chapo", ".gr-article-teaser"),
        headline=("h1.r-article--title", ".gr-article h1"),
        standfirst=("r-article--chapo", ".r-article--chapo", ".gr-article-teaser"),
        published=("time.pubdate[datetime]", "time.pubdate"),
        authors=("p.gr-meta-author", ".gr-meta-author"),
    ),
)
"""The group Rossel's platform (Le Soir, La Voix du Nord); its newer pages are made of elements of its own."""

FAMILIES = (ROSSEL,)
