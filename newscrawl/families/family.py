"""What a publishing system, or one make of its pages, is known by."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from newscrawl.families.rules import ArticleRules


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Sites that share their markup: how their lists and their article pages are told, and how these are read.

    Class names that a theme generates per page or per save (`tdi_12`, `td_uid_…`, `vc_column…`) are never relied on.
    """

    name: str
    marks: tuple[frozenset[str], ...]
    """An article page carries all classes of one of these."""
    rules: ArticleRules
    """How its article pages are read."""
    items: frozenset[str] = frozenset()
    """Classes of a node that holds one item of a list, however much that is."""
    lists: frozenset[str] = frozenset()
    """Classes of nodes that hold a list, whatever else they are called."""
    system: str | None = None
    """What its lists are called, where other families have the same; else its own name."""
    order: int = 1
    """When it is asked, the lowest first: 0 for what stands on another system, 2 and more where others borrow marks."""

    def recognises(self, classes: Set[str]) -> bool:
        """Whether an article page with these classes is of this family."""
        return any(mark <= classes for mark in self.marks)


def marks(*alternatives: str) -> tuple[frozenset[str], ...]:
    """Alternatives, each the classes that must occur together, separated by spaces."""
    return tuple(frozenset(names.split()) for names in alternatives)
