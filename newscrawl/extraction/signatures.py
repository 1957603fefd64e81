"""Who signs an article: what the page states for machines, then the lines near the headline and at the end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from newscrawl.draft import Draft, ParagraphKind
from newscrawl.extraction.document import Page, text_of
from newscrawl.extraction.near import Lines
from newscrawl.extraction.people import is_name, names_of
from newscrawl.extraction.rules import ArticleRules, select
from newscrawl.extraction.structured import Stated
from newscrawl.extraction.titles import letters
from newscrawl.extraction.vocabulary import BYLINE
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


def authors(
    draft: Draft,
    page: Page,
    layers: Sequence[ArticleRules],
    sources: Sequence[Stated],
    site: str | None,
    lines: Callable[[], Lines],
) -> None:
    """Who signs, from the first source that names anybody; the byline as written beside it."""
    own = [name for name in (site, host_of(page.url), *(source.publisher or "" for source in sources)) if name]
    own += [name for source in sources for name in (*source.section, *source.breadcrumb)]
    own += [part for part in _TITLE_MARKS.split(page.title)[1:] if part]
    candidates = [[text_of(element) for element in select(page, rules.authors)] for rules in layers]
    candidates += [source.authors for source in sources]
    fallback: list[str] = []
    for candidate in candidates:
        stated = [text for text in candidate if text]
        if draft.byline is None and stated:
            draft.byline = ", ".join(dict.fromkeys(stated))
        names = names_of(stated, own)
        if any(_is_person(name, own) for name in names):
            draft.article.authors, draft.byline = names, ", ".join(dict.fromkeys(stated))
            return
        fallback = fallback or names
    for line in (*lines().bylines, *_closing_bylines(draft, own)):
        names = names_of([line], own)
        if any(_is_person(name, own) for name in names):
            draft.article.authors, draft.byline = names, line
            return
    draft.article.authors = fallback


def _closing_bylines(draft: Draft, own: list[str]) -> list[str]:
    """Lines that sign at the end of the text: `Propos recueillis par Anthony Laurent`, or a name alone."""
    texts = [clean(paragraph.text) for paragraph in draft.paragraphs[-_CLOSING:]]
    signed = [text for text in texts if len(text) < _BYLINE_LENGTH and BYLINE.match(fold(text))]
    return signed + [text for text in _bare_names(draft) if _is_person(text, own)]


def _bare_names(draft: Draft) -> Iterator[str]:
    """Names that stand alone below a sentence, with short lines only behind them."""
    last = draft.paragraphs[-_LAST:]
    for index in range(len(last) - 1, 0, -1):
        text, above = clean(last[index].text), last[index - 1].text.rstrip()
        if last[index].kind is ParagraphKind.TEXT and is_name(text) and above.endswith(_SENTENCE_END):
            yield text
        elif len(text) > _AFTER_NAME:
            return


def _is_person(name: str, own: list[str]) -> bool:
    """Whether a name is not the site's own."""
    written = letters(name)
    return all(written not in (letters(title), letters(title.rpartition(".")[0])) for title in own)
