"""Whether a page that reads as an article is one: a crawl knows that by where it found the page, an archive does not.

Lists often say nothing of themselves, and their teasers one after the other read as a text; contact pages and legal
notices have a headline and a text as articles do.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from newscrawl.article.draft import Draft
from newscrawl.article.titles import letters
from newscrawl.dateline import find_dateline
from newscrawl.dateline.credit_lines import closing_credit
from newscrawl.sources import NotAListing, discover_links
from newscrawl.sources.addresses import is_list_path
from newscrawl.sources.links import Link
from newscrawl.urls import article_id

_LABEL = 60
"""Characters above which a headline names no list."""
_PUBLISHED = re.compile(r"<meta[^<>]{0,200}article:published_time", re.IGNORECASE)
"""What a page says that was published by itself."""
_HEAD = 100_000
_TEASER = 700
"""Characters above which a paragraph is no teaser."""
_MOST = 8_000
"""Characters above which a text is none of teasers."""
_LEAST_LINKS = 3
_SHARE = 0.5
"""Share of a text that stands in the teasers of links from which the page is their list."""
_INTRODUCTION = 300
"""Characters up to which a text may only introduce a list that goes on on another page."""
_BEGINNING = 40
_DATED = re.compile(r"/(?:19|20)\d\d/(?:0?[1-9]|1[0-2])(?:/\d{1,2})?/[^/]*[-_][^/]*[a-z]", re.IGNORECASE)


def is_list(draft: Draft, page: str, url: str) -> bool:
    """Whether the text of a draft is that of a list which the page shows."""
    lengths = [len(paragraph.text) for paragraph in draft.paragraphs]
    if not lengths or max(lengths) > _TEASER or sum(lengths) > _MOST:
        return False
    if len(draft.article.headline or "") > _LABEL or _PUBLISHED.search(page, 0, _HEAD) is not None:
        return False
    try:
        listing = discover_links(page, url, reference=draft.context.reference)
    except NotAListing:
        return False
    own = {draft.article.id, article_id(url)}
    links = [link for link in listing.links if not _leads_to(link, own)]
    if len(links) < _LEAST_LINKS:
        return False
    if listing.next_page is not None and sum(lengths) <= _INTRODUCTION:
        return True
    teasers = letters(" ".join(link.teaser for link in links if link.teaser))
    found = sum(
        length
        for length, paragraph in zip(lengths, draft.paragraphs, strict=True)
        if letters(paragraph.text)[:_BEGINNING] in teasers
    )
    return found >= _SHARE * sum(lengths)


def is_unmarked(draft: Draft) -> bool:
    """Whether nothing marks a page as an article.

    Marks are a time, an author, a dateline, an agency at the end, an address with a day or month before its name
    (`/2024/05/03/titre/`), and markup that its site's spider knows.
    """
    article, texts, country = draft.article, [paragraph.text for paragraph in draft.paragraphs], draft.context.country
    if article.published_at or article.authors or draft.byline or article.method == "rules":
        return False
    if _is_dated(article.url) or (texts and closing_credit(texts[-1], country)[0]):
        return False
    return find_dateline(texts, country=country) is None


def _is_dated(url: str) -> bool:
    return _DATED.search(urlsplit(url).path) is not None and not is_list_path(url)


def _leads_to(link: Link, identities: set[str]) -> bool:
    try:
        return article_id(link.url) in identities
    except ValueError:
        return False
