"""Small invented pages for tests of single fields."""

from __future__ import annotations

import json

from newscrawl import extract_article
from newscrawl.items import Article

HEADLINE = "Douze ponts fragiles seront rénovés à partir de mars"
TEXT = (
    "Le conseil départemental a adopté vendredi un plan de rénovation de douze ponts, jugés fragiles depuis la crue.",
    "Les travaux doivent commencer en mars et coûter près de quarante millions d’euros, selon le rapporteur du budget.",
    "L’opposition a voté contre le texte, dont elle juge le calendrier trop long et le financement trop incertain.",
)
URL = "https://www.gazette-exemple.fr/regions/ponts-fragiles-412/"


def page(above: str = "", under: str = "", below: str = "", head: str = "", title: str = HEADLINE) -> str:
    """A page with markup above and under its headline and below its text."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in TEXT)
    body = f"{above}<h1>{HEADLINE}</h1>{under}<div class=texte>{text}</div>{below}"
    return f"<html lang=fr><head><title>{title}</title>{head}</head><body><main>{body}</main></body></html>"


def read(document: str, url: str = URL) -> Article:
    """The article of a page of a French site."""
    return extract_article(document, url, timezone="Europe/Paris")


def json_ld(**stated: object) -> str:
    """A script that states an article."""
    node = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": HEADLINE, **stated}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'
