"""Closing segments: compressed, described, never changed again; an interrupted closing is ended."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from newscrawl.store.closing import Sidecar, close, cut_torn_tail, recover, whole_size
from newscrawl.store.errors import FeedDamaged
from newscrawl.store.files import DiskFiles
from newscrawl.store.reading import read_lines
from newscrawl.store.segments import Folder, Segment

MakeSegment = Callable[..., Path]
NAME = "essai-2026-11-22"


def start(feed: Path, current: str = "essai-2026-11-23") -> None:
    recover(Folder.read(feed, "essai"), current, DiskFiles())


def files_of(feed: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in feed.iterdir()}


def test_a_closed_segment_holds_the_same_lines(feed: Path, segment: MakeSegment) -> None:
    content = segment(22, range(5)).read_bytes()
    places = [(line.start, line.end) for line in read_lines(feed)]
    start(feed)
    assert set(files_of(feed)) == {f"{NAME}.jsonl.gz", f"{NAME}.json"}
    assert gzip.decompress((feed / f"{NAME}.jsonl.gz").read_bytes()) == content
    assert [(line.start, line.end) for line in read_lines(feed)] == places
    assert json.loads((feed / f"{NAME}.json").read_bytes()) == {
        "segment": NAME,
        "lines": 5,
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "first_crawled_at": "2026-11-23T10:00:00+00:00",
        "last_crawled_at": "2026-11-23T10:00:04+00:00",
    }


def test_the_same_lines_give_the_same_file(feed: Path, segment: MakeSegment) -> None:
    segment(22, range(500))
    start(feed)
    first = files_of(feed)
    for name in first:
        (feed / name).unlink()
    segment(22, range(500))
    start(feed)
    assert files_of(feed) == first


def test_a_closed_segment_is_never_touched_again(feed: Path, segment: MakeSegment) -> None:
    segment(21, range(2))
    start(feed)
    before = {path.name: (path.stat().st_mtime_ns, path.stat().st_ino) for path in feed.iterdir()}
    start(feed, "essai-2026-11-29")
    assert {path.name: (path.stat().st_mtime_ns, path.stat().st_ino) for path in feed.iterdir()} == before


def test_only_earlier_days_are_closed(feed: Path, segment: MakeSegment) -> None:
    segment(22, range(1))
    segment(23, range(1, 2))
    start(feed)
    assert set(files_of(feed)) == {f"{NAME}.jsonl.gz", f"{NAME}.json", "essai-2026-11-23.jsonl"}


def test_an_empty_segment_just_goes(feed: Path, segment: MakeSegment) -> None:
    segment(22, range(0))
    segment(21, range(0), tail=b'{"torn')
    start(feed)
    assert files_of(feed) == {}


def test_moments_are_compared_as_moments(feed: Path) -> None:
    path = feed / f"{NAME}.jsonl"
    moments = ["2026-11-22T01:00:00+02:00", "2026-11-21T23:30:00+00:00", "pas de date", None]
    path.write_text("".join(json.dumps({"crawled_at": moment}) + "\n" for moment in moments) + '{"a":1}\n')
    with path.open("rb") as stream:
        sidecar = Sidecar.of(NAME, stream)
    assert (sidecar.first_crawled_at, sidecar.last_crawled_at) == (
        "2026-11-21T23:00:00+00:00",
        "2026-11-21T23:30:00+00:00",
    )


@pytest.mark.parametrize("kept", [0, 1, 50, -1])
def test_a_compressed_file_that_holds_less_is_made_again(feed: Path, segment: MakeSegment, kept: int) -> None:
    content = segment(22, range(3), closed=True).read_bytes()
    (feed / f"{NAME}.jsonl.gz").write_bytes(content[:kept])
    plain = segment(22, range(5)).read_bytes()
    start(feed)
    assert gzip.decompress((feed / f"{NAME}.jsonl.gz").read_bytes()) == plain
    assert not (feed / f"{NAME}.jsonl").exists()


def test_a_whole_compressed_file_is_left_alone(feed: Path, segment: MakeSegment) -> None:
    packed = segment(22, range(3), closed=True)
    segment(22, range(3))
    before = packed.stat().st_ino
    start(feed)
    assert packed.stat().st_ino == before
    assert Sidecar.read(feed / f"{NAME}.json").lines == 3


def test_files_that_differ_are_for_a_person_to_decide(feed: Path, segment: MakeSegment) -> None:
    segment(22, range(3), closed=True)
    segment(22, range(1, 4))
    before = files_of(feed)
    with pytest.raises(FeedDamaged, match="differ"):
        start(feed)
    assert files_of(feed) == before


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"{", b"null"])
def test_what_is_no_sidecar(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(content)
    with pytest.raises(ValueError, match="no sidecar"):
        Sidecar.read(path)


@pytest.mark.parametrize(
    "tail", [b'{"a":1}', b'{"a', b"\0" * 70_000, b"\0\0\n", b'{"a":\n\0\n', b'x\n{"b"\n' + b"y" * 200_000, b"[1]\n"]
)
def test_a_torn_tail_is_cut(feed: Path, segment: MakeSegment, tail: bytes, caplog: pytest.LogCaptureFixture) -> None:
    whole = segment(23, range(3)).read_bytes()
    path = segment(23, range(3), tail=tail)
    assert cut_torn_tail(Segment(feed, "essai-2026-11-23"), DiskFiles()) == len(tail)
    assert path.read_bytes() == whole
    assert f"cut {len(tail)} bytes" in caplog.text


def test_what_is_whole_is_not_cut(feed: Path, segment: MakeSegment, caplog: pytest.LogCaptureFixture) -> None:
    path = segment(23, range(3))
    size = path.stat().st_size
    assert cut_torn_tail(Segment(feed, "essai-2026-11-23"), DiskFiles()) == 0
    assert whole_size(path) == path.stat().st_size == size
    assert not caplog.records


def test_closing_takes_many_lines(feed: Path) -> None:
    path = feed / f"{NAME}.jsonl"
    rows = [hashlib.sha256(str(number).encode()).hexdigest() for number in range(30_000)]
    path.write_text("".join(f'{{"n":"{row}"}}\n' for row in rows))
    content = path.read_bytes()
    close(Segment(feed, NAME), DiskFiles())
    assert gzip.decompress((feed / f"{NAME}.jsonl.gz").read_bytes()) == content
