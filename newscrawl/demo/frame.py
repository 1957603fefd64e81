"""What every page has in common: address, menus, head and footer."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import UTC, datetime
from zlib import crc32

from newscrawl.demo.fragments import Html, fill, join
from newscrawl.demo.stories import SECTIONS, Story, Teaser, edition

ORIGIN = "https://demo.invalid"
"""The address that the pages declare as theirs, on whatever port they are served."""
NAME = "L'Écho du Fil"
RUNNING_NAME = "Dernières minutes"
RUNNING_PATH = "/category/dernieres-minutes/"

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip

_NOT_IN_SLUGS = re.compile(r"[^a-z0-9]+")


def document(title: str, path: str, content: Html, *, head: Html | None = None, classes: str = "") -> Html:
    """A whole page."""
    entries = [("/", "Accueil"), (RUNNING_PATH, RUNNING_NAME)]
    entries += [(section_path(slug), name) for slug, name in SECTIONS.items()]
    return fill(
        "frame",
        "document",
        title=title,
        site=NAME,
        address=ORIGIN + path,
        head=head,
        classes=classes,
        menu=join(fill("frame", "menu_entry", path=path, name=name) for path, name in entries),
        content=content,
        choice=join(
            fill("frame", "small_item", path=story.path, headline=story.headline) for story in edition().stories[4:7]
        ),
    )


def article_head(story: Story) -> Html:
    """What the head of an article says to machines: more on some pages than on others."""
    properties: list[tuple[str, str]] = []
    if story.markup == "cloud":
        properties += [("og:type", "article"), ("og:title", story.headline), ("og:url", ORIGIN + story.path)]
        properties.append(("article:published_time", _utc(story.published)))
        if story.image:
            properties.append(("og:image", ORIGIN + image_path(story.image)))
    if story.modified:
        properties.append(("article:modified_time", _utc(story.modified)))
    head = join(fill("frame", "property", name=name, value=value) for name, value in properties)
    return join((head, fill("frame", "json_ld", graph=_json_ld(story)))) if states_json_ld(story) else head


def states_json_ld(story: Story) -> bool:
    """Whether the head holds JSON-LD: about every other page, always the same ones."""
    return crc32(story.slug.encode()) % 2 == 0


def slug_of(name: str) -> str:
    """`name` as a path segment."""
    decomposed = unicodedata.normalize("NFKD", name.casefold().replace("’", " "))
    return _NOT_IN_SLUGS.sub("-", decomposed.encode("ascii", "ignore").decode()).strip("-")


def section_path(section: str) -> str:
    """Where a sub-section is."""
    return f"{RUNNING_PATH}{section}/"


def image_path(image: str) -> str:
    """Where a picture is."""
    return f"/wp-content/uploads/2026/11/{image}.svg"


def byline(story: Story) -> str:
    """Who signs, as the page prints it."""
    return story.author or ", ".join(story.byline_agencies) or "La rédaction"


def author_path(story: Story) -> str:
    """Where the articles of the same signature are listed."""
    return f"/author/{slug_of(byline(story))}/"


def tag_path(tag: str) -> str:
    """Where the articles of a keyword are listed."""
    return f"/tag/{slug_of(tag)}/"


def time(teaser: Teaser) -> Html:
    """The publication as the theme prints it: the day for readers, the moment for machines."""
    moment = teaser.published
    number = "1er" if moment.day == 1 else str(moment.day)
    return fill("frame", "time", moment=moment.isoformat(), day=f"{number} {MONTHS[moment.month - 1]} {moment.year}")


def most_read() -> tuple[Story, ...]:
    """What "Les plus lus" lists, on every page."""
    return tuple(sorted(edition().stories, key=lambda story: (-story.comments, story.slug))[:5])


def neighbours(story: Story) -> tuple[Story | None, Story | None]:
    """The articles before and after one, by time."""
    stories = edition().stories
    place = stories.index(story)
    older = stories[place + 1] if place + 1 < len(stories) else None
    return older, stories[place - 1] if place else None


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _json_ld(story: Story) -> Html:
    """A graph as the usual SEO plug-ins write it, with times in UTC."""
    address = ORIGIN + story.path
    article = {
        "@type": "NewsArticle",
        "@id": f"{address}#article",
        "isPartOf": {"@id": address},
        "headline": story.headline,
        "datePublished": _utc(story.published),
        "dateModified": _utc(story.modified or story.published),
        "author": {"@type": "Person" if story.author else "Organization", "name": byline(story)},
        "commentCount": story.comments,
        "keywords": list(story.tags),
        "articleSection": [SECTIONS[story.section], RUNNING_NAME],
        "inLanguage": "fr-FR",
    }
    if story.image:
        article["image"] = {"@type": "ImageObject", "url": ORIGIN + image_path(story.image)}
    page = {"@type": "WebPage", "@id": address, "url": address, "name": f"{story.headline} - {NAME}"}
    site = {"@type": "WebSite", "@id": f"{ORIGIN}/#website", "url": f"{ORIGIN}/", "name": NAME}
    graph = {"@context": "https://schema.org", "@graph": [article, page, site]}
    return Html(json.dumps(graph, ensure_ascii=False).replace("</", "<\\/"))
