"""Corrections: lines derived again reach the readers of the feed, marked as ours and never as the site's."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from newscrawl import __version__, read_feed, read_feed_with_cursors
from newscrawl.article import stages as understanding
from newscrawl.article.draft import Draft
from newscrawl.commands.locking import SiteLock
from newscrawl.items import SCHEMA_VERSION, Article
from newscrawl.pipelines.stages import DatelinePipeline
from newscrawl.store.compaction import Compacted, latest_lines
from newscrawl.store.encoding import decode
from newscrawl.store.files import DiskFiles
from newscrawl.store.log import FeedStore
from newscrawl.store.reading import read_lines
from newscrawl.store.revising import removal, revise
from newscrawl.store.verification import verify
from tests.derivation.archived import RUN, Archived, contents, demo_pages

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def filled(archived: Archived, monkeypatch: pytest.MonkeyPatch) -> Archived:
    """Four articles, of which the present code reads two otherwise: it misses the datelines of those that have one."""
    archived.write(*(archived.page(url, html) for url, html in demo_pages()[:4]))

    def blind(_: Draft) -> Iterable[str]:
        return ["absent"]

    monkeypatch.setattr(DatelinePipeline, "stage", understanding.Stage("dateline", blind))
    return archived


def feed_of(archived: Archived) -> Path:
    return archived.data / "feeds" / "demo"


def index_of(archived: Archived) -> Path:
    return archived.data / "ledger" / "demo.sqlite"


def wrong(archived: Archived) -> list[Article]:
    """What the present code corrects."""
    return [article for article in read_feed(feed_of(archived)) if article.dateline]


def test_readers_get_each_corrected_line_once_behind_their_cursors(filled: Archived, newscrawl: Run) -> None:
    before, expected = list(read_feed_with_cursors(feed_of(filled))), wrong(filled)
    assert expected, "there is something to correct"
    status, output, errors = newscrawl("rederive", "demo", "--publish")
    assert (status, errors) == (0, "")
    assert f"demo: {len(expected)} corrected line" in output
    after = list(read_feed_with_cursors(feed_of(filled)))
    assert after[: len(before)] == before, "the feed is only appended to"
    corrected = [article for article, _ in after[len(before) :]]
    assert list(read_feed(feed_of(filled), since=before[-1][1])) == corrected
    for old, new in zip(expected, corrected, strict=True):
        assert (new.id, new.revision, new.crawled_at, new.archive) == (
            old.id,
            old.revision,
            old.crawled_at,
            old.archive,
        )
        assert (new.corrected_by, new.newscrawl_version, new.schema_version) == (
            __version__,
            __version__,
            SCHEMA_VERSION,
        )
        assert (new.dateline, old.corrected_by) == (None, None)
    assert list(verify(feed_of(filled), index_of(filled))) == []


def test_the_same_again_publishes_nothing(filled: Archived, newscrawl: Run) -> None:
    newscrawl("rederive", "demo", "--publish")
    before = contents(filled.data / "feeds")
    _, output, _ = newscrawl("rederive", "demo", "--publish")
    assert "demo: 0 corrected lines published" in output
    assert "replaced by later lines already" in output
    assert contents(filled.data / "feeds") == before


def test_without_being_asked_to_it_publishes_nothing(filled: Archived, newscrawl: Run) -> None:
    before = contents(filled.data / "feeds")
    newscrawl("rederive", "demo")
    assert contents(filled.data / "feeds") == before
    _, output, _ = newscrawl("rederive", "demo", "--publish", "--field", "headline")
    assert "demo: nothing to publish" in output
    assert contents(filled.data / "feeds") == before


def test_the_summary_for_machines_stays_one_object(filled: Archived, newscrawl: Run) -> None:
    _, output, errors = newscrawl("rederive", "demo", "--publish", "--json")
    assert json.loads(output)["site"] == "demo"
    assert "published in" in errors


def test_a_run_goes_on_from_a_corrected_line(filled: Archived, newscrawl: Run) -> None:
    (old, *_) = wrong(filled)
    newscrawl("rederive", "demo", "--publish")
    store = FeedStore.open(feed_of(filled), index_of(filled), today=RUN.date())
    entry = store.entry(old.id)
    assert entry is not None
    line = store.line(entry)
    assert line is not None
    assert line["corrected_by"] == __version__
    same = Article.from_dict({**line, "corrected_by": None})
    assert revise(same, entry, line, None).change == "none", "it is known, and not written again"
    changed = replace(same, headline="Un autre titre", body="Un autre texte.", content_hash="f" * 32)
    revision = revise(changed, entry, line, None).line
    assert revision is not None
    assert (revision.revision, revision.corrected_by) == (old.revision + 1, None)
    store.append(revision)
    store.append(removal(replace(entry, revision=old.revision + 1), line, "demo", RUN.isoformat()))
    store.flush()
    store.close()
    assert list(verify(feed_of(filled), index_of(filled))) == []


def test_compacted_the_corrected_line_counts(filled: Archived, newscrawl: Run) -> None:
    ids = {article.id for article in wrong(filled)}
    newscrawl("rederive", "demo", "--publish")
    latest = [decode(line.content) for line in latest_lines(feed_of(filled), Compacted(), DiskFiles())]
    assert len(latest) == 4
    assert {line["id"] for line in latest if line["corrected_by"]} == ids


def test_what_a_run_wrote_meanwhile_is_not_corrected_by_an_older_page(filled: Archived, newscrawl: Run) -> None:
    (old, *_) = wrong(filled)
    filled.write(replace(old, revision=old.revision + 1, archive=None, body="Plus long."), day=1)
    newscrawl("rederive", "demo", "--publish")
    lines = [line.data for line in read_lines(feed_of(filled))]
    assert [line["revision"] for line in lines if line["id"] == old.id] == [1, 2]
    assert list(verify(feed_of(filled), index_of(filled))) == []


def test_a_lost_index_is_built_as_if_nothing_had_happened(filled: Archived, newscrawl: Run) -> None:
    newscrawl("rederive", "demo", "--publish")
    shutil.rmtree(filled.data / "ledger")
    FeedStore.open(feed_of(filled), index_of(filled), today=date(2026, 11, 25)).close()
    assert list(verify(feed_of(filled), index_of(filled))) == []


def test_a_site_that_is_being_crawled_is_left_alone(filled: Archived, newscrawl: Run) -> None:
    before = contents(filled.data / "feeds")
    with SiteLock(filled.data / "ledger" / "demo.lock"):
        status, _, errors = newscrawl("rederive", "demo", "--publish")
    assert status == 75
    assert "another run is crawling demo" in errors
    assert contents(filled.data / "feeds") == before
