"""The readings of a page that compete for the body of its article, and what chooses among them.

What rules, family or the generic extractor read is taken as it is, at no cost, unless something speaks against it: the
page has much more to read, states another text, or counts more words.  Only then is the page read again: as it states
its text for machines, and blind to names; and the likelihood of its blocks chooses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from newscrawl.article import boxes, fallback, gates
from newscrawl.article.blind import BlindReading
from newscrawl.article.blocks import Block, Walker, paragraphs_of
from newscrawl.article.body import MIN_TEXT, generic_blocks, is_crowded, opening_of
from newscrawl.article.bulk import never_left_out, running_text, running_text_of
from newscrawl.article.draft import NotAnArticle, Paragraph, ParagraphKind
from newscrawl.article.noise import judge_for
from newscrawl.article.reading import Reading
from newscrawl.article.stated import StatedText, stated_paragraphs, text_in_state
from newscrawl.families.rules import ArticleRules
from newscrawl.html.elements import Element, text_of
from newscrawl.html.selectors import select, select_all
from newscrawl.items import Method
from newscrawl.text import letters

_ENOUGH = 60
"""Characters of text below which a container is taken for empty, and the next source is asked."""
_UNREAD, _UNREAD_SHARE = 800, 0.3
"""Characters of a page's running text, and share of it, from which a reading that lacks them is doubted: boxes, offers
and teasers beside a text have fewer."""
_CLEARLY = 0.9
"""Share of the best quality to be expected of any from which a reading by names stands: it knows what furniture is."""
_OF_COUNT = 0.5
"""Share of the words that a page counts below which a reading is doubted."""
_COPY = 60
"""Characters from which a paragraph that stands twice may be a copy, for another width of screen."""
_LONG, _SEVERAL = 120, 3
"""Characters of paragraphs, and how many of them, that no other block has by chance."""
_FIFTH = 0.2
"""Share of a page's running text below which a site's own rules gave part of it, of theirs that like paragraphs beside
it have at most, and of what a page has to read that is in links where it is no list."""
_PART = 0.5
"""Share of a stated text below which a page does not show it."""
_LONG_TEXT, _MUCH = 1_000, 0.4
"""Characters of a text, and its share of what the page has to read, from which the page may be called a list."""

Layers = Sequence[tuple[Method, ArticleRules]]


@dataclass(frozen=True, slots=True)
class Found:
    """One reading of the page."""

    method: Method
    blocks: list[Block]
    crowded: bool = False
    """Whether more headlines of other articles than paragraphs stand between headline and end."""


def body_of(layers: Layers, reading: Reading) -> tuple[Method, list[Paragraph]]:
    """How the body was found, and its paragraphs; notes where it ends.  Raises `NotAnArticle` where there is none."""
    named = _by_names(layers, reading)
    claimed = gates.claims_article(reading.sources)
    if named is not None and (named.method == "rules" or not _is_doubted(named, reading)):
        reading.partial = named.method == "rules" and _is_part(named, reading)
        return _taken(named, reading)
    if named is not None and named.crowded and not claimed:
        return _taken(named, reading)
    found = _by_machines(named, reading)
    if isinstance(found, list):
        return "structured", found
    if found is None and (named is not None or claimed):
        found = _likeliest(named, reading)
    if found is not None:
        return _taken(found, reading)
    if gates.may_have_text(reading.sources):
        paragraphs = fallback.general_paragraphs(reading.page)
        text = " ".join(paragraph.text for paragraph in paragraphs)
        if len(text) >= MIN_TEXT or (len(text) >= _ENOUGH and reading.knows(text)):
            return "fallback", paragraphs
    raise NotAnArticle(gates.reason_for_nothing(reading.page, reading.sources), reading.page.url)


def is_most_of_page(paragraphs: Sequence[Paragraph], reading: Reading) -> bool:
    """Whether a text is long and much of what its page has to read, links but little of it: no list is built so."""
    blocks = reading.blind.blocks
    length = sum(len(paragraph.text) for paragraph in paragraphs)
    whole = sum(len(block.text) for block in blocks)
    return length >= max(_LONG_TEXT, _MUCH * whole) and sum(block.linked for block in blocks) <= _FIFTH * whole


def _by_names(layers: Layers, reading: Reading) -> Found | None:
    for method, rules in layers:
        blocks = _blocks_by(reading, rules, layers, joined=method == "rules")
        if blocks:
            return Found(method, _without_copies(blocks))
    return _generic(reading)


def _generic(reading: Reading) -> Found | None:
    teaser = reading.hint.teaser if reading.hint is not None else None
    blocks, crowded = generic_blocks(reading.page, reading.headline, teaser)
    return Found("generic", _without_copies(blocks), crowded) if blocks else None


def _is_doubted(named: Found, reading: Reading) -> bool:
    stated = _stated(reading)
    if stated is not None and not stated.is_beginning_of(named.blocks):
        return not stated.is_shown_by(named.blocks)
    whole = running_text_of(reading.page)
    unread = whole - running_text(piece for block in named.blocks for piece in block.pieces)
    if unread >= max(_UNREAD, _UNREAD_SHARE * whole):
        return True
    counted = max((source.words or 0 for source in reading.sources), default=0)
    return counted > 0 and sum(len(block.text.split()) for block in named.blocks) < _OF_COUNT * counted


def _stated(reading: Reading) -> StatedText | None:
    """The text that the page states in full, if it does."""
    for source in reading.sources:
        paragraphs = stated_paragraphs(source.body)
        if paragraphs:
            return StatedText(tuple(paragraph.text for paragraph in paragraphs))
    return None


def _by_machines(named: Found | None, reading: Reading) -> Found | list[Paragraph] | None:
    """The text that the page states, as its blocks show it; as it is stated, where they don't and nothing else is."""
    stated = _stated(reading)
    if stated is None and gates.claims_article(reading.sources):
        stated = text_in_state(reading.page, reading.headline.text)
    if stated is None or (named is not None and stated.is_beginning_of(named.blocks)):
        return None
    shown = Found("structured", stated.shown_by(reading.blind.blocks))
    if stated.is_shown_by(shown.blocks):
        return shown
    if named is not None or stated.shares(shown.blocks)[1] >= _PART:
        return None
    return [Paragraph(text) for text in stated.paragraphs]


def _likeliest(named: Found | None, reading: Reading) -> Found | None:
    """The first reading by names whose blocks are likely enough the article's and all of it; else the blind one."""
    blind = reading.blind
    enough = _CLEARLY * blind.quality(blind.likely)
    generic = _generic(reading) if named is not None and named.method != "generic" else None
    for found in (named, generic):
        if found is not None and blind.quality(_choice(found, blind)) >= enough:
            return found
    text = _without_copies(blind.text())
    length = sum(len(block.text) for block in text)
    if length < _ENOUGH:
        return named
    if named is None and length < MIN_TEXT and not reading.knows(" ".join(block.text for block in text)):
        return None
    if named is not None and (_adds_a_thread(text, named.blocks[-1]) or _lacks_what_is_told(text, named, reading)):
        return named
    return Found("fallback", text, is_crowded(_between(blind, text), len(text)))


def _adds_a_thread(blocks: list[Block], last: Block) -> bool:
    """Whether most of what stands behind the last block of a text is in boxes of its own, as readers' comments are."""
    at = next((number for number, block in enumerate(blocks) if block.element is last.element), len(blocks))
    behind = [block.element for block in blocks[at + 1 :] if len(block.text) >= _COPY]
    beside = Counter(element.getparent() for element in behind)
    return len(behind) > _SEVERAL and sum(count == 1 for count in beside.values()) * 2 > len(behind)


def _lacks_what_is_told(blocks: list[Block], named: Found, reading: Reading) -> bool:
    """Whether a reading by names has the paragraph that a list printed as its teaser, and a text has not."""
    told = reading.hint.teaser if reading.hint is not None else None
    return opening_of(told, named.blocks) is not None and opening_of(told, blocks) is None


def _between(blind: BlindReading, text: list[Block]) -> list[Block]:
    """All blocks from the headline, or the first of the text, to its last one."""
    return blind.blocks[blind.blocks.index(text[0]) : blind.blocks.index(text[-1])]


def _choice(found: Found, blind: BlindReading) -> list[bool]:
    """Which of all blocks a reading takes for text, whatever it left out of them."""
    text = [block for block in found.blocks if block.kind is not ParagraphKind.RELATED]
    pieces, elements = {(block.element, block.text) for block in text}, {block.element for block in text}
    alone = Counter(block.element for block in blind.blocks)
    return [
        (block.element, block.text) in pieces or (block.element in elements and alone[block.element] == 1)
        for block in blind.blocks
    ]


def _without_copies(blocks: list[Block]) -> list[Block]:
    """The blocks without runs of paragraphs that stand in the text once more, or all in one block."""
    long = [block for block in blocks if len(block.text) >= _COPY]
    first: dict[str, int] = {}
    of = [first.setdefault(block.text, at) for at, block in enumerate(long)]
    # One paragraph alone may come again: a refrain, the price of the next entry of a list.
    copies = {
        id(block)
        for at, block in enumerate(long)
        if of[at] < at and any(0 <= by < len(of) and of[by] - by == of[at] - at for by in (at - 1, at + 1))
    }
    whole = sum(len(block.text) for block in long)
    copies |= {id(block) for block in long if len(block.text) * _SEVERAL > whole and _holds_others(block, long)}
    return [block for block in blocks if id(block) not in copies] if copies else blocks


def _holds_others(block: Block, blocks: list[Block]) -> bool:
    """Whether a block has several others word for word: the text once more, for programs or printers."""
    own = letters(block.text)
    held = (each for each in blocks if each is not block and len(each.text) >= _LONG and letters(each.text) in own)
    return len(list(islice(held, _SEVERAL))) == _SEVERAL


def _with_kin(found: Found, reading: Reading) -> Found:
    """A reading by names with what these left out though it is likely the article's and built like the rest."""
    kin = reading.blind.kin(found.blocks) if found.method in ("family", "generic") else []
    if not kin:
        return found
    index = reading.page.outline.index
    blocks = list(found.blocks)
    for block in kin:
        after = (at for at, each in enumerate(blocks) if index[each.element] > index[block.element])
        blocks.insert(next(after, len(blocks)), block)
    return Found(found.method, blocks, found.crowded)


def _taken(found: Found, reading: Reading) -> tuple[Method, list[Paragraph]]:
    found = _with_kin(found, reading)
    reading.end = found.blocks[-1].element
    reading.crowded = found.crowded
    return found.method, paragraphs_of(found.blocks, reading.page)


def _blocks_by(reading: Reading, rules: ArticleRules, layers: Layers, *, joined: bool) -> list[Block]:
    """The blocks of the containers that `rules` name: of all of them `joined`, or of the one with most text."""
    page = reading.page
    skip = {element for _, layer in layers for element in select_all(page, layer.drop)}
    related = {element for _, layer in layers for element in select_all(page, layer.related)}
    kept = never_left_out(page, reading.headline) - skip - related
    containers = _outermost(select(page, rules.body))
    dropped = set(select_all(page, rules.drop))
    best: list[Block] = []
    length = _ENOUGH - 1
    for group in [containers] if joined else [[container] for container in containers[:20]]:
        walker = Walker(page.outline, judge_for(page.outline, skip, related), kept)
        for container in group:
            if dropped.isdisjoint((container, *container.iterancestors())):
                already = len(walker.blocks)
                for block in walker.walk(container)[already:]:
                    block.kind = ParagraphKind.RELATED if container in related else block.kind
        boxes.set_apart(walker.blocks, walker)
        found = [block for block in walker.blocks if not block.apart]
        size = sum(len(block.text) for block in found)
        if size > length:
            best, length = found, size
    return best


def _is_part(named: Found, reading: Reading) -> bool:
    """Whether a reading by rules of the site leaves out much of the text: stated, about it, or in like paragraphs."""
    stated = _stated(reading)
    if stated is not None and not stated.is_beginning_of(named.blocks):
        return not stated.is_shown_by(named.blocks)
    length = sum(len(block.text) for block in named.blocks)
    if length < _FIFTH * running_text_of(reading.page):
        return True
    rules = reading.layers[0]
    taken = {
        element for field in (rules.body, rules.drop, rules.related) for element in select_all(reading.page, field)
    }
    tags = {(block.element.getparent(), block.element.tag) for block in named.blocks if block.element in taken}
    beside = (each for parent, tag in tags if parent is not None for each in parent.iterchildren(str(tag)))
    texts = (text_of(element) for element in beside if element not in taken)
    return sum(len(text) for text in texts if len(text) >= _COPY) > _FIFTH * length


def _outermost(elements: list[Element]) -> list[Element]:
    chosen: set[Element] = set()
    return [
        element
        for element in elements
        if not any(ancestor in chosen for ancestor in element.iterancestors()) and not chosen.add(element)  # type: ignore[func-returns-value]
    ]
