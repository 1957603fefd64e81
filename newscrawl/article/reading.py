"""One page being read: the tree, what it states for machines, and what was found so far."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from newscrawl.article.blind import BlindReading
from newscrawl.article.blocks import Block
from newscrawl.article.document import ArticlePage
from newscrawl.article.draft import Hint, Paragraph
from newscrawl.article.moments import Clock
from newscrawl.article.near import NearLine, lines_of
from newscrawl.article.structured import StatedFields
from newscrawl.article.surroundings import after, before, below
from newscrawl.article.titles import Headline, is_start_of
from newscrawl.article.witnesses import know
from newscrawl.families.rules import ArticleRules
from newscrawl.html.elements import Element
from newscrawl.text import clean, letters


@dataclass
class Reading:
    """What the readers of single fields share; what costs a walk is read when it is asked for, and once."""

    page: ArticlePage
    layers: tuple[ArticleRules, ...]
    """Rules of the site and of its family, the most trusted first."""
    sources: tuple[StatedFields, ...]
    """What the page states for machines, the most trusted first: JSON-LD, microdata, metas."""
    site: str | None
    """The site's own name, as the page states it."""
    clock: Clock
    hint: Hint | None
    headline: Headline
    is_ruled: bool = False
    """Whether the first of the rules are those of the site."""
    partial: bool = False
    """Whether the rules of the site gave a part of the text only."""
    end: Element | None = None
    """The element that the text ends with."""

    crowded: bool = False
    """Whether more headlines of other articles than paragraphs stand between headline and end."""

    def knows(self, text: str) -> bool:
        """Whether what the page or a list says of the article elsewhere knows a text."""
        return know(text, self.headline.text, self.sources, self.hint)

    @cached_property
    def blind(self) -> BlindReading:
        """All blocks of the page, each weighed without a look at names."""
        told = self.hint.teaser if self.hint is not None else None
        description = next((source.description for source in self.sources if source.description), None)
        return BlindReading(self.page, self.headline, description or told or "")

    @cached_property
    def following(self) -> list[Block]:
        """The blocks that follow the headline."""
        return after(self.page, self.headline)

    @cached_property
    def under(self) -> list[NearLine]:
        """The short lines that follow the headline."""
        return lines_of(self.following)

    @cached_property
    def above(self) -> list[NearLine]:
        """The short lines before the headline, the nearest first."""
        return lines_of(before(self.page, self.headline))

    @property
    def near(self) -> list[NearLine]:
        """The short lines near the headline."""
        return self.under + self.above

    @cached_property
    def below(self) -> list[NearLine]:
        """The short lines directly below the text."""
        return lines_of(below(self.page, self.end)) if self.end is not None else []


def standfirst_of_list(reading: Reading, paragraphs: list[Paragraph]) -> str | None:
    """The block near the headline that a list printed as its teaser, where it is none of the paragraphs."""
    told = reading.hint.teaser if reading.hint is not None else None
    if not told:
        return None
    text = {letters(paragraph.text) for paragraph in paragraphs}
    blocks = (clean(block.text) for block in reading.following)
    return next((block for block in blocks if is_start_of(told, block) and letters(block) not in text), None)
