"""Repairing a feed: what proves whole is described anew, what is damaged is set aside, and readers are told."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from newscrawl.items import Article
from newscrawl.store.closing import Sidecar
from newscrawl.store.errors import LinesDeleted
from newscrawl.store.index import Index
from newscrawl.store.reading import read_feed, read_feed_with_cursors
from newscrawl.store.repairing import Repair, repair
from newscrawl.store.segments import Cursor
from newscrawl.store.verification import verify
from tests.store.conftest import holds
from tests.store.interrupted_files import HastyFiles

MakeArticle = Callable[..., Article]
CLOSED, SIDECAR, OPEN = "essai-2026-11-22.jsonl.gz", "essai-2026-11-22.json", "essai-2026-11-23.jsonl"
MIDDLE = Cursor("essai-2026-11-22", 10)


@pytest.fixture
def filled(site: Any, an_article: MakeArticle) -> Any:
    """Two closed segments and an open one, of two articles each."""
    for day in (21, 22, 23):
        site.write(day, an_article(day), an_article(day + 10))
    return site


def repaired(site: Any) -> list[Repair]:
    return repair(site.folder, site.index_path, HastyFiles())


def alter(path: Path, old: bytes, new: bytes) -> None:
    """Changes a letter, with all checksums of the file itself right."""
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    assert old in content
    content = content.replace(old, new, 1)
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)


def test_a_whole_feed_is_left_alone(filled: Any) -> None:
    before = {path: path.read_bytes() for path in filled.folder.iterdir()}
    assert repaired(filled) == []
    assert {path: path.read_bytes() for path in filled.folder.iterdir()} == before


@pytest.mark.parametrize("damage", ["lost", "garbled", "of other lines", "lost, with the index"])
def test_a_sidecar_is_made_anew_from_lines_that_prove_whole(filled: Any, damage: str) -> None:
    path = filled.folder / SIDECAR
    was = path.read_bytes()
    path.unlink()
    if damage == "garbled":
        path.write_bytes(b"{")
    elif damage == "of other lines":  # and the index knows each line that is there
        path.write_bytes(was.replace(b'"sha256": "', b'"sha256": "0'))
    elif damage == "lost, with the index":
        Index.remove(filled.index_path, HastyFiles())
    (done,) = repaired(filled)
    assert (done.segment, done.set_aside) == ("essai-2026-11-22", False)
    assert "made anew, 2 lines" in done.text
    assert path.read_bytes() == was
    assert list(verify(filled.folder, filled.index_path)) == []


def cut(filled: Any) -> None:
    (filled.folder / CLOSED).write_bytes((filled.folder / CLOSED).read_bytes()[:-20])


def cut_without_sidecar(filled: Any) -> None:
    cut(filled)
    (filled.folder / SIDECAR).unlink()


def alter_closed(filled: Any) -> None:
    alter(filled.folder / CLOSED, b"Corps", b"Corpx")


def alter_without_sidecar(filled: Any) -> None:
    alter_closed(filled)
    (filled.folder / SIDECAR).unlink()


def alter_without_index(filled: Any) -> None:
    alter_closed(filled)
    Index.remove(filled.index_path, HastyFiles())


@pytest.mark.parametrize("damage", [cut, cut_without_sidecar, alter_closed, alter_without_sidecar, alter_without_index])
def test_a_damaged_segment_is_set_aside_and_its_articles_are_new_again(
    filled: Any, an_article: MakeArticle, damage: Callable[[Any], None]
) -> None:
    damage(filled)
    content = (filled.folder / CLOSED).read_bytes()
    (done,) = repaired(filled)
    assert (done.segment, done.set_aside) == ("essai-2026-11-22", True)
    assert (filled.folder / f"{CLOSED}.damaged").read_bytes() == content, "nothing is deleted"
    assert [article.id for article in read_feed(filled.folder)] == [
        an_article(number).id for number in (21, 31, 23, 33)
    ]
    with pytest.raises(LinesDeleted):  # who had not read all of it is told
        list(read_feed(filled.folder, since=MIDDLE))
    assert list(verify(filled.folder, filled.index_path)) == []
    assert repaired(filled) == []
    with filled.run(23) as store:
        assert [holds(store, an_article(number).id) for number in (21, 22, 32, 23)] == [True, False, False, True]


def test_who_had_read_a_segment_to_its_end_has_lost_nothing(filled: Any) -> None:
    end = Cursor("essai-2026-11-22", Sidecar.read(filled.folder / SIDECAR).size)
    alter_closed(filled)
    repaired(filled)
    assert len(list(read_feed(filled.folder, since=end))) == 2


def test_an_open_segment_with_a_changed_letter_is_set_aside_and_its_name_is_not_used_again(
    filled: Any, an_article: MakeArticle
) -> None:
    ends = [cursor for _, cursor in read_feed_with_cursors(filled.folder)]
    alter(filled.folder / OPEN, b"Corps", b"Corpx")
    (done,) = repaired(filled)
    assert "1 lines are not those that were written" in done.text
    assert (filled.folder / f"{OPEN}.damaged").exists()
    filled.write(23, an_article(23))
    assert [article.id for article in read_feed(filled.folder, since=ends[-1])] == [an_article(23).id]
    with pytest.raises(LinesDeleted):
        list(read_feed(filled.folder, since=ends[-2]))
    assert list(verify(filled.folder, filled.index_path)) == []


def test_a_torn_line_and_an_older_copy_are_left_to_the_next_run(filled: Any) -> None:
    path = filled.folder / OPEN
    path.write_bytes(path.read_bytes()[:-5])
    assert repaired(filled) == []
