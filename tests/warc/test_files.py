"""Which files a path means."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from newscrawl.warc.replays import archives_at, digest_before, in_order
from tests.warc.warcs import members, response


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a.warc.gz", "deep/er/b.WARC", "deep/c.warc.wet.gz", "d.cdx", "e,f.warc", "g.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    return tmp_path


def names(files: list[Path], folder: Path) -> list[str]:
    return [str(file.relative_to(folder)) for file in files]


def test_a_folder_means_all_archives_below_it(folder: Path) -> None:
    everything = ["a.warc.gz", "deep/c.warc.wet.gz", "deep/er/b.WARC", "e,f.warc"]
    assert names(archives_at(str(folder)), folder) == everything
    assert names(archives_at(f"{folder}/**"), folder) == sorted([*everything, "d.cdx", "g.txt"])


def test_files_patterns_and_several_are_each_taken_once(folder: Path) -> None:
    assert names(archives_at(f"{folder}/*.warc*"), folder) == ["a.warc.gz", "e,f.warc"]
    assert names(archives_at(f"{folder}/g.txt"), folder) == ["g.txt"]
    assert names(archives_at(f"{folder}/e,f.warc"), folder) == ["e,f.warc"]
    assert names(archives_at(f"{folder}/a.warc.gz, {folder}/d*,{folder}/deep"), folder) == [
        *("a.warc.gz", "d.cdx", "deep/c.warc.wet.gz", "deep/er/b.WARC"),
    ]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("", "a file, a folder or a pattern is expected"),
        ("{}/none.warc", "nothing is there"),
        ("{}/none*.warc", "nothing is there"),
        ("{}/a.warc.gz,", "a file, a folder or a pattern is expected"),
        ("{}/empty", "no archive"),
    ],
)
def test_where_nothing_is_found_a_line_says_so(folder: Path, path: str, message: str) -> None:
    (folder / "empty").mkdir()
    with pytest.raises(ValueError, match=message):
        archives_at(path.format(folder))


def test_what_stands_before_a_place_tells_files_apart() -> None:
    first, second = io.BytesIO(b"abc" * 50_000), io.BytesIO(b"abc" * 40_000 + b"abd" * 10_000)
    assert digest_before(first, 120_000) == digest_before(second, 120_000)
    assert digest_before(first, 130_000) != digest_before(second, 130_000)
    assert digest_before(first, 0) == digest_before(second, 0)


def test_files_are_read_in_the_order_of_their_captures(tmp_path: Path) -> None:
    for name, date in (("a", "2024-05-03"), ("b", "2024-05-01"), ("c", "2024-05-02")):
        data = response("https://exemple.fr/1", "<p>", WARC_Date=f"{date}T00:00:00Z")
        (tmp_path / name).write_bytes(members([data]))
    (tmp_path / "d").write_bytes(b"no archive")
    files = [tmp_path / name for name in "abcd"]
    assert names(in_order([*files, tmp_path / "gone"]), tmp_path) == ["b", "c", "a", "d", "gone"]


def test_a_pipe_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "tube.warc")
    with pytest.raises(ValueError, match="no file that can be read twice"):
        archives_at(str(tmp_path / "tube.warc"))
