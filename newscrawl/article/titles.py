"""The headline of a page: among its `h1`, the titles it states for machines, and what the list said of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from newscrawl.article.document import MAX_TITLE, ArticlePage
from newscrawl.article.draft import Hint
from newscrawl.article.structured import StatedFields
from newscrawl.families.rules import ArticleRules
from newscrawl.html.elements import Element, text_of
from newscrawl.html.selectors import found_by
from newscrawl.text import clean, fold, letters
from newscrawl.urls import host_of

_PLACEHOLDERS = frozenset(
    {"untitled", "sans titre", "(sans titre)", "no title", "(no title)", "senza titolo", "sin titulo"}
)
"""What themes print where a post has no title."""
_MARKS = re.compile(r"\s+[|–—•·»«‹›:-](?=\s)|\s*\|\s*")
_SITE_FIRST = re.compile(r"\s*+([^:|»–—\s][^:|»–—]{1,38}?[^:|»–—\s])(?:\s*+[:|»]|\s++[–—-])\s+")
_ARTICLE = re.compile(r"^(?:l[ea]s?\s|l['’])", re.IGNORECASE)
"""What papers have before their names, and hosts often do not."""
_HEAD = 20
"""Characters from which what stands before a bar is a headline."""
_WORDS = 4
"""Words from which an `h1` says something."""
_CUT = ("…", "...", "[…]", "[...]")
_SAYS_SOMETHING = 8
"""Letters from which one title inside another is no coincidence."""
_SURE = 12
"""Letters from which a title cut off with an ellipsis is told by its beginning."""
_TIES = (".", ":", "!", "?", "-", "–", "—", "|", "»", ",", "…")
"""What ends a part that is read together with the headline: `Ukraine. Le récit…`."""
_MARKS_OF_KICKERS = (".", ":", "!", "?", ",")
_MARKS_OF_LABELS = ("|", "–", "—", "-")
"""What makes a kicker a part of the headline, as a bar or a dash behind a label does not."""


@dataclass(frozen=True, slots=True)
class Headline:
    """The headline, and the element that shows it where one does."""

    text: str | None = None
    element: Element | None = None


def find_headline(
    page: ArticlePage,
    layers: Sequence[ArticleRules],
    sources: Sequence[StatedFields],
    site: str | None,
    hint: Hint | None,
) -> Headline:
    """A rule's or family's, else the `h1` that the machine-readable titles confirm, else what a list named, else those.

    What a list said chooses among the candidates of the page; it is never the headline itself.
    """
    for rules in layers:
        for found in found_by(page, rules.headline):
            text = found.text
            return Headline(None if not text or fold(text) in _PLACEHOLDERS else text, found.element)
    stated = [source.headline for source in sources if source.headline]
    titles = [title for each in (*stated, page.title) if (title := without_site(each, page, site))]
    shown = [
        Headline(text, element) for element in page.headings[:20] if 0 < len(text := text_of(element)) <= MAX_TITLE
    ]
    confirmed = [each for each in shown if any(agree(each.text or "", title) for title in titles)]
    named = [each for each in (confirmed or shown) if _is_named(each.text, hint)]
    if named:
        return _without_label(named[0], titles)
    if confirmed:
        chosen = max(confirmed, key=lambda each: len(each.text or "")) if len(confirmed) < 3 else confirmed[0]
        return _without_label(chosen, titles)
    own = {letters(name) for name in (site, *host_of(page.url).split(".")) if name}
    said = [each for each in shown if len((each.text or "").split()) >= _WORDS and letters(each.text or "") not in own]
    if len(said) == 1:
        return said[0]
    titles.sort(key=lambda title: not _is_named(title, hint))
    lesser = _shown_by(titles[0], page) if titles else None
    if len(shown) == 1 and not stated and lesser is None:
        return shown[0]
    return Headline(titles[0], lesser) if titles else next(iter(shown), Headline())


def _shown_by(title: str, page: ArticlePage) -> Element | None:
    """The lesser heading that shows a title, where no `h1` does."""
    written = letters(title)
    found = (element for element in page.root.iter("h2", "h3") if letters(text_of(element)[:MAX_TITLE]) == written)
    return next(found, None) if len(written) >= _SAYS_SOMETHING else None


def without_site(title: str, page: ArticlePage, site: str | None) -> str:
    """A title without the names of the site and of sections that stand at its end, or of the site at its beginning."""
    host = re.sub(r"[^a-z0-9]", "", host_of(page.url).partition(":")[0].rpartition(".")[0])
    labels = {label for label in host_of(page.url).split(".")[:-1] if len(label) > 2}
    known = ({letters(site)} if site else set()) | {letters(label) for label in labels}
    parts = {part for label in labels for part in label.split("-") if len(part) > 3}
    marks = list(_MARKS.finditer(title))
    for mark in marks:
        behind = title[mark.end() :].lstrip()
        tail = letters(behind) if behind[:1].isalnum() else ""
        last = mark is marks[-1]
        named = any(name and tail.startswith(name) for name in known)
        if named or (last and ((len(tail) > 3 and tail in host) or any(tail.startswith(part) for part in parts))):
            return _without_sections(title[: mark.start()].strip())
    start = _SITE_FIRST.match(title)
    if start is not None and (letters(start[1]) in known or letters(_ARTICLE.sub("", start[1])) in known):
        return title[start.end() :].strip()
    return _without_sections(title)


def _without_sections(title: str) -> str:
    """A title without what bars part from its end; no headline has one."""
    head, bar, _ = title.partition(" | ")
    return head.strip() if bar and len(head) >= _HEAD else title


def is_start_of(text: str, title: str) -> bool:
    """Whether `text` is the title, or its beginning cut off with an ellipsis."""
    start, whole = letters(text), letters(title)
    return bool(start) and (start == whole or (_is_cut(text) and whole.startswith(start)))


def _is_cut(text: str) -> bool:
    return text.rstrip().endswith(_CUT)


def _is_named(text: str | None, hint: Hint | None) -> bool:
    """Whether a list gave this headline, perhaps cut off or without its end."""
    if hint is None or not hint.headline or not text:
        return False
    if _is_cut(hint.headline):
        return len(letters(hint.headline)) >= _SURE and letters(text).startswith(letters(hint.headline))
    return letters(text) == letters(hint.headline) or agree(text, hint.headline)


def agree(heading: str, title: str) -> bool:
    """Whether one of two titles holds the other, and is not much longer."""
    short, long = sorted((letters(heading), letters(title)), key=len)
    return len(short) >= _SAYS_SOMETHING and short in long and len(short) * 2 >= len(long)


def _starts(title: str) -> list[str]:
    """A title, and what stands before each of its marks."""
    return [title, *(title[: mark.start()] for mark in _MARKS.finditer(title))]


def _is_parted(title: str, kicker: str, marks: Sequence[str] = _MARKS_OF_KICKERS) -> bool:
    """Whether a mark follows a kicker at the beginning of a title."""
    start = fold(kicker)
    behind = fold(title).removeprefix(start)
    return fold(title).startswith(start) and behind[:2].strip()[:1] in marks


def _without_label(shown: Headline, titles: Sequence[str]) -> Headline:
    """Without a rubric or a mark for subscribers that stands in the `h1` as an element or on a line of its own.

    Where a title has that too, as a kicker, it tells how the two are parted: `Tour de France. Le peloton à Pau`.
    """
    element, whole = shown.element, letters(shown.text or "")
    if element is None or len(element) == 0:
        return shown
    lines = [clean(element.text or "")] if element[0].tag == "br" else []
    kickers = [text for text in (*lines, *map(text_of, element)) if text and not text.endswith(_TIES)]
    for title in (start for stated in titles for start in _starts(stated)):
        if letters(title) == whole:
            if any(_is_parted(title, kicker) for kicker in kickers):
                return Headline(clean(title), element)
            label = next((kicker for kicker in kickers if _is_parted(title, kicker, _MARKS_OF_LABELS)), None)
            if label is not None:
                return Headline(title[len(label) :].strip(" |–—-"), element)
    for title in titles:
        inner = letters(title)
        if len(inner) < _SAYS_SOMETHING or inner == whole or not (whole.startswith(inner) or whole.endswith(inner)):
            continue
        parts = [text for part in element.iterdescendants() if letters(text := text_of(part)) == inner]
        others = [text for text in (*lines, *map(text_of, element)) if text and letters(text) not in inner]
        if others and not any(text.endswith(_TIES) for text in others):
            return Headline(parts[0] if parts else clean(title), element)
    return shown
