"""Boxes among the paragraphs, told by their build: cards of articles and authors, forms that ask for an address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import accumulate

from newscrawl.article.blocks import Block, Span, Walker
from newscrawl.article.draft import ParagraphKind
from newscrawl.article.people import is_name
from newscrawl.article.vocabulary import BOX_WORDS
from newscrawl.html.elements import HEADINGS, Element
from newscrawl.text import clean, fold

_CARD = 4
"""Blocks up to which an element is a card: label, headline, summary, date."""
_LABEL = 30
"""Characters up to which a block above the headline of a card is a label."""
_CARD_HEADLINE = 20
"""Characters from which a linked block is the headline of an article rather than a name or a button."""
_SUMMARY = 400
"""Characters up to which what stands below a card's headline is its summary, …"""
_EXCERPT = 1_000
"""… where it breaks off and a button leads to the rest of it, as "Lire la suite" does."""
_WHOLE = (".", "!", "?", "»", "”", '"')
"""How a text ends that does not break off."""
_SMALL = 260
"""Characters up to which an element that is a box by its name holds no text of the article, …"""
_SMALL_SHARE = 0.25
"""… where all such hold no more than this share of the page's sentences: some sites call their paragraphs so."""
_SENTENCE = 60
"""Characters from which a block reads as a sentence."""
_FORM_BOX = 700
"""Characters up to which the words around a form belong to it, …"""
_FORM_SHARE = 0.4
"""… where they are no more than this share of the page's text."""


_OWN_KIND = 0.1
"""Share of a page's paragraph text from which elements of one tag, class and parent are its paragraphs."""
_LINKED = 0.5
"""Share of links from which an element beside the paragraphs leads elsewhere."""
_CAPTION = 700
"""Characters up to which an image has a caption."""
_OF_TEXT = HEADINGS | {
    "section",
    "ul",
    "ol",
    "table",
    "blockquote",
    "li",
    "tr",
    "td",
    "th",
    "tbody",
    "thead",
    "dl",
    "dt",
    "dd",
    "pre",
    "p",
    "figure",
}
"""Elements that hold text between paragraphs."""
_IMAGES = frozenset(("img", "picture", "svg", "amp-img"))
_CODE = frozenset(("code", "pre"))
_FIELDS = frozenset(("form", "input", "button", "label"))
_FIGURES = dict.fromkeys(map(ord, "0123456789"))
Kind = tuple[str, str, str, str]


def set_apart(blocks: list[Block], walker: Walker, headline: int = -1) -> None:
    """Marks the blocks of cards and form boxes, which keeps them out of the text.

    What holds the block number `headline` is the article itself, whatever it is built like.
    """
    for first, last in walker.spans.values():
        if 2 <= last - first <= _CARD and not first <= headline < last and _is_card(blocks[first:last]):
            _mark(blocks[first:last])
    for element, (first, last) in _foreign(blocks, walker, headline):
        if _is_aside(element, blocks[first:last], walker):
            _mark([block for block in blocks[first:last] if not _refers(block)])
    for element in walker.forms:
        _mark(_form_box(element, blocks, walker, headline))
    _set_named_apart(blocks, walker)


def _foreign(blocks: list[Block], walker: Walker, headline: int) -> Iterator[tuple[Element, Span]]:
    """The largest elements that hold no paragraph of the kinds that the text is made of, beside others that do."""
    of = [kind_of(block) for block in blocks]
    kinds: Counter[Kind] = Counter()
    for block, kind in zip(blocks[headline + 1 :], of[headline + 1 :], strict=True):
        if _is_prose(block):
            kinds[kind] += len(block.text)
    least = _OWN_KIND * kinds.total()
    own = [0, *accumulate(kinds[kind] >= least > 0 for kind in of)]
    for element, (first, last) in walker.spans.items():
        if first < last and own[last] == own[first] and not first <= headline < last:
            outer = element.getparent()
            while outer is not None and outer not in walker.spans:
                outer = outer.getparent()
            around = None if outer is None else walker.spans[outer]
            if around is not None and own[around[1]] > own[around[0]]:
                yield element, (first, last)


def kind_of(block: Block) -> Kind:
    """What a block is by its markup and its parent's."""
    element, parent = block.element, block.element.getparent()
    return str(element.tag), _class_of(element), "" if parent is None else str(parent.tag), _class_of(parent)


def _class_of(element: Element | None) -> str:
    """The classes of an element without the figures by which they are counted (`text element12`)."""
    names = "" if element is None else element.get("class", "")
    return names.translate(_FIGURES) if names else ""


def _is_aside(element: Element, blocks: list[Block], walker: Walker) -> bool:
    """Whether an element beside the paragraphs is a caption, a card, a form, a label or a list of links."""
    if element.tag == "footer":
        return True
    items = sum(block.kind is ParagraphKind.LIST_ITEM for block in blocks)
    if element.tag in _OF_TEXT or items * 2 > len(blocks) or walker.holds(element, _CODE):
        return False
    length = sum(len(block.text.strip()) for block in blocks)
    if sum(block.linked for block in blocks) > _LINKED * length:
        return True
    if length > _CAPTION:
        return False
    return walker.holds(element, _FIELDS) or (
        blocks[0].kind is not ParagraphKind.SUBHEADING and walker.holds(element, _IMAGES)
    )


def _refers(block: Block) -> bool:
    """Whether a block of a box is the headline of another article, which then is named as such."""
    text = block.text.strip()
    if len(text) < _CARD_HEADLINE or block.linked <= _LINKED * len(text):
        return False
    block.kind = ParagraphKind.RELATED
    return True


def _set_named_apart(blocks: list[Block], walker: Walker) -> None:
    """Marks the blocks of small elements that are boxes by their name."""
    small: dict[int, Block] = {}
    for element in walker.named_boxes:
        first, last = walker.spans.get(element, (0, 0))
        if last - first <= _CARD and sum(len(block.text) for block in blocks[first:last]) <= _SMALL:
            small.update(enumerate(blocks[first:last], first))
    held = sum(len(block.text) for block in small.values())
    if held and held <= _SMALL_SHARE * sum(len(block.text) for block in blocks if _is_prose(block)):
        _mark(list(small.values()))


def _is_prose(block: Block) -> bool:
    return len(block.text) >= _SENTENCE and block.linked * 2 <= len(block.text)


def _is_card(blocks: list[Block]) -> bool:
    """Whether a headline or name comes first that leads elsewhere, and little below it.

    The headline is a heading, or what begins with it is an excerpt.
    """
    at = 1 if len(blocks[0].text.strip()) <= _LABEL and blocks[0].kind is not ParagraphKind.SUBHEADING else 0
    head, below = blocks[at], blocks[at + 1 :]
    title = head.text.strip()
    if not (len(title) >= _CARD_HEADLINE or is_name(clean(title))) or head.linked * 10 < 8 * len(title):
        return False
    address = head.anchors[0][0].get("href") or "#"
    is_excerpt = any(_leads_to(block, address) for block in below[1:]) and any(map(_breaks_off, below))
    if "#" in address or not (head.kind is ParagraphKind.SUBHEADING or is_excerpt):
        return False
    return sum(len(block.text) for block in below) <= (_EXCERPT if is_excerpt else _SUMMARY)


def _breaks_off(block: Block) -> bool:
    """Whether a block is the beginning of a text."""
    text = block.text.rstrip()
    return len(text) >= _SENTENCE and (text.endswith("...") or not text.endswith(_WHOLE))


def _leads_to(block: Block, address: str) -> bool:
    """Whether a block is a button that leads to `address`."""
    linked = sum(len(text.strip()) for anchor, text in block.anchors if anchor.get("href") == address)
    return 0 < len(block.text.strip()) <= min(_LABEL, 2 * linked)


def _form_box(element: Element, blocks: list[Block], walker: Walker, headline: int) -> list[Block]:
    """The blocks of the largest small element around a form whose words speak of newsletters or accounts."""
    box: list[Block] = []
    whole = sum(len(block.text) for block in blocks[headline + 1 :] if block.linked * 2 <= len(block.text))
    for outer in (element, *element.iterancestors()):
        if outer not in walker.spans:
            continue
        first, last = walker.spans[outer]
        size = sum(len(block.text) for block in blocks[first:last])
        if size > _FORM_BOX or size > _FORM_SHARE * whole or first <= headline < last:
            break
        box = blocks[first:last]
    return box if BOX_WORDS.search(fold(" ".join(block.text for block in box))) else []


def _mark(blocks: list[Block]) -> None:
    for block in blocks:
        block.apart = True
