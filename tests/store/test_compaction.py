"""Derived files: the latest line of each article, whole or not at all."""

from __future__ import annotations

import gzip
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from newscrawl.items import Article
from newscrawl.store.compaction import Compacted, latest_lines, write_lines
from newscrawl.store.encoding import decode, encode
from newscrawl.store.errors import LinesDeleted
from newscrawl.store.reading import read_feed, read_lines
from newscrawl.store.segments import Cursor
from tests.store.interrupted_files import HastyFiles, InterruptedFiles

MakeArticle = Callable[..., Article]
FILES = HastyFiles()


@pytest.fixture
def changed(site: Any, an_article: MakeArticle) -> Any:
    """Articles 1 to 5 over three days: 1 and 2 changed, 3 removed, 4 renamed."""
    site.write(21, *(an_article(number) for number in (1, 2, 3, 4)))
    site.write(22, an_article(2, revision=2), an_article(5), an_article(1, revision=2))
    renamed = an_article(4, revision=2, url="https://essai.example/nouveau", aliases=["https://essai.example/4"])
    removed = an_article(3, revision=2, kind="removal", body=None, removed_at="2026-11-23T10:00:00+00:00")
    site.write(23, an_article(2, revision=3), removed, renamed)
    return site


def compact(site: Any, **options: Any) -> tuple[list[tuple[str, int]], Compacted]:
    counts = Compacted()
    lines = [line.content for line in latest_lines(site.folder, counts, FILES, **options)]
    path = site.folder.parent.parent / "compacted.jsonl"
    path.write_bytes(b"".join(lines))
    return [(article.url.rpartition("/")[2], article.revision) for article in read_feed(path)], counts


def test_the_latest_of_each_article_in_the_order_of_the_feed(changed: Any) -> None:
    found, counts = compact(changed)
    assert found == [("5", 1), ("1", 2), ("2", 3), ("nouveau", 2)]
    assert counts == Compacted(articles=4, removals=1, replaced=5)


def test_removals_are_kept_where_wanted(changed: Any) -> None:
    found, _ = compact(changed, with_removed=True)
    assert found == [("5", 1), ("1", 2), ("2", 3), ("3", 2), ("nouveau", 2)]


def test_only_what_changed_since_a_place(changed: Any) -> None:
    assert compact(changed, since=Cursor("essai-2026-11-23"))[0] == [("2", 3), ("nouveau", 2)]
    assert compact(changed, since=Cursor("essai-2026-11-22"))[0] == [("5", 1), ("1", 2), ("2", 3), ("nouveau", 2)]
    assert compact(changed, since=Cursor("essai-2026-11-24"))[0] == []


def test_an_empty_feed_gives_nothing(site: Any) -> None:
    with site.run():
        pass
    assert compact(site) == ([], Compacted())


def test_the_same_feed_gives_the_same_bytes_and_stays_as_it_is(changed: Any, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in changed.folder.iterdir()}
    for name in ("a.jsonl.gz", "b.jsonl.gz", "c.jsonl"):
        write_lines(tmp_path / "derived" / name, latest_lines(changed.folder, Compacted(), FILES), FILES)
    one, other, plain = ((tmp_path / "derived" / name).read_bytes() for name in ("a.jsonl.gz", "b.jsonl.gz", "c.jsonl"))
    assert one == other
    assert gzip.decompress(one) == plain
    assert len(list(read_feed(tmp_path / "derived" / "a.jsonl.gz"))) == 4
    assert {path: path.read_bytes() for path in changed.folder.iterdir()} == before
    assert len(list((tmp_path / "derived").iterdir())) == 3


def test_lines_written_meanwhile_wait_for_the_next_time(changed: Any, an_article: MakeArticle) -> None:
    lines = latest_lines(changed.folder, Compacted(), FILES)
    first = next(lines)
    changed.write(23, an_article(6), an_article(5, revision=2))
    assert [decode(line.content)["url"][-1] for line in (first, *lines)] == ["5", "1", "2", "u"]
    found, _ = compact(changed)
    assert found[-2:] == [("6", 1), ("5", 2)]


@pytest.mark.parametrize("tail", [b'{"torn', b'not json\n{"torn', b"\0\0\0\n\0\0"])
def test_what_a_crash_tore_is_left_out(changed: Any, tail: bytes) -> None:
    with (changed.folder / "essai-2026-11-23.jsonl").open("ab") as stream:
        stream.write(tail)
    assert len(compact(changed)[0]) == 4


def test_a_gap_is_told_and_leaves_the_file_as_it_was(changed: Any, an_article: MakeArticle, tmp_path: Path) -> None:
    since = next(read_lines(changed.folder)).end
    (changed.folder / "essai-2026-11-21.jsonl.gz").unlink()
    path = tmp_path / "latest.jsonl"
    path.write_bytes(b"before\n")
    with pytest.raises(LinesDeleted):
        write_lines(path, latest_lines(changed.folder, Compacted(), FILES, since=since), FILES)
    assert [file.name for file in tmp_path.glob("latest*")] == ["latest.jsonl"]
    assert path.read_bytes() == b"before\n"
    assert [name for name, _ in compact(changed)[0]] == ["5", "1", "2", "nouveau"]


@pytest.mark.parametrize("how", ["full", "always_full"])
def test_a_full_disk_leaves_the_file_as_it_was(changed: Any, tmp_path: Path, how: str) -> None:
    path = tmp_path / "latest.jsonl"
    path.write_bytes(b"before\n")
    counted = InterruptedFiles()
    write_lines(tmp_path / "other.jsonl", latest_lines(changed.folder, Compacted(), FILES), counted)
    assert counted.calls[-1] == "fsync_folder"
    for at in range(len(counted.calls) - 1):
        with pytest.raises(OSError, match="No space left"):
            write_lines(path, latest_lines(changed.folder, Compacted(), FILES), InterruptedFiles(at, how))
        assert path.read_bytes() == b"before\n"


def test_memory_does_not_grow_with_the_feed(site: Any, an_article: MakeArticle, tmp_path: Path) -> None:
    site.folder.mkdir(parents=True)
    with (site.folder / "essai-2026-11-22.jsonl").open("wb") as stream:
        stream.writelines(encode(an_article(number, body="Un corps. " * 3000)) for number in range(500))
    tracemalloc.start()
    write_lines(tmp_path / "latest.jsonl", latest_lines(site.folder, Compacted(), FILES), FILES)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (tmp_path / "latest.jsonl").stat().st_size > 15_000_000
    assert peak < 4_000_000
