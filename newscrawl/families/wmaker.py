"""WMaker."""

from __future__ import annotations

from newscrawl.families.family import Family, marks
from newscrawl.families.rules import ArticleRules

WMAKER = Family(
    name="wmaker",
    marks=marks("access firstletter"),
    rules=ArticleRules(
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

FAMILIES = (WMAKER,)
