"""Whether what looks like a dateline is one.

Precision comes first: text that is cut off is lost to readers.  The stronger
the evidence (an agency, a date), the weaker the closing and the odder the
place may be; a place alone needs a dash or colon, and what follows must begin
a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newscrawl.dateline.agencies import agency_key, homonyms
from newscrawl.dateline.following import Following
from newscrawl.dateline.gazetteer import LARGE_TOWN, METROPOLIS, spots
from newscrawl.dateline.lexer import Token, TokenKind
from newscrawl.dateline.tree import Mention, Node, Part, Signature
from newscrawl.dates.written import WrittenDate

_NO_EVIDENCE = frozenset({Part.REMARK, Part.TIME})
"""Parts that speak against a place without date or agency: `Toulouse (31) –`, `Paris, 20 h –`."""
_ARTICLES = frozenset({"le", "la", "les", "l", "un", "une", "des", "ce", "cet", "cette", "ces"})
_WRITTEN_OUT = 5
"""Letters from which a name of an agency is no mere abbreviation."""
OLDEST_YEAR = 1980
"""A year before it tells of history, not of filing, unless an agency signs."""
LARGE_ENOUGH = 3.7
"""Rank (about 5,000 inhabitants) from which a place not in capitals is believed before a mere dash."""


@dataclass(frozen=True, slots=True)
class Closing:
    """The tokens that close a dateline, `start` to `end` (exclusive), and the strongest of them; null for none."""

    start: int
    end: int
    kind: TokenKind | None


def has_evidence(tokens: Sequence[Token], nodes: Sequence[Node], closing: Closing) -> bool:
    """Whether `nodes`, closed by `closing`, are a dateline rather than the beginning of a sentence."""
    candidate = Candidate(tokens, nodes, closing)
    if candidate.is_compound_word or not candidate.may_be_joined:
        return False
    if closing.kind is TokenKind.COMMA and not candidate.is_bare_place:
        return False
    if candidate.following.is_parenthesis and closing.kind is None:
        return False
    is_signed = bool(candidate.signatures) and any(
        node.is_enclosed and any(signature.is_known for signature in node.signatures) for node in nodes
    )
    if is_signed or candidate.first.part is Part.ELSEWHERE:
        return is_signed and candidate.is_signed
    return candidate.is_signed_weakly if candidate.signatures else candidate.is_unsigned


class Candidate:
    """A prefix of the lead that may be a dateline."""

    def __init__(self, tokens: Sequence[Token], nodes: Sequence[Node], closing: Closing) -> None:
        self.tokens = tokens
        self.nodes = nodes
        self.closing = closing
        self.first = nodes[0]
        self.last = nodes[-1]
        self.following = Following(tokens, closing.end)
        self.mentions: list[Mention] = [mention for node in nodes for mention in node.mentions]
        self.signatures: list[Signature] = [signature for node in nodes for signature in node.signatures]
        self.written: WrittenDate | None = next((node.written for node in nodes if node.written is not None), None)

    @property
    def is_known(self) -> bool:
        """The gazetteer has every place."""
        return all(mention.is_known for mention in self.mentions)

    @property
    def is_upper(self) -> bool:
        """Every place is in capitals."""
        return all(mention.is_upper for mention in self.mentions)

    @property
    def is_closed(self) -> bool:
        """A dash closes it."""
        return self.closing.kind is TokenKind.DASH

    @property
    def is_left_open(self) -> bool:
        """Nothing closes it."""
        return self.closing.kind is None

    @property
    def is_bare_place(self) -> bool:
        """One place and nothing else."""
        return len(self.nodes) == 1 and len(self.mentions) == 1 and not self.first.is_enclosed

    @property
    def begins_with_bare_agency(self) -> bool:
        """`AA / Ankara`."""
        return self.first.part is Part.CREDIT and not self.first.is_enclosed

    @property
    def is_compound_word(self) -> bool:
        """The closing is a hyphen without space on either side, between two words: `Paris-Match`, not `IQNA-La 33e`."""
        if self.closing.end != self.closing.start + 1 or self.tokens[self.closing.start].text != "-":
            return False
        before, hyphen, after = self.tokens[self.closing.start - 1 : self.closing.end + 1]
        if before.is_upper and self.following.opens_clearly and not after.is_upper:
            return False
        return before.kind is TokenKind.WORD and after.kind is TokenKind.WORD and not hyphen.spaced and not after.spaced

    @property
    def may_be_joined(self) -> bool:
        """Behind a dash the text may have begun: a further part needs a closing, an agency a new sentence."""
        if len(self.nodes) == 1 or self.last.joint not in (TokenKind.DASH, TokenKind.COLON, TokenKind.DOT):
            return True
        if self.last.is_enclosed or any(node.part is Part.HIJRI_DATE for node in self.nodes):
            return True
        if self.last.part in (Part.CREDIT, Part.REPORTER, Part.CORRESPONDENT):
            return not self.is_left_open or self.following.can_open
        if self.closing.kind in (TokenKind.DASH, TokenKind.SLASH):
            return True
        if self.first.part is Part.FILING_DATE or (
            self.last.part is Part.FILING_DATE and not self._is_date_of_sentence
        ):
            return self.following.opens_clearly
        return (
            self.last.part is Part.PLACE_LIST
            and self.begins_with_bare_agency
            and (self.mentions[-1].is_qualified or self.following.opens_plainly)
        )

    @property
    def _is_date_of_sentence(self) -> bool:
        """`Libreville – Le mercredi 24 mai`: behind a dash an article opens a sentence; a date of it has no year."""
        written = self.last.written
        return self.tokens[self.last.start].is_capitalised or written is None or written.year is None

    @property
    def _is_filed_elsewhere(self) -> bool:
        """A known agency in parentheses before a dash, and the words before are not its own name written out."""
        if not self.is_closed or not self.following.can_open or self.tokens[0].word in _ARTICLES:
            return False
        signed = (agency for signature in self.signatures for agency in homonyms(signature.text))
        return any(agency.scope in ("national", "world") for agency in signed)

    @property
    def _is_written_out(self) -> bool:
        """An agency stands behind its own name, which it abbreviates: `L'Agence France-Presse (AFP)`."""
        words = agency_key("".join(token.text for token in self.tokens[: self.first.end]))
        signed = (agency for signature in self.signatures for agency in homonyms(signature.text))
        keys = (agency_key(name) for agency in signed for name in (agency.name, *agency.aliases))
        return any(len(key) >= _WRITTEN_OUT and key in words for key in keys)

    @property
    def is_signed(self) -> bool:
        """A known agency in parentheses: any closing will do, or none before a capital."""
        if self.first.part is Part.ELSEWHERE or not self.is_known:
            if self._is_written_out:
                return False
            if self.first.part is Part.ELSEWHERE:
                return self._is_filed_elsewhere
        if self.is_closed and (self.mentions or self.written or self.first.part is Part.REPORTER):
            return True
        if self.first.part is Part.REPORTER and not self.mentions:
            return False
        return self.following.can_open

    @property
    def is_signed_weakly(self) -> bool:
        """A bare agency or an unknown brand."""
        if not self.following.can_open:
            return False
        if not any(signature.is_known for signature in self.signatures):
            return self._has_plausible_brand
        if not self.mentions and not self.written:
            is_plain = self.following.opens_clearly or all(each.text.isupper() for each in self.signatures)
            return self.is_closed and len(self.nodes) == 1 and is_plain and not self.following.is_heading
        if self.begins_with_bare_agency:
            return self._begins_with_agency
        if not self.mentions and self.last.part is Part.CREDIT:
            return self.closing.kind not in (None, TokenKind.COMMA)
        return (self.is_known or self.is_upper) and self.first.part is not Part.REPORTER

    @property
    def _has_plausible_brand(self) -> bool:
        """An unknown brand in parentheses, behind a place or a date."""
        if self.written and (self.mentions or self.first.part is Part.THEME):
            return not self.is_left_open or self.following.opens_clearly
        if not self.mentions:
            return self.is_closed and len(self.nodes) == 1 and "." in self.signatures[0].text.strip(".")
        return self.is_closed and self.is_known and not self.following.is_heading

    @property
    def _begins_with_agency(self) -> bool:
        """`AA / Ankara`, `APA Bangui (Centrafrique)`: an agency, then where or when."""
        if any(node.joint is TokenKind.SLASH for node in self.nodes) or self.is_closed:
            return True
        if any(node.part is Part.REPORTER for node in self.nodes) or self.written:
            return True
        is_qualified = self.last.is_enclosed or any(mention.is_qualified for mention in self.mentions)
        if is_qualified and self.following.is_capital:
            return True
        return self.last.joint is TokenKind.DASH and self.following.opens_clearly

    @property
    def is_unsigned(self) -> bool:
        """A reporter of the paper, a date or a place."""
        if any(node.part is Part.CORRESPONDENT for node in self.nodes):
            return self.is_corresponded
        return self.is_dated if self.written else self.is_placed

    @property
    def is_dated(self) -> bool:
        """A date and a place; a date alone is none."""
        written = self.written
        if written is None or not self.mentions or not self.following.can_open:
            return False
        if (written.year or OLDEST_YEAR) < OLDEST_YEAR:
            return False
        if self.first.part is Part.FILING_DATE and not self.first.mentions:
            return self._begins_with_date(written)
        if self.first.is_prepositional:
            return self.is_closed
        if self.is_closed and (self.is_known or written.month is not None):
            return written.month is not None or not self.following.is_heading
        return self._is_dated_without_dash(written)

    def _is_dated_without_dash(self, written: WrittenDate) -> bool:
        """`Abidjan le 21 Mars 2020. Le Préfet`, `Bangui, le 04 mai 23 Contrairement`."""
        is_exact = written.day is not None and (written.month is not None or self.is_known)
        if not is_exact or not (self.is_known or (self.is_upper and not self.is_left_open)):
            return False
        if not self.following.is_capital:
            return False
        return not self.is_left_open or self.last.written is not None or self.last.part is Part.TIME

    def _begins_with_date(self, written: WrittenDate) -> bool:
        """`8 janvier 2014, Montréal –`, `Le 23 novembre 2021 Ottawa (Ontario)`; events are announced without a year."""
        if written.year is None or any(node.joint is TokenKind.COLON for node in self.nodes):
            return False
        if self.is_closed:
            return self.is_known
        if not self.is_left_open or not self.is_known:
            return False
        if self.mentions[-1].is_qualified:
            return self.following.is_capital
        return self.last.joint is TokenKind.DASH and self.following.opens_clearly and is_large(self.mentions[-1])

    @property
    def is_corresponded(self) -> bool:
        """`De notre correspondante à Beyrouth. –`, `Rome, de notre correspondant`, from whatever town."""
        if not self.following.can_open:
            return False
        if self.is_known and self.first.part is Part.CORRESPONDENT:
            return True
        return self.closing.kind not in (None, TokenKind.COMMA) or self.following.opens_clearly

    @property
    def is_placed(self) -> bool:
        """A place without date or agency."""
        if not self.mentions or not self.is_known or any(node.part in _NO_EVIDENCE for node in self.nodes):
            return False
        if self.first.part is Part.REPORTER:
            return self.following.is_capital and self.last.part is Part.PLACE_LIST
        if self.first.is_enclosed:
            return (self.is_left_open or self.is_closed) and self.following.can_open
        return self.first.part is Part.PLACE_LIST and self._is_placed_by_closing

    @property
    def _is_placed_by_closing(self) -> bool:
        """`WASHINGTON —`, `RIYAD:`, `Bocanda, Des élèves`."""
        if self.closing.kind is TokenKind.COMMA:
            return self.following.opens_plainly and not self.following.is_place and is_large(self.mentions[0])
        if self.last.part is Part.CREDIT:
            return self.is_closed and self.following.can_open
        if self.following.is_heading or self.following.is_shouted:
            return False
        if self.closing.kind is TokenKind.COLON:
            return self.is_upper and self.following.is_capital
        if self.closing.kind is TokenKind.SLASH:
            return self.is_upper and self.following.opens_plainly
        return self.is_closed and self._is_placed_by_dash

    @property
    def _is_placed_by_dash(self) -> bool:
        """A place, a dash, and a sentence that does not begin with a second place."""
        if not self.following.can_open:
            return False
        if self.is_upper:
            return not self.following.is_place or is_large(self.mentions[0])
        return is_large(self.mentions[-1], self._least_rank) and not self.following.is_place

    @property
    def _least_rank(self) -> float:
        """From which rank on a town not in capitals is believed: `Nantes - Grève à la SNCF` is a headline.

        What follows tells, and the dash: a hyphen is what headlines are typed with.
        """
        if self.following.opens_clearly or self.mentions[-1].is_qualified:
            return LARGE_ENOUGH
        return METROPOLIS if self.tokens[self.closing.start].text == "-" else LARGE_TOWN


def is_large(mention: Mention, least: float = LARGE_ENOUGH) -> bool:
    """A place of that name has some thousand inhabitants."""
    return any(spot.rank >= least for spot in spots(mention.text))
