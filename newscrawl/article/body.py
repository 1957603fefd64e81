"""The body of an article page without knowledge of its site.

What French news pages are made of: dense paragraphs under one root, subheadings and lists between them, the headline
above.  Every block of the page is weighed once; the root is the element whose blocks weigh most together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Set
from itertools import accumulate, pairwise

from newscrawl.article import boxes
from newscrawl.article.blocks import Block, Judge, Verdict, Walker
from newscrawl.article.bulk import is_of_comments, never_left_out
from newscrawl.article.document import ArticlePage
from newscrawl.article.draft import ParagraphKind
from newscrawl.article.noise import judge_outer
from newscrawl.article.people import is_name
from newscrawl.article.titles import Headline
from newscrawl.article.vocabulary import BYLINE, COMMENTS_LABEL
from newscrawl.html.elements import Element
from newscrawl.text import clean, fold, letters

MIN_TEXT = 140
"""Characters of paragraphs below which nothing on the page counts as a body."""
_SENTENCE = 60
"""Characters from which a block reads as a paragraph whatever it ends with."""
ENDS = (".", "!", "?", "…", "»", '"', "”", ":", ";", ")", "’")
_HELD = 0.85
"""Share of its parent's weight that an element must hold to be taken for the root instead."""
_OWN_ARTICLE = 0.3
"""Share of the page's text from which the `article` around the headline is the whole article."""
_MAIN = 0.6
"""Share of the text from which the direct children of one element are the article's paragraphs …"""
_BESIDE = 0.25
"""… and up to which what follows in other containers is not, measured by them."""
_BEFORE_COMMENTS = 400
"""Characters of text that stand before a line that heads comments; a standfirst is shorter."""
_TEASER = 40
"""Letters of a teaser that tell the paragraph it was taken from."""
_LABEL = 60
_BEFORE_A_THREAD = 60
"""Characters of text behind which a heading opens the comments: an article may have a single sentence."""
_HEADLINE = 20
_CROWD = 4
"""Headlines of other articles, at least, that make a list."""
_ENTRIES = 3
"""Entries of a text in which lines of one kind are no coincidence."""
_SIGNATURE = 120
_LONG = 120
"""Characters from which a block at either end of the text is a paragraph, however it ends."""
_SCRAP = 40
_LINKED_HEADING = 120
_LONGEST_RUN = 250.0
"""How much one run of link lists and scraps can weigh against text."""

Span = tuple[int, int]


def generic_blocks(page: ArticlePage, headline: Headline, teaser: str | None = None) -> tuple[list[Block], bool]:
    """The blocks of the article's body in page order, empty where the page has none.

    `teaser` is what a list printed of the text: where it stands below what looks like the body, that is not the body.
    Also whether other articles crowd it: more of their headlines than paragraphs stand between headline and end.
    """
    body = next(page.root.iter("body"), page.root)
    kept = never_left_out(page, headline)
    for judge in (_judge, _lenient):
        walker = Walker(page.outline, judge(page, headline), kept)
        blocks = walker.walk(body)
        at = headline_end(blocks, walker.spans, headline)
        boxes.set_apart(blocks, walker, at - 1)
        weights = [weight(block) for block in blocks]
        for start in (at, 0) if at else (0,):
            chosen = _below(start, blocks, weights, walker.spans, headline)
            told = opening_of(teaser, blocks)
            if told is not None and chosen and told > blocks.index(chosen[-1][0]):
                wrong = blocks.index(chosen[0][0])
                apart = {each: span for each, span in walker.spans.items() if wrong < span[0] <= told < span[1]}
                chosen = _below(start, blocks, weights, apart, headline) or chosen
            if sum(value for _, value in chosen if value > 0) >= MIN_TEXT:
                taken = _trimmed(chosen, _kinds_of_text(blocks, weights, walker.spans))
                end = next(index for index, block in enumerate(blocks) if block is taken[-1])
                return taken, is_crowded(blocks[start:end], len(taken))
    return [], False


def opening_of(teaser: str | None, blocks: list[Block]) -> int | None:
    """The place of the paragraph that begins like `teaser`, if that says enough."""
    beginning = letters(teaser or "")[:_TEASER]
    if len(beginning) < _TEASER:
        return None
    found = (
        at for at, block in enumerate(blocks) if weight(block) > 0 and letters(block.text[:200]).startswith(beginning)
    )
    return next(found, None)


def is_crowded(blocks: list[Block], paragraphs: int) -> bool:
    """Whether some blocks have more headlines of other articles than there are paragraphs."""
    kinds = (ParagraphKind.SUBHEADING, ParagraphKind.RELATED)
    heads = (block for block in blocks if block.kind in kinds and len(block.text) >= _HEADLINE)
    return sum(block.linked * 10 >= 8 * len(block.text.strip()) for block in heads) >= max(_CROWD, paragraphs)


def weight(block: Block) -> float:
    """How much a block speaks for running text (above zero) or against it."""
    text = block.text.strip()
    length, linked = len(text), block.linked
    if linked * 2 > length and not block.apart:
        # A heading that is a link heads another article.
        return -1.0 * max(linked, _LINKED_HEADING if block.kind is ParagraphKind.SUBHEADING else 20)
    if block.kind is ParagraphKind.SUBHEADING:
        return 0.0
    if block.kind is ParagraphKind.RELATED or block.apart:
        return -20.0
    if length < _SENTENCE and not text.endswith(ENDS):
        return -10.0
    share = 1.0 if text.endswith(ENDS) else 0.5
    if block.kind is ParagraphKind.LIST_ITEM:
        share *= 0.5
    return (length - linked) * share


def _judge(page: ArticlePage, headline: Headline) -> Judge:
    headings = page.headings if headline.element is None else (*page.headings, headline.element)
    return judge_outer(page.outline, {ancestor for heading in headings for ancestor in heading.iterancestors()})


def _lenient(page: ArticlePage, headline: Headline) -> Judge:
    outline, tags = page.outline, page.outline.tags
    first = headline.element
    spine = set() if first is None else {outline.index[each] for each in (first, *first.iterancestors())}

    def judge(node: int) -> Verdict:
        is_beside = tags[node] in ("nav", "figure") or (is_of_comments(outline, node) and node not in spine)
        return Verdict.SKIP if is_beside else Verdict.READ

    return judge


def headline_end(blocks: list[Block], spans: Mapping[Element, Span], headline: Headline) -> int:
    """The index of the first block below the headline; 0 where the page shows none."""
    if headline.element is not None and headline.element in spans:
        return spans[headline.element][1]
    title = fold(headline.text or "")
    found = (index for index, block in enumerate(blocks) if len(block.text) < 1_000 and fold(block.text) == title)
    return next(found, -1) + 1 if title else 0


def _below(
    start: int, blocks: list[Block], weights: list[float], spans: Mapping[Element, Span], headline: Headline
) -> list[tuple[Block, float]]:
    """The blocks of the root among those from `start` on, with their weights; headings that are links left out."""
    stop = end_of_article(start, blocks, weights, headline)
    counted = [value if start <= index < stop else min(value, 0.0) for index, value in enumerate(weights)]
    first, last = _root(counted, _inside_own_article(counted, spans, headline))
    first, last = _without_neighbours(first, last, blocks, counted, spans)
    return [
        (blocks[index], counted[index])
        for index in range(max(first, start), min(last, stop))
        if not blocks[index].apart
        and (blocks[index].kind is not ParagraphKind.SUBHEADING or blocks[index].linked * 2 <= len(blocks[index].text))
    ]


def end_of_article(start: int, blocks: list[Block], weights: list[float], headline: Headline) -> int:
    """The index of the block that opens comments, or the next article of an endless page."""
    read = 0.0
    for index in range(start, len(blocks)):
        block = blocks[index]
        if read >= MIN_TEXT and block.element.tag == "h1" and _opens_another(block.element, headline):
            return index
        is_label = not block.linked and len(block.text) <= _LABEL
        if is_label and read >= _BEFORE_A_THREAD and _opens_comments(block, read, weights[index:]):
            return index
        if weights[index] > 0:
            read += weights[index]
    return len(blocks)


def _opens_comments(label: Block, before: float, behind: list[float]) -> bool:
    """Whether a short block heads the readers' comments: a heading, or a line that no longer text follows."""
    if not COMMENTS_LABEL.fullmatch(fold(label.text)):
        return False
    if label.kind is ParagraphKind.SUBHEADING:
        return True
    return before >= _BEFORE_COMMENTS and sum(value for value in behind if value > 0) <= 2 * before


def _opens_another(heading: Element, headline: Headline) -> bool:
    """Whether an `h1` heads another article: its container is an `article`, or is named like the first headline's."""
    first = headline.element
    if first is None or heading is first:
        return False
    above = {ancestor: inner for inner, ancestor in pairwise([first, *first.iterancestors()])}
    inner = heading
    for ancestor in heading.iterancestors():
        if ancestor in above:
            own = above[ancestor]
            alike = inner.tag == own.tag and inner.get("class") == own.get("class") and inner is not heading
            return alike or inner.tag == "article"
        inner = ancestor
    return False


def _inside_own_article(
    weights: list[float], spans: Mapping[Element, Span], headline: Headline
) -> Mapping[Element, Span]:
    """The elements inside the `article` that the headline stands in, where that holds a good part of the text."""
    if headline.element is None:
        return spans
    own = next((ancestor for ancestor in headline.element.iterancestors("article") if ancestor in spans), None)
    if own is None:
        return spans
    gains = [0.0, *accumulate(max(value, 0.0) for value in weights)]
    first, last = spans[own]
    if gains[last] - gains[first] < max(MIN_TEXT, _OWN_ARTICLE * gains[-1]):
        return spans
    return {element: span for element, span in spans.items() if first <= span[0] and span[1] <= last}


def _root(weights: list[float], spans: Mapping[Element, Span]) -> Span:
    """The range of blocks inside the element that weighs most, or inside a part of it that holds nearly all text."""
    sums = [0.0, *accumulate(_with_short_lists(weights))]
    gains = [0.0, *accumulate(max(value, 0.0) for value in weights)]
    best = max(spans.values(), key=lambda span: sums[span[1]] - sums[span[0]], default=(0, 0))
    if sums[best[1]] <= sums[best[0]]:
        return 0, 0
    held = _HELD * (gains[best[1]] - gains[best[0]])
    inside = (span for span in spans.values() if best[0] <= span[0] and span[1] <= best[1])
    return min((span for span in inside if gains[span[1]] - gains[span[0]] >= held), key=lambda span: span[1] - span[0])


def _without_neighbours(
    first: int, last: int, blocks: list[Block], weights: list[float], spans: Mapping[Element, Span]
) -> Span:
    """The range without what follows the element whose children are the paragraphs, in containers of other names."""
    held: dict[Element, float] = {}
    for index in range(first, last):
        parent = blocks[index].element.getparent()
        if weights[index] > 0 and blocks[index].element.tag == "p" and parent is not None:
            held[parent] = held.get(parent, 0.0) + weights[index]
    main = max(held, key=held.__getitem__, default=None)
    total = sum(value for value in weights[first:last] if value > 0)
    if main is None or held[main] < _MAIN * total or main not in spans:
        return first, last
    end = spans[main][1]
    after = [parent for parent in held if parent in spans and spans[parent][0] >= end]
    akin = any(_are_akin(parent, main) for parent in after)
    rest = sum(value for value in weights[end:last] if value > 0)
    return (first, last) if akin or rest > _BESIDE * held[main] else (first, end)


def _are_akin(element: Element, main: Element) -> bool:
    """Whether two containers are named alike: neither has a class, or they share one."""
    names, others = (set((each.get("class") or "").split()) for each in (element, main))
    return element.tag == main.tag and (names == others or bool(names & others))


def _with_short_lists(weights: list[float]) -> list[float]:
    """The weights, with every run below zero cut off at a limit: one long menu says no more than a short one."""
    limited: list[float] = []
    run = 0.0
    for value in weights:
        if value >= 0:
            run = 0.0
            limited.append(value)
        else:
            kept = max(value, -_LONGEST_RUN - run)
            run += kept
            limited.append(kept)
    return limited


def _kinds_of_text(blocks: list[Block], weights: list[float], spans: Mapping[Element, Span]) -> set[boxes.Kind]:
    """The kinds of blocks that are text however short: what most paragraphs are, and what entries of a text begin with.

    The price and the route of each ship stand between a heading and a paragraph, each in an element of its own kind.
    """
    prose = Counter(boxes.kind_of(block.element) for block, value in zip(blocks, weights, strict=True) if value > 0)
    kinds = {kind for kind, count in prose.items() if count * 2 > prose.total()}
    entries: dict[boxes.Kind, set[Element]] = {}
    for block in blocks:
        entry = block.element.getparent()
        if _is_scrap(block) and entry is not None and entry in spans:
            first, last = spans[entry]
            headed = any(each.kind is ParagraphKind.SUBHEADING for each in blocks[first:last])
            if headed and any(value > 0 for value in weights[first:last]):
                entries.setdefault(boxes.kind_of(block.element), set()).add(entry)
    return kinds | {kind for kind, of in entries.items() if len(of) >= _ENTRIES}


def _trimmed(weighed: list[tuple[Block, float]], kinds: Set[boxes.Kind]) -> list[Block]:
    """Without what leads up to the first paragraph and follows the last, and without clusters of scraps between.

    Blocks of these `kinds` are no scraps.
    """
    strong = [index for index, (_, value) in enumerate(weighed) if value > 0]
    sure = [index for index in strong if _is_sentence(weighed[index][0])] or strong
    first, last = sure[0], sure[-1]
    if first and _asks(weighed[first - 1][0]):
        first -= 1
    while last + 1 < len(weighed) and _goes_on(weighed[last][0], weighed[last + 1][0]):
        last += 1
    inner = [block for block, _ in weighed[first : last + 1]]
    scraps = [_is_scrap(block) and boxes.kind_of(block.element) not in kinds for block in inner]
    return [
        block
        for index, block in enumerate(inner)
        if not (scraps[index] and (scraps[index - 1 : index] == [True] or scraps[index + 1 : index + 2] == [True]))
    ]


def _is_sentence(block: Block) -> bool:
    """Whether a block ends like a sentence, or is too long for a label, a role or a slogan."""
    text = block.text.strip()
    return text.endswith(ENDS) or len(text) >= _LONG


def _asks(block: Block) -> bool:
    """Whether a heading is the first question of an interview."""
    return block.kind is ParagraphKind.SUBHEADING and block.text.rstrip().endswith("?")


def _goes_on(block: Block, following: Block) -> bool:
    """Whether a line belongs to the text above it: an item of its list, or who signs it."""
    text = clean(following.text)
    if following.kind is ParagraphKind.TEXT and len(text) <= _SIGNATURE and block.kind is ParagraphKind.TEXT:
        return BYLINE.match(fold(text)) is not None or is_name(text)
    if following.kind is not ParagraphKind.LIST_ITEM or following.linked * 2 > len(following.text):
        return False
    return block.kind is ParagraphKind.LIST_ITEM or block.text.rstrip().endswith(":")


def _is_scrap(block: Block) -> bool:
    """A few words that are no sentence, subheading, item or row of a table: a date, a role, a button."""
    if block.kind is not ParagraphKind.TEXT or block.element.tag in ("td", "th") or block.linked:
        return False
    text = block.text.strip()
    return len(text) <= _SCRAP and not text.endswith(ENDS)
