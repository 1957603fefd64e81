"""Publishing systems, one file each: what tells their pages, the items of their lists, the rules of their articles.

A file that states `FAMILIES` is all that a new one takes.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from importlib import import_module
from pkgutil import iter_modules

from newscrawl.families.family import Family

__all__ = ["FAMILIES", "ITEM_CLASSES", "LIST_CLASSES", "Family", "family_of", "system_of"]


def _stated() -> Iterator[Family]:
    for module in iter_modules(__path__):
        yield from getattr(import_module(f"{__name__}.{module.name}"), "FAMILIES", ())


FAMILIES: tuple[Family, ...] = tuple(sorted(_stated(), key=lambda family: family.order))
"""In the order in which they are asked."""
ITEM_CLASSES: frozenset[str] = frozenset().union(*(family.items for family in FAMILIES))
LIST_CLASSES: frozenset[str] = frozenset().union(*(family.lists for family in FAMILIES))


def family_of(classes: Set[str]) -> Family | None:
    """The family of an article page with these classes, or nothing."""
    return next((family for family in FAMILIES if family.recognises(classes)), None)


def system_of(classes: Set[str]) -> str | None:
    """What the system is called whose items of lists carry one of these classes, or nothing."""
    return next((each.system or each.name for each in FAMILIES if not each.items.isdisjoint(classes)), None)
