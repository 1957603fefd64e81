"""Which article a page is, by the address that it declares, by what it says, and by where an old address leads.

A theme that declares the same address for every article (without its query, the home page, a section) would make one
article of all; a site that lists one article under several addresses must not make several.  Only the text shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import unquote, urlsplit

from scrapy.http import Response

from newscrawl.article.draft import Draft, NotAnArticle, ParagraphKind
from newscrawl.store.index import Entry
from newscrawl.text import fold, words_of, words_run_together
from newscrawl.urls import article_id, canonical_url

if TYPE_CHECKING:
    from newscrawl.article.draft import Draft
    from newscrawl.crawl.run import KnownFeed, Report
    from newscrawl.sources import Link
    from newscrawl.state.notes import Notes
    from newscrawl.store.index import Entry


CANONICAL_CONFLICT = "canonical_conflict"
"""Problem of an article that is taken by the address it was fetched at, not by the one that it declares."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a page says, in hashes that hold within one process: small, since a run keeps those of all its pages."""

    content_hash: str | None
    headline: int | None
    whole: int
    paragraphs: Mapping[int, int]
    """Length by hash."""

    @classmethod
    def by(cls, draft: Draft) -> Self:
        """What a page said that was just read."""
        texts = [each.text for each in draft.paragraphs if each.kind is not ParagraphKind.RELATED]
        return cls.of(draft.article.headline, texts, draft.article.content_hash)

    @classmethod
    def in_line(cls, line: Mapping[str, Any]) -> Self:
        """What a line of the feed says, the dateline again before the text that it opened."""
        filed = line.get("dateline") or {}
        text = " ".join(filter(None, (filed.get("raw"), line.get("body"))))
        return cls.of(line.get("headline"), text.split("\n\n"), line.get("content_hash"))

    @classmethod
    def of(cls, headline: str | None, texts: Iterable[str], content_hash: str | None = None) -> Self:
        """A headline and the paragraphs below it; typography does not count."""
        title = words_run_together(headline or "")
        paragraphs = [words for text in texts if (words := words_run_together(text))]
        return cls(
            content_hash,
            hash(title) if title else None,
            hash("".join(paragraphs)),
            {hash(paragraph): len(paragraph) for paragraph in paragraphs},
        )

    def is_other_than(self, other: Said) -> bool:
        """Whether headline and text are both others: less than half of the shorter text is common to the two.

        Paragraphs are compared as wholes: two weather reports, or two results, have most words in common.
        """
        if self.content_hash is not None and self.content_hash == other.content_hash:
            return False
        if self.headline is not None and self.headline == other.headline:
            return False
        if not self.paragraphs or not other.paragraphs:
            return self.headline is not None and other.headline is not None
        common = sum(self.paragraphs[each] for each in self.paragraphs.keys() & other.paragraphs.keys())
        shorter = min(sum(self.paragraphs.values()), sum(other.paragraphs.values()))
        return self.whole != other.whole and common * 2 < shorter


def is_another(said: Said, addresses: Collection[str], entry: Entry, line: Mapping[str, Any] | None) -> bool:
    """Whether a page that declares the address of an article of the feed is another article.

    `addresses` are the ids of those that led to the page, `line` is the latest of the article, null where it is no
    longer there.  A page from where the article was read last is the article, whatever it says now; so is one of which
    nothing is known to compare with, such as a removed one.
    """
    if entry.content_hash is None or entry.content_hash == said.content_hash:
        return False
    if line is None:
        return True
    return not was_read_at(line, addresses) and said.is_other_than(Said.in_line(line))


def was_read_at(line: Mapping[str, Any], addresses: Collection[str]) -> bool:
    """Whether a line was made of a page at one of the addresses with these ids."""
    try:
        return article_id(line.get("fetched_url") or "") in addresses
    except ValueError:
        return False


def keeps_own_address(line: Mapping[str, Any] | None) -> bool:
    """Whether an article of the feed was found to declare an address that is not its own."""
    return line is not None and CANONICAL_CONFLICT in line.get("problems", ())


def keep_own_address(draft: Draft, fetched: str, sections: Collection[str]) -> None:
    """Takes a page by the address it was fetched at, where it declares that of a section, by its id, for its own."""
    article = draft.article
    if article.id in sections and article_id(fetched) not in sections:
        article.url, article.id = canonical_url(fetched), article_id(fetched)
        draft.flag(CANONICAL_CONFLICT)


def moved_from(response: Response, identity: str, extract: Callable[[Response], Draft]) -> bool:
    """Whether the answer of an old address says that its article is now the one with this id.

    A redirect says so by where it leads, a page by the address that it declares for its own.
    """
    if 300 <= response.status < 400:
        return _led_to(response) == identity
    try:
        return extract(response).article.id == identity
    except NotAnArticle:
        return False


def has_become(
    response: Response, addresses: Collection[str], said: Said, extract: Callable[[Response], Draft]
) -> bool:
    """Whether the answer of an old address says that its article is now what a page at other addresses says.

    Both declare the same address, so that only a redirect to the page, or its very text, says so.
    """
    if 300 <= response.status < 400:
        return _led_to(response) in addresses
    try:
        return response.status == 200 and not said.is_other_than(Said.by(extract(response)))
    except NotAnArticle:
        return False


def _led_to(response: Response) -> str | None:
    location = response.headers.get("Location")
    try:
        return article_id(canonical_url(location.decode("latin-1"), response.url)) if location is not None else None
    except ValueError:
        return None


_ENOUGH = 3
"""Addresses that were asked and found to hold, or not to, from which on the others of the run are taken alike."""
_WORD = re.compile(r"[^\W\d_]{3,}|\d+")
_QUERIES = 3
"""From how many headlines on, at addresses that differ in their query alone, a query tells articles apart."""


@dataclass(frozen=True, slots=True)
class VisitedPage:
    """A page that was read, by what decides which article it is."""

    draft: Draft
    declared: str
    """Id of the address that it declares."""
    fetched_url: str
    link: str
    """Id of the address of the link that led to it."""
    addresses: frozenset[str]
    """Ids of the addresses that led to it."""
    said: Said

    @classmethod
    def of(cls, draft: Draft, fetched: str, link: Link) -> VisitedPage:
        """The page that a draft was made of, which was fetched at an address."""
        article, led = draft.article, article_id(link.url)
        ids = {article_id(each) for each in (fetched, article.fetched_url or fetched)}
        return cls(draft, article.id, fetched, led, frozenset({led, *ids}), Said.by(draft))


@dataclass(frozen=True, slots=True)
class Question:
    """An address to ask before it is clear which article a page is."""

    address: str
    is_holders: bool
    """Whether an article of the feed was read there; else the page alone states the address, which may be nowhere."""


@dataclass(frozen=True, slots=True)
class _Claim:
    """What a page of this run said, and its article: id and address, null for the declared ones."""

    addresses: frozenset[str]
    said: Said
    instead: tuple[str, str] | None


@dataclass(slots=True)
class Claims:
    """Tells the pages of a run that declare their own address from those that declare another article's.

    A declared address is believed until a page with another headline and another text declares it too.  From then on
    each page but the first is taken by the address it was fetched at.  One that has no word in common with the page and
    its address is asked first, until the run has found that such addresses hold, or that they don't.
    """

    notes: Notes
    feed: KnownFeed | None
    listed: set[str]
    """Ids of the articles that the run's sources show."""
    _made: dict[str, list[_Claim]] = field(default_factory=dict)
    """By the id of the address declared."""
    _queries: dict[str, dict[str, str]] = field(default_factory=dict)
    """By the id of an address without its query: headlines, by the id with it."""
    _asked: dict[str, list[Said]] = field(default_factory=dict)
    """What the pages say whose declared address is being asked, by its id."""
    _streak: int = 0
    """How many of the addresses that were asked last were the pages' own, one after the other; below zero: were not."""
    _on_trust: set[str] | None = None

    def note_listed(self, links: Iterable[Link]) -> None:
        """Takes note of what a source lists."""
        for link in links:
            bare = _without_query(link.url)
            if bare is not None:
                headline = " ".join(words_of(link.headline_full or link.headline or ""))
                self._queries.setdefault(bare, {})[article_id(link.url)] = headline

    def unproven(self, links: Iterable[Link]) -> set[str]:
        """Ids of links that are taken for the article of another link of the same list, though nobody has read both."""
        led: dict[str, set[str]] = {}
        for identity in {article_id(link.url) for link in links}:
            led.setdefault(self.notes.leads_to(identity), set()).add(identity)
        shared = {target: group for target, group in led.items() if len(group) > 1}
        if not shared:
            return set()
        if self._on_trust is None:
            self._on_trust = self.notes.unproven()
        found = self._on_trust & set[str]().union(*shared.values())
        return found | {target for target, group in shared.items() if target in group and self._is_unread(target)}

    def _is_unread(self, identity: str) -> bool:
        """Whether the page of an article was read last at another address than the one that makes its id."""
        visit = self.notes.visit(identity)
        return visit is not None and article_id(visit.url) != identity

    def decide(self, page: VisitedPage) -> Question | None:
        """Gives the draft of a page the identity of its article, or tells the address to ask before that is clear."""
        holder = self._entry(page.declared)
        if page.declared in page.addresses:
            self._take_over(page, holder)
            self._believe(page)
        elif holder is not None and any(self.notes.is_address_of(each, holder.id) for each in page.addresses):
            self._believe(page)
        elif (claim := self._same(page)) is not None:
            self._take(page, claim.instead)
        elif holder is None:
            return self._decide_free(page)
        else:
            return self._decide_owned(page, holder)
        return None

    def resolve(self, page: VisitedPage, *, same: bool) -> None:
        """Decides after the address was asked: whether the holder of the declared address has become this page.

        Of an address that nobody holds, whether the page is there too.
        """
        if page.declared in self._asked:
            self._streak = max(self._streak, 0) + 1 if same else min(self._streak, 0) - 1
        if same:
            self._believe(page)
        else:
            self._disown(page)

    def _decide_free(self, page: VisitedPage) -> Question | None:
        own = self._own(page)
        is_apart = own is not None and (self.notes.is_contested(page.declared) or keeps_own_address(self._line(own)))
        if is_apart or self._made.get(page.declared) or self._differs_by_query(page):
            self._disown(page, own)
            return None
        if self._streak >= _ENOUGH or _is_related(page.draft.article.url, page):
            self._believe(page)
            return None
        asked = self._asked.setdefault(page.declared, [])
        if self._streak <= -_ENOUGH or (asked and all(map(page.said.is_other_than, asked))):
            self._disown(page, own)
            return None
        asked.append(page.said)
        return Question(page.draft.article.url, is_holders=False)

    def _decide_owned(self, page: VisitedPage, holder: Entry) -> Question | None:
        own, line = self._own(page, holder), self._line(holder)
        is_contested = self.notes.is_contested(page.declared)
        if own is not None and (is_contested or keeps_own_address(self._line(own))):
            self._disown(page, own)
        elif self._is_of(holder, line, page, is_contested=is_contested):
            self._believe(page)
        elif is_contested or own is not None or self._made.get(page.declared) or holder.id in self.listed:
            self._disown(page, own)
        else:
            return Question(str((line or {}).get("fetched_url") or holder.url), is_holders=True)
        return None

    def _is_of(
        self, holder: Entry, line: Mapping[str, object] | None, page: VisitedPage, *, is_contested: bool
    ) -> bool:
        """Whether a page is the article that holds its declared address; a removed one lends it to none but its own."""
        if holder.content_hash is None and is_contested:
            return line is not None and was_read_at(line, page.addresses)
        return not is_another(page.said, page.addresses, holder, line)

    def _believe(self, page: VisitedPage) -> None:
        self._claim(page, None)

    def _disown(self, page: VisitedPage, own: Entry | None = None) -> None:
        """Takes a page by the address it was fetched at, or for the article that the feed holds of it."""
        self.notes.contest(page.declared)
        known = own or self._alike(page)
        instead = (known.id, known.url) if known else (article_id(page.fetched_url), canonical_url(page.fetched_url))
        self._claim(page, instead)
        self._take(page, instead)

    def _claim(self, page: VisitedPage, instead: tuple[str, str] | None) -> None:
        self._made.setdefault(page.declared, []).append(_Claim(page.addresses, page.said, instead))

    def _take(self, page: VisitedPage, instead: tuple[str, str] | None) -> None:
        if instead is not None:
            page.draft.article.id, page.draft.article.url = instead
            page.draft.flag(CANONICAL_CONFLICT)

    def _take_over(self, page: VisitedPage, holder: Entry | None) -> None:
        """Where a page at its own address finds that another page was taken for it, that one loses the address."""
        visit = self.notes.visit(holder.id) if holder is not None else None
        if holder is None or visit is None or article_id(visit.url) in page.addresses:
            return
        line = self._line(holder)
        if is_another(page.said, page.addresses, holder, line):
            self.notes.contest(page.declared)
            for address in (visit.url, str((line or {}).get("fetched_url") or visit.url)):
                self.notes.note_target(article_id(address), article_id(address))

    def _same(self, page: VisitedPage) -> _Claim | None:
        """A page of this run that declares the same address and is the same article."""
        for claim in self._made.get(page.declared, ()):
            if claim.addresses & page.addresses or not page.said.is_other_than(claim.said):
                return claim
        return None

    def _own(self, page: VisitedPage, holder: Entry | None = None) -> Entry | None:
        """The article that the feed holds of a page, apart from the one at the address that it declares."""
        for identity in (article_id(page.fetched_url), self.notes.leads_to(page.link)):
            entry = self._entry(identity)
            if entry is not None and (holder is None or entry.id != holder.id):
                return entry
        return None

    def _alike(self, page: VisitedPage) -> Entry | None:
        """An article with the same text that keeps its own address, since its page declares one that is not."""
        if self.feed is None or page.said.content_hash is None:
            return None
        alike = self.feed.alike(page.said.content_hash)
        return next((each for each in alike if each.kind == "article" and keeps_own_address(self._line(each))), None)

    def _differs_by_query(self, page: VisitedPage) -> bool:
        """Whether a page declares its address without the query by which the run's lists tell articles apart."""
        if page.declared not in map(_without_query, (page.fetched_url, canonical_url(page.fetched_url))):
            return False
        return len(set(filter(None, self._queries.get(page.declared, {}).values()))) >= _QUERIES

    def _entry(self, identity: str) -> Entry | None:
        return self.feed.entry(identity) if self.feed is not None else None

    def _line(self, entry: Entry) -> dict[str, object] | None:
        return self.feed.line(entry) if self.feed is not None else None


def _is_related(declared: str, page: VisitedPage) -> bool:
    """Whether half of the words and numbers in the last part of a declared address are the page's.

    They stand in the address that it was fetched at, or in its headline; without any, nothing speaks for the address.
    """
    parts = urlsplit(declared)
    last = f"{parts.path.rstrip('/').rpartition('/')[2]} {parts.query}"
    named = set(_WORD.findall(fold(unquote(last))))
    fetched = urlsplit(page.fetched_url)
    own = set(_WORD.findall(fold(f"{unquote(fetched.path)} {fetched.query} {page.draft.article.headline or ''}")))
    return 2 * len(named & own) >= len(named) > 0


def _without_query(url: str) -> str | None:
    """The id of an address without its query, null where it has none."""
    parts = urlsplit(url)
    return article_id(parts._replace(query="").geturl()) if parts.query else None


def report_conflict(report: Report) -> None:
    """Counts a page that is not taken by the address that it declares, and warns of the first of a run."""
    report.count("pages/canonical_conflict")
    if report.counted("pages/canonical_conflict") == 1:
        report.logger.warning(
            "Pages declare another page's address as their own: their articles keep the address that was fetched (%s)",
            CANONICAL_CONFLICT,
        )
