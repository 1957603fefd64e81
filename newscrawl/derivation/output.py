"""A derived feed: the segments of the log with other lines, in a data folder of its own beside it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import IO, Self

from newscrawl.paths import feeds_dir
from newscrawl.store import closing
from newscrawl.store.files import DiskFiles, make_folders
from newscrawl.store.segments import Segment

FOLDER = "rederived"


class DerivedFeed:
    """Writes a derived feed and what is told of it into `folder`, which is replaced as a whole at the end.

    Until then all lies in a folder beside it, which goes where the work is given up.  Segments have the names of the
    log's, all closed, so that the same lines give the same bytes.  A context manager; every call may raise `OSError`.
    """

    def __init__(self, folder: Path, site: str, files: DiskFiles | None = None) -> None:
        self.folder = folder
        self.site = site
        self._files = files or DiskFiles()
        self._part = folder.with_name(f"{folder.name}.part")
        self._former = folder.with_name(f"{folder.name}.old")
        self._segment: Segment | None = None
        self._stream: IO[bytes] | None = None

    def __enter__(self) -> Self:
        shutil.rmtree(self._part, ignore_errors=True)  # left by one that was killed
        former = self._former
        if former.exists() and not self.folder.exists():  # killed between the two steps of replacing it
            self._files.rename(former, self.folder)
        make_folders(self._files, self.feed)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            self._close_segment()
            if kind is None:
                self._replace()
        finally:
            shutil.rmtree(self._part, ignore_errors=True)

    @property
    def feed(self) -> Path:
        """Where the segments lie while they are written."""
        return feeds_dir(self._part) / self.site

    def path(self, name: str) -> Path:
        """Where a file about the derived feed lies while it is written."""
        return self._part / name

    def add(self, segment: str, content: bytes) -> None:
        """Adds a line to a segment, by its name; segments come in order."""
        if self._segment is None or self._segment.name != segment:
            self._close_segment()
            self._segment = Segment(self.feed, segment)
            self._stream = self._segment.plain.open("wb")
        assert self._stream is not None  # noqa: S101 - opened with its segment
        self._stream.write(content)

    def _close_segment(self) -> None:
        segment, stream, self._segment, self._stream = self._segment, self._stream, None, None
        if segment is not None and stream is not None:
            with stream:
                stream.flush()
                os.fsync(stream.fileno())
            closing.close(segment, self._files)

    def _replace(self) -> None:
        former = self._former
        shutil.rmtree(former, ignore_errors=True)
        if self.folder.exists():
            self._files.rename(self.folder, former)
        try:
            self._files.rename(self._part, self.folder)
        except OSError:
            if former.exists():
                self._files.rename(former, self.folder)
            raise
        self._files.fsync_folder(self.folder.parent)
        shutil.rmtree(former, ignore_errors=True)
