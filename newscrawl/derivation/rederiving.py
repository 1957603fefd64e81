"""The lines of a feed, each derived again from its archived page, in the order of the feed."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from newscrawl import schema
from newscrawl.crawl.identity import CANONICAL_CONFLICT, keeps_own_address
from newscrawl.derivation.deriver import Deriver, NoSpider, NotDerived
from newscrawl.derivation.differences import changes
from newscrawl.derivation.outcomes import LineOutcome, Understood
from newscrawl.derivation.pages import ArchivedPage, read_page, read_page_of
from newscrawl.items import Article
from newscrawl.urls import article_id
from newscrawl.warc.reading import Found, RecordLost, answers_in, files_of

if TYPE_CHECKING:
    from scrapy.settings import Settings
    from scrapy.spiderloader import SpiderLoaderProtocol

    from newscrawl.store.reading import FeedLine

logger = logging.getLogger(__name__)

_NOT_WANTED = frozenset(("before_since", "before_feed"))
"""Findings about articles that nobody wanted."""
KEPT = ("id", "revision", "aliases", "crawled_at", "archive", "site", "corrected_by")
"""Fields that a line keeps: what the feed made of the article, and the moment and place of what was read."""


class Rederivation:
    """Derives what a site's archive holds again, with the project's spiders and settings as they are now.

    Pages of one run that come one after the other share a spider and pipelines, as they did in that run.  A context
    manager, which closes the last of them.
    """

    def __init__(self, archive: Path, settings: Settings, loader: SpiderLoaderProtocol) -> None:
        self.archive = archive
        self.settings = settings
        self.loader = loader
        self._run: tuple[Any, ...] | None = None
        self._deriver: Deriver | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._end_run()

    async def outcomes(self, lines: Iterable[FeedLine]) -> AsyncIterator[LineOutcome]:
        """What becomes of each line, one after the other."""
        for line in lines:
            found = self._page_of(line)
            if isinstance(found, LineOutcome):
                yield found
                continue
            old, page = found
            try:
                deriver = await self._deriver_of(page)
            except NoSpider as finding:
                yield LineOutcome(line, old, "kept", reason="no_spider", detail=str(finding))
            except Exception as error:
                logger.error("The present code fails on %s", old.get("url"), exc_info=error)
                yield _failed(line, old, error)
            else:
                yield await _outcome(line, old, page, deriver)

    async def understood(self, is_known: Callable[[str], bool]) -> AsyncIterator[Understood]:
        """The pages of which no line came since they were found to be no article, and that are some now.

        `is_known` tells whether the feed holds the article with an id.  Every file of the archive is read.
        """
        for path in files_of(self.archive):
            for found in answers_in(path):
                reason = _finding(found)
                if reason is None:
                    continue
                with suppress(RecordLost, NoSpider):
                    page = read_page(self.archive, found.place)
                    for article in await self._articles(page):
                        if not is_known(article.id):
                            yield Understood(found.url, reason, article)

    def _page_of(self, line: FeedLine) -> tuple[Mapping[str, Any], ArchivedPage] | LineOutcome:
        """The line as an object and its page; or why it stays as it is."""
        old = line.data
        if old.get("kind") == "removal":
            return LineOutcome(line, old, "kept", reason="removal")
        try:
            page = read_page_of(self.archive, old)
        except RecordLost as error:
            return LineOutcome(line, old, "kept", reason=error.reason, detail=str(error))
        return (old, page) if page is not None else LineOutcome(line, old, "kept", reason="not_archived")

    async def _deriver_of(self, page: ArchivedPage) -> Deriver:
        """The spider and pipelines for a page.  Raises `NoSpider`."""
        if self._deriver is None or page.run != self._run:
            await self._end_run()
            deriver = Deriver.of(page.notes, self.settings, self.loader)
            await deriver.open()
            self._deriver, self._run = deriver, page.run
        return self._deriver

    async def _articles(self, page: ArchivedPage) -> list[Article]:
        """The articles of a page, none where the code fails, which is told.  Raises `NoSpider`."""
        try:
            return await (await self._deriver_of(page)).derive(page)
        except NoSpider:
            raise
        except NotDerived:
            return []
        except Exception as error:
            logger.error("The present code fails on %s", page.exchange.url, exc_info=error)
            return []

    async def _end_run(self) -> None:
        deriver, self._deriver = self._deriver, None
        if deriver is not None:
            await deriver.close()


def _finding(found: Found) -> str | None:
    """Why an archived page was no article, null where it was one, or something else was found."""
    finding = found.notes.get("finding")
    if found.notes.get("purpose") != "article" or not isinstance(finding, str):
        return None
    reason = finding.removeprefix("dropped/")
    return None if reason in _NOT_WANTED else reason


async def _outcome(line: FeedLine, old: Mapping[str, Any], page: ArchivedPage, deriver: Deriver) -> LineOutcome:
    try:
        new = derived_line(await deriver.derive(page), old)
    except NotDerived as finding:
        return LineOutcome(line, old, "refused", reason=finding.reason, detail=str(old.get("url")))
    except Exception as error:
        logger.error("The present code fails on %s", old.get("url"), exc_info=error)
        return _failed(line, old, error)
    if faults := schema.faults(new):
        return LineOutcome(line, old, "failed", reason="invalid", detail=f"{old.get('url')}: {'; '.join(faults)}")
    found = tuple(changes(old, new))
    return LineOutcome(line, old, "changed" if found else "same", new=new, changes=found)


def _failed(line: FeedLine, old: Mapping[str, Any], error: Exception) -> LineOutcome:
    detail = f"{old.get('url')}: {type(error).__name__}: {error}"
    return LineOutcome(line, old, "failed", reason="error", detail=detail)


def derived_line(articles: list[Article], old: Mapping[str, Any]) -> dict[str, Any]:
    """The line of an article of the feed, from what its page gives now.  Raises `NotDerived` for none."""
    article = articles[0] if len(articles) == 1 else _of(articles, old)
    new = article.to_dict()
    if keeps_own_address(old) and new["url"] != old.get("url"):
        # What other pages declare decided that, and this one does not tell it.
        problems = sorted({*new["problems"], CANONICAL_CONFLICT})
        new |= {"url": old.get("url"), "problems": problems}
    return new | {name: old[name] for name in KEPT if name in old and name in new}


def _of(articles: list[Article], old: Mapping[str, Any]) -> Article:
    known = {old.get("id"), *(article_id(url) for url in (old.get("url"), *old.get("aliases", ())) if url)}
    for article in articles:
        if article.id in known:
            return article
    raise NotDerived("not_found", str(old.get("url")))
