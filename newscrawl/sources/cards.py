"""Cards: the pieces of a page that each show one article, and what belongs to them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from newscrawl.dates.reading import is_date_text
from newscrawl.html.elements import HEADINGS
from newscrawl.sources.addresses import is_article_path
from newscrawl.sources.page import ListPage
from newscrawl.sources.vocabulary import AUTHOR_CLASS, BODY_CLASS, MORE, SECTION_CLASS, TITLE_CLASS
from newscrawl.text import fold

_MANY = ""
"""Stands for "several articles" where one article's key would stand."""
_STOPS = frozenset(("html", "body", "main"))
_LONGEST_RUN = 100
"""Nodes before a link in its paragraph, beyond which it stands in running text for certain."""
_READ_ALSO = re.compile(r"\W*(?:a |egalement |et )?(?:lire|voir|ecouter|relire|regarder)\b|\W*sur le meme sujet")
_COUNTER = re.compile(r"\W*(?:\d[\d\s.,]*\s*(?:k|commentaires?|comments?|reactions?|partages?|vues?|views?)?|#)\W*")
_FLAT = frozenset((*HEADINGS, "a", "p", "dt", "dd", "strong", "b"))
"""Tags of a card that may be no more than the title of one."""
_FEWEST = 3
"""Cards in a row from which on their order tells where dates stand."""


@dataclass(slots=True)
class Anchor:
    """A link to what may be an article."""

    node: int
    url: str
    key: str
    text: str
    heading: bool
    """Whether it stands in, or holds, a heading or what is classed as a title."""

    @property
    def leads_on(self) -> bool:
        """Whether the text only says where the link leads ("Lire la suite", a date, a number of comments)."""
        folded = fold(self.text)
        return bool(MORE.fullmatch(folded) or _COUNTER.fullmatch(folded)) or is_date_text(self.text)


@dataclass(slots=True)
class Card:
    """A node that shows one article, and all links to it in there."""

    node: int
    key: str
    item: bool
    """Whether a family of markup, or the tag `article`, tells that this is an item of a list."""
    anchors: list[Anchor] = field(default_factory=list)
    nodes: Sequence[int] = ()
    """What belongs to it."""
    dates: Sequence[int] = ()
    """Where its date stands, if not anywhere among them."""
    outside: frozenset[int] = frozenset()
    """Those of its nodes after which text belongs to others."""


def find_cards(page: ListPage) -> list[Card]:
    """The cards outside of the furniture, in page order."""
    anchors = _anchors(page)
    items, foreign = _items(page, anchors)
    anchors = [anchor for anchor in anchors if anchor.node not in foreign]
    anchors = _without_labels(page, _without_sections(anchors), set(items.values()))
    keys = _keys_below(page, anchors)
    headed: dict[int, list[int]] = {}
    named: dict[str, bool] = defaultdict(bool)
    for anchor in anchors:
        named[anchor.key] |= bool(anchor.text) and not anchor.leads_on
    cards: dict[int, Card] = {}
    for anchor in anchors:
        root = _card_root(page, anchor, keys, items, headed, named)
        cards.setdefault(root, Card(root, anchor.key, root in items)).anchors.append(anchor)
    found = sorted(cards.values(), key=lambda card: card.node)
    _lay_out(page, found)
    return found


def _anchors(page: ListPage) -> list[Anchor]:
    menu_keys = _menu_keys(page)
    found = []
    for index in page.links:
        if page.furniture[index]:
            continue
        target = page.addresses.candidate(page.nodes[index].get("href"))
        if target is None or _names_a_list(page, index, target[0]):
            continue
        heading = _in_heading(page, index)
        if target[1] in menu_keys and not (heading and _in_dated_item(page, index)):
            continue
        if not heading and _is_inline(page, index):
            continue
        found.append(Anchor(index, *target, page.text(index), heading))
    return found


def _menu_keys(page: ListPage) -> set[str]:
    """What the menus lead to by a short name is no article, wherever else it is linked."""
    keys = set()
    for index in page.links:
        href = page.nodes[index].get("href") or ""
        # A link to a place within a page ("Laisser un commentaire") is none of a menu.
        if page.furniture[index] and "#" not in href:
            target = page.addresses.candidate(href)
            text = page.text(index)
            names = 1 <= len(text.split()) <= 4 and not MORE.fullmatch(fold(text))
            if names and target and not is_article_path(target[0]):
                keys.add(target[1])
    return keys


def _in_dated_item(page: ListPage, index: int) -> bool:
    """Whether a link stands in an item with a time, as no menu's do: other blocks show short headlines too."""
    item = next((node for node in page.ancestors(index) if page.items[node]), None)
    return item is not None and any(page.tags[node] == "time" for node in page.inside(item))


def _names_a_list(page: ListPage, index: int, url: str) -> bool:
    """Whether the link's markup says that it leads to a rubric, a tag or an author."""
    if not {"tag", "author", "category"}.isdisjoint(page.relations(index)):
        return True
    if is_article_path(url):
        return False
    about = [index]
    parent = page.parents[index]
    if parent >= 0 and page.tags[parent] in ("span", "div", "p", "li"):
        about.append(parent)
    named = any(page.classed(node, SECTION_CLASS) or page.classed(node, AUTHOR_CLASS) for node in about)
    return named and not any(page.classed(node, TITLE_CLASS) for node in about) and len(page.text(index).split()) <= 4


def _in_heading(page: ListPage, index: int) -> bool:
    if page.headings_in(index):
        return True
    for node in (index, *islice(page.ancestors(index), 3)):
        if page.tags[node] in HEADINGS or page.classed(node, TITLE_CLASS):
            return True
        if page.items[node]:
            return False
    return False


def _is_inline(page: ListPage, index: int) -> bool:
    """Whether a link stands within the running text of a paragraph, or after "Lire aussi"."""
    for above in islice(page.ancestors(index), 4):
        tag = page.tags[above]
        if tag not in ("p", "em", "strong", "b", "i", "span", "u", "mark"):
            return False
        if tag == "p":
            break
    else:
        return False
    if index - above > _LONGEST_RUN:
        return True
    before = _text_before(page, above, index)
    if _READ_ALSO.match(fold(before)):
        return True
    return len(before) >= 25 and not is_date_text(before) and not MORE.fullmatch(fold(page.text(index)))


def _text_before(page: ListPage, block: int, index: int) -> str:
    parts = []
    for node in range(block, index):
        parts.append(page.heads[node])
        if node != block and page.lasts[node] < index:
            parts.append(page.tails[node])
    return " ".join(" ".join(parts).split())


def _items(page: ListPage, anchors: list[Anchor]) -> tuple[dict[int, str], set[int]]:
    """Items by node with the key of their article, and the links within them that lead to other articles."""
    inside: dict[int, list[Anchor]] = defaultdict(list)
    for anchor in anchors:
        above = next((node for node in (anchor.node, *page.ancestors(anchor.node)) if page.items[node]), None)
        if above is not None:
            inside[above].append(anchor)
    items: dict[int, str] = {}
    foreign: set[int] = set()
    for item, links in inside.items():
        key = _item_key(page, item, links)
        if key is not None:
            items[item] = key
            foreign.update(link.node for link in links if link.key != key)
    return items, foreign


def _item_key(page: ListPage, item: int, links: list[Anchor]) -> str | None:
    """Which article an item shows: the one that its only title links to, else its only link."""
    titled = [link for link in links if link.heading]
    outside = [link for link in titled or links if not _in_body(page, item, link.node)]
    keys = {link.key for link in outside or titled}
    if len(keys) != 1 and not titled:
        keys = {link.key for link in links}
    return keys.pop() if len(keys) == 1 else None


def _in_body(page: ListPage, item: int, node: int) -> bool:
    for above in page.ancestors(node):
        if above == item:
            return False
        if page.classed(above, BODY_CLASS):
            return True
    return False


def _without_sections(anchors: list[Anchor]) -> list[Anchor]:
    """Leaves out what several other addresses lie under: a section is no article."""
    keys = {anchor.key for anchor in anchors}
    below: dict[str, int] = defaultdict(int)
    for key in keys:
        path = key.partition("?")[0]
        while "/" in path:
            path = path.rpartition("/")[0]
            below[path] += 1
    return [anchor for anchor in anchors if below[anchor.key] < 2 or is_article_path(anchor.url)]


def _without_labels(page: ListPage, anchors: list[Anchor], shown: set[str]) -> list[Anchor]:
    """Leaves out what is only ever named in a word or two, as rubrics and persons are."""
    texts: dict[str, list[str]] = defaultdict(list)
    for anchor in anchors:
        texts[anchor.key].append(anchor.text)
    told = {
        anchor.key
        for anchor in anchors
        if anchor.heading
        or is_article_path(anchor.url)
        or (not anchor.leads_on and _is_worded(anchor.text, texts[anchor.key].count(anchor.text)))
        or (not anchor.text and _is_worded(_spoken(page, anchor), 1))
        or ((not anchor.text or anchor.leads_on) and _is_worded(_title_beside(page, anchor), 1))
    }
    return [anchor for anchor in anchors if anchor.key in told or anchor.key in shown]


def _spoken(page: ListPage, anchor: Anchor) -> str:
    """What a link without text, laid over a card, says to the ear."""
    node = page.nodes[anchor.node]
    return node.get("aria-label") or node.get("title") or ""


def _title_beside(page: ListPage, anchor: Anchor) -> str:
    """The heading that is no link and alone in a small node around a link."""
    for above in islice(page.ancestors(anchor.node), 3):
        if headings := page.headings_in(above):
            is_alone = len(headings) == 1 and page.count_in(above, page.links) <= _FEWEST
            return page.text(headings[0]) if is_alone and not page.links_in(headings[0]) else ""
    return ""


def _is_worded(text: str, times: int) -> bool:
    """Whether a text is more than a name; names of persons run to four words and come back with each article."""
    return len(text.split()) >= (3 if times < 2 else 5)


def _keys_below(page: ListPage, anchors: list[Anchor]) -> list[str | None]:
    """For each node: None, the one key that it and its descendants lead to, or `_MANY`."""
    keys: list[str | None] = [None] * len(page.nodes)
    for anchor in anchors:
        keys[anchor.node] = anchor.key
    for index in range(len(page.nodes) - 1, 0, -1):
        parent = page.parents[index]
        own, above = keys[index], keys[parent]
        if own is not None and own != above:
            keys[parent] = own if above is None else _MANY
    return keys


def _card_root(
    page: ListPage,
    anchor: Anchor,
    keys: list[str | None],
    items: dict[int, str],
    headed: dict[int, list[int]],
    named: dict[str, bool],
) -> int:
    """The item around a link, else the largest node around it that shows its article only."""
    for above in (anchor.node, *page.ancestors(anchor.node)):
        if items.get(above) == anchor.key:
            return above
    root = anchor.node
    while True:
        above = page.parents[root]
        if above < 0 or page.tags[above] in _STOPS or keys[above] != anchor.key:
            break
        if page.tags[root] in ("li", "tr", "article"):
            break
        if _adds_heading(page, above, root, headed) and named[anchor.key]:
            break
        root = above
    return root


def _adds_heading(page: ListPage, above: int, root: int, headed: dict[int, list[int]]) -> bool:
    """Whether a node holds a heading that the smaller one does not: then it is a block with its title."""
    if above not in headed:
        headed[above] = [child for child in page.children(above) if _is_unlinked_heading(page, child)]
    return any(child != root for child in headed[above])


def _is_unlinked_heading(page: ListPage, node: int) -> bool:
    """Whether a node holds a heading and no link."""
    return not page.links_in(node) and any(page.text(heading) for heading in page.headings_in(node))


def _lay_out(page: ListPage, cards: list[Card]) -> None:
    """Tells each card what belongs to it: in flat lists date and teaser stand beside the title, nothing around them."""
    before = _dated_before(page, cards)
    ends = [*(card.node for card in cards[1:]), len(page.nodes)]
    for place, (card, until) in enumerate(zip(cards, ends, strict=False)):
        own = page.inside(card.node)
        card.nodes, card.outside = own, frozenset((card.node,))
        if _is_flat(page, card):
            parent = page.parents[card.node]
            card.nodes, card.outside = [*own, *range(own.stop, min(until, page.lasts[parent] + 1))], frozenset()
            if card.node in before:
                start = max(parent, page.lasts[cards[place - 1].node] + 1) if place else parent
                card.dates, card.outside = range(start, own.stop), frozenset((parent, card.node))


def _is_flat(page: ListPage, card: Card) -> bool:
    return not card.item and page.tags[card.node] in _FLAT


def _dated_before(page: ListPage, cards: list[Card]) -> set[int]:
    """The cards of flat lists whose dates stand before the titles: before the first one too, not after the last."""
    rows: dict[int, list[int]] = defaultdict(list)
    for card in cards:
        if _is_flat(page, card):
            rows[page.parents[card.node]].append(card.node)
    found: set[int] = set()
    for parent, row in rows.items():
        if len(row) >= _FEWEST and _has_date(page, parent, row[0]):
            found.update(() if _has_date(page, row[-1], page.lasts[parent] + 1) else row)
    return found


def _has_date(page: ListPage, start: int, end: int) -> bool:
    """Whether a date stands between the text in one node and that in another, both left out but for their edges."""
    inner = range(page.lasts[start] + 1, end) if end > page.lasts[start] else range(start + 1, end)
    texts = [page.tails[start] if end > page.lasts[start] else page.heads[start]]
    for node in inner:
        texts += (page.heads[node], page.tails[node])
    return any(is_date_text(_trimmed(text)) for text in texts if text)


def _trimmed(text: str) -> str:
    return text.strip(" \t\r\n:|–—-·•()") if len(text) < 200 else ""
