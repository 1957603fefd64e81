"""Files derived from a feed: the latest line of each article, without those that a later one replaced."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from newscrawl.store.catching_up import add_lines
from newscrawl.store.closing import compressed
from newscrawl.store.files import DiskFiles, make_folders, replace_file
from newscrawl.store.index import Entry, Index, check_article
from newscrawl.store.reading import FeedLine, read_lines
from newscrawl.store.segments import Cursor

REMOVAL = "removal"
_BLOCK = 1 << 18


@dataclass(slots=True)
class Compacted:
    """How many lines a compaction wrote, and left out."""

    articles: int = 0
    removals: int = 0
    """Articles whose latest line says that the site removed them."""
    replaced: int = 0
    """Lines that a later one of the same article replaces."""


def latest_lines(
    folder: Path, counts: Compacted, files: DiskFiles, *, since: Cursor | None = None, with_removed: bool = False
) -> Iterator[FeedLine]:
    """The latest line of each article of the feed in `folder`, in the feed's order, as far as behind `since`.

    The feed is read twice: once for where the latest lines are, kept in a file of SQLite's that goes at the end, and
    once for them.  Lines that are written meanwhile are left out.  `counts` is complete at the end.  Where lines are
    damaged or deleted nothing is given.

    Raises as `read_feed` does; `sqlite3.Error` and `IndexFailure` where there is no room for the file.
    """
    if next(read_lines(folder, since=since), None) is None:
        return
    with closing(Index.temporary(files)) as latest:
        add_lines(latest, read_lines(folder, since=since, check=check_article))
        end = latest.position.end if latest.position is not None else None
        for line in read_lines(folder, since=since):
            if end is None or line.start >= end:
                break
            entry = _entry_of(line, latest)
            if entry is None:
                continue
            if entry.line != line.start:
                counts.replaced += 1
            elif entry.kind == REMOVAL:
                counts.removals += 1
                if with_removed:
                    yield line
            else:
                counts.articles += 1
                yield line


def write_lines(path: Path, lines: Iterable[FeedLine], files: DiskFiles) -> None:
    """Writes lines to `path`, compressed where it ends in `.gz`, whole or not at all.  Raises `OSError`."""
    make_folders(files, path.parent)
    blocks = _joined(lines)
    replace_file(files, path, compressed(blocks) if path.suffix == ".gz" else blocks)


def _entry_of(line: FeedLine, latest: Index) -> Entry | None:
    """What `latest` holds of the article in a line, null where it holds none."""
    identity = line.data.get("id")
    try:
        entry = latest.get(identity) if isinstance(identity, str) else None
    except ValueError:
        return None
    return entry if entry is not None and entry.id == identity else None


def _joined(lines: Iterable[FeedLine]) -> Iterator[bytes]:
    block = bytearray()
    for line in lines:
        block += line.content
        if len(block) >= _BLOCK:
            yield bytes(block)
            block.clear()
    yield bytes(block)
