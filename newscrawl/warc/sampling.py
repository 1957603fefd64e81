"""The language of a page told before it is parsed, by some of the text that its markup shows.

A page's own word (`<html lang>`, `og:locale`, `Content-Language`) is a hint for pages with too little text: themes keep
the language that they were made in, and many sites of Africa declare English.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection

from newscrawl import languages

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
_HEAD = 20_000
_CODES = {
    "ara": "ar", "cat": "ca", "deu": "de", "eng": "en", "fra": "fr", "ita": "it", "nld": "nl", "por": "pt",
    "ron": "ro", "rus": "ru", "spa": "es", "tur": "tr",
}  # fmt: skip
"""The codes of ISO 639-3 that Common Crawl writes, for the languages that we tell apart."""


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
    head = page[:_HEAD]
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
