"""A file is cut behind its last whole record, wherever it was torn."""

from __future__ import annotations

import gzip
import os
import random
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.store.files import DiskFiles
from newscrawl.warc import segments
from newscrawl.warc.encoding import encode, encode_info
from newscrawl.warc.segments import cut_torn_tail, whole_size
from tests.warc.exchanges import an_exchange, records

NOISE = random.Random(5).randbytes(300_000)  # noqa: S311 - not for secrets


def members(*datas: bytes) -> list[int]:
    """The ends of the gzip members in these, in order."""
    data, ends, offset = b"".join(datas), [0], 0
    while offset < len(data):
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        unpacker.decompress(data[offset:])
        offset = len(data) - len(unpacker.unused_data)
        ends.append(offset)
    return ends


INFO = encode_info("essai-2026-11-27-0001.warc.gz", an_exchange(1).moment, {"software": "newscrawl"})
SMALL = encode(an_exchange(1))[0]
# A body that holds gzip members, stored as they are: whoever looks for the beginning of one finds them first.
PACKED = encode(an_exchange(2, body=gzip.compress(NOISE[:70_000]) + gzip.compress(b"<p>Un") + NOISE[:70_000]))[0]
FILE = INFO + SMALL + PACKED
ENDS = members(FILE)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "essai-2026-11-27-0001.warc.gz"


def test_there_are_seven_records() -> None:
    assert len(ENDS) == 8


@given(st.integers(0, len(FILE)) | st.sampled_from(ENDS).flatmap(lambda end: st.integers(max(end - 3, 0), end + 3)))
def test_torn_anywhere(tmp_path_factory: pytest.TempPathFactory, size: int) -> None:
    path = tmp_path_factory.mktemp("torn") / "file"
    path.write_bytes(FILE[:size])
    assert whole_size(path) == max(end for end in ENDS if end <= size)


@pytest.mark.parametrize(
    "tail",
    [
        b"\x00" * 600_000,
        NOISE,
        b"\x1f",
        b"\x1f\x8b\x08\x00",
        gzip.compress(b"WARC/1.0\r\n"),
        b"\x1f\x8b\x08\x00" * 1000,
    ],
    ids=["zeros", "noise", "one byte", "a beginning", "a record of another version", "beginnings"],
)
def test_what_is_no_record_of_ours_is_cut(path: Path, tail: bytes) -> None:
    path.write_bytes(FILE + tail)
    assert whole_size(path) == len(FILE)


def delayed(data: bytes) -> bytes:
    """A member that says nothing for 5000 bytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    blocks = b"".join(packer.flush(zlib.Z_FULL_FLUSH) or b"\x00\x00\x00\xff\xff" for _ in range(1000))
    return blocks + packer.compress(data) + packer.flush()


FORGERIES = {"records": encode(an_exchange(9))[0], "delayed": delayed(b"WARC/1.1\r\n\r\n")}


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=FORGERIES.keys())
def test_no_body_passes_for_a_record(path: Path, forgery: bytes) -> None:
    """Packed records that a site sends stand in no file as they are, where they could be taken for ours."""
    body = NOISE[:70_000] + forgery + NOISE[70_000:140_000]
    forged = encode(an_exchange(2, body=body))[0]
    data = SMALL + forged
    ends = members(data)
    assert len(ends) == 7
    assert len(forged) < 1.01 * len(body) + 3000
    for size in (*range(len(SMALL), len(data), 4999), len(data) - 1, len(data)):
        path.write_bytes(data[:size])
        assert whole_size(path) == max(end for end in ends if end <= size)
    path.write_bytes(data)
    assert body in [found for _, _, found in records(path)]


@pytest.mark.parametrize("block", [64, 1000])
def test_records_larger_than_what_is_read_at_once(path: Path, block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segments, "_BLOCK", block)
    for size in (len(FILE), len(FILE) - 1, ENDS[5], ENDS[5] - 1, ENDS[2] + 2):
        path.write_bytes(FILE[:size])
        assert whole_size(path) == max(end for end in ENDS if end <= size)


def test_little_is_read_of_a_long_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_bytes(FILE + SMALL * 2000 + SMALL[:-5])
    sizes: list[int] = []
    pread = os.pread

    def counting(descriptor: int, length: int, offset: int) -> bytes:
        data = pread(descriptor, length, offset)
        sizes.append(len(data))
        return data

    monkeypatch.setattr(os, "pread", counting)
    assert whole_size(path) == len(FILE) + 2000 * len(SMALL) + members(SMALL)[-2]
    assert sum(sizes) < 2 * segments._BLOCK < path.stat().st_size


def test_the_tail_is_cut_and_told_of(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path.write_bytes(FILE + b"torn")
    assert cut_torn_tail(path, DiskFiles()) == 4
    assert path.read_bytes() == FILE
    assert "cut 4 bytes" in caplog.text
    assert cut_torn_tail(path, DiskFiles()) == 0
