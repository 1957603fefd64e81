"""The files of an archive: their names, and what a folder holds.

- `SITE/SITE-2026-11-27-0001.warc.gz`: the first file of a day (UTC), to which the runs of that day append; where it
  has grown to the size wanted, they go on with `…-0002.warc.gz`;
- `SITE/.lock`: held by the run that writes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Self

from newscrawl.store.segments import LOCK, PART

ENDING = ".warc.gz"
_NAME = re.compile(r"(?P<site>.+)-(?P<day>\d{4}-\d{2}-\d{2})-(?P<number>\d{4,9})\.warc\.gz", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class ArchiveFile:
    """One file of an archive, by what its name says; ordered as they were written."""

    day: date
    number: int
    site: str

    @property
    def name(self) -> str:
        """Its name in the folder."""
        return f"{self.site}-{self.day.isoformat()}-{self.number:04}{ENDING}"

    @classmethod
    def parse(cls, name: str) -> Self:
        """The file of that name.  Raises `ValueError`."""
        match = _NAME.fullmatch(name)
        if not match:
            raise ValueError(f"not the name of a file of an archive: {name!r}")
        file = cls(date.fromisoformat(match["day"]), int(match["number"]), match["site"])
        if file.name != name:
            raise ValueError(f"not the name of a file of an archive: {name!r}")
        return file

    def following(self, day: date) -> Self:
        """The file that is begun after this one on a day; files only move on, also with the clock set back."""
        return type(self)(day, 1, self.site) if day > self.day else type(self)(self.day, self.number + 1, self.site)


@dataclass(frozen=True, slots=True)
class ArchiveFolder:
    """What the folder of one site's archive holds."""

    path: Path
    files: tuple[ArchiveFile, ...]
    """In order of time."""
    strays: tuple[Path, ...]
    """Files that are none of ours."""

    @classmethod
    def read(cls, path: Path) -> Self:
        """The folder at `path`, which is named as the site; empty where there is none."""
        files, strays = [], []
        for entry in path.iterdir() if path.is_dir() else ():
            try:
                file = ArchiveFile.parse(entry.name)
            except ValueError:
                file = None
            if file is not None and file.site == path.name:
                files.append(file)
            elif entry.name != LOCK and not entry.name.endswith(PART):
                strays.append(entry)
        return cls(path, tuple(sorted(files)), tuple(sorted(strays)))

    def outdated(self, today: date, keep_days: int) -> list[ArchiveFile]:
        """The files to delete on a day: those of days more than `keep_days` before it; 0 keeps all."""
        first = today - timedelta(days=keep_days)
        return [file for file in self.files if keep_days and file.day < first]

    def path_of(self, file: ArchiveFile) -> Path:
        """Where a file lies."""
        return self.path / file.name
