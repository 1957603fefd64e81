"""The text of an article as its page states it for machines: `articleBody`, or the data that a script shows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from itertools import islice
from typing import Any

from newscrawl.article.blocks import Block
from newscrawl.article.document import ArticlePage
from newscrawl.article.draft import Paragraph
from newscrawl.article.titles import agree
from newscrawl.text import letters

_TAGS = re.compile(r"<(?:p|br|/p|/?div|/?li|/?h[1-6])\b[^>]*>", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^<>]{1,2000}>")
_ENOUGH = 250
"""Characters; a shorter `articleBody` is a teaser or a description put in its place."""
_SURE = 20
"""Letters of a block from which it is no coincidence that a text holds them; a shorter one has to come soon."""
_SOON = 400
_ALIKE = 0.9
"""Share of two texts that each has to have of the other for them to be the same."""
_BEGINNING = 0.6
"""Share of a longer text up to which a stated one is taken for its beginning."""
_LONGEST_STATE = 5_000_000
_MOST_VALUES = 200_000
_ASSIGNED = re.compile(r"^\s*(?:window|self|globalThis|var|let|const)\b[^={]{0,80}=\s*(?=[{\[])")
_SENTENCE = 60
_WORDS = re.compile(r"\w[\w'’-]*[\s\u00a0]+\w")


@dataclass(frozen=True)
class StatedText:
    """The paragraphs that a page states."""

    paragraphs: tuple[str, ...]

    @cached_property
    def _letters(self) -> str:
        return letters(" ".join(self.paragraphs))

    def shown_by(self, blocks: Sequence[Block]) -> list[Block]:
        """Those of some blocks that show the text, in its order."""
        shown, at = [], 0
        for block in blocks:
            own = letters(block.text)
            found = self._letters.find(own, at) if own else -1
            if found >= 0 and (len(own) >= _SURE or found - at <= _SOON):
                shown.append(block)
                at = found + len(own)
        return shown

    def shares(self, blocks: Sequence[Block]) -> tuple[float, float]:
        """How much of the blocks' letters the text has, and they of its."""
        shown = sum(len(letters(block.text)) for block in self.shown_by(blocks))
        whole = sum(len(letters(block.text)) for block in blocks)
        return shown / (whole or 1), shown / (len(self._letters) or 1)

    def is_shown_by(self, blocks: Sequence[Block]) -> bool:
        """Whether some blocks are the text and next to nothing else."""
        return min(self.shares(blocks)) >= _ALIKE

    def is_beginning_of(self, blocks: Sequence[Block]) -> bool:
        """Whether some blocks go on far behind the end of the text."""
        return len(self._letters) < _BEGINNING * sum(len(letters(block.text)) for block in blocks)


def stated_paragraphs(body: str | None) -> list[Paragraph]:
    """The paragraphs of an `articleBody`, which sites write as text, as escaped HTML or as one line."""
    lines = _lines(body or "")
    return [Paragraph(line) for line in lines] if sum(map(len, lines)) >= _ENOUGH else []


def text_in_state(page: ArticlePage, headline: str | None) -> StatedText | None:
    """The text of the article in the page's own data (`__NEXT_DATA__` and kin), whatever its keys are called.

    The article is the object that has the page's headline among its values; its text, the value with most sentences.
    """
    if not headline:
        return None
    best: list[str] = []
    for state in _states(page):
        for each in _objects(state):
            if not any(isinstance(value, str) and _names(value, headline) for value in each.values()):
                continue
            for value in each.values():
                lines = list(dict.fromkeys(_texts(value)))
                if sum(map(len, lines)) > sum(map(len, best)):
                    best = lines
    return StatedText(tuple(best)) if sum(map(len, best)) >= _ENOUGH else None


def _lines(body: str) -> list[str]:
    text = unescape(body)
    if _TAGS.search(text):
        text = _ANY_TAG.sub(" ", _TAGS.sub("\n", text))
    return [line for line in text.splitlines() if line.strip()]


def _states(page: ArticlePage) -> Iterator[Any]:
    """The JSON that scripts hold or assign."""
    for script in page.root.iter("script"):
        text, kind = script.text or "", (script.get("type") or "").lower()
        if len(text) > _LONGEST_STATE or "ld+json" in kind:
            continue
        assigned = _ASSIGNED.match(text)
        if "json" not in kind and assigned is None:
            continue
        try:
            yield json.JSONDecoder(strict=False).raw_decode(text[assigned.end() :] if assigned else text.strip())[0]
        except (ValueError, RecursionError):
            continue


def _objects(state: Any) -> Iterator[dict[str, Any]]:
    values = (value for value in islice(_values(state), _MOST_VALUES) if isinstance(value, dict))
    yield from values


def _values(state: Any) -> Iterator[Any]:
    """A value and all those in it, in their order."""
    waiting = [state]
    while waiting:
        value = waiting.pop()
        yield value
        if isinstance(value, dict):
            waiting += reversed(value.values())
        elif isinstance(value, list):
            waiting += reversed(value)


def _names(value: str, headline: str) -> bool:
    return len(value) <= 2 * len(headline) and agree(value, headline)


def _texts(value: Any) -> Iterator[str]:
    """The lines of text in a value: those with several words; nothing where none of them is a sentence."""
    lines = [
        line.strip()
        for each in islice(_values(value), _MOST_VALUES)
        if isinstance(each, str) and _WORDS.search(each) and "{" not in each[:1]
        for line in _lines(each)
    ]
    return iter(lines if any(len(line) >= _SENTENCE for line in lines) else [])
