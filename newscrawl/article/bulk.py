"""Where most of a page's text stands, whatever the elements around it are called."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import IntEnum
from itertools import accumulate

from newscrawl.article.blocks import NEVER_TEXT, Verdict
from newscrawl.article.document import ArticlePage
from newscrawl.article.gates import is_consent_wall
from newscrawl.article.noise import is_hidden, verdict_outside
from newscrawl.article.titles import Headline
from newscrawl.html.elements import SILENT, Element
from newscrawl.html.outline import ClassNames, Outline

_LINE = 60
"""Characters from which a `p`, or a run of text between two tags, is of a paragraph rather than a label or a button."""
_NOT_RUN = SILENT | {"a"}
_BESIDE_TEXT = frozenset({"aside", "figcaption", "footer", "form", "nav"})
_COMMENTS = ClassNames(
    re.compile(r"(?<![a-z])(?:comments?|commentaires?|disqus|respond|replies)(?![a-z])", re.IGNORECASE)
)
"""What readers write is text like any other, and often more of it: only its name tells."""
_WHOLE_PAGE = frozenset({"html", "body", "main"})


def never_left_out(page: ArticlePage, headline: Headline) -> set[Element]:
    """The elements that no tag and no name takes out of the text.

    They are the headline's, and those that hold more than half of the page's paragraph text, links left out.  Outside
    the headline's own `article` that text has to stand in one element: a thread of comments under a short article, each
    in a box of its own, is no text of it, however long.
    """
    spine = set() if headline.element is None else {headline.element, *headline.element.iterancestors()}
    paragraphs, half = _paragraphs(page)
    held = _by_parent(paragraphs)
    most = max(held, key=held.__getitem__, default=None)
    if most is not None and held[most] > half:
        chain = [most, *most.iterancestors()]
        named = _of_one_name(most, paragraphs, half)
    else:
        own = None if headline.element is None else next(headline.element.iterancestors("article"), None)
        chain, named = [] if own is None else _holding(held, own, half), []
    if any(_would_go(element) for element in chain):
        hidden = next((element for element in reversed(chain) if is_hidden(element)), None)
        if _asks_for_consent(chain[0]) or (hidden is not None and _is_copy(hidden, paragraphs)):
            return spine
    return spine.union(chain, named)


def running_text(runs: Iterable[str]) -> int:
    """The characters of the long ones among some runs of text between two tags."""
    return sum(len(text) for text in runs if len(text) >= _LINE and not text.isspace())


def running_text_of(page: ArticlePage) -> int:
    """The characters of the page's long runs of text, in whatever elements but links: about what there is to read.

    Comments do not count, nor what stands beside a text by its tag, unless most of the page does: tags stay open.
    """
    outline = page.outline
    # Few texts are long, so that their length is asked first.
    tails = [(outline.parents[node], text) for node, text in enumerate(outline.tails) if len(text) >= _LINE]
    heads = [(node, text) for node, text in enumerate(outline.heads) if len(text) >= _LINE]
    runs = tails + [(node, text) for node, text in heads if outline.tags[node] not in _NOT_RUN]
    kinds = {-1: _Beside.NO}
    held = dict.fromkeys(_Beside, 0)
    for node, text in runs:
        if not text.isspace():
            held[_beside(outline, node, kinds)] += len(text)
    inside, by_tag = held[_Beside.NO], held[_Beside.BY_TAG]
    return inside if inside >= by_tag else inside + by_tag


class _Beside(IntEnum):
    """Where a run of text stands."""

    NO = 0
    BY_TAG = 1
    IN_COMMENTS = 2


def _beside(outline: Outline, node: int, kinds: dict[int, _Beside]) -> _Beside:
    """Where the text of a node stands; `kinds` are those of nodes passed before, for each is looked at once."""
    way = []
    while node not in kinds:
        way.append(node)
        node = outline.parents[node]
    kind = kinds[node]
    for each in reversed(way):
        own = _Beside.BY_TAG if outline.tags[each] in _BESIDE_TEXT else _Beside.NO
        if is_of_comments(outline, each):
            own = _Beside.IN_COMMENTS
        kind = kinds[each] = max(kind, own)
    return kind


def is_of_comments(outline: Outline, node: int) -> bool:
    """Whether a node is called comments, and is not the page."""
    return outline.labelled(node, _COMMENTS) and outline.tags[node] not in _WHOLE_PAGE


def _paragraphs(page: ArticlePage) -> tuple[dict[Element, int], float]:
    """The characters of each paragraph that are in no link, and half of what all paragraphs have."""
    paragraphs: dict[Element, int] = {}
    whole = 0
    for element in page.root.iter("p"):
        if next(element.iterdescendants("p"), None) is not None:
            continue  # one that was never closed holds those below it
        length = len("".join(element.itertext()).strip())
        if length < _LINE:
            continue
        whole += length
        unlinked = _unlinked(element, length)
        if unlinked * 2 >= length:
            paragraphs[element] = unlinked
    return paragraphs, whole / 2


def _unlinked(paragraph: Element, length: int) -> int:
    """What links leave of `length` characters, or less than half of them; links inside links are no reason to go on."""
    unlinked = length
    for link in paragraph.iter("a"):
        unlinked -= len("".join(link.itertext()))
        if unlinked * 2 < length:
            break
    return unlinked


def _by_parent(paragraphs: Mapping[Element, int]) -> dict[Element, int]:
    held: dict[Element, int] = defaultdict(int)
    for element, length in paragraphs.items():
        parent = element.getparent()
        if parent is not None:
            held[parent] += length
    return held


def _of_one_name(parent: Element, paragraphs: Mapping[Element, int], half: float) -> list[Element]:
    """The `p` in `parent`, short ones too, of a class that paragraphs with more than half share: its name for text."""
    named: dict[str, int] = defaultdict(int)
    for element in parent.iterchildren("p"):
        for name in _classes(element):
            named[name] += paragraphs.get(element, 0)
    of_text = {name for name, length in named.items() if length > half}
    return [element for element in parent.iterchildren("p") if not of_text.isdisjoint(_classes(element))]


def _classes(element: Element) -> set[str]:
    return set((element.get("class") or "").split())


def _holding(held: Mapping[Element, int], own: Element, half: float) -> list[Element]:
    """The elements inside `own` that hold more than half, in whatever elements of theirs; the innermost first."""
    before = zip(held, accumulate(held.values()), strict=True)
    middle = next((parent for parent, length in before if length > half), None)
    if middle is None:
        return []  # links are more than half
    around = [middle, *middle.iterancestors()]  # what holds more than half holds the middle
    nearest = {element: element for element in around}
    sums: dict[Element, int] = defaultdict(int)
    for parent, length in held.items():
        sums[_nearest(parent, nearest)] += length
    lengths = accumulate(sums[element] for element in around)
    inside = around[: around.index(own)] if own in around else []
    return [element for element, length in zip(inside, lengths, strict=False) if length > half]


def _nearest(element: Element, nearest: dict[Element, Element]) -> Element:
    """The first of some elements at or above `element`; those on the way are noted, so that each is passed once."""
    way = []
    while element not in nearest and (above := element.getparent()) is not None:
        way.append(element)
        element = above
    nearest.update(dict.fromkeys(way, nearest[element]))
    return nearest[element]


def _would_go(element: Element) -> bool:
    tag = str(element.tag)
    return tag in NEVER_TEXT or verdict_outside(element, tag) is not Verdict.READ


def _asks_for_consent(most: Element) -> bool:
    """Whether what holds most text is a dialog over a short article."""
    return is_consent_wall(" ".join("".join(most.itertext()).split()))


def _is_copy(hidden: Element, paragraphs: Mapping[Element, int]) -> bool:
    """Whether a text also stands outside an element that is not shown: it is for printers, or for who asks for more."""
    inside = set(hidden.iter("p"))
    texts = {"".join(each.itertext()).strip() for each in inside}
    return any("".join(each.itertext()).strip() in texts for each in paragraphs if each not in inside)
