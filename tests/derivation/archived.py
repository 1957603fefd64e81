"""A feed and its archive as runs leave them, made of pages that the library reads without any spider."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from newscrawl import extract_article
from newscrawl.article.draft import Hint
from newscrawl.demo.frame import ORIGIN
from newscrawl.demo.site import answer
from newscrawl.demo.stories import edition
from newscrawl.items import ArchiveRecord, Article
from newscrawl.sources import Link
from newscrawl.store.log import FeedStore
from newscrawl.warc.exchange import Exchange
from newscrawl.warc.notes import RunNotes, to_json
from newscrawl.warc.writing import ArchiveWriter

RUN = datetime(2026, 11, 24, 8, 0, 0, 500_000, tzinfo=UTC)
VERSION = "0.0.9"
"""The version that wrote the feed."""


class Archived:
    """The feed and the archive of one site in a data folder; one run a day."""

    def __init__(self, data: Path, site: str = "demo", spider: str = "demo", **arguments: str) -> None:
        self.data = data
        self.site = site
        self.notes = RunNotes(
            purpose="article",
            site=site,
            spider=spider,
            arguments=arguments,
            newscrawl_version=VERSION,
            run=RUN,
            timezone="Europe/Brussels",
            country="BE",
        )
        self.pages = 0

    def write(self, *articles: Article, day: int = 0) -> None:
        """Appends lines to the feed."""
        today = RUN.date() + timedelta(days=day)
        store = FeedStore.open(
            self.data / "feeds" / self.site, self.data / "ledger" / f"{self.site}.sqlite", today=today
        )
        for article in articles:
            store.append(article)
        store.flush()
        store.close()

    def keep(self, exchange: Exchange) -> ArchiveRecord:
        """Adds an exchange to the archive."""
        writer = ArchiveWriter.open(self.data / "archive" / self.site, today=exchange.moment.date())
        written = writer.append(exchange)
        writer.sync(written.end)
        writer.close()
        return written.record

    def page(self, url: str, html: str | bytes, *, day: int = 0, packed: bool = False, **noted: Any) -> Article:
        """Keeps a page, and gives the line that the library makes of it; a run a `day`."""
        self.pages += 1
        run = RUN + timedelta(days=day)
        moment = run + timedelta(seconds=self.pages)
        notes = replace(self.notes, **{"run": run, "reference": moment, "link": Link(url), **noted})
        body = html.encode() if isinstance(html, str) else html
        headers = (("Content-Type", "text/html; charset=utf-8"), *((("Content-Encoding", "gzip"),) if packed else ()))
        kept = gzip.compress(body) if packed else body
        place = self.keep(
            Exchange(url=url, moment=moment, status=200, headers=headers, body=kept, notes=to_json(notes))
        )
        link = notes.link or Link(url)
        article = extract_article(
            body,
            url,
            content_type="text/html; charset=utf-8",
            reference=notes.reference,
            timezone=notes.timezone,
            country=notes.country,
            hint=Hint(headline=link.headline, teaser=link.teaser),
        )
        article.site, article.newscrawl_version = self.site, VERSION
        article.archive = ArchiveRecord(place.file, place.offset)
        return article


def demo_pages() -> list[tuple[str, str]]:
    """Address and page of every article of the demonstration site."""
    return [(ORIGIN + story.path, answer(story.path).body) for story in edition().stories]


def lines(folder: Path) -> list[dict[str, Any]]:
    """The lines of a feed's folder, in order."""
    found = []
    for path in sorted((*folder.glob("*.jsonl"), *folder.glob("*.jsonl.gz"))):
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        found += [json.loads(line) for line in content.decode().split("\n") if line]
    return found


def feed(archived: Archived) -> list[dict[str, Any]]:
    """The lines of the feed."""
    return lines(archived.data / "feeds" / archived.site)


def derived(archived: Archived) -> list[dict[str, Any]]:
    """Those of the derived feed."""
    return lines(folder(archived) / "feeds" / archived.site)


def folder(archived: Archived) -> Path:
    """Where the derived feed lies."""
    return archived.data / "derived" / archived.site / "rederived"


def contents(path: Path) -> dict[str, bytes]:
    """All files below a folder."""
    return {str(each): each.read_bytes() for each in sorted(path.rglob("*")) if each.is_file()}
