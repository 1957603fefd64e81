"""What a perfect crawl of the demonstration site yields, told from the same data as its pages.

Nothing here is read from a page, and nothing of newscrawl's own understanding is used.
"""

from __future__ import annotations

from typing import Any

from newscrawl.demo import frame
from newscrawl.demo.stories import SECTIONS, Filing, Story, edition

_EDITORS = "La rédaction"
"""A signature that names nobody."""
_BREAK = "\n\n"


def articles() -> list[dict[str, Any]]:
    """Every article that a crawl of all pages of the running section must yield, newest first.

    Keys and values are those of the feed, of which only what the site decides is told: no identifiers, hashes, times of
    the crawl or coordinates.  Times carry the offset of the site; pages state them with one or another offset, so that
    they are to be compared as moments.
    """
    return [_article(story) for story in edition().stories]


def dead_ends() -> dict[str, str]:
    """What the running section lists besides, by canonical URL, and why it is no article.

    `missing` is answered with 404, `consent` is a wall, `cut` ends before its text, `reserved` is closed by robots.txt.
    """
    return {frame.ORIGIN + dead_end.path: dead_end.kind for dead_end in edition().dead_ends}


def _article(story: Story) -> dict[str, Any]:
    # The broken page ends with its text: what stands below that on the others is not on it.
    whole = story.markup != "soup"
    older, newer = frame.neighbours(story) if whole else (None, None)
    related = [block for block in story.blocks if block.kind == "related"]
    return {
        "url": frame.ORIGIN + story.path,
        "section": [frame.RUNNING_NAME, SECTIONS[story.section]],
        "headline": story.headline,
        "standfirst": story.standfirst,
        **_body(story),
        "dateline": _dateline(story.filing) if story.filing else None,
        "agencies": _agencies(story),
        "authors": _authors(story),
        "published_at": story.published.isoformat(),
        "modified_at": story.modified.isoformat() if story.modified else None,
        "language": "fr",
        "tags": list(story.tags) if whole or frame.states_json_ld(story) else [],
        "image": frame.ORIGIN + frame.image_path(story.image) if story.image else None,
        "comment_count": story.comments,
        "related": [{"url": f"{frame.ORIGIN}/{block.target}/", "headline": block.text} for block in related],
        "previous": _reference(older),
        "next": _reference(newer),
    }


def _body(story: Story) -> dict[str, Any]:
    """The text without dateline, boxes, embeds and advertisements, and where in it another language is used."""
    body = ""
    passages: list[dict[str, Any]] = []
    for block in story.blocks:
        if block.kind in {"related", "embed"}:
            continue
        body += _BREAK if body else ""
        if block.language:
            passages.append({"language": block.language, "start": len(body), "end": len(body) + len(block.plain)})
        body += block.plain
    return {"body": body, "foreign_passages": passages}


def _dateline(filing: Filing) -> dict[str, Any]:
    return {
        "raw": filing.raw,
        "places": [{"name": name, "country": country} for name, country in filing.places],
        "date": filing.date.isoformat() if filing.date else None,
        "date_raw": filing.date_raw,
        "agencies": list(filing.agencies),
        "authors": list(filing.authors),
    }


def _agencies(story: Story) -> list[str]:
    """Those of the dateline, then those that sign."""
    filed = story.filing.agencies if story.filing else ()
    return list(dict.fromkeys((*filed, *story.byline_agencies)))


def _authors(story: Story) -> list[str]:
    """Who signs, and who is named in the dateline."""
    signed = (story.author,) if story.author and story.author != _EDITORS else ()
    return list(dict.fromkeys((*signed, *(story.filing.authors if story.filing else ()))))


def _reference(story: Story | None) -> dict[str, str] | None:
    return {"url": frame.ORIGIN + story.path, "headline": story.headline} if story else None
