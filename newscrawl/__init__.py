"""newscrawl: the running news of the French-speaking press as clean, dated, placed JSON Lines.

The names below are the library's face.  They load on first use (PEP 562), so
importing one part never imports the others, nor Scrapy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from newscrawl.version import __version__

if TYPE_CHECKING:
    from newscrawl.article.draft import Hint, NotAnArticle
    from newscrawl.article.stages import extract_article, extract_text
    from newscrawl.dateline import parse_dateline
    from newscrawl.families.rules import ArticleRules
    from newscrawl.items import Article, Dateline, Place
    from newscrawl.sources import Link, Listing, discover_links
    from newscrawl.store import Cursor, LinesDamaged, LinesDeleted, UnknownSchema, read_feed, read_feed_with_cursors
    from newscrawl.stories import read_stories


_HOMES = {
    "Article": "newscrawl.items",
    "ArticleRules": "newscrawl.families.rules",
    "Cursor": "newscrawl.store",
    "Dateline": "newscrawl.items",
    "Hint": "newscrawl.article.draft",
    "LinesDamaged": "newscrawl.store",
    "LinesDeleted": "newscrawl.store",
    "Link": "newscrawl.sources",
    "Listing": "newscrawl.sources",
    "NotAnArticle": "newscrawl.article.draft",
    "Place": "newscrawl.items",
    "UnknownSchema": "newscrawl.store",
    "discover_links": "newscrawl.sources",
    "extract_article": "newscrawl.article.stages",
    "extract_text": "newscrawl.article.stages",
    "parse_dateline": "newscrawl.dateline",
    "read_feed": "newscrawl.store",
    "read_feed_with_cursors": "newscrawl.store",
    "read_stories": "newscrawl.stories",
}

__all__ = [
    "Article",
    "ArticleRules",
    "Cursor",
    "Dateline",
    "Hint",
    "LinesDamaged",
    "LinesDeleted",
    "Link",
    "Listing",
    "NotAnArticle",
    "Place",
    "UnknownSchema",
    "__version__",
    "discover_links",
    "extract_article",
    "extract_text",
    "parse_dateline",
    "read_feed",
    "read_feed_with_cursors",
    "read_stories",
]


def __getattr__(name: str) -> Any:
    try:
        home = _HOMES[name]
    except KeyError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
