"""Names of sites and segments, and cursors."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.store.segments import Cursor, Folder, check_site, name_of, segment_day, segment_name, segment_site

DAY = date(2026, 11, 23)


@pytest.mark.parametrize("site", ["news24", "politico_cd", "www.example.org_8080", "[__1]_80", "été.example", "a-b"])
def test_names_of_sites(site: str) -> None:
    assert check_site(site) == site
    name = segment_name(site, DAY)
    assert (segment_site(name), segment_day(name)) == (site, DAY)


@pytest.mark.parametrize(
    "site", ["", ".", "..", "../x", "a/b", "a\\b", ".hidden", "-rf", "a\n", "a b", "a\x00", "a:b", "/etc", "x" * 121]
)
def test_names_that_could_lead_astray(site: str) -> None:
    with pytest.raises(ValueError, match="not the name of a site"):
        check_site(site)


@given(st.text())
def test_an_accepted_name_stays_in_its_folder(site: str) -> None:
    try:
        check_site(site)
    except ValueError:
        return
    assert (Path("/data/feeds") / site).parent == Path("/data/feeds")
    assert Path(segment_name(site, DAY)).name == segment_name(site, DAY)


@given(st.from_regex(r"[a-z0-9_.-]+-2026-11-\d\d", fullmatch=True), st.integers(0, 10**15))
def test_a_printed_cursor_reads_back(segment: str, offset: int) -> None:
    cursor = Cursor(segment, offset)
    assert Cursor.parse(str(cursor)) == cursor


@pytest.mark.parametrize("text", ["", "x", ":1", "x:", "x:-1", "x:1.0", "x:²", "x:1 2"])
def test_what_is_no_cursor(text: str) -> None:
    with pytest.raises(ValueError, match="not a cursor"):
        Cursor.parse(text)


def test_cursors_of_a_feed_are_ordered() -> None:
    assert Cursor("s-2026-11-22", 900) < Cursor("s-2026-11-23", 0) < Cursor("s-2026-11-23", 10)


@pytest.mark.parametrize(
    ("file", "name"),
    [("s-2026-11-23.jsonl", "s-2026-11-23"), ("s-2026-11-23.jsonl.gz", "s-2026-11-23"), ("out.jl", "out"), ("x", "x")],
)
def test_name_of_a_file(file: str, name: str) -> None:
    assert name_of(Path("somewhere") / file) == name


def test_a_folder_knows_its_files(tmp_path: Path) -> None:
    for file in (
        "essai-2026-11-21.json",
        "essai-2026-11-22.jsonl.gz",
        "essai-2026-11-22.json",
        "essai-2026-11-23.jsonl",
        "essai-2026-11-22.jsonl.gz.part",
        "autre-2026-11-23.jsonl",
        "essai-2026-13-01.jsonl",
        ".lock",
    ):
        (tmp_path / file).touch()
    folder = Folder.read(tmp_path, "essai")
    assert [segment.name[-2:] for segment in folder.segments] == ["21", "22", "23"]
    assert [segment.exists for segment in folder.segments] == [False, True, True]
    assert [path.name for path in folder.parts] == ["essai-2026-11-22.jsonl.gz.part"]
    assert [path.name for path in folder.strays] == ["autre-2026-11-23.jsonl", "essai-2026-13-01.jsonl"]


@pytest.mark.parametrize(
    ("files", "day"),
    [
        ([], 20),
        (["essai-2026-11-19.jsonl"], 20),
        (["essai-2026-11-20.jsonl"], 20),
        (["essai-2026-11-20.jsonl.gz"], 21),
        (["essai-2026-11-20.jsonl", "essai-2026-11-20.jsonl.gz"], 21),
        (["essai-2026-11-20.json"], 21),
        (["essai-2026-11-25.jsonl"], 25),
        (["essai-2026-11-25.jsonl.gz"], 26),
    ],
)
def test_segments_only_move_on_even_when_the_clock_does_not(tmp_path: Path, files: list[str], day: int) -> None:
    for file in files:
        (tmp_path / file).touch()
    assert Folder.read(tmp_path, "essai").day_to_write(date(2026, 11, 20)) == date(2026, 11, day)
