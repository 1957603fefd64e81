"""Unicode and white space of every string of a draft."""

from __future__ import annotations

from newscrawl.article.draft import Draft
from newscrawl.items import Reference
from newscrawl.text import clean


def normalise(draft: Draft) -> None:
    """Every string of `draft` through `newscrawl.text.clean`; what is empty then goes."""
    article = draft.article
    article.headline = _cleaned(article.headline)
    article.standfirst = _cleaned(article.standfirst)
    article.published_raw = _cleaned(article.published_raw)
    draft.byline = _cleaned(draft.byline)
    article.section = _all_cleaned(article.section)
    article.authors = _all_cleaned(article.authors)
    article.tags = _all_cleaned(article.tags)
    article.related = [reference for found in article.related if (reference := _reference(found))]
    article.previous = _reference(article.previous)
    article.next = _reference(article.next)
    for paragraph in draft.paragraphs:
        paragraph.text = clean(paragraph.text)
        paragraph.links = tuple(reference for found in paragraph.links if (reference := _reference(found)))
    draft.paragraphs = [paragraph for paragraph in draft.paragraphs if paragraph.text]


def _cleaned(text: str | None) -> str | None:
    return (clean(text) or None) if text is not None else None


def _all_cleaned(texts: list[str]) -> list[str]:
    return list(dict.fromkeys(text for found in texts if (text := clean(found))))


def _reference(reference: Reference | None) -> Reference | None:
    if reference is None:
        return None
    headline = clean(reference.headline)
    return Reference(reference.url, headline) if headline else None
