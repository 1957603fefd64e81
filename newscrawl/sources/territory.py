"""What belongs to a card: in flat lists, its date and teaser stand beside the title without a node around them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from newscrawl.dates.reading import is_date_text
from newscrawl.html.elements import HEADINGS
from newscrawl.sources.cards import Card
from newscrawl.sources.page import ListPage

_FLAT = frozenset((*HEADINGS, "a", "p", "dt", "dd", "strong", "b"))
"""Tags of a card that may be no more than the title of one."""
_FEWEST = 3
"""Cards in a row from which on their order tells where dates stand."""


@dataclass(frozen=True, slots=True)
class Territory:
    """The nodes of a card."""

    nodes: list[int]
    """What belongs to it."""
    dates: list[int]
    """Where its date stands."""
    outside: frozenset[int]
    """Those after which text belongs to others."""


def territories(page: ListPage, cards: list[Card]) -> list[Territory]:
    """What belongs to each card."""
    before = _dated_before(page, cards)
    ends = [*(card.node for card in cards[1:]), len(page.nodes)]
    found = []
    for place, (card, until) in enumerate(zip(cards, ends, strict=False)):
        own = list(range(card.node, page.lasts[card.node] + 1))
        if not _is_flat(page, card):
            found.append(Territory(own, own, frozenset((card.node,))))
            continue
        parent = page.parents[card.node]
        nodes = own + list(range(page.lasts[card.node] + 1, min(until, page.lasts[parent] + 1)))
        if card.node in before:
            start = max(parent, page.lasts[cards[place - 1].node] + 1) if place else parent
            found.append(Territory(nodes, list(range(start, own[-1] + 1)), frozenset((parent, card.node))))
        else:
            found.append(Territory(nodes, nodes, frozenset()))
    return found


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
        if (
            len(row) >= _FEWEST
            and _has_date(page, parent, row[0])
            and not _has_date(page, row[-1], page.lasts[parent] + 1)
        ):
            found.update(row)
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
