"""Whether a page that was read again says something new of its article, and the line that tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from newscrawl.article.moments import DATE_IMPLAUSIBLE, TIMEZONE_ASSUMED, TIMEZONE_UNKNOWN
from newscrawl.article.publication import PUBLICATION_CONFLICT
from newscrawl.items import SCHEMA_VERSION, Article
from newscrawl.store.index import Entry
from newscrawl.text import words_of
from newscrawl.urls import article_id
from newscrawl.version import __version__

Change = Literal["none", "text", "address", "return", "reading", "date"]
"""What changed: nothing; the text; only the address; a removed article is back; only the way in which we read it; only
that its time of publication, which seemed to lie ahead when it was read, is one by now."""


_OF_DATES = frozenset((DATE_IMPLAUSIBLE, TIMEZONE_ASSUMED, TIMEZONE_UNKNOWN, PUBLICATION_CONFLICT, "year_inferred"))
"""Problems that tell of the time of publication."""


@dataclass(frozen=True, slots=True)
class Revision:
    """What to do with an article that the feed holds."""

    change: Change
    line: Article | None = None
    """The next revision, null where there is nothing to write."""


def revise(article: Article, entry: Entry, previous: Mapping[str, Any] | None, baseline: str | None) -> Revision:
    """Compares an article as read now with what the feed holds of it.

    `previous` is its latest line, null where that is no longer there; `baseline`, the hash of an earlier reading that
    was found to say the same in other hands.  A new version of newscrawl, which may take another part of the page for
    the article, makes no revision by itself: only where the page also states a later change.  A date that was
    implausible when it was read, since our clock was wrong, is filled in once it is not: a correction, no revision.
    """
    moved = article_id(article.url) not in {article_id(url) for url in (entry.url, *_aliases(previous))}
    if entry.kind == "removal":
        return Revision("return", _next(article, entry, previous))
    if article.content_hash in (entry.content_hash, baseline) or (previous and _same_words(article, previous)):
        if moved:
            return Revision("address", _next(article, entry, previous))
        if previous is not None and _fills_date(article, previous):
            return Revision("date", _dated(article, previous))
        return Revision("none")
    if previous is not None and _read_otherwise(article, previous):
        return Revision("reading")
    return Revision("text", _next(article, entry, previous))


def removal(entry: Entry, previous: Mapping[str, Any] | None, site: str, at: str) -> Article:
    """The line that says that an article was found gone, at a time as ISO 8601 with offset."""
    return Article(
        newscrawl_version=__version__,
        kind="removal",
        id=entry.id,
        revision=entry.revision,
        url=entry.url,
        aliases=_aliases(previous),
        site=site,
        published_at=previous.get("published_at") if previous else None,
        crawled_at=at,
        removed_at=at,
    )


def _next(article: Article, entry: Entry, previous: Mapping[str, Any] | None) -> Article:
    """`article` as the next revision: same id, earlier addresses among its aliases, times of publication kept."""
    current = article_id(article.url)
    earlier = dict.fromkeys((*_aliases(previous), entry.url, *article.aliases))
    aliases = [url for url in earlier if article_id(url) != current]
    return replace(article, id=entry.id, revision=entry.revision + 1, aliases=aliases)


def _fills_date(article: Article, previous: Mapping[str, Any]) -> bool:
    """Whether a page dates an article whose date was refused when its line was written."""
    is_undated = previous.get("published_at") is None and DATE_IMPLAUSIBLE in (previous.get("problems") or ())
    return is_undated and article.published_at is not None


def _dated(article: Article, previous: Mapping[str, Any]) -> Article:
    """The line of an article again, with its time of publication."""
    line = Article.from_dict(previous)
    problems = {*line.problems} - _OF_DATES | {*article.problems} & _OF_DATES
    return replace(
        line,
        schema_version=SCHEMA_VERSION,
        newscrawl_version=__version__,
        published_at=article.published_at,
        published_raw=article.published_raw,
        published_precision=article.published_precision,
        problems=sorted(problems),
        corrected_by=__version__,
    )


def _aliases(previous: Mapping[str, Any] | None) -> list[str]:
    return list(previous["aliases"]) if previous else []


def _same_words(article: Article, previous: Mapping[str, Any]) -> bool:
    """Whether headline, dateline and body have the same words in the same order, whatever stands between them."""
    filed = previous.get("dateline") or {}
    own = article.dateline.raw if article.dateline else None
    return _words(article.headline, own, article.body) == _words(
        previous.get("headline"), filed.get("raw"), previous.get("body")
    )


def _words(*texts: str | None) -> list[str]:
    return words_of("\n".join(filter(None, texts)))


def _read_otherwise(article: Article, previous: Mapping[str, Any]) -> bool:
    """Whether the difference may be our own: another version read the page, and the page states no later change."""
    if article.newscrawl_version == previous.get("newscrawl_version"):
        return False
    return article.modified_at is None or article.modified_at == previous.get("modified_at")
