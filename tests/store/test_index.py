"""The index: what it holds, how it catches up, and when it is built anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from newscrawl.items import Article
from newscrawl.store.errors import IndexFailure, UnknownSchema
from newscrawl.store.files import DiskFiles
from newscrawl.store.index import _ENTRIES_ALIKE, FORMAT, Entry, Index
from newscrawl.store.segments import Cursor
from newscrawl.urls import article_id
from tests.store.conftest import holds
from tests.store.interrupted_files import HastyFiles

MakeArticle = Callable[..., Article]
REBUILT = "Building the index"


def identity(number: int) -> str:
    return article_id(f"https://essai.example/{number}")


def test_what_it_holds_of_an_article(site: Any, an_article: MakeArticle) -> None:
    site.write(23, an_article(1), an_article(2, content_hash="a" * 32))
    index = Index.snapshot(site.index_path, HastyFiles())
    first, second = sorted(index.entries(), key=lambda entry: entry.line)
    index.close()
    assert first == Entry(identity(1), 1, "article", None, "https://essai.example/1", Cursor("essai-2026-11-23", 0))
    assert second.content_hash == "a" * 32
    assert second.line.offset > 0


def test_the_latest_line_counts_and_former_addresses_lead_to_it(site: Any, an_article: MakeArticle) -> None:
    renamed = an_article(
        1, revision=2, url="https://essai.example/nouveau", aliases=["https://essai.example/1", "pas une adresse"]
    )
    site.write(22, an_article(1))
    with site.run(23) as store:
        store.append(renamed)
        store.flush()
        for address in ("https://essai.example/1", "https://essai.example/nouveau"):
            assert holds(store, article_id(address))
    index = Index.snapshot(site.index_path, HastyFiles())
    entry = index.get(article_id("https://essai.example/nouveau"))
    assert entry is not None
    assert (entry.id, entry.revision, entry.line.segment) == (identity(1), 2, "essai-2026-11-23")
    assert index.get(identity(9)) is None
    index.close()


def test_an_id_is_known_as_soon_as_it_is_written(site: Any, an_article: MakeArticle) -> None:
    with site.run() as store:
        assert not holds(store, identity(1))
        store.append(an_article(1))
        assert holds(store, identity(1))


def test_a_missing_index_is_built_from_the_feed(site: Any, an_article: MakeArticle) -> None:
    site.write(22, an_article(1))
    site.write(23, an_article(2))
    Index.remove(site.index_path, HastyFiles())
    with site.run(24) as store:
        assert holds(store, identity(1))
        assert holds(store, identity(2))


def test_lines_behind_its_position_are_caught_up(site: Any, an_article: MakeArticle) -> None:
    site.write(22, an_article(1))
    older = site.index_path.read_bytes()
    site.write(22, an_article(2))
    site.write(23, an_article(3))
    site.index_path.write_bytes(older)
    with site.run(24) as store:
        assert all(holds(store, identity(number)) for number in (1, 2, 3))


@pytest.mark.parametrize(
    "content", [b"", b"not a database at all, by its first bytes", b"SQLite format 3\0" + b"x" * 99]
)
def test_a_damaged_index_is_built_anew(site: Any, an_article: MakeArticle, content: bytes) -> None:
    site.write(22, an_article(1))
    site.index_path.write_bytes(content)
    with site.run(23) as store:
        assert holds(store, identity(1))


@pytest.mark.parametrize("statement", ["DROP TABLE meta", "DROP TABLE segments", f"PRAGMA user_version = {FORMAT + 1}"])
def test_an_index_of_another_make_is_built_anew(
    site: Any, an_article: MakeArticle, statement: str, caplog: pytest.LogCaptureFixture
) -> None:
    site.write(22, an_article(1))
    connection = sqlite3.connect(site.index_path)
    connection.execute(statement)
    connection.close()
    with site.run(23) as store:
        assert holds(store, identity(1))
    assert REBUILT in caplog.text


def test_an_index_damaged_under_way_is_removed_for_the_next_start(site: Any, an_article: MakeArticle) -> None:
    site.write(22, *(an_article(number) for number in range(200)))
    content = bytearray(site.index_path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    with site.run(23) as store:
        store._index._connection.execute("PRAGMA cache_size = 0")
        site.index_path.write_bytes(content)
        with pytest.raises(IndexFailure):
            [holds(store, identity(number)) for number in range(200)]
    assert not site.index_path.exists()
    with site.run(23) as store:
        assert holds(store, identity(199))


def test_an_index_ahead_of_a_restored_feed_is_built_anew(
    site: Any, an_article: MakeArticle, caplog: pytest.LogCaptureFixture
) -> None:
    site.write(22, an_article(1))
    path = site.folder / "essai-2026-11-22.jsonl"
    backup = path.read_bytes()
    site.write(22, an_article(2))
    path.write_bytes(backup)
    with site.run(22) as store:
        assert holds(store, identity(1))
        assert not holds(store, identity(2))
    assert REBUILT in caplog.text


def test_an_index_of_other_lines_is_built_anew(site: Any, an_article: MakeArticle) -> None:
    site.write(22, an_article(1), an_article(2))
    path = site.folder / "essai-2026-11-22.jsonl"
    path.write_bytes(
        path.read_bytes().replace(identity(2).encode(), identity(3).encode()).replace(b".example/2", b".example/3")
    )
    with site.run(22) as store:
        assert holds(store, identity(3))
        assert not holds(store, identity(2))


def test_an_index_without_any_of_its_feed_is_built_anew(site: Any, an_article: MakeArticle) -> None:
    site.write(22, an_article(1))
    (site.folder / "essai-2026-11-22.jsonl").unlink()
    with site.run(23) as store:
        assert not holds(store, identity(1))


def test_a_segment_put_back_is_noticed(site: Any, an_article: MakeArticle, tmp_path: Path) -> None:
    site.write(21, an_article(1))
    aside = (site.folder / "essai-2026-11-21.jsonl").rename(tmp_path / "aside")
    Index.remove(site.index_path, HastyFiles())
    site.write(22, an_article(2))
    aside.rename(site.folder / "essai-2026-11-21.jsonl")
    with site.run(23) as store:
        assert holds(store, identity(1))
        assert holds(store, identity(2))


@pytest.mark.parametrize("sidecar_too", [False, True])
def test_a_deleted_segment_is_not_forgotten(
    site: Any, an_article: MakeArticle, sidecar_too: bool, caplog: pytest.LogCaptureFixture
) -> None:
    site.write(21, an_article(1))
    site.write(22, an_article(2))
    with site.run(23):
        pass
    (site.folder / "essai-2026-11-21.jsonl.gz").unlink()
    if sidecar_too:
        (site.folder / "essai-2026-11-21.json").unlink()
    with site.run(23) as store:
        assert holds(store, identity(1))
    assert REBUILT not in caplog.text
    Index.remove(site.index_path, HastyFiles())
    with site.run(23) as store:  # a rebuild knows what is there
        assert not holds(store, identity(1))
        assert holds(store, identity(2))


def test_the_last_segment_deleted_but_for_its_sidecar_is_not_forgotten(site: Any, an_article: MakeArticle) -> None:
    site.write(21, an_article(1))
    with site.run(22):
        pass
    (site.folder / "essai-2026-11-21.jsonl.gz").unlink()
    with site.run(22) as store:
        assert holds(store, identity(1))
        store.append(an_article(2))
        store.flush()
    assert (site.folder / "essai-2026-11-22.jsonl").exists()


def test_lines_that_are_no_articles_are_passed_over(
    site: Any, an_article: MakeArticle, caplog: pytest.LogCaptureFixture
) -> None:
    site.write(22, an_article(1))
    with (site.folder / "essai-2026-11-22.jsonl").open("ab") as stream:
        stream.write(b'not json\n{"id":3}\n{"id":"xyz","url":"u"}\n{"id":"00","url":"u","revision":1e99}\n')
        stream.write(b'{"id":"00","url":"u","revision":1,"aliases":7}\n')
    with site.run(23) as store:
        assert holds(store, identity(1))
        assert holds(store, "00")
    assert caplog.text.count("not indexed") == 4


def test_a_feed_of_another_contract_is_not_written(site: Any, an_article: MakeArticle) -> None:
    site.write(22, an_article(1))
    path = site.folder / "essai-2026-11-22.jsonl"
    Index.remove(site.index_path, HastyFiles())
    path.write_bytes(path.read_bytes().replace(b'"1.2"', b'"2.0"'))
    with pytest.raises(UnknownSchema), site.run(22):
        pass


def test_an_idle_run_changes_no_file(site: Any, an_article: MakeArticle) -> None:
    site.write(23, an_article(1))

    def state() -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in (*site.folder.iterdir(), *site.index_path.parent.iterdir())}

    before = state()
    with site.run(23):
        pass
    assert state() == before


def test_articles_of_the_same_content_are_found(tmp_path: Path) -> None:
    index = Index.temporary(DiskFiles())
    for number, content in enumerate(("a" * 32, "b" * 32, "a" * 32, "a" * 31 + "b"), start=1):
        line = {"id": f"{number:032x}", "url": f"https://fil.example/{number}/", "content_hash": content}
        index.add(line, b"{}\n", Cursor("fil-2026-11-26", number), Cursor("fil-2026-11-26", number + 1))
    assert [entry.url for entry in index.with_content("a" * 32)] == ["https://fil.example/1/", "https://fil.example/3/"]
    assert index.with_content("c" * 32) == []
    plan = index._connection.execute(f"EXPLAIN QUERY PLAN {_ENTRIES_ALIKE}", {"hash": "a" * 32}).fetchall()
    assert any("by_content" in row[-1] for row in plan)
