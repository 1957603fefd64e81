"""When an article was published and changed, as the lines around it tell readers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from itertools import zip_longest

from newscrawl.article.moments import Clock, Moment, read_machine, read_relative, read_written
from newscrawl.article.near import NearLine, is_comment
from newscrawl.article.people import signs
from newscrawl.dates.reading import MACHINE_DATES
from newscrawl.html.elements import Element, text_of
from newscrawl.text import fold_in_place

_LABEL = re.compile(
    r"\b(?:(?P<changed>mise? a jour|modifie\w*|actualise\w*|updated|maj|derniere modification)"
    r"|(?P<issued>publie\w*|mise? en ligne|paru\w*|poste\w*|cree\w*|ecrit\w*|redige\w*|diffuse\w*|posted|published))\b"
)
_LABEL_ALONE = 30
"""Characters up to which a line is a label for the one below it."""
_REACH = 40
"""Characters behind a label in which its date begins."""
_DATED, _DATED_SENTENCE = 0.25, 0.35
"""Share of what no label announces that a date must have, and where it ends like a sentence."""
_SENTENCE_END = (".", "!", "?", "…")
_BAR = re.compile(r"\s[|•·–—/-]\s|[|•·]")
_SENTENCE = re.compile(r"[^.!?…]{12,}|.*\w.*[.!?…]$")
"""What stands behind a date in a sentence: words, and its end."""
_DIGITS = re.compile(r"\d")


class Says(Enum):
    """What a line says of its date."""

    PUBLISHED = "published"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Dated:
    """A time that a line tells, and what of it."""

    moment: Moment
    label: Says | None = None
    called: Says | None = None
    """What its element is called."""
    is_exact: bool = False
    """Whether it stands in an attribute."""

    @property
    def says(self) -> Says | None:
        """What is said of it, by words first."""
        return self.label or self.called


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of a line behind a label."""

    text: str
    says: Says | None
    label: int
    """Where its label begins in the line …"""
    start: int
    """… and ends."""


def dates(lines: list[NearLine], clock: Clock) -> list[Dated]:
    """The times in lines, those in attributes first, which are more exact than what stands beside them.

    A line that is only a label (`Mis à jour`) holds for the line below it.
    """
    parted = list(_parted([line for line in lines if _is_about_article(line)]))
    exact = [each for line, parts in parted for each in _exact(line, parts, clock)]
    if not any(each.called is not Says.CHANGED for each in exact):
        # `updated` is also what a microformat calls the only time of a post.
        exact = [replace(each, called=None) for each in exact]
    written = [each for line, parts in parted for each in _written(line, parts, clock)]
    relative = [each for line, parts in parted if clock.reference for each in _relative(line, parts, clock)]
    return [*exact, *written, *relative]


def published(lines: list[NearLine], clock: Clock) -> Iterator[Moment]:
    """What may be the publication: what is not said to be a change; a change in an attribute before other words."""
    found = dates(lines, clock)
    exact = [each for each in found if each.is_exact]
    for candidates in (exact, [each for each in found if not each.is_exact]):
        yield from (each.moment for each in candidates if each.says is not Says.CHANGED)
        yield from (each.moment for each in candidates if each.says is Says.CHANGED and each.is_exact)


def issued(lines: list[NearLine], clock: Clock) -> Iterator[Moment]:
    """What is said to be the publication, or stands in a line that says who signs."""
    signed = dates([line for line in lines if signs(line.text)], clock)
    said = dates(lines, clock) if any(_LABEL.search(line.folded) for line in lines) else []
    return (each.moment for each in (*said, *signed) if each.says is Says.PUBLISHED or each in signed)


def modified(lines: list[NearLine], clock: Clock) -> Iterator[Moment]:
    """What is said to be the last change."""
    return (each.moment for each in dates(lines, clock) if each.says is Says.CHANGED)


def _is_about_article(line: NearLine) -> bool:
    return not line.names_article and not is_comment(line.block.element)


def _parted(lines: list[NearLine]) -> Iterator[tuple[NearLine, list[_Part]]]:
    """Each line with its parts, the first of which may stand under a label in the line above."""
    pending: Says | None = None
    for line in lines:
        folded = fold_in_place(line.text)
        labels = list(_LABEL.finditer(folded))
        parts = [_Part(line.text[: labels[0].start() if labels else None], pending, 0, 0)]
        for label, following in zip_longest(labels, labels[1:]):
            says = Says.CHANGED if label["changed"] else Says.PUBLISHED
            text = line.text[label.end() : following.start() if following else None]
            parts.append(_Part(text, says, label.start(), label.end()))
        yield line, parts
        is_label = bool(labels) and len(folded) <= _LABEL_ALONE and not _DIGITS.search(folded)
        pending = parts[-1].says if is_label else None


def _exact(line: NearLine, parts: list[_Part], clock: Clock) -> Iterator[Dated]:
    for element in line.block.element.iter("time", "abbr", "span", "div", "p"):
        stated = next(filter(None, map(element.get, MACHINE_DATES)), None)
        if stated is None and element.tag == "abbr":
            stated = element.get("title")
        moment = read_machine(stated, clock) if stated and _DIGITS.search(stated) else None
        if moment is not None:
            at = max(0, line.text.find(text_of(element)))
            part = next((part for part in reversed(parts) if part.start <= at), parts[0])
            yield Dated(moment, part.says, _called(element), is_exact=True)


def _called(element: Element) -> Says | None:
    """What an element is called by its class or property; what is called both at once is the publication."""
    names = f"{element.get('class', '')} {element.get('itemprop', '')}".lower()
    if "publish" in names:
        return Says.PUBLISHED
    return Says.CHANGED if "updated" in names or "modified" in names else None


def _written(line: NearLine, parts: list[_Part], clock: Clock) -> Iterator[Dated]:
    for number, part in enumerate(parts):
        moment = read_written(part.text, clock) if _DIGITS.search(part.text) else None
        if moment is None:
            continue
        start = part.text.find(moment.raw)
        if number:
            fits = start <= _REACH and _is_label(line.text, part, part.text[start + len(moment.raw) :])
        else:
            fits = _is_dated(part.text, start, moment.raw) or signs(line.text)
        if fits:
            yield Dated(moment, part.says)


def _is_label(line: str, part: _Part, behind: str) -> bool:
    """Whether what comes before a date is a label: it opens the line, or no sentence goes on behind the date."""
    return not _BAR.split(line[: part.label])[-1].strip() or not _SENTENCE.match(_BAR.split(behind)[0])


def _is_dated(text: str, start: int, raw: str) -> bool:
    """Whether the part of a line that a date stands in, between bars, is hardly more than the date."""
    ahead = _BAR.split(text[: max(0, start)])[-1]
    behind = _BAR.split(text[start + len(raw) :])[0]
    is_sentence = behind.endswith(_SENTENCE_END)
    if not is_sentence and not ahead.strip():
        return True
    return len(raw) >= (_DATED_SENTENCE if is_sentence else _DATED) * len(ahead + raw + behind)


def _relative(line: NearLine, parts: list[_Part], clock: Clock) -> Iterator[Dated]:
    for part, following in zip_longest(parts, parts[1:]):
        end = following.label if following else len(line.text)
        moment = read_relative(line.text[part.label : end], clock)
        if moment is not None:
            yield Dated(moment, part.says)
