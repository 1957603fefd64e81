"""Verifying a feed finds each fault, and none where there is none."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from newscrawl.items import Article
from newscrawl.store.encoding import encode
from newscrawl.store.index import Index
from newscrawl.store.reading import read_feed
from newscrawl.store.verification import verify
from tests.store.interrupted_files import HastyFiles

MakeArticle = Callable[..., Article]
OPEN, CLOSED, SIDECAR = "essai-2026-11-23.jsonl", "essai-2026-11-22.jsonl.gz", "essai-2026-11-22.json"


@pytest.fixture
def filled(site: Any, an_article: MakeArticle) -> Any:
    """One closed segment of three articles, one open of two."""
    site.write(22, *(an_article(number) for number in range(3)))
    site.write(23, an_article(3), an_article(4, aliases=["https://essai.example/ancien"]))
    return site


def faults(site: Any) -> list[str]:
    return list(verify(site.folder, site.index_path))


def test_a_good_feed_has_no_faults(filled: Any) -> None:
    assert faults(filled) == []


def test_a_missing_or_earlier_index_is_no_fault(filled: Any, an_article: MakeArticle) -> None:
    older = filled.index_path.read_bytes()
    filled.write(23, an_article(5), an_article(1, revision=2))
    filled.index_path.write_bytes(older)
    assert faults(filled) == []
    Index.remove(filled.index_path, HastyFiles())
    assert faults(filled) == []


def test_a_run_under_way_is_no_fault(filled: Any, an_article: MakeArticle) -> None:
    with filled.run(23) as store:
        store.append(an_article(9))
        with (filled.folder / OPEN).open("ab") as stream:
            stream.write(b'{"half')
        assert faults(filled) == []
    assert len(faults(filled)) == 1


def damage_content(folder: Path, an_article: MakeArticle) -> None:
    (folder / CLOSED).write_bytes(
        gzip.compress(gzip.decompress((folder / CLOSED).read_bytes()).replace(b"Corps", b"corps"))
    )


def damage_file(folder: Path, an_article: MakeArticle) -> None:
    (folder / CLOSED).write_bytes((folder / CLOSED).read_bytes()[:-9])


def damage_sidecar(folder: Path, an_article: MakeArticle) -> None:
    (folder / SIDECAR).write_text((folder / SIDECAR).read_text().replace('"lines": 3', '"lines": 4'))


def lose_sidecar(folder: Path, an_article: MakeArticle) -> None:
    (folder / SIDECAR).unlink()


def garble_sidecar(folder: Path, an_article: MakeArticle) -> None:
    (folder / SIDECAR).write_text("{")


def tear(folder: Path, an_article: MakeArticle) -> None:
    append(folder, b'{"half')


def add_line_of_nothing(folder: Path, an_article: MakeArticle) -> None:
    append(folder, b"nothing\n" + encode(an_article(8)))


def add_unknown_key(folder: Path, an_article: MakeArticle) -> None:
    append(folder, encode(an_article(8))[:-2] + b',"more":1}\n')


def add_wrong_type(folder: Path, an_article: MakeArticle) -> None:
    append(folder, encode(an_article(8)).replace(b'"tags":[]', b'"tags":null'))


def swap_keys(folder: Path, an_article: MakeArticle) -> None:
    data = json.loads(encode(an_article(8)))
    append(folder, json.dumps({"id": data.pop("id"), **data}).encode() + b"\n")


def add_double(folder: Path, an_article: MakeArticle) -> None:
    append(folder, encode(an_article(0)))


def add_older_revision(folder: Path, an_article: MakeArticle) -> None:
    append(folder, encode(an_article(0, revision=3)) + encode(an_article(0, revision=2)))


def add_stray(folder: Path, an_article: MakeArticle) -> None:
    (folder / "notes.txt").touch()


def leave_part(folder: Path, an_article: MakeArticle) -> None:
    (folder / f"{CLOSED}.part").touch()


def leave_open(folder: Path, an_article: MakeArticle) -> None:
    (folder / CLOSED.removesuffix(".gz")).write_bytes(gzip.decompress((folder / CLOSED).read_bytes()))


def append(folder: Path, content: bytes) -> None:
    with (folder / OPEN).open("ab") as stream:
        stream.write(content)


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        (damage_content, "content is not what the sidecar hashed"),
        (damage_file, "damaged"),
        (damage_sidecar, "does not describe its segment"),
        (lose_sidecar, "missing"),
        (garble_sidecar, "no sidecar"),
        (tear, "6 bytes of a torn line"),
        (add_line_of_nothing, "no JSON object"),
        (add_unknown_key, "unknown key more"),
        (add_wrong_type, "tags: expected array, got null"),
        (swap_keys, "keys are not in the order declared"),
        (add_double, "a second time, first at essai-2026-11-22:0"),
        (add_older_revision, "revision 2 of"),
        (add_stray, "not a file of this feed"),
        (leave_part, "left half written"),
        (leave_open, "still open"),
    ],
)
def test_each_fault_is_found(
    filled: Any, an_article: MakeArticle, damage: Callable[[Path, MakeArticle], None], fault: str
) -> None:
    damage(filled.folder, an_article)
    found = faults(filled)
    assert len(found) == 1, found
    assert fault in found[0]
    assert "\n" not in found[0]


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("DELETE FROM articles WHERE number = 2", "is missing"),
        ("UPDATE articles SET revision = 7 WHERE number = 2", "another one in the feed"),
        ("UPDATE articles SET offset = offset + 1 WHERE number = 5", "another one in the feed"),
        ("UPDATE meta SET value = 99999999 WHERE key = 'end'", "ahead of essai-2026-11-23"),
        ("INSERT INTO articles VALUES (9, x'00', 1, 'article', NULL, 'u', 1, 5)", "is not in the feed"),
        ("INSERT INTO names VALUES (x'00', x'01')", "the address 00"),
        ("DELETE FROM segments WHERE number = 1", "is new to it"),
        ("DROP TABLE meta", "builds it anew"),
    ],
)
def test_an_index_that_says_otherwise(filled: Any, statement: str, fault: str) -> None:
    connection = sqlite3.connect(filled.index_path)
    connection.execute(statement)
    connection.commit()
    connection.close()
    found = faults(filled)
    assert len(found) == 1, found
    assert fault in found[0]


def flip(path: Path, old: bytes, new: bytes) -> None:
    """Changes a letter on disk, behind the back of everybody."""
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new, 1))


@pytest.mark.parametrize("number", [3, 4], ids=["within", "last"])
def test_a_letter_that_changed_in_the_open_segment_is_found(filled: Any, number: int) -> None:
    flip(filled.folder / OPEN, f"Corps n° {number}".encode(), f"Corpx n° {number}".encode())
    found = faults(filled)
    assert len(found) == 1, found
    assert found[0].startswith("essai-2026-11-23: 1 lines are not those that were written, the first at essai-2026")


def test_a_changed_letter_is_still_found_once_its_segment_is_closed(filled: Any, an_article: MakeArticle) -> None:
    flip(filled.folder / OPEN, b"Corps", b"Corpx")
    filled.write(24, an_article(9))
    assert [fault.partition(",")[0] for fault in faults(filled)] == [
        "essai-2026-11-23: 1 lines are not those that were written"
    ]


def test_an_index_of_an_earlier_version_is_read_on(filled: Any, an_article: MakeArticle) -> None:
    connection = sqlite3.connect(filled.index_path)
    connection.execute("DROP TABLE checksums")
    connection.commit()
    connection.close()
    assert faults(filled) == []
    filled.write(23, an_article(9))
    flip(filled.folder / OPEN, "Corps n° 9".encode(), "Corpx n° 9".encode())
    assert len(faults(filled)) == 1


@pytest.mark.parametrize("folder_mode", [0o755, 0o555])
def test_what_may_only_be_read_has_no_faults(filled: Any, folder_mode: int) -> None:
    data = filled.folder.parents[1]
    with tempfile.TemporaryDirectory() as public:
        Path(public).chmod(0o755)
        copy = Path(shutil.copytree(data, Path(public) / "data"))
        for path in copy.rglob("*"):
            path.chmod(folder_mode if path.is_dir() else 0o444)
        with nobody():
            found = list(verify(copy / "feeds" / "essai", copy / "ledger" / "essai.sqlite"))
            lines = len(list(read_feed(copy)))
    assert (found, lines) == ([], 5)


@contextmanager
def nobody() -> Iterator[None]:
    """Somebody who may not write whatever the modes say, as the superuser may."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(before)


def test_a_segment_deleted_to_save_room_is_no_fault(filled: Any) -> None:
    (filled.folder / CLOSED).unlink()
    assert faults(filled) == []
