"""Building an index anew on request."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from newscrawl.store.catching_up import rebuild_index
from newscrawl.store.errors import not_writable
from newscrawl.store.files import DiskFiles, Files
from newscrawl.store.log import enter
from newscrawl.store.segments import Folder


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What an index holds that was built anew, as text for people."""

    articles: int
    other_addresses: int
    segments: int
    deleted: int
    """Segments of which only the sidecar is left: what they held is forgotten."""
    damaged: tuple[str, ...] = ()
    """What is wrong with segments of which not all could be read: what they held besides is forgotten."""

    def __str__(self) -> str:
        text = f"{self.articles} articles and {self.other_addresses} other addresses of theirs, "
        text += f"from {self.segments} segments"
        return f"{text}; {self.deleted} deleted ones are forgotten" if self.deleted else text


def rebuild(folder: Path, index_path: Path, files: Files | None = None) -> Rebuilt:
    """Builds the index at `index_path` anew from the feed in `folder`, under the feed's lock.

    Raises `FeedNotWritable`, of which `FeedBusy` means that a run writes the feed; `UnknownSchema`.
    """
    files = files or DiskFiles()
    lock = enter(folder, index_path, files)
    try:
        segments = Folder.read(folder, folder.name).segments
        damaged: list[str] = []
        with closing(rebuild_index(index_path, folder, files, tell=lambda each: damaged.append(str(each)))) as index:
            present = sum(segment.exists for segment in segments)
            return Rebuilt(*index.counts(), present, len(segments) - present, tuple(damaged))
    except OSError as error:
        raise not_writable(error) from error
    finally:
        files.close(lock)
