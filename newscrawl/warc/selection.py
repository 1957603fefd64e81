"""Which captured pages are wanted: those in a language, and of these the articles.

A page's own word (`<html lang>`, `og:locale`, `Content-Language`) is a hint for pages with too little text: themes keep
the language that they were made in, and many sites of Africa declare English.  Lists often say nothing of themselves,
and their teasers one after the other read as a text; contact pages and legal notices have a headline and a text as
articles do.  A crawl knows what is one by where it found the page, an archive does not.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection
from urllib.parse import urlsplit

from newscrawl import languages
from newscrawl.article.draft import Draft
from newscrawl.dateline import find_dateline
from newscrawl.dateline.credit_lines import closing_credit
from newscrawl.sources import NotAListing, discover_links
from newscrawl.sources.addresses import is_list_path
from newscrawl.sources.links import Link
from newscrawl.text import letters
from newscrawl.urls import article_id

_ENOUGH = 1_500
"""Characters of text with which the sample is large enough."""
_LEAST = 300
"""Characters of paragraphs below which all visible text is sampled."""
_PARAGRAPH = 60
"""Characters from which a paragraph is taken for text, not for a label."""
_MOST_PARAGRAPHS = 200
_LONGEST = 4_000
_FALLBACK = 200_000
"""Characters of a page without paragraphs that are looked at."""
_TAG = re.compile(r"<[^<>]*+>")
_SILENT = re.compile(r"<(script|style|noscript|svg|template|select)\b", re.IGNORECASE)
_DECLARED = (
    re.compile(r"<html\b[^>]{0,1000}?\b(?:xml:)?lang\s*=\s*[\"']?([a-zA-Z]{2,3})(?![a-zA-Z])", re.IGNORECASE),
    re.compile(r"og:locale[\"']?\s+content\s*=\s*[\"']?([a-zA-Z]{2,3})(?![a-zA-Z])", re.IGNORECASE),
)
_DECLARED_WITHIN = 20_000
"""Characters of a page in which it names its language."""
_CODES = {
    "ara": "ar", "cat": "ca", "deu": "de", "eng": "en", "fra": "fr", "ita": "it", "nld": "nl", "por": "pt",
    "ron": "ro", "rus": "ru", "spa": "es", "tur": "tr",
}  # fmt: skip
"""The codes of ISO 639-3 that Common Crawl writes, for the languages that we tell apart."""
_LONGEST_LABEL = 60
"""Characters above which a headline names no list."""
_PUBLISHED = re.compile(r"<meta[^<>]{0,200}article:published_time", re.IGNORECASE)
"""What a page says that was published by itself."""
_PUBLISHED_WITHIN = 100_000
_TEASER = 700
"""Characters above which a paragraph is no teaser."""
_LONGEST_TEASERS = 8_000
"""Characters above which a text is none of teasers."""
_LEAST_LINKS = 3
_SHARE = 0.5
"""Share of a text that stands in the teasers of links from which the page is their list."""
_INTRODUCTION = 300
"""Characters up to which a text may only introduce a list that goes on on another page."""
_BEGINNING = 40
_DATED = re.compile(r"/(?:19|20)\d\d/(?:0?[1-9]|1[0-2])(?:/\d{1,2})?/[^/]*[-_][^/]*[a-z]", re.IGNORECASE)


def is_in(page: str, wanted: Collection[str], content_language: str | None = None) -> bool | None:
    """Whether an HTML page is in one of these languages (BCP 47); null where neither text nor its own word tells."""
    told = languages.is_in(sample(page), wanted)
    if told is not None:
        return told
    declared = declared_language(page, content_language)
    return declared in wanted if declared else None


def identified_languages(header: str | None) -> list[str]:
    """The languages of a `WARC-Identified-Content-Language`, the main one first; other codes stay as they are."""
    codes = [code.strip().lower() for code in (header or "").split(",")]
    return [_CODES.get(code, code) for code in codes if code]


def declared_language(page: str, content_language: str | None = None) -> str | None:
    """What a page says of its language; null where it says nothing."""
    head = page[:_DECLARED_WITHIN]
    found = next((match[1] for pattern in _DECLARED if (match := pattern.search(head))), None)
    if found is None and content_language and "," not in content_language:
        found = content_language.strip().partition("-")[0]
    return found.lower() if found else None


def sample(page: str) -> str:
    """Some of the visible text of a page: paragraphs that are long enough for text, else whatever there is."""
    found: list[str] = []
    size, place = 0, 0
    for _ in range(_MOST_PARAGRAPHS):
        place = page.find("<p", place)
        if place < 0:
            break
        if page[place + 2 : place + 3] not in {">", " ", "\n", "\t", "\r"}:
            place += 2
            continue
        end = page.find("</p", place, place + _LONGEST)
        text = _text(page[place : end if end >= 0 else place + _LONGEST])
        place = end if end >= 0 else place + 2
        if len(text) >= _PARAGRAPH:
            found.append(text)
            size += len(text)
            if size >= _ENOUGH:
                break
    return " ".join(found) if size >= _LEAST else visible(page)


def visible(page: str) -> str:
    """The first of the text of a page that lies outside of scripts and the like."""
    page = page[:_FALLBACK]
    begin = max(page.find("<body"), page.find("<BODY"), 0)
    pieces: list[str] = []
    size = 0
    while size < 2 * _LONGEST:
        silent = _SILENT.search(page, begin)
        text = _text(page[begin : silent.start() if silent else len(page)])
        pieces.append(text)
        size += len(text)
        if silent is None:
            break
        end = re.compile(rf"</{silent[1]}", re.IGNORECASE).search(page, silent.end())
        if end is None:
            break
        begin = end.end()
    return " ".join(pieces)[: 2 * _LONGEST]


def _text(markup: str) -> str:
    return " ".join(html.unescape(_TAG.sub(" ", markup)).split())


def is_list(draft: Draft, page: str, url: str) -> bool:
    """Whether the text of a draft is that of a list which the page shows."""
    lengths = [len(paragraph.text) for paragraph in draft.paragraphs]
    if not lengths or max(lengths) > _TEASER or sum(lengths) > _LONGEST_TEASERS:
        return False
    if len(draft.article.headline or "") > _LONGEST_LABEL or _PUBLISHED.search(page, 0, _PUBLISHED_WITHIN) is not None:
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
