"""What a re-derivation leaves: a derived feed in a data folder of its own, a diff to read, the changes as JSON."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any, Self

from newscrawl.derivation.differences import diff, top
from newscrawl.derivation.outcomes import SELF_EVIDENT, LineOutcome, Summary, Understood
from newscrawl.paths import feeds_dir
from newscrawl.store import closing
from newscrawl.store.encoding import encode_object
from newscrawl.store.files import DiskFiles, make_folders
from newscrawl.store.segments import Segment
from newscrawl.version import __version__

FOLDER = "rederived"
DIFF, CHANGES, SUMMARY = "rederive.diff", "changes.jsonl", "summary.json"
"""What lies beside a derived feed."""
_ALWAYS = frozenset(("newscrawl_version",))


class DerivedFeed:
    """Writes a derived feed and the reports on it into `folder`, which is replaced as a whole at the end.

    Until then all lies in a folder beside it, which goes where the work is given up.  Segments have the names of the
    log's, all closed, so that the same lines give the same bytes.  A context manager; every call may raise `OSError`.
    """

    def __init__(self, folder: Path, site: str, files: DiskFiles | None = None) -> None:
        self.folder = folder
        self.site = site
        self._files = files or DiskFiles()
        self._part = folder.with_name(f"{folder.name}.part")
        self._previous = folder.with_name(f"{folder.name}.old")
        self._segment: Segment | None = None
        self._stream: IO[bytes] | None = None

    def __enter__(self) -> Self:
        shutil.rmtree(self._part, ignore_errors=True)  # left by one that was killed
        previous = self._previous
        if previous.exists() and not self.folder.exists():  # killed between the two steps of replacing it
            self._files.rename(previous, self.folder)
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
        previous = self._previous
        shutil.rmtree(previous, ignore_errors=True)
        if self.folder.exists():
            self._files.rename(self.folder, previous)
        try:
            self._files.rename(self._part, self.folder)
        except OSError:
            if previous.exists():
                self._files.rename(previous, self.folder)
            raise
        self._files.fsync_folder(self.folder.parent)
        shutil.rmtree(previous, ignore_errors=True)


class Sink:
    """Takes outcomes.  A context manager, which leaves all in place, or nothing where it ends with an error.

    Every call may raise `OSError`.
    """

    def __init__(self, folder: Path, site: str, summary: Summary, diff_path: Path | None = None) -> None:
        self.summary = summary
        self.derived = DerivedFeed(folder, site)
        self._diff_path = diff_path

    def __enter__(self) -> Self:
        with ExitStack() as opened:  # what was opened is closed where the rest cannot be
            derived = opened.enter_context(self.derived)
            path = self._diff_path or derived.path(DIFF)
            self._diff: IO[str] = opened.enter_context(path.open("w", encoding="utf-8", errors="replace"))
            self._changes: IO[bytes] = opened.enter_context(derived.path(CHANGES).open("wb"))
            opened.push(self._summarize)
            self._files = opened.pop_all()
        return self

    def __exit__(self, *error: Any) -> bool | None:
        return self._files.__exit__(*error)

    def to_dict(self) -> dict[str, Any]:
        """What it came to, as a JSON object."""
        return {"site": self.derived.site, "newscrawl_version": __version__, **self.summary.to_dict()}

    def _summarize(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            text = json.dumps(self.to_dict(), ensure_ascii=False, indent=2)
            self.derived.path(SUMMARY).write_text(f"{text}\n", encoding="utf-8", errors="replace")

    def take(self, outcome: LineOutcome) -> None:
        """Writes a line, and what is reported of it."""
        line = outcome.line
        self.derived.add(line.start.segment, line.content if outcome.new is None else encode_object(outcome.new))
        reported = self.summary.add(outcome)
        if reported or (outcome.reason is not None and outcome.reason not in SELF_EVIDENT):
            self._changes.write(encode_object(outcome.to_dict()))
        if reported and outcome.new is not None:
            names = {top(change.path) for change in reported} | _ALWAYS
            old, new = (
                {name: value for name, value in side.items() if name in names} for side in (outcome.old, outcome.new)
            )
            self._diff.writelines(diff(old, new, f"{line.start} {outcome.url}"))

    def take_understood(self, found: Understood) -> None:
        """Tells of a page that is an article now."""
        self.summary.add_understood(found)
        self._changes.write(encode_object(found.to_dict()))
