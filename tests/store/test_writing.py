"""The one file that a run appends to."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from newscrawl.store.errors import FeedNotWritable
from newscrawl.store.files import DiskFiles
from newscrawl.store.segments import Segment
from newscrawl.store.writing import SegmentWriter

DAY = "essai-2026-11-23"


@pytest.fixture
def segment(tmp_path: Path) -> Segment:
    segment = Segment(tmp_path, DAY)
    segment.plain.write_bytes(b"{}\n")
    return segment


def test_its_end_is_known_before_anything_is_written(segment: Segment) -> None:
    assert str(SegmentWriter(segment, DiskFiles()).end) == f"{DAY}:3"


def test_nothing_is_cut_where_the_end_of_the_lines_cannot_be_told(
    segment: Segment, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = SegmentWriter(segment, DiskFiles())

    def fails(_: int) -> os.stat_result:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as trouble:
        trouble.setattr("newscrawl.store.writing.os.fstat", fails)
        with pytest.raises(FeedNotWritable):
            writer.append(b"[]\n")
    assert segment.plain.read_bytes() == b"{}\n"
