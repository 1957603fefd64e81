"""The pages of one archive as drafts: refused as cheaply as can be, understood as a crawl would."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newscrawl import article as extraction
from newscrawl import languages, options
from newscrawl.article.draft import Context, Draft, NotAnArticle, understood_within
from newscrawl.article.tdmrep import Rule, read_tdmrep, reservation_at
from newscrawl.crawl.pages import Declared, draft_of_page, page_budget
from newscrawl.crawl.run import Report
from newscrawl.families.rules import ArticleRules
from newscrawl.html.decoding import decode
from newscrawl.spiders.section import SectionSpider
from newscrawl.urls import host_of
from newscrawl.warc import selection
from newscrawl.warc.captures import CAPTURES, CapturedPage, NotAPage, page_of
from newscrawl.warc.records import Record
from newscrawl.warc.streams import Damaged

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.settings import BaseSettings

    from newscrawl.bounds import Budget
    from newscrawl.crawl.arguments import ArchiveArguments

_EXAMPLES = 5
"""Pages of which the address is told for each reason to refuse them."""
_MOST_RULES = 1_000
"""Sites of which the tdmrep.json is remembered."""


@dataclass(frozen=True, slots=True)
class KnownSite:
    """What is known of the site of a page."""

    name: str
    """Its spider's, else its host."""
    rules: ArticleRules | None = None
    timezone: str | None = None
    country: str | None = None


class KnownSites:
    """Tells the site of an address."""

    def __init__(self, spiders: Iterable[type[Spider]]) -> None:
        found = [each for each in spiders if issubclass(each, SectionSpider) and each.sections]
        self._sites = {
            host_of(each.home or each.sections[0]): KnownSite(each.name, each.rules, each.timezone, each.country)
            for each in found
        }

    def at(self, url: str) -> KnownSite:
        """The site of an address: of its host, or of a host that this one lies below (`m.exemple.fr`)."""
        host = host_of(url)
        labels = host.split(".")
        above = (".".join(labels[start:]) for start in range(len(labels) - 1))
        known = next((self._sites[name] for name in above if name in self._sites), None)
        return known or KnownSite(host.replace(":", "_"))


@dataclass(frozen=True, slots=True)
class ReplayReport(Report):
    """What becomes of the pages of a replay, for people and for its figures."""

    _refused: Counter[str] = field(default_factory=Counter)

    def refused(self, reason: str, address: str) -> None:
        """Counts a record that is no page to read; the first of each reason are examples."""
        fact = f"replay/refused/{reason}"
        self.count(fact)
        self._refused[fact] += 1
        if self._refused[fact] <= _EXAMPLES:
            self.on_lost(fact, address)


class Reader:
    """Makes drafts of records."""

    def __init__(
        self, arguments: ArchiveArguments, settings: BaseSettings, sites: KnownSites, report: ReplayReport
    ) -> None:
        self.arguments = arguments
        self.settings = settings
        self.sites = sites
        self.report = report
        self.wanted = arguments.languages
        self.most = settings.getint("DOWNLOAD_MAXSIZE", 10 * 1024 * 1024)
        self._reservations: OrderedDict[str, list[Rule]] = OrderedDict()

    def draft_of(self, record: Record) -> Draft | None:
        """The draft of the page that a record holds; null, counted, where it holds none that is wanted."""
        self.report.count(f"replay/records/{record.kind}")
        if record.kind not in CAPTURES:
            return None
        address = record.url or f"{record.kind} at byte {record.offset}"
        try:
            self._refuse_by_arguments(record)
            capture = page_of(record, self.most)
            if capture.kind == "tdmrep":
                self._learn(capture)
                return None
            return self._understood(capture)
        except NotAPage as finding:
            self.report.refused(finding.reason, address)
        except Damaged:
            pass  # among the records of the archive too, where it is told
        except ValueError:
            self.report.refused("not_web", address)
        except NotAnArticle as finding:
            self.report.lost(f"dropped/{finding.reason}", address)
        return None

    def _refuse_by_arguments(self, record: Record) -> None:
        """Raises `NotAPage` for what the run is not to read."""
        hosts, since, moment = self.arguments.hosts, self.arguments.since, record.moment
        if hosts is not None:
            host = host_of(record.url or "")
            names = {host, host.rpartition(":")[0] or host}  # a host without a port is meant on any
            if not any(name == each or name.endswith(f".{each}") for name in names for each in hosts):
                raise NotAPage("other_host")
        # A day of slack: what was captured on one day (UTC) may be dated to the next one where it was published.
        if since is not None and moment is not None and (since - moment.date()).days > 1:
            raise NotAPage("before_since")

    def _understood(self, capture: CapturedPage) -> Draft:
        site = self.sites.at(capture.url)
        context = Context(reference=capture.moment, timezone=site.timezone, country=site.country)
        budget = page_budget(self.settings)
        if capture.kind == "text":
            draft = self._text(capture, context, budget)
        else:
            draft = self._page(capture, site, context, budget)
        draft.article.site = site.name
        return draft

    def _page(self, capture: CapturedPage, site: KnownSite, context: Context, budget: Budget) -> Draft:
        content_type = capture.header("Content-Type")
        page = understood_within(budget, lambda: self._in_wanted(decode(capture.body, content_type), capture))
        self.report.count("pages/read")
        declared = Declared(
            robots_tags=capture.values("X-Robots-Tag"),
            tdm_reservation=capture.header("TDM-Reservation"),
            tdm_policy=capture.header("TDM-Policy"),
            of_site=reservation_at(self._reservations.get(host_of(capture.url), []), capture.url),
        )
        draft = draft_of_page(page, capture.url, declared, site.rules, context, budget)
        understood_within(budget, lambda: self._refuse_others(draft, page, capture.url))
        return draft

    def _text(self, capture: CapturedPage, context: Context, budget: Budget) -> Draft:
        text = capture.body.decode("utf-8", "replace")
        identified = selection.identified_languages(capture.header("WARC-Identified-Content-Language"))
        if self.wanted is not None:
            if identified and not set(identified) & set(self.wanted):
                raise NotAPage("language")
            if understood_within(budget, lambda: languages.is_in(text, self.wanted or ())) is False:
                raise NotAPage("language")
        self.report.count("pages/read")
        draft = understood_within(budget, lambda: extraction.extract_plain(text, capture.url, context=context))
        draft.budget = budget
        draft.article.fetched_url = capture.url
        return draft

    def _in_wanted(self, page: str, capture: CapturedPage) -> str:
        """The page.  Raises `NotAPage` where it is in no language that is wanted."""
        declared = capture.header("Content-Language")
        if self.wanted is not None and selection.is_in(page, self.wanted, declared) is False:
            raise NotAPage("language")
        return page

    def _refuse_others(self, draft: Draft, page: str, url: str) -> None:
        """Raises `NotAPage` for a text in another language than what stands around it, `NotAnArticle` for a list."""
        if self.wanted is not None:
            found, _ = languages.paragraph_languages([paragraph.text for paragraph in draft.paragraphs])
            if found is not None and found not in self.wanted:
                raise NotAPage("language")
        if selection.is_unmarked(draft):
            raise NotAnArticle("undated", url)
        if selection.is_list(draft, page, url):
            raise NotAnArticle("listing", url)

    def _learn(self, capture: CapturedPage) -> None:
        """Takes the rules of a site's tdmrep.json, which hold for its pages that follow."""
        if options.TDM_POLICY.read(self.settings) == "ignore":
            return
        try:
            self._reservations[host_of(capture.url)] = read_tdmrep(capture.body)
        except ValueError:
            self.report.count("tdmrep/malformed")
        if len(self._reservations) > _MOST_RULES:
            self._reservations.popitem(last=False)
