"""What a card says of its article: headline, date, teaser, rubric, byline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from newscrawl.dates.partial import LONGEST_DATE
from newscrawl.dates.reading import MACHINE_DATES, is_date_text, iso_date, printed_date, stated_date
from newscrawl.html.elements import HEADINGS, Element
from newscrawl.html.outline import ClassNames
from newscrawl.sources.cards import Anchor, Card
from newscrawl.sources.links import Link
from newscrawl.sources.page import ListPage
from newscrawl.sources.vocabulary import (
    AUTHOR_CLASS,
    BODY_CLASS,
    CUT,
    DATE_CLASS,
    MORE,
    MORE_PREFIX,
    PLACEHOLDER,
    SECTION_CLASS,
    TEASER_CLASS,
    TITLE_CLASS,
)
from newscrawl.text import clean, fold

_LONGEST_HEADLINE = 400
_LONGEST_TEASER = 600
_LONGEST_NAME = 60
_LONGEST_SIGNATURE = 120
_SIGNATURE = re.compile(r"(?:publie|poste|redige|ecrit|mis a jour|par|by|posted|published|updated)\b[^.!?]*\d{4}")
_CARRIERS = ("title", "aria-label", "data-title")


@dataclass(slots=True)
class Described:
    """A card in words."""

    card: Card
    link: Link
    heading: bool
    image: bool

    @property
    def is_dated(self) -> bool:
        """Whether it states a date, be it one that is not understood yet."""
        return self.link.published is not None or self.link.published_raw is not None

    def stating(self, **facts: str | None) -> Described:
        """The same with other facts of its link."""
        return replace(self, link=replace(self.link, **facts))  # type: ignore[arg-type]


def describe(page: ListPage, card: Card) -> Described:
    """What a card says in the nodes that belong to it."""
    nodes = card.nodes
    title = _title_anchor(card)
    shown, full = _headline(page, card, title)
    published, raw = _date(page, card)
    link = Link(
        url=title.url,
        headline=shown,
        headline_full=full if shown != full else None,
        published=published,
        published_raw=raw,
        teaser=_teaser(page, nodes, card, full),
        section=_named(page, nodes, SECTION_CLASS, "tag", full),
        author=_named(page, nodes, AUTHOR_CLASS, "author", full),
    )
    return Described(card, link, title.heading, any(page.tags[node] in ("img", "picture") for node in nodes))


def _title_anchor(card: Card) -> Anchor:
    def rank(anchor: Anchor) -> tuple[bool, bool, int]:
        return (not anchor.leads_on and bool(anchor.text), anchor.heading, len(anchor.text))

    return max(card.anchors, key=rank)


def _headline(page: ListPage, card: Card, title: Anchor) -> tuple[str | None, str | None]:
    """The headline as shown and in full."""
    shown = None if title.leads_on else _anchor_headline(page, title)
    if not shown:
        shown = _unlinked_heading(page, card) or _carried(page, card)
    if not shown or PLACEHOLDER.fullmatch(fold(shown)) or len(shown) > _LONGEST_HEADLINE:
        return None, None
    if CUT.search(shown):
        return shown, _uncut(page, card, shown) or shown
    return shown, shown


def _anchor_headline(page: ListPage, title: Anchor) -> str | None:
    """The title in a link that may be a whole card."""
    node = title.node
    for heading in page.headings_in(node):
        if text := page.text(heading):
            return _without_marks(page, heading, text)
    for inner in page.inside(node)[1:]:
        if page.classed(inner, TITLE_CLASS) and (text := page.text(inner)):
            return text
    texts = [] if title.heading else [page.text(part) for part in _parts(page, node) if not _is_mark(page, part)]
    texts = [text for text in texts if text and not is_date_text(text)]
    if texts:
        return next((text for text in texts if len(text.split()) >= 4), None) or max(texts, key=len)
    return _without_marks(page, node, title.text) or None


def _parts(page: ListPage, node: int) -> Iterator[int]:
    """The smallest elements in a link that hold a whole text of their own; none where the link itself holds one."""
    if _has_text(page, node):
        return
    inner, last = node + 1, page.lasts[node]
    while inner <= last:
        if page.lasts[inner] == inner or _has_text(page, inner):
            yield inner
            inner = page.lasts[inner] + 1
        else:
            inner += 1


def _has_text(page: ListPage, node: int) -> bool:
    return bool(page.heads[node].strip()) or any(page.tails[child].strip() for child in page.children(node))


def _is_mark(page: ListPage, node: int) -> bool:
    """Whether an element in a link shows a time, a rubric or a badge."""
    return page.tags[node] == "time" or page.classed(node, SECTION_CLASS) or page.classed(node, DATE_CLASS)


def _without_marks(page: ListPage, node: int, text: str) -> str:
    """A headline without the time, rubric or badge that stands before or after it in the same link."""
    for child in page.children(node):
        shown = page.text(child)
        if shown and (_is_mark(page, child) or is_date_text(shown)):
            rest = text.removeprefix(shown) if text.startswith(shown) else text.removesuffix(shown)
            if len(rest.split()) >= 3:
                text = rest.strip(" :|–—-·•")
    return text


def _unlinked_heading(page: ListPage, card: Card) -> str | None:
    for node in page.inside(card.node):
        if page.tags[node] in HEADINGS or page.classed(node, TITLE_CLASS):
            text = page.text(node)
            if text and not MORE.fullmatch(fold(text)) and not is_date_text(text):
                return text
    return None


def _carried(page: ListPage, card: Card) -> str | None:
    """A title that only attributes hold."""
    texts = (text for text in _spoken(page, card) if len(text.split()) >= 3)
    return next((text for text in texts if not is_date_text(text)), None)


def _uncut(page: ListPage, card: Card, shown: str) -> str | None:
    """The whole title behind one that was cut short."""
    start = fold(CUT.sub("", shown)).rstrip(" ,;:-")
    candidates = (*_spoken(page, card), *(anchor.text for anchor in card.anchors)) if start else ()
    whole = (text for text in candidates if fold(text).startswith(start) and not CUT.search(text))
    return min(whole, key=len, default=None)


def _spoken(page: ListPage, card: Card) -> Iterator[str]:
    """What attributes say of a card's article: those of its links, then of the pictures in them."""
    elements = [page.nodes[anchor.node] for anchor in card.anchors]
    for label in (_without_lead(element.get(name)) for element in elements for name in _CARRIERS):
        if label:
            yield label
    for image in (image for element in elements for image in element.iter("img")):
        yield clean(image.get("alt") or "")


def _without_lead(text: str | None) -> str | None:
    """A label without "Permalink to" and the like; null where nothing else is in it."""
    if not text:
        return None
    text = clean(text)
    folded = fold(text)
    if MORE.fullmatch(folded) and len(folded.split()) <= 4:
        return None
    lead = MORE_PREFIX.match(folded)
    if lead and len(folded) == len(text):
        return text[lead.end() :].strip(" «»“”\"'") or None
    return text


def _date(page: ListPage, card: Card) -> tuple[str | None, str | None]:
    """The date as ISO 8601 and as printed: of `time`, of what is classed as a date, of what reads as one."""
    printed = None
    nodes = card.dates or card.nodes
    for found in (
        _timed(page, nodes),
        _classed(page, nodes),
        _reading_as_date(page, nodes, card.outside),
        _in_signature(page, nodes),
    ):
        for iso, text in found:
            if iso:
                return iso, text
            printed = printed or text
    return None, printed


def _timed(page: ListPage, nodes: Sequence[int]) -> Iterator[tuple[str | None, str | None]]:
    stated = [node for node in nodes if page.tags[node] in ("time", "abbr", "relative-time")]
    for node in sorted(stated, key=lambda node: _is_update(page, node)):
        element = page.nodes[node]
        text = page.text(node) or None
        machine = _machine_date(element) or _titled_date(element.get("title"))
        is_time = page.tags[node] == "time"
        shown = None if machine else stated_date(text) if is_time else printed_date(text or "")
        if machine or is_time or (text and is_date_text(text)):
            yield machine or shown, text or (None if machine else element.get("datetime"))


def _classed(page: ListPage, nodes: Sequence[int]) -> Iterator[tuple[str | None, str | None]]:
    for node in nodes:
        if page.classed(node, DATE_CLASS):
            text = page.text(node)
            iso = _machine_date(page.nodes[node]) or (printed_date(text) if len(text) <= 80 else None)
            if iso or is_date_text(text) or _may_be_unknown_date(page, node, text):
                yield iso, text


def _reading_as_date(
    page: ListPage, nodes: Sequence[int], outside: frozenset[int]
) -> Iterator[tuple[str | None, str | None]]:
    for node in nodes:
        for text in (page.heads[node], page.tails[node] if node not in outside else ""):
            short = clean(text) if text and len(text) < 200 else ""
            if is_date_text(short):
                yield printed_date(short), short


def _in_signature(page: ListPage, nodes: Sequence[int]) -> Iterator[tuple[str | None, str | None]]:
    """Full dates in lines such as "Par Awa Ndoye, le 26 novembre 2026"."""
    for node in nodes:
        text = page.heads[node]
        short = clean(text) if text and len(text) < _LONGEST_SIGNATURE else ""
        if short and _SIGNATURE.match(fold(short)) and (iso := printed_date(short)):
            yield iso, short


def _may_be_unknown_date(page: ListPage, node: int, text: str) -> bool:
    """Whether what is classed as a date may be one that nobody can read (`30 février`, `Sextidi 6 frimaire`)."""
    return 0 < len(text) <= LONGEST_DATE and any(map(str.isdigit, text)) and not page.links_in(node)


def _machine_date(element: Element) -> str | None:
    stated = (element.get(name) for name in MACHINE_DATES)
    return next((iso for text in stated if text and (iso := stated_date(text))), None)


def _titled_date(title: str | None) -> str | None:
    return iso_date(title) or (printed_date(title) if title else None)


def _is_update(page: ListPage, node: int) -> bool:
    """Whether a `time` is that of an update; themes also write `updated` on the only time there is."""
    tokens = {token.lower() for token in page.classes(node)}
    parent = page.parents[node]
    if parent >= 0:
        tokens |= {token.lower() for token in page.classes(parent)}
    return bool(tokens & {"updated", "modified", "dt-modified"}) and "published" not in tokens


def _teaser(page: ListPage, nodes: Sequence[int], card: Card, headline: str | None) -> str | None:
    linked = {anchor.node for anchor in card.anchors}
    named = [node for node in nodes if page.classed(node, TEASER_CLASS) or page.classed(node, BODY_CLASS)]
    paragraphs = [inner for node in named for inner in page.inside(node) if page.tags[inner] == "p"]
    for node in (*paragraphs, *named, *(node for node in nodes if page.tags[node] == "p")):
        text = _teaser_text(page, node, linked)
        if text and len(text.split()) >= 5 and (headline is None or fold(text) != fold(headline)):
            return text[:_LONGEST_TEASER].rstrip()
    return None


def _teaser_text(page: ListPage, node: int, linked: set[int]) -> str | None:
    """The text of a node without "Lire la suite"; null where it is the title or a date."""
    if page.classed(node, TITLE_CLASS) or page.classed(node, DATE_CLASS):
        return None
    text = page.text(node)
    for inner in page.links_in(node):
        if inner == node or inner not in linked:
            continue
        label = page.text(inner)
        if MORE.fullmatch(fold(label)):
            text = text.removesuffix(label).rstrip()
        elif len(label) > len(text) / 2:
            return None
    return None if is_date_text(text) else text


def _named(page: ListPage, nodes: Sequence[int], kind: ClassNames, rel: str, headline: str | None) -> str | None:
    """The short name in the first node that is classed as what is looked for; of a phrase, the link in it."""
    for node in nodes[1:]:
        if page.classed(node, kind) or rel in page.relations(node):
            links = [inner for inner in page.links_in(node) if inner != node]
            whole = page.text(node)
            text = page.text(links[0]) if links and len(whole) <= 2 * _LONGEST_NAME else whole
            if text and len(text) <= _LONGEST_NAME and text != headline and not is_date_text(text):
                return text
    return None
