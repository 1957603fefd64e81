"""What is remembered of a site between runs beside its feed; losing it costs requests, never data.

Notes are JSON values under a kind and a key, with a time at which they expire where they have one: which sources
answered, the unfinished run, robots.txt.  SQLite in WAL mode without fsync at each commit: a power cut may lose the
last notes, and a damaged file is put aside for an empty one.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self
from weakref import finalize

from newscrawl.store.files import read_only_database

logger = logging.getLogger(__name__)

FORMAT = 1
"""Raised when the table changes: a memory of another format is begun anew."""

_TABLE = """
CREATE TABLE notes (kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, expires REAL, PRIMARY KEY (kind, key))
WITHOUT ROWID
"""


@dataclass(frozen=True, slots=True)
class Note:
    """One thing remembered."""

    kind: str
    key: str
    value: Any
    expires: datetime | None


class Memory:
    """The notes of one site.  Not to be used by two threads at once.

    What goes wrong with the file once it is open is logged and costs the notes concerned: a run does not end for it.
    """

    def __init__(self, connection: sqlite3.Connection, *, is_new: bool) -> None:
        self._connection = connection
        self._has_failed = False
        self.is_new = is_new
        """Whether nothing was remembered: this is the first run, or the memory was lost."""

    @classmethod
    def open(cls, path: Path, now: datetime) -> Self:
        """The memory at `path`, made where there is none, without what has expired at `now`.

        A damaged one is replaced.  Raises `OSError` where it can be neither read nor made.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        is_new = not path.exists()
        try:
            connection = _opened(str(path), now)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise OSError(f"{path}: {error}") from error
            logger.warning("The memory %s is begun anew: %s", path, error)
            for ending in ("-wal", "-shm", ""):
                path.with_name(path.name + ending).unlink(missing_ok=True)
            is_new = True
            connection = _opened(str(path), now)
        return cls(connection, is_new=is_new)

    @classmethod
    def snapshot(cls, path: Path) -> Self:
        """The memory at `path`, which must exist, to look things up.  Raises `sqlite3.Error`."""
        connection = read_only_database(path)
        try:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version != FORMAT:
                raise sqlite3.DatabaseError(f"format {version}, not {FORMAT}")
        except BaseException:
            connection.close()
            raise
        return cls(connection, is_new=False)

    @classmethod
    def of_one_run(cls) -> Self:
        """A memory that goes when it is closed, for a run that leaves nothing behind."""
        # Scrapy's shell makes its components in one thread and lets them work in another, never in both at once.
        connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        connection.execute(_TABLE)
        memory = cls(connection, is_new=True)
        finalize(memory, connection.close)  # nothing is lost with it, so nobody has to close it
        return memory

    def get(self, kind: str, key: str, now: datetime | None = None) -> Any:
        """The note, null where there is none or where it has expired at `now`."""
        query = "SELECT value FROM notes WHERE kind = ? AND key = ? AND (expires IS NULL OR expires > ?)"
        rows = self._run(query, kind, key, now.timestamp() if now else 0)
        return json.loads(rows[0][0]) if rows else None

    def has_any(self, kinds: Sequence[str], key: str) -> bool:
        """Whether there is a note of one of some kinds under a key, expired or not."""
        query = f"SELECT 1 FROM notes WHERE key = ? AND kind IN ({_marks(kinds)}) LIMIT 1"  # noqa: S608 - only marks
        return bool(self._run(query, key, *kinds))

    def put(self, kind: str, key: str, value: Any, expires: datetime | None = None, *, durable: bool = False) -> None:
        """Notes a JSON value, over an earlier one; with `durable`, returns when it survives a power cut."""
        text = json.dumps(value, ensure_ascii=False)
        if durable:
            self._run("PRAGMA synchronous = FULL")
        self._run("INSERT OR REPLACE INTO notes VALUES (?, ?, ?, ?)", kind, key, text, _seconds(expires))
        if durable:
            self._run("PRAGMA synchronous = NORMAL")

    def drop(self, kind: str, key: str) -> None:
        """Forgets a note, which may be missing."""
        self.drop_kinds((kind,), key)

    def drop_kinds(self, kinds: Sequence[str], key: str) -> None:
        """Forgets the notes of some kinds under a key, which may be missing, at the cost of one."""
        self._run(f"DELETE FROM notes WHERE key = ? AND kind IN ({_marks(kinds)})", key, *kinds)  # noqa: S608 - only marks

    def drop_all(self, kind: str) -> None:
        """Forgets the notes of a kind."""
        self._run("DELETE FROM notes WHERE kind = ?", kind)

    def items(self, kind: str) -> Iterator[tuple[str, Any]]:
        """The notes of a kind, by key, in the order of the keys."""
        for key, value in self._run("SELECT key, value FROM notes WHERE kind = ? ORDER BY key", kind):
            yield key, json.loads(value)

    def about(self, key: str, now: datetime) -> list[Note]:
        """The notes of all kinds under a key, in the order of the kinds, but for what has expired at `now`."""
        query = "SELECT kind, key, value, expires FROM notes WHERE key = ? AND (expires IS NULL OR expires > ?)"
        rows = self._run(f"{query} ORDER BY kind", key, now.timestamp())
        return [Note(kind, key, json.loads(value), _moment(expires)) for kind, key, value, expires in rows]

    def forget(self, key: str) -> None:
        """Forgets the notes of all kinds under a key."""
        self._run("DELETE FROM notes WHERE key = ?", key)

    def close(self) -> None:
        """Closes the file."""
        self._connection.close()

    def _run(self, query: str, *values: Any) -> list[Any]:
        try:
            return self._connection.execute(query, values).fetchall()
        except sqlite3.Error as error:
            logger.log(logging.DEBUG if self._has_failed else logging.WARNING, "The memory cannot be used: %s", error)
            self._has_failed = True
            return []


def _opened(name: str, now: datetime) -> sqlite3.Connection:
    connection = sqlite3.connect(name, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            connection.executescript(f"BEGIN; {_TABLE}; PRAGMA user_version = {FORMAT}; COMMIT;")
        elif version != FORMAT:
            raise sqlite3.DatabaseError(f"format {version}, not {FORMAT}")
        connection.execute("DELETE FROM notes WHERE expires <= ?", (now.timestamp(),))
    except BaseException:
        connection.close()
        raise
    return connection


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))


def _moment(seconds: float | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds is not None else None


def _seconds(moment: datetime | None) -> float | None:
    return moment.timestamp() if moment else None
