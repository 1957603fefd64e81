"""A feed of Article 1.0 goes on under this version: read, revised, verified, compacted, and never rewritten."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from newscrawl.items import SCHEMA_VERSION, ArchiveRecord, Article
from newscrawl.store.compaction import Compacted, latest_lines
from newscrawl.store.encoding import decode, encode_object
from newscrawl.store.index import Index
from newscrawl.store.reading import read_feed, read_lines
from newscrawl.store.revising import revise
from newscrawl.store.verification import verify
from tests.store.interrupted_files import HastyFiles

MakeArticle = Callable[..., Article]
KEPT = ArchiveRecord("essai-2026-11-23-0001.warc.gz", 512)


@pytest.fixture
def older(site: Any, an_article: MakeArticle) -> Any:
    """A feed with two lines of 1.0, written before lines named records."""
    lines = []
    for number in (1, 2):
        data = an_article(number, content_hash=f"{number:032x}").to_dict()
        del data["archive"]
        lines.append(encode_object({**data, "schema_version": "1.0"}))
    site.folder.mkdir(parents=True)
    (site.folder / "essai-2026-11-23.jsonl").write_bytes(b"".join(lines))
    site.lines = lines
    return site


def test_it_is_read_verified_and_compacted_as_it_is(older: Any) -> None:
    with older.run(23) as store:
        assert len(store.entries()) == 2
    assert list(verify(older.folder, older.index_path)) == []
    assert [(article.schema_version, article.archive) for article in read_feed(older.folder)] == [("1.0", None)] * 2
    compacted = [line.content for line in latest_lines(older.folder, Compacted(), HastyFiles())]
    assert compacted == older.lines


def test_an_article_of_it_is_revised_by_a_line_of_this_version(older: Any, an_article: MakeArticle) -> None:
    with older.run(23) as store:
        same = an_article(1, content_hash=f"{1:032x}", archive=KEPT)
        changed = an_article(2, content_hash="f" * 32, body="Un autre corps", archive=KEPT)
        for article, expected in ((same, "none"), (changed, "text")):
            entry = store.entry(article.id)
            assert entry is not None
            verdict = revise(article, entry, store.line(entry), None)
            assert verdict.change == expected
        assert verdict.line is not None
        assert (verdict.line.revision, verdict.line.archive) == (2, KEPT)
        store.append(verdict.line)
        store.flush()
    contents = [line.content for line in read_lines(older.folder)]
    assert contents[:2] == older.lines
    assert decode(contents[2])["schema_version"] == SCHEMA_VERSION
    assert list(verify(older.folder, older.index_path)) == []


def test_it_is_closed_and_indexed_anew(older: Any, tmp_path: Path) -> None:
    with older.run(24):
        pass
    assert [path.suffix for path in sorted(older.folder.glob("essai-*"))] == [".json", ".gz"]
    Index.remove(older.index_path, HastyFiles())
    with older.run(24) as store:
        assert len(store.entries()) == 2
    assert list(verify(older.folder, older.index_path)) == []
