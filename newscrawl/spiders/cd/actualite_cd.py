"""Actualité.cd, a news site of Kinshasa."""

from __future__ import annotations

from newscrawl.families.rules import ArticleRules
from newscrawl.spiders.section import SectionSpider


class ActualiteCdSpider(SectionSpider):
    """actualite.cd: Drupal, article pages made by a view (`.views-field-body`).

    Evidence: a maintained public crawler of the Congolese press reads the section page by page, from 0; the feed
    answered a dated check.
    """

    name = "actualite_cd"
    system = "Drupal"
    sections = ("https://actualite.cd/actualite",)
    feeds = ("https://actualite.cd/feed",)
    home = "https://actualite.cd/"
    timezone = "Africa/Kinshasa"
    country = "CD"
    # Teasers of other articles are fields of views too, of one paragraph each.
    rules = ArticleRules(body=("//*[has-class('views-field-body')][.//p[2]]", ".views-field-body"))
