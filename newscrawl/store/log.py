"""What is durable of a site: its feed, and the index over it."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Self

from newscrawl import schema
from newscrawl.items import Article
from newscrawl.store import closing
from newscrawl.store.catching_up import log_damage, open_index
from newscrawl.store.durable import DurableFile, enter, flush
from newscrawl.store.encoding import encode_object
from newscrawl.store.errors import IndexFailure, LinesDamaged, StorageError, not_writable
from newscrawl.store.files import DiskFiles, delete_outdated
from newscrawl.store.index import Entry, Index
from newscrawl.store.reading import line_at
from newscrawl.store.segments import Cursor, Folder, Segment, segment_day, segment_name

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Written:
    """A line that the index does not hold yet."""

    data: dict[str, Any]
    content: bytes
    start: Cursor
    end: Cursor


class FeedStore:
    """The one writer of a feed: line, fsync, index, in this order.

    A run appends to the segment of the day on which it began, also past midnight.  `append`, `commit` and `knows`
    belong to one thread; `sync` may run in another meanwhile.
    """

    def __init__(self, segment: Segment, index: Index, index_path: Path, files: DiskFiles, lock: int) -> None:
        self._segment = segment
        self._file = DurableFile(segment.plain, files, "feed")
        self._index = index
        self._index_path = index_path
        self._files = files
        self._lock = lock
        self._pending: dict[str, _Written] = {}

    @classmethod
    def open(
        cls,
        folder: Path,
        index_path: Path,
        *,
        today: date,
        keep_days: int = 0,
        files: DiskFiles | None = None,
        report: Callable[[LinesDamaged], None] = log_damage,
    ) -> Self:
        """The store of the feed in `folder`, which is named as the site, with its index at `index_path`.

        Folders are made where missing, whatever a crash left is put in order, the segments of days before `today`
        (UTC) are closed, the index is caught up, the closed segments of days more than `keep_days` before `today` are
        deleted (0: none).  `report` is called for what is missing from the index because it cannot be read.

        Raises `NotWritable`, of which `Busy` means that another run writes it; `FeedDamaged`; `UnknownSchema`;
        `ValueError` for the name of no site.
        """
        files = files or DiskFiles()
        lock = enter("feed", folder, index_path.parent, files=files)
        try:
            found = Folder.read(folder, folder.name)
            current = segment_name(folder.name, found.day_to_write(today))
            closing.recover(found, current, files)
            index = open_index(index_path, folder, files, report=report)
            _delete_outdated(folder, index, today, keep_days, files)
        except OSError as error:
            files.close(lock)
            raise not_writable("feed", error) from error
        except StorageError:
            files.close(lock)
            raise
        return cls(Segment(folder, current), index, index_path, files, lock)

    def alike(self, content_hash: str) -> list[Entry]:
        """The articles whose latest line has the same content.  Raises `NotWritable`."""
        return self._index.with_content(content_hash)

    def entries(self) -> list[Entry]:
        """All articles, in the order of their ids.  Raises `NotWritable`."""
        try:
            return list(self._index.entries())
        except sqlite3.Error as error:
            raise IndexFailure("index", f"index of the feed not usable: {error}") from error

    def is_pending(self, identity: str) -> bool:
        """Whether a line of the article was written in this run and is not durable yet."""
        return identity in self._pending

    def line(self, entry: Entry) -> dict[str, Any] | None:
        """The latest line of an article, null where it is deleted or cannot be read.  Raises `NotWritable`."""
        try:
            found = line_at(self._segment.folder, entry.line)
        except OSError as error:
            raise not_writable("feed", error) from error
        return found.data if found is not None else None

    def append(self, article: Article) -> Cursor:
        """Writes an article, or a revision of one; returns the position behind it, which is not durable yet.

        Raises `ValueError` where the article breaks the contract, `NotWritable`.
        """
        data = article.to_dict()
        if faults := schema.faults(data):
            raise ValueError(f"breaks the contract: {'; '.join(faults)}")
        content = encode_object(data)
        start, end = self._cursor(self._file.append(content)), self.end
        self._pending[article.id] = _Written(data, content, start, end)
        return end

    def entry(self, identity: str) -> Entry | None:
        """What the index holds of the article with this id, or once at the address of this id.

        Raises `NotWritable`.
        """
        return self._index.get(identity)

    @property
    def first_day(self) -> date | None:
        """The day (UTC) of the first segment that was ever read, null for a feed without lines."""
        first = self._index.first_segment()
        return segment_day(first) if first is not None else None

    @property
    def held(self) -> Cursor | None:
        """Behind the last line that the index holds, null where there is none."""
        return self._index.position.end if self._index.position is not None else None

    @property
    def end(self) -> Cursor:
        """Behind the last line written."""
        return self._cursor(self._file.end)

    @property
    def durable(self) -> Cursor:
        """Behind the last line that is known to be durable."""
        return self._cursor(self._file.durable)

    def sync(self, end: Cursor) -> None:
        """Returns when all lines up to `end` are durable.

        Raises `OSError`, then `give_up` is due; and `NotWritable` where it failed before.
        """
        self._file.sync(end.offset)

    def give_up(self, error: OSError) -> StorageError:
        """After `sync` failed: takes the lines that are not durable out of the feed; returns what to raise."""
        self._pending = {identity: line for identity, line in self._pending.items() if line.end <= self.durable}
        return self._file.give_up(error)

    def commit(self, end: Cursor) -> None:
        """Takes the lines up to `end`, which are durable, into the index.  Raises `IndexFailure`."""
        due = [identity for identity, line in self._pending.items() if line.end <= end]
        for identity in due:
            line = self._pending[identity]
            self._index.add(line.data, line.content, line.start, line.end)
        self._index.commit()
        for identity in due:
            del self._pending[identity]

    def flush(self) -> None:
        """Makes durable and indexes what was written.  Raises `NotWritable`."""
        flush(self)

    def close(self) -> None:
        """Lets go of the feed.  What was not flushed is in the hands of the next start."""
        self._file.close()
        self._index.close()
        if self._index.damaged:
            Index.remove(self._index_path, self._files)
        self._files.close(self._lock)

    def _cursor(self, offset: int) -> Cursor:
        return Cursor(self._segment.name, offset)


def _delete_outdated(folder: Path, index: Index, today: date, keep_days: int, files: DiskFiles) -> None:
    segments = closing.outdated(Folder.read(folder, folder.name), today, keep_days)
    if not segments:
        return
    try:
        # What the index has lost in a power cut, it could not read again.
        index.commit_durably()
        delete_outdated([segment.closed for segment in segments], files)
    except BaseException:
        index.close()
        raise
