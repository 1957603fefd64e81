"""SPIP."""

from __future__ import annotations

from newscrawl.families.family import Family, marks
from newscrawl.families.rules import ArticleRules

SPIP = Family(
    name="spip",
    marks=marks("crayon", "surlignable texte"),
    order=2,
    lists=frozenset(("menu_articles", "liste-articles",)),
    rules=ArticleRules(
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

FAMILIES = (SPIP,)
