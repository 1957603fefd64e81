"""The main list of a page: which of its groups of like cards hold the articles that the page is there to show."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import urlsplit

from newscrawl.dates.partial import partial_date
from newscrawl.families import ITEM_CLASSES
from newscrawl.html.elements import HEADINGS
from newscrawl.sources.addresses import is_article_path, is_dated_path
from newscrawl.sources.describe import Described
from newscrawl.sources.page import ListPage
from newscrawl.sources.pagination import is_later_page, paging_links
from newscrawl.sources.vocabulary import OTHER_BLOCK, TITLE_CLASS
from newscrawl.text import fold
from newscrawl.urls import key_host

_PLAUSIBLE = 2.0
_FEW = 3
"""Cards of a later page up to which it is short."""
_ALIKE = 0.7
"""Share of the main group's quality that a further part of the list reaches; headlines vary in length."""
_ALIKE_ITEMS = 0.55
_COLUMN_CLASS = re.compile(
    r"(?:.*[-_])?(?:col|span|cell|left|right|primary|secondary|main|content|side|gauche|droite|centre|rail).*",
    re.IGNORECASE,
)
_HOME = re.compile(r"/?(?:index\.\w+|home|accueil|[a-z]{2})?/?", re.IGNORECASE)
_BACKWARD = 80
"""How many nodes before a group its title is looked for."""


@dataclass(slots=True)
class Group:
    """Cards of one make."""

    cards: list[Described]
    weight: float
    """How much the group looks like a list of articles: the sum over its cards."""

    @property
    def quality(self) -> float:
        """Weight of a card on average."""
        return self.weight / len(self.cards)

    @property
    def has_dates(self) -> bool:
        """Whether a card states a date."""
        return any(card.is_dated for card in self.cards)

    @property
    def is_dated(self) -> bool:
        """Whether most cards do."""
        return 2 * sum(card.is_dated for card in self.cards) > len(self.cards)

    @property
    def has_only_clocks(self) -> bool:
        """Whether all cards bear a time of day alone, as in the ticker beside a list."""
        partial = [partial_date(card.link.published_raw or "") for card in self.cards if card.link.published is None]
        return len(partial) == len(self.cards) and all(each is not None and each.only_clock for each in partial)

    @property
    def hosts(self) -> frozenset[str]:
        """Where its articles are."""
        return frozenset(key_host(card.card.key) for card in self.cards)

    @property
    def first(self) -> int:
        """Node of the first card."""
        return self.cards[0].card.node


def main_list(page: ListPage, described: list[Described]) -> list[Described]:
    """The cards of the main list, in page order."""
    described = _rows_of_a_short_page(page, described) or described
    groups = [group for group in _groups(page, described) if not _is_other_block(page, group, described)]
    groups = [group for group in groups if group.quality >= _PLAUSIBLE]
    if not groups:
        return []
    if not _HOME.fullmatch(urlsplit(page.url).path):
        main = max(groups, key=lambda group: group.weight)
        groups = [group for group in groups if group is main or _belongs(page, group, main)]
    return sorted((card for group in groups for card in group.cards), key=lambda card: card.card.node)


def _rows_of_a_short_page(page: ListPage, described: list[Described]) -> list[Described]:
    """The cards of a later page with few rows, which blocks beside them outweigh; none where there are more.

    They stand in `main`, beside the title of the list and beside its pagination, as far as the page has these and
    they hold cards.
    """
    if not is_later_page(page.url):
        return []
    found = [card for card in described if weight(card) >= _PLAUSIBLE]
    mains = [node for node, tag in enumerate(page.tags) if tag == "main"]
    titles = [node for node, tag in enumerate(page.tags) if tag == "h1" and not page.furniture[node]]
    for landmarks in (mains, titles, paging_links(page)):
        for landmark in landmarks[:1]:
            found = _nearest(page, found, landmark) or found
    return found if len(found) <= _FEW else []


def _nearest(page: ListPage, cards: list[Described], landmark: int) -> list[Described]:
    """The cards in the smallest node around a landmark that holds some."""
    for around in (landmark, *page.ancestors(landmark)):
        if inside := [card for card in cards if page.within(card.card.node, around)]:
            return inside
    return []


def weight(described: Described) -> float:
    """How much a card looks like an article's."""
    link = described.link
    words = len((link.headline or "").split())
    return (
        (2.0 if words >= 5 else 1.0 if words >= 3 else 0.0)
        + 1.0 * described.heading
        + 1.0 * described.is_dated
        + 0.5 * (link.teaser is not None)
        + 0.5 * described.image
        + 1.0 * is_article_path(link.url)
        + 1.0 * is_dated_path(link.url)
        + 1.0 * described.card.item
    )


def _groups(page: ListPage, described: list[Described]) -> list[Group]:
    by_make: dict[tuple[str, ...], list[Described]] = defaultdict(list)
    above: dict[int, tuple[str, ...]] = {-1: ()}
    for card in described:
        by_make[_make(page, card.card.node, above)].append(card)
    return [Group(cards, sum(map(weight, cards))) for cards in by_make.values()]


def _make(page: ListPage, node: int, above: dict[int, tuple[str, ...]]) -> tuple[str, ...]:
    """What cards of one list have in common: tags and lasting classes from the card upwards.

    `above` keeps what is known of the nodes that hold cards.
    """
    own = [token for token in page.classes(node) if token in ITEM_CLASSES] or _lasting(page.classes(node))[:1]
    return f"{page.tags[node]}.{'.'.join(own)}", *_make_above(page, page.parents[node], above)


def _make_above(page: ListPage, node: int, known: dict[int, tuple[str, ...]]) -> tuple[str, ...]:
    if node not in known:
        own = f"{page.tags[node]}.{'.'.join(_lasting(page.classes(node)))}"
        known[node] = (own, *_make_above(page, page.parents[node], known))
    return known[node]


def _lasting(tokens: list[str]) -> list[str]:
    """Classes that do not count, number or describe a single article."""
    return [token for token in tokens if not _PASSING.search(token)]


_PASSING = re.compile(
    r"\d|^(?:first|last|odd|even|active|sticky|clearfix|hentry|post|type-.*|status-.*|format-.*|category-.*|tag-.*"
    r"|has-.*|is-.*|wow|fade.*|zoom.*|animated?|lazy.*|alt)$",
    re.IGNORECASE,
)


def _is_other_block(page: ListPage, group: Group, described: list[Described]) -> bool:
    """Whether a title above the group says that it is no part of the list ("Les plus lus")."""
    title = _block_title(page, group.first, described)
    return title is not None and OTHER_BLOCK.search(fold(title)) is not None


def _block_title(page: ListPage, first: int, described: list[Described]) -> str | None:
    place = bisect_left(described, first, key=lambda card: card.card.node)
    before = page.lasts[described[place - 1].card.node] if place else -1
    for node in range(first - 1, max(before, first - _BACKWARD), -1):
        if page.within(first, node) and page.tags[node] != "a":
            continue
        if page.tags[node] == "h1":
            return None
        titled = page.tags[node] in HEADINGS or page.classed(node, TITLE_CLASS)
        if titled and (text := page.text(node)):
            return text if len(text) <= 60 else None
    return None


def _belongs(page: ListPage, group: Group, main: Group) -> bool:
    """Whether a group is a further part of the list: a grid above it, or a block of its make below it.

    What follows the page's `main`, or stands above the title of the list, is none, and neither is what is all on other
    sub-domains than the list.  Broken markup closes `main` too early, and heroes stand above titles: dates like those
    of the list speak for both.
    """
    items = all(card.card.item for card in group.cards)
    if group.quality < (_ALIKE_ITEMS if items else _ALIKE) * main.quality:
        return False
    lacks_dates = main.is_dated and not group.has_dates and not items
    if group.first > main.first:
        around = next((node for node in page.ancestors(main.first) if page.tags[node] == "main"), None)
        is_outside = around is not None and not page.within(group.first, around)
        if lacks_dates or (is_outside and not (main.is_dated and group.has_dates)):
            return False
    elif lacks_dates and _has_title(page, range(group.first, main.first)):
        return False
    if group.has_only_clocks and not main.has_only_clocks:
        return False
    if main.hosts.isdisjoint(group.hosts):
        return False
    branches = _branch(page, group.first, main.first), _branch(page, main.first, group.first)
    return not all(_is_column(page, node) for node in branches)


def _has_title(page: ListPage, nodes: range) -> bool:
    titles = (node for node in nodes if page.tags[node] == "h1" and not page.furniture[node])
    return any(not page.links_in(node) for node in titles)


def _branch(page: ListPage, node: int, other: int) -> int:
    """The largest node that holds the one and not the other."""
    while (above := page.parents[node]) >= 0 and not page.within(other, above):
        node = above
    return node


def _is_column(page: ListPage, node: int) -> bool:
    names = [*page.classes(node), page.nodes[node].get("id") or ""]
    return page.tags[node] == "td" or any(_COLUMN_CLASS.fullmatch(name) for name in names)
