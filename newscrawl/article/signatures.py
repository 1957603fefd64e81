"""Who signs an article: what the page states for machines, then the lines near the headline and at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newscrawl.article import near
from newscrawl.article.draft import Draft, ParagraphKind
from newscrawl.article.people import SiteNames, is_name, names_of, split_names
from newscrawl.article.reading import Reading
from newscrawl.article.titles import letters
from newscrawl.article.vocabulary import BYLINE
from newscrawl.html.selectors import select_texts
from newscrawl.text import clean, fold
from newscrawl.urls import host_of

_TITLE_MARKS = re.compile(r"\s+[|–—•·-]\s+|\s*\|\s*")
_CLOSING = 8
"""Blocks at the end of a text among which a byline may stand."""
_LAST = 8
"""Blocks at the end of a text among which a bare name is a signature …"""
_AFTER_NAME = 250
"""… and the length of what may follow it: a biography, tags, buttons."""
_SENTENCE_END = (".", "!", "?", "…", "»", '"', "”", ")")
_BYLINE_LENGTH = 120


def authors(draft: Draft, reading: Reading) -> None:
    """Who signs, from the first source that names anybody; the byline as written beside it.

    A byline that names those whom the metadata name, and more, is the fuller statement.
    """
    own = _names_of_site(reading)
    candidates = [select_texts(reading.page, rules.authors) for rules in reading.layers]
    candidates += [source.authors for source in reading.sources]
    fallback: list[str] = []
    for candidate in candidates:
        stated = [text for text in candidate if text]
        names = names_of(stated, own)
        if draft.byline is None and stated:
            draft.byline = ", ".join(dict.fromkeys(stated))
        if any(_is_person(name, own) for name in names):
            _sign(draft, *_fuller(names, ", ".join(dict.fromkeys(stated)), reading, own))
            return
        fallback = fallback or names
    for line in _bylines(draft, reading, own):
        names = names_of([line], own)
        if any(_is_person(name, own) for name in names):
            _sign(draft, names, line)
            return
    draft.article.authors = fallback


def _sign(draft: Draft, names: list[str], byline: str) -> None:
    draft.article.authors, draft.byline = names, byline


def _names_of_site(reading: Reading) -> SiteNames:
    own = [reading.site, host_of(reading.page.url), *_TITLE_MARKS.split(reading.page.title)[1:]]
    for source in reading.sources:
        own += [source.publisher, *source.section, *source.breadcrumb]
    return SiteNames(name for name in own if name)


def _fuller(names: list[str], byline: str, reading: Reading, own: SiteNames) -> tuple[list[str], str]:
    """The names, or more of them where the page shows more; the byline with the sources that stand beside it."""
    stated = set(map(letters, names))
    sources = [line for line in near.sourced(reading.under) if fold(line) not in fold(byline)]
    for line in near.signed(reading.under):
        shown = names_of([line], own)
        if stated < set(map(letters, shown)) and all(map(is_name, shown)):
            return shown, ", ".join([line, *sources])
    return names, ", ".join([byline, *sources])


def _bylines(draft: Draft, reading: Reading, own: SiteNames) -> Iterator[str]:
    yield from near.signed(reading.under)
    yield from near.signed(reading.above)
    yield from near.shaped(reading.near)
    yield from _closing_bylines(draft, own)
    yield from near.signed(reading.below)


def _closing_bylines(draft: Draft, own: SiteNames) -> list[str]:
    """Lines that sign at the end of the text: `Propos recueillis par Anthony Laurent`, or a name alone."""
    lines = (line for paragraph in draft.paragraphs[-_CLOSING:] for line in paragraph.text.strip().split("\n"))
    texts = [text for line in lines if (text := clean(line))]
    signed = [text for text in texts if len(text) < _BYLINE_LENGTH and BYLINE.match(fold(text))]
    return signed + [text for text in _bare_names(draft) if _is_person(text, own)]


def _bare_names(draft: Draft) -> Iterator[str]:
    """Names that stand alone below a sentence, with short lines only behind them."""
    last = draft.paragraphs[-_LAST:]
    for index in range(len(last) - 1, 0, -1):
        text, above = clean(last[index].text), last[index - 1].text.rstrip()
        if last[index].kind is ParagraphKind.TEXT and above.endswith(_SENTENCE_END) and _is_signature(text):
            yield text
        elif len(text) > _AFTER_NAME:
            return


def _is_signature(text: str) -> bool:
    """Whether a line is a name, perhaps with what its bearer is: `Moussa Diallo, correspondant à Kayes`."""
    if len(text) > _BYLINE_LENGTH or text.endswith(_SENTENCE_END):
        return False
    names = split_names(text)
    return len(names) == 1 and is_name(names[0]) and text.casefold().startswith(names[0].casefold())


def _is_person(name: str, own: SiteNames) -> bool:
    """Whether a name is neither the site's own nor a login: `cfontaine`."""
    if name.islower() and " " not in name:
        return False
    return letters(name) not in own.letters
