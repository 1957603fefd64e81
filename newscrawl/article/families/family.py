"""What a family of sites is."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from newscrawl.article.rules import ArticleRules


@dataclass(frozen=True, slots=True)
class Family:
    """A family of sites: its pages carry all classes of one of `marks`."""

    name: str
    marks: tuple[frozenset[str], ...]
    rules: ArticleRules

    def recognises(self, classes: Set[str]) -> bool:
        """Whether a page with these classes is of this family."""
        return any(mark <= classes for mark in self.marks)


def marks(*alternatives: str) -> tuple[frozenset[str], ...]:
    """Alternatives, each the classes that must occur together, separated by spaces."""
    return tuple(frozenset(names.split()) for names in alternatives)
