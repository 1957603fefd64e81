"""Which article a page is whose declared address other pages declare too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from newscrawl.crawl.identity import CANONICAL_CONFLICT, Said, is_another, keeps_own_address, was_read_at
from newscrawl.text import words_of
from newscrawl.urls import article_id, canonical_url

if TYPE_CHECKING:
    from newscrawl.article.draft import Draft
    from newscrawl.crawl.report import Report
    from newscrawl.crawl.run import KnownFeed
    from newscrawl.sources import Link
    from newscrawl.state.notes import Notes
    from newscrawl.store.index import Entry

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
class _Claim:
    """What a page of this run said, and its article: id and address, null for the declared ones."""

    addresses: frozenset[str]
    said: Said
    instead: tuple[str, str] | None


@dataclass(slots=True)
class Claims:
    """Tells the pages of a run that declare their own address from those that declare another article's.

    A declared address is believed until a page with another headline and another text declares it too.  From then on
    each page but the first is taken by the address it was fetched at.
    """

    notes: Notes
    feed: KnownFeed | None
    listed: set[str]
    """Ids of the articles that the run's sources show."""
    _made: dict[str, list[_Claim]] = field(default_factory=dict)
    """By the id of the address declared."""
    _queries: dict[str, dict[str, str]] = field(default_factory=dict)
    """By the id of an address without its query: headlines, by the id with it."""
    _on_trust: set[str] | None = None

    def show(self, links: Iterable[Link]) -> None:
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

    def decide(self, page: VisitedPage) -> str | None:
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
            self._decide_free(page)
        else:
            return self._decide_owned(page, holder)
        return None

    def resolve(self, page: VisitedPage, *, same: bool) -> None:
        """Decides after the address was asked: whether the holder of the declared address has become this page."""
        if same:
            self._believe(page)
        else:
            self._disown(page)

    def _decide_free(self, page: VisitedPage) -> None:
        own = self._own(page)
        is_apart = own is not None and (self.notes.is_contested(page.declared) or keeps_own_address(self._line(own)))
        if is_apart or self._made.get(page.declared) or self._differs_by_query(page):
            self._disown(page, own)
        else:
            self._believe(page)

    def _decide_owned(self, page: VisitedPage, holder: Entry) -> str | None:
        own, line = self._own(page, holder), self._line(holder)
        is_contested = self.notes.is_contested(page.declared)
        if own is not None and (is_contested or keeps_own_address(self._line(own))):
            self._disown(page, own)
        elif self._is_of(holder, line, page, is_contested=is_contested):
            self._believe(page)
        elif is_contested or own is not None or self._made.get(page.declared) or holder.id in self.listed:
            self._disown(page, own)
        else:
            return str((line or {}).get("fetched_url") or holder.url)
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


def _without_query(url: str) -> str | None:
    """The id of an address without its query, null where it has none."""
    parts = urlsplit(url)
    return article_id(parts._replace(query="").geturl()) if parts.query else None


def tell_conflict(report: Report) -> None:
    """Counts a page that is not taken by the address that it declares, and warns of the first of a run."""
    report.count("pages/canonical_conflict")
    if report.counted("pages/canonical_conflict") == 1:
        report.logger.warning(
            "Pages declare another page's address for their own: they keep the one that they were fetched at (%s)",
            CANONICAL_CONFLICT,
        )
