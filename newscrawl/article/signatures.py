"""Who signs an article: what the page states for machines, then the lines near the headline and at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from newscrawl.article import near
from newscrawl.article.draft import Draft, ParagraphKind
from newscrawl.article.near import parted
from newscrawl.article.people import SiteNames, collective, is_name, names_of, signs, split_names
from newscrawl.article.reading import Reading
from newscrawl.dateline.agencies import homonyms
from newscrawl.html.elements import texts_in
from newscrawl.html.selectors import Selected, found_by
from newscrawl.text import clean, fold, letters
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
    """Who signs, from the first source that names a person; the bylines as written beside it.

    A byline that names those whom the metadata name, and more, is the fuller statement.  The paper, a desk or an
    account sign only where the page states them for machines and names nobody else.  What agencies sign stays among the
    authors until the stage `agencies`.
    """
    own = _names_of_site(reading)
    pointed = (found_by(reading.page, rules.authors) for rules in reading.layers)
    candidates = [[parted(_pieces(each)) for each in found] for found in pointed]
    candidates += [source.authors for source in reading.sources]
    organisations = [name for source in reading.sources for name in source.organisations]
    bylines: list[str] = []
    accounts: list[str] = []
    for stated in candidates:
        names = names_of(stated, own)
        if any(map(_is_person, names)):
            shown = _fuller(names, reading, own)
            names, bylines = (names_of([shown], own), [shown]) if shown else (names, stated)
            break
        bylines += stated
        accounts += names
    else:
        signed = next(_signed(draft, reading, own, alone=not accounts), None)
        names, bylines = (names_of([signed], own, logins=False), [signed]) if signed else ([], bylines)
    bylines = [*bylines, *organisations]
    bylines += [line for line in near.sourced(reading.under) if not any(fold(line) in fold(each) for each in bylines)]
    draft.article.authors = names or collective([*(name for stated in candidates for name in stated), *organisations])
    draft.byline = ", ".join(dict.fromkeys(line.replace("\n", ", ") for line in bylines)) or None


def _is_person(name: str) -> bool:
    """Whether a name is neither an agency's nor an account's."""
    return not homonyms(name) and not name.islower()


def _pieces(found: Selected) -> list[str]:
    return [found.text] if found.value is not None or found.element is None else list(texts_in(found.element))


def _names_of_site(reading: Reading) -> SiteNames:
    own = [reading.site, host_of(reading.page.url), *_TITLE_MARKS.split(reading.page.title)[1:]]
    own += reading.page.metas.get("article:publisher", ())
    for source in reading.sources:
        own += [source.publisher, *source.section, *(crumb.name for crumb in source.breadcrumb)]
    persons = {letters(source.publisher) for source in reading.sources if source.publisher and source.is_person}
    return SiteNames(name for name in own if name and letters(name) not in persons)


def _fuller(names: list[str], reading: Reading, own: SiteNames) -> str | None:
    """The byline that names more than these."""
    stated = set(map(letters, names))
    for line in near.signed(reading.under):
        shown = names_of([line], own, logins=False)
        if stated < set(map(letters, shown)) and all(map(is_name, shown)):
            return line
    return None


def _signed(draft: Draft, reading: Reading, own: SiteNames, *, alone: bool) -> Iterator[str]:
    """The lines that name somebody, the most trusted first; bare names count only where no account is stated."""
    lines = chain(
        near.signed(reading.under),
        near.signed(reading.above),
        near.shaped(reading.near),
        _closing(draft),
        chain(near.alone(reading.under), near.alone(reading.above), _bare_names(draft)) if alone else (),
        near.signed(reading.below),
        near.marked(reading.page, reading.headline.element),
    )
    return (line for line in lines if names_of([line], own, logins=False))


def _closing(draft: Draft) -> Iterator[str]:
    """Lines that sign at the end of the text: `Propos recueillis par Anthony Laurent`."""
    lines = (line for paragraph in draft.paragraphs[-_CLOSING:] for line in paragraph.text.strip().split("\n"))
    texts = [text for line in lines if (text := clean(line))]
    yield from (text for text in texts if len(text) < _BYLINE_LENGTH and signs(text))


def _bare_names(draft: Draft) -> Iterator[str]:
    """Names that stand alone below a sentence, with short lines only behind them."""
    last = draft.paragraphs[-_LAST:]
    for index in range(len(last) - 1, 0, -1):
        paragraph, above = last[index], last[index - 1].text.rstrip()
        text = clean(paragraph.text)
        if paragraph.kind is ParagraphKind.TEXT and not paragraph.links and above.endswith(_SENTENCE_END):
            yield from [text] if _is_signature(text) else ()
        if len(text) > _AFTER_NAME:
            return


def _is_signature(text: str) -> bool:
    """Whether a line is a name, perhaps with what its bearer is: `Moussa Diallo, correspondant à Kayes`."""
    if len(text) > _BYLINE_LENGTH or text.endswith(_SENTENCE_END):
        return False
    names = split_names(text, logins=False)
    if len(names) != 1 or not is_name(names[0]) or not text.casefold().startswith(names[0].casefold()):
        return False
    behind = text[len(names[0]) :].lstrip()
    return not behind or behind[0] in ",(|/–—-"
