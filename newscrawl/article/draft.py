"""An article on its way: what extraction found, refined stage by stage.

`extraction` makes a `Draft`, the stages of `understanding` complete it, and
`Draft.article` is what reaches the feed.  Paragraphs stay apart, with their
kinds and links, until the last stage joins them into `Article.body`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any, TypeVar

from newscrawl.bounds import Budget, OutOfTime
from newscrawl.items import Article, Reference
from newscrawl.options.kinds import TdmPolicy

T = TypeVar("T")


class ParagraphKind(Enum):
    """What a block of an article page is, as far as its markup tells."""

    TEXT = "text"
    SUBHEADING = "subheading"
    LIST_ITEM = "list_item"
    RELATED = "related"
    """A "Lire aussi" block: its links go to `Article.related`."""


@dataclass(slots=True)
class Paragraph:
    """One block of running text, in page order."""

    text: str
    kind: ParagraphKind = ParagraphKind.TEXT
    links: tuple[Reference, ...] = ()
    """Links inside the block: absolute URL and anchor text."""
    language: str | None = None
    """BCP 47 tag where it differs from the article's; set by the stage `languages`."""


Reservations = TdmPolicy
"""What a reservation of text and data mining does: it empties the article, is noted, or is not even looked for."""


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of the site and the moment, and a page itself does not say."""

    reference: datetime | None = None
    """The moment of the crawl (aware), against which partial and relative dates are read; null in a library call
    without one: then nothing is inferred from the clock."""
    timezone: str | None = None
    """IANA zone of the site (`Europe/Brussels`), used where a time states none."""
    country: str | None = None
    """ISO 3166-1 alpha-2 code of the site's country, which decides between homonyms."""
    keep_dateline: bool = False
    """Leave the dateline in the body, for comparison with extractors that do."""
    reservations: Reservations = "record"
    """What is done where the site or the page reserves text and data mining."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """What a list or feed said of the article; it chooses among what the page states, and adds nothing of its own."""

    headline: str | None = None
    """As printed there, perhaps cut off with an ellipsis."""
    published: str | None = None
    """ISO 8601 with or without offset, or a date alone."""
    teaser: str | None = None
    """The first words of the text or its standfirst, perhaps cut off."""


@dataclass(slots=True, repr=False)
class Draft:
    """An article being understood."""

    article: Article
    paragraphs: list[Paragraph] = field(default_factory=list)
    context: Context = field(default_factory=Context)
    next_part: str | None = None
    """Address of the page on which the article goes on, where it runs over several."""
    byline: str | None = None
    """The author line as written, for agencies that sign like persons."""
    above: list[str] = field(default_factory=list)
    """The blocks between headline and text that are not the text's: the dateline may open a standfirst."""
    signed_off: list[str] = field(default_factory=list)
    """What was taken off the beginning and the end of the text as furniture: a credit may be among it."""
    budget: Budget | None = None
    """The processor time that it may still take, where somebody sets a bound."""
    capture: Any = None
    """What whoever fetched the page left with it, for whoever archives it; nothing here looks into it."""

    def __repr__(self) -> str:
        return f"<Draft {self.article.url}>"  # in logs, a whole article would hide what went wrong with it

    def flag(self, problem: str) -> None:
        """Note a problem once."""
        if problem not in self.article.problems:
            self.article.problems.append(problem)


class NotAnArticle(Exception):  # noqa: N818 - a finding about the page, not a failure
    """The page is no article we can use: a list, a consent wall, a challenge, a protected or empty page.

    `reason` is a short code used in stats and logs: `consent_wall`, `challenge`, `listing`, `video`, `protected`,
    `empty`, `no_headline`, `no_body`, `wall`, `too_slow`.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason


def understood_within(budget: Budget, work: Callable[[], T]) -> T:
    """What a piece of understanding comes to.  Raises `NotAnArticle("too_slow")` beyond the page's budget."""
    try:
        return budget.run(work)
    except OutOfTime as finding:
        raise NotAnArticle("too_slow", str(finding)) from finding
