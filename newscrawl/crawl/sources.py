"""The sources of one section: found, compared with its page, remembered, and ready to be read."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from newscrawl import clock
from newscrawl.crawl.fetching import UNEXPECTED, Finding, PageRequest, Unanswered, document_of, validators_of
from newscrawl.crawl.plan import SourceFacts, facts_of, is_the_sections, of_section
from newscrawl.crawl.run import Run
from newscrawl.crawl.walk import Ask, Bounds, Walk
from newscrawl.downloader.purposes import RequestPurpose
from newscrawl.sources import (
    Announced,
    Link,
    Listing,
    NotAListing,
    children_address,
    find_section,
    newest_first,
    posts_address,
)
from newscrawl.sources.announced import bears_name
from newscrawl.sources.documents import SourceDocument
from newscrawl.sources.feeds import older_items
from newscrawl.sources.links import SECTION
from newscrawl.sources.types import SOURCE_TYPES, SourceType
from newscrawl.sources.wordpress import category_asked, read_terms
from newscrawl.state.memory import Note
from newscrawl.state.progress import VALIDATORS
from newscrawl.urls import article_key

if TYPE_CHECKING:
    from scrapy.http import Response

_NOTES = "sources"
"""Kind of the notes that remember what was found, by the address of the section."""
_HELD = "held"
"""Kind of the notes that tell which sources led to articles in an earlier run, by their addresses."""
NOTHING_THERE = frozenset(("no_links", "empty", "not_html", "not_json"))
"""Why a source that answers is lost: it leads to nothing, or is something else."""
NOT_THERE = frozenset(("http_404", "http_410"))
"""Why a document is lost that is not there."""
_BAD_REQUEST = "http_400"
"""How WordPress before 5.7 answers where it is asked for a category and all below it."""
_REMEMBERED_FOR = timedelta(days=1)
"""After which the sources of a section are compared with its page again."""
_MOST_UNORDERED = 50_000
"""Links that a list without order may hold, by the protocol of sitemaps: some begin with the oldest."""
_MOST_PROBED = 5
"""Sources that are tried beside the section page; a page may announce a feed for each of its rubrics."""


class SourceLost(Finding):
    """A document of a source could not be had."""


class SourceUnchanged(SourceLost):
    """A document of a source is as it was when a run last read it to its end."""

    def __init__(self) -> None:
        super().__init__("unchanged")


@dataclass(frozen=True, slots=True)
class Loss:
    """A source that was lost with its first document."""

    kind: str
    reason: str
    address: str


@dataclass(slots=True)
class Source:
    """One source on its way through a run."""

    facts: SourceFacts
    walk: Walk
    opened: tuple[Listing, str] | None = None
    """Its first document and the address it came from, read but not taken yet."""


def to_poll(sources: Iterable[Source]) -> list[Source]:
    """The sources that stand for the section, in the order in which to ask whether there is something new."""
    return _ranked(sources, lambda type_: type_.cost_of_latest)


def to_backfill(sources: Iterable[Source]) -> list[Source]:
    """The same, in the order in which to go back far."""
    return _ranked(sources, lambda type_: type_.cost_of_backlog)


class SectionSources:
    """Finds and remembers the sources of the section at one address.

    The first time, and once a day from then on, the section page is read and whatever it announces is tried once; a
    source that shows the same articles may stand for the page from then on.
    """

    def __init__(self, run: Run, section: str, bounds: Bounds, *, anew: bool = False) -> None:
        self.run = run
        self.site = run.site
        self.memory = run.state.memory
        self.section = section
        self.bounds = bounds
        self.anew = anew
        """Whether documents are read that are as an earlier run left them, since this one wants more of them."""
        self.page: Listing | None = None
        """The section page, where it was read in this run."""
        self.losses: list[Loss] = []
        """The sources that were lost with their first documents."""
        self.emptied: list[str] = []
        """The addresses of sources that lead to nothing, and led to articles in an earlier run."""
        self._shown: set[str] = set()
        """Keys of the articles that the section page and the section's own sources have shown in this run."""

    def remembered(self) -> list[Source]:
        """The sources found in an earlier run, unless that is too long ago; none where nothing is remembered."""
        note = self.memory.get(_NOTES, self.section, clock.now())
        try:
            return [self._source(SourceFacts.from_dict(kept)) for kept in note or ()]
        except TypeError:  # of a version that kept other facts
            return []

    def forget(self) -> None:
        """Forgets what was found, so that the next run looks again."""
        self.memory.drop(_NOTES, self.section)

    async def survey(self) -> list[Source]:
        """Reads the section page, and tries what it and the spider name; remembers what was found.

        A page that does not answer as a list is looked for by its name on the home page.  Without one there is nothing
        to compare with: what the spider declares is given as it is, for the first that answers to be read.
        """
        page = await self._section_page()
        if page is None:
            return [self._source(SourceFacts(kind=a.kind, url=a.url, whole_site=True)) for a in self.site.declared()]
        sources = [page, *[await self.probe(candidate) for candidate in self._candidates()]]
        kept = [source.facts.to_dict() for source in sources]
        expires = clock.now() + _REMEMBERED_FOR
        self.memory.put(_NOTES, self.section, kept, expires)
        return sources

    async def named(self, kinds: Sequence[str]) -> list[Source]:
        """The sources of these kinds, whatever they are worth, in this order; none of them is compared or remembered.

        The section page is only read where the spider does not declare an address of each kind.
        """
        declared = list(self.site.declared())
        sources: list[Source] = []
        if not set(kinds) <= {each.kind for each in declared}:
            page = await self._section_page()
            sources += [page] if page is not None else []
            declared += self.page.announced if self.page else []
        declared += self.sitemaps()
        sources += [
            self._source(SourceFacts(kind=each.kind, url=each.url, whole_site=each.whole_site))
            for each in _each_once(declared)
        ]
        return sorted((s for s in sources if s.facts.kind in kinds), key=lambda s: kinds.index(s.facts.kind))

    async def fit_sitemaps(self) -> list[Source]:
        """The site's sitemaps that can be told to hold the section's articles and no others."""
        return to_backfill([await self.probe(each) for each in self.sitemaps()])

    async def probe(self, candidate: Announced) -> Source:
        """A source, tried once: what it is worth beside the section page stands in its facts."""
        source = self._source(SourceFacts(kind=candidate.kind, url=candidate.url, whole_site=candidate.whole_site))
        try:
            listing, url = await self._first(source)
        except SourceLost as finding:
            self.run.report.count(f"sources/passed_over/{finding.reason}")
            self.run.report.logger.debug("Skipped a source (%s): %s", finding.reason, candidate.url)
            source.facts = replace(source.facts, failed=finding.reason)
            return source
        own = self._in_section(source, listing.links, by_address_alone=True)
        source.facts = facts_of(
            source.facts.kind,
            source.facts.url,
            own,
            self.page.links if self.page else None,
            whole_site=source.facts.whole_site,
            is_filtered=len(own) < len(listing.links),
            by_address=source.facts.by_address,
        )
        source.opened = (replace(listing, links=self._in_section(source, listing.links)), url)
        return source

    def _in_section(self, source: Source, links: list[Link], *, by_address_alone: bool = False) -> list[Link]:
        """Of what a document of a source shows, the section's articles; its first document tells how to know them.

        Where addresses choose, what the section itself has shown is its own all the same, though not in later runs,
        which may not read the section: so it does not speak for the source.
        """
        if source.facts.by_address is None and links:
            source.facts = replace(source.facts, by_address=self._is_by_address(source.facts, links))
        if not source.facts.by_address:
            self._note_shown(links)
            return links
        inside = {link.url for link in of_section(links, self.section)}
        shown = set() if by_address_alone else self._shown
        return [link for link in links if link.url in inside or article_key(link.url) in shown]

    def _note_shown(self, links: Iterable[Link]) -> None:
        self._shown.update(article_key(link.url) for link in links)

    def _is_by_address(self, facts: SourceFacts, links: list[Link]) -> bool:
        """Whether addresses choose among a source's articles: not where it is the section's own, wherever they lie."""
        is_own = facts.type.is_own(self.section, facts.url)
        if facts.kind == SECTION or is_own:
            return False
        inside = {link.url for link in of_section(links, self.section)}
        outside = [link for link in links if link.url not in inside]
        if not outside or self.page is None:
            return not bears_name(self.section, facts.url)
        whole = facts.whole_site or is_own is False
        return not is_the_sections(facts.kind, facts.url, links, self.page.links, outside, whole=whole)

    async def read(self, source: Source, ask: Ask) -> tuple[Listing, str]:
        """A document of a source, and the address it came from; of a whole site's, only what lies in the section.

        Raises `SourceLost`, and `SourceUnchanged` for a first document that a run has read to its end before.
        """
        listing, url = await self._read_in_words_of(source, ask, conditional=source.walk.pages == 0 and not self.anew)
        return replace(listing, links=self._in_section(source, listing.links)), url

    async def _read_in_words_of(self, source: Source, ask: Ask, *, conditional: bool = False) -> tuple[Listing, str]:
        """A document of a source; a WordPress before 5.7 is asked for each category by its number from then on."""
        listing, url = await self._answer(source, ask, conditional=conditional)
        # What is in no order may only hold what is new, and is empty on quiet days.
        if source.walk.pages == 0 and source.facts.type.is_ordered:
            self._note_whether_held(source.facts.url, listing)
        return listing, url

    def _note_whether_held(self, address: str, listing: Listing) -> None:
        held = self.memory.get(_HELD, address)
        if listing.links and not held:
            self.memory.put(_HELD, address, value=True)
        elif held and not listing.links:
            self.emptied.append(address)
            self.memory.drop(_HELD, address)

    async def _answer(self, source: Source, ask: Ask, *, conditional: bool) -> tuple[Listing, str]:
        try:
            return await self._read(ask, conditional=conditional)
        except SourceLost as finding:
            asked = category_asked(ask.url) if finding.reason == _BAD_REQUEST else None
            if asked is None:
                raise
            root, category = asked
            answer = await self._document(Ask(children_address(root, category)))
            terms = [category, *read_terms(SourceDocument(document_of(answer), answer.url))]
            source.facts = replace(source.facts, url=posts_address(root, category=terms, children=False))
            return await self._read(Ask(source.facts.url), conditional=conditional)

    async def _read(self, ask: Ask, *, conditional: bool = False) -> tuple[Listing, str]:
        kept = self.memory.get(VALIDATORS, ask.url, clock.now()) if conditional and ask.load_more is None else None
        response = await self._document(ask, kept)
        self._keep_validators(ask.url, validators_of(response))
        try:
            listing = self._cut(self.site.listing_of(response, ask), response.url)
        except NotAListing as finding:
            raise SourceLost(finding.reason) from finding
        # Addresses that count readers first lead to the articles' own.
        links = [replace(link, url=link.original) if link.original else link for link in listing.links]
        if not SOURCE_TYPES[listing.kind].is_ordered:
            links = newest_first(links, response.url)
        onward = listing.next_page or older_items(listing, response.url)
        return replace(listing, links=links, next_page=onward), response.url

    def _keep_validators(self, url: str, validators: dict[str, str]) -> None:
        """Has the next run ask for a document only if it has changed: once all that it showed is taken care of."""
        if validators:
            self.run.state.at_end.append(Note(VALIDATORS, url, validators, clock.now() + timedelta(days=7)))

    async def _document(self, ask: Ask, validators: Mapping[str, str] | None = None) -> Response:
        """A document of a source; with `validators`, only if it has changed.

        Raises `SourceLost`, `SourceUnchanged`, and `RunStopping` where the run ends before.
        """
        wanted = PageRequest(
            url=ask.url,
            purpose=RequestPurpose.SOURCE,
            headers=validators or {},
            form=tuple(ask.load_more.form) if ask.load_more is not None else None,
            answers=frozenset((304,)) if validators else frozenset(),
        )
        try:
            response = await self.run.fetch(wanted)
        except Unanswered as finding:
            if finding.reason == UNEXPECTED and finding.__cause__ is not None:
                raise finding.__cause__ from None
            raise SourceLost(finding.reason) from finding
        if response.status == 304:
            raise SourceUnchanged
        if response.status != 200:
            raise SourceLost(f"http_{response.status}")
        self.run.keep(response)
        return response

    def _cut(self, listing: Listing, url: str) -> Listing:
        """A listing without what is beyond the number of links that a document may hold."""
        most = self.run.limits.links
        if most and not SOURCE_TYPES[listing.kind].is_ordered:
            most = max(most, _MOST_UNORDERED)
        if not most or len(listing.links) <= most:
            return listing
        self.run.report.count("limits/links")
        self.run.report.logger.warning("Read only the first %d links (NEWSCRAWL_LINKS_MAX) of %s", most, url)
        return replace(listing, links=listing.links[:most])

    async def _first(self, source: Source) -> tuple[Listing, str]:
        """The first document with articles: of a sitemap index, that of its first sitemap.  Raises `SourceLost`."""
        ask = source.walk.next()
        while ask is not None:
            listing, url = await self._read_in_words_of(source, ask)
            if not listing.is_index:
                return listing, url
            source.walk.take(listing, url)
            ask = source.walk.next()
        raise SourceLost("no_links")

    def lose(self, source: Source, reason: str, address: str) -> None:
        """Counts a source that was lost with its first document; of what leads to nothing the status tells."""
        loss = Loss(source.facts.kind, reason, address)
        level = logging.INFO if self.is_absent(loss) else logging.WARNING
        self.run.report.lost(f"sources/failed/{reason}", address, level)
        self.losses.append(loss)

    def is_absent(self, loss: Loss) -> bool:
        """Whether a source leads to nothing, or was asked for and is not there; others may come back."""
        is_asked_for = self.run.arguments.sources is not None and loss.kind != SECTION
        return loss.reason in NOTHING_THERE or (is_asked_for and loss.reason in NOT_THERE)

    async def _section_page(self) -> Source | None:
        source = await self._opened_section(self.section)
        if source is None and (found := await self._found_at_home()):
            source = await self._opened_section(found)
        return source

    async def _opened_section(self, address: str) -> Source | None:
        source = self._source(SourceFacts(kind=SECTION, url=address))
        try:
            listing, url = await self._first(source)
            if not listing.links:
                raise SourceLost("no_links")
        except SourceLost as finding:
            self.lose(source, finding.reason, address)
            return None
        self.page = listing
        self._note_shown(listing.links)
        source.walk.kind = listing.kind
        facts = facts_of(listing.kind, address, listing.links, None, by_address=False)
        source.facts = replace(facts, covers=1.0, beyond=0.0)
        source.opened = (listing, url)
        return source

    async def _found_at_home(self) -> str | None:
        """The running section as the site's own menu or breadcrumb names it."""
        home = self.site.home
        if not home:
            return None
        try:
            response = await self._document(Ask(home))
            address = find_section(document_of(response), response.url, self.site.labels)
            if address is None:
                raise SourceLost("no_section")
        except (NotAListing, SourceLost) as finding:
            told = any(loss.reason in NOTHING_THERE for loss in self.losses)
            level = logging.INFO if told else logging.WARNING
            self.run.report.lost(f"sources/failed/{finding.reason}", home, level)
        else:
            self.run.report.logger.info("Found the running section on %s: %s", response.url, address)
            return address
        return None

    def _candidates(self) -> list[Announced]:
        """What the section page announces and the spider declares, each once; sitemaps wait until they are needed."""
        assert self.page is not None  # noqa: S101 - opened before
        named = [*self.page.announced, *self.site.declared()]
        return _each_once(each for each in named if SOURCE_TYPES[each.kind].is_tried_at_once)[:_MOST_PROBED]

    def sitemaps(self) -> list[Announced]:
        """The sitemaps that the spider declares, else those that the robots.txt read in this run names."""
        declared = [each for each in self.site.declared() if not SOURCE_TYPES[each.kind].is_tried_at_once]
        robots = [Announced("sitemap", url, whole_site=True) for url in self.run.robots_sitemaps]
        return _each_once(declared or robots)

    def _source(self, facts: SourceFacts) -> Source:
        return Source(facts, Walk.of(facts.kind, facts.url, self._bounds(facts)))

    def _bounds(self, facts: SourceFacts) -> Bounds:
        """How far a source is read: as deep as the section, counted in articles where its pages are of another size."""
        bounds = self.bounds
        if facts.kind == SECTION or bounds.pages is None:
            return bounds
        size = len(self.page.links) if self.page and self.page.links else 10
        return replace(bounds, pages=None, articles=bounds.pages * size)


def _ranked(sources: Iterable[Source], cost: Callable[[SourceType], int]) -> list[Source]:
    fit = [source for source in sources if source.facts.stands_for_section]
    return sorted(fit, key=lambda source: (cost(source.facts.type), source.facts.whole_site))


def _each_once(sources: Iterable[Announced]) -> list[Announced]:
    return list({_key(source.url): source for source in reversed(list(sources))}.values())[::-1]


def _key(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.netloc.lower()}{parts.path.rstrip('/')}?{parts.query}"
