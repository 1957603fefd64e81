"""What the parser sees in a lead: the parts of a dateline, in the order written."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from newscrawl.dateline.lexer import TokenKind
from newscrawl.dates.written import WrittenDate


class Part(Enum):
    """The productions that make up a dateline."""

    __hash__ = object.__hash__  # as that of `TokenKind`

    PLACE_LIST = "place_list"
    FILING_DATE = "filing_date"
    TIME = "time"
    CREDIT = "credit"
    REPORTER = "reporter"
    CORRESPONDENT = "correspondent"
    THEME = "theme"
    ELSEWHERE = "elsewhere"
    """What is no town: `Frontière turco-syrienne`, `A bord de l'Ocean Viking`."""
    HIJRI_DATE = "hijri_date"
    NOTE = "note"
    """How a reporter is placed, in parentheses: `(de notre correspondant)`."""
    REMARK = "remark"
    """Parentheses that say nothing of who, where or when: `(REPRISE)`, `(75)`, a country away from its town."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place as written, with what stands beside it."""

    text: str
    is_known: bool
    """The gazetteer has it."""
    is_upper: bool
    beside: frozenset[str] = frozenset()
    """Codes of the countries that a country or region written beside it allows."""
    is_qualified: bool = False
    """A country, region or quarter stands beside it."""


@dataclass(frozen=True, slots=True)
class Signature:
    """An agency or brand as written."""

    text: str
    is_known: bool


@dataclass(slots=True)
class Node:
    """One part of a dateline: tokens `start` to `end` (exclusive) and what they say."""

    part: Part
    start: int
    end: int
    joint: TokenKind | None = None
    """The punctuation that joins it to the part before, null where there is none."""
    is_enclosed: bool = False
    """It stands in parentheses or between slashes."""
    is_prepositional: bool = False
    """Places behind a preposition: `A Amiens`."""
    mentions: tuple[Mention, ...] = ()
    written: WrittenDate | None = None
    signatures: tuple[Signature, ...] = ()
    authors: tuple[str, ...] = ()
    date_span: tuple[int, int] | None = None
    """Tokens of the date alone, without a time beside it."""


@dataclass(slots=True)
class Tree:
    """A dateline as parsed: its parts, and the offset in the lead where it ends."""

    nodes: list[Node] = field(default_factory=list)
    end: int = 0
    """Offset just behind the closing separator."""
    date_raw: str | None = None
    """The date as written."""

    def of(self, part: Part) -> list[Node]:
        """The parts of one kind."""
        return [node for node in self.nodes if node.part is part]

    @property
    def mentions(self) -> list[Mention]:
        """Every place, in order."""
        return [mention for node in self.nodes for mention in node.mentions]

    @property
    def signatures(self) -> list[Signature]:
        """Every agency and brand, in order; beside an agency, unknown words in parentheses of their own are none."""
        signed = [node for node in self.nodes if node.signatures]
        if any(signature.is_known for node in signed for signature in node.signatures):
            signed = [node for node in signed if any(signature.is_known for signature in node.signatures)]
        return [signature for node in signed for signature in node.signatures]

    @property
    def filing_date(self) -> Node | None:
        """The part that carries the date."""
        return next((node for node in self.nodes if node.written is not None), None)
