"""Which files of archives are meant by a path, and in what order they are read."""

from __future__ import annotations

import glob
import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from newscrawl.warc.records import Archive, Record

ENDINGS = (".warc", ".warc.gz", ".wet", ".wet.gz")
"""Names of archives in a folder; a file that is named may end as it likes."""
_BEFORE = 1 << 16
_FIRST = 20
"""Records of a file that are looked at for a time."""


def archives_at(text: str) -> list[Path]:
    """The files that a path means: a file, a folder with all below it, a pattern (`*`, `**`), or some with commas.

    Each once, by name.  Raises `ValueError` with one line for people where there are none.
    """
    places = [text] if Path(text).expanduser().exists() else [part.strip() for part in text.split(",")]
    found = [file for place in places for file in _archives(place)]
    return sorted({file.resolve(): file for file in found}.values())


def in_order(files: list[Path]) -> list[Path]:
    """The files by the time of their first record, since an older capture says nothing of a newer one; then by name."""
    return sorted(files, key=lambda file: (_first_moment(file), file))


def digest_before(file: BinaryIO, place: int) -> str:
    """A hash of what stands before a place in a file, by which a file that has grown is told from another one."""
    file.seek(max(place - _BEFORE, 0))
    return hashlib.sha256(file.read(min(place, _BEFORE))).hexdigest()[:32]


def _archives(place: str) -> list[Path]:
    if not place:
        raise ValueError("a file, a folder or a pattern is expected")
    path = Path(place).expanduser()
    named = [path] if path.exists() else sorted(map(Path, glob.glob(str(path), recursive=True)))  # noqa: PTH207 - `**`
    if not named:
        raise ValueError(f"nothing is there: {path.absolute()}")
    if path.exists() and not path.is_dir() and not path.is_file():  # opening a pipe would wait for whoever fills it
        raise ValueError(f"no file that can be read twice: {path.absolute()}")
    found = [file for each in named for file in ([each] if not each.is_dir() else _below(each))]
    if not found:
        raise ValueError(f"no archive ({', '.join(ENDINGS)}) lies below {path.absolute()}")
    return found


def _below(folder: Path) -> Iterator[Path]:
    return (file for file in sorted(folder.rglob("*")) if file.name.lower().endswith(ENDINGS) and file.is_file())


def _first_moment(file: Path) -> datetime:
    try:
        with file.open("rb") as opened:
            for _, record in zip(range(_FIRST), Archive(opened).records(), strict=False):
                if isinstance(record, Record) and record.moment is not None:
                    return record.moment
    except OSError:
        pass  # said when it is read
    return datetime.max.replace(tzinfo=UTC)
