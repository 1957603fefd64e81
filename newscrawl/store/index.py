"""The index of a feed: which articles it holds, and where.

It is a function of the feed: lines are added in their order, and what is missing is read from the feed at the next
start.  SQLite in WAL mode with `synchronous=NORMAL` fits: a power cut may lose the last commits, never damage the file,
and lost commits are caught up.  A commit follows the fsync of its lines, so the index never knows more than the feed;
where it does nevertheless (a feed restored from a backup), or is missing or damaged, it is built anew.

A segment that retention deleted is not forgotten: its articles stay known.  Only a rebuild knows just what the folder
still holds, since it reads nothing else.

Beside the articles it has a checksum of every line, by which `feed verify` finds a letter that changed on disk.  Lines
that an earlier version has indexed have none, and are not checked.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from newscrawl.store.errors import IndexFailure
from newscrawl.store.files import DiskFiles, read_only_database
from newscrawl.store.segments import Cursor
from newscrawl.urls import article_id

FORMAT = 2
"""Raised when the tables change: an index of another format is built anew."""

_CACHE_KIB = 32 * 1024
"""At most, and as far as pages are touched: a run touches hundreds, only catching up with a long feed fills it."""

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE segments (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE articles (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    revision INTEGER NOT NULL,
    kind TEXT NOT NULL,
    content_hash TEXT,
    url TEXT NOT NULL,
    segment INTEGER NOT NULL REFERENCES segments,
    offset INTEGER NOT NULL
);
CREATE INDEX by_content ON articles (substr(content_hash, 1, 10));
CREATE TABLE names (id BLOB PRIMARY KEY, article BLOB NOT NULL) WITHOUT ROWID;
"""
# Not among the others: an index of an earlier version gets it when it is opened, and is read on.
_CHECKSUMS = """
CREATE TABLE IF NOT EXISTS checksums (
    segment INTEGER NOT NULL REFERENCES segments,
    offset INTEGER NOT NULL,
    checksum INTEGER NOT NULL,
    PRIMARY KEY (segment, offset)
) WITHOUT ROWID
"""
_UPSERT = """
INSERT INTO articles (id, revision, kind, content_hash, url, segment, offset) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, kind = excluded.kind,
content_hash = excluded.content_hash, url = excluded.url, segment = excluded.segment, offset = excluded.offset
"""
_ENTRIES = """
SELECT a.id, a.revision, a.kind, a.content_hash, a.url, s.name, a.offset
FROM articles a JOIN segments s ON s.number = a.segment
"""
_ENTRY = f"""
{_ENTRIES} WHERE a.id IN (:id, (SELECT article FROM names WHERE id = :id)) ORDER BY a.id = :id DESC LIMIT 1
"""  # noqa: S608 - all constants
# Ten digits of a hash tell an article from millions, in a third of the room.  The plus keeps SQLite from putting the
# value into the first term too, which would then hold for every row.
_ENTRIES_ALIKE = f"""
{_ENTRIES} WHERE substr(a.content_hash, 1, 10) = substr(:hash, 1, 10) AND +a.content_hash = :hash ORDER BY a.number
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index holds of an article: its latest line."""

    id: str
    revision: int
    kind: str
    content_hash: str | None
    url: str
    line: Cursor
    """Where its line starts."""


@dataclass(frozen=True, slots=True)
class Position:
    """How far the index has read the feed: the last line it holds."""

    line: Cursor
    end: Cursor
    checksum: int


class Index:
    """The index of one feed.  Not to be used by two threads at once."""

    def __init__(self, connection: sqlite3.Connection, files: DiskFiles) -> None:
        self._connection = connection
        self._files = files
        self._numbers: dict[str, int] = {}
        self.position: Position | None = self._read_position()
        self._kept = self.position
        self.damaged = False
        """Whether SQLite found the file damaged: it is to be built anew."""

    @classmethod
    def open(cls, path: Path, files: DiskFiles) -> Self:
        """The index at `path`, made where there is none.  Raises `sqlite3.Error`."""
        connection = sqlite3.connect(path)
        try:
            return cls(_prepared(connection, files), files)
        except BaseException:
            connection.close()
            raise

    @classmethod
    def snapshot(cls, path: Path, files: DiskFiles) -> Self:
        """The index at `path`, which must exist, as it is now, to look things up.  Raises `sqlite3.Error`."""
        connection = read_only_database(path)
        try:
            connection.execute("BEGIN")
            return cls(connection, files)
        except BaseException:
            connection.close()
            raise

    @classmethod
    def temporary(cls, files: DiskFiles) -> Self:
        """An empty index that goes when it is closed."""
        return cls(_prepared(sqlite3.connect(""), files), files)

    @staticmethod
    def remove(path: Path, files: DiskFiles) -> None:
        """Removes the index at `path`."""
        for ending in ("-wal", "-shm", ""):
            files.unlink(path.with_name(path.name + ending))

    def get(self, identity: str) -> Entry | None:
        """The article with this id, or once at the address of this id."""
        row = self._one(_ENTRY, id=bytes.fromhex(identity))
        return _entry(row) if row else None

    def with_content(self, content_hash: str) -> list[Entry]:
        """The articles whose latest line has this hash."""
        return [_entry(row) for row in self._rows(_ENTRIES_ALIKE, hash=content_hash)]

    def add(self, article: Mapping[str, Any], content: bytes, start: Cursor, end: Cursor) -> None:
        """Takes up the line `content` with the object `article`, which follows the last one; kept by `commit`.

        Raises `ValueError` for an object that is no article, `IndexFailure`.
        """
        key, values = _values(article)
        checksum = zlib.crc32(content)
        try:
            segment = self._segment(start.segment)
            self._connection.execute(_UPSERT, (*values, segment, start.offset))
            self._connection.execute(
                "INSERT OR REPLACE INTO checksums VALUES (?, ?, ?)", (segment, start.offset, _signed(checksum))
            )
            for name in _names(article):
                if name != key:
                    self._connection.execute("INSERT OR REPLACE INTO names VALUES (?, ?)", (name, key))
        except sqlite3.Error as error:
            raise self._failure(error) from error
        self.position = Position(start, end, checksum)

    def commit(self) -> None:
        """Keeps what was added.  Raises `IndexFailure`."""
        if self.position != self._kept:
            self._keep()

    def commit_durably(self) -> None:
        """Keeps what was added, now and at any commit before, through a power cut too.  Raises `IndexFailure`."""
        self.commit()
        self._rows("PRAGMA synchronous = FULL")
        self._keep()
        self._rows("PRAGMA synchronous = NORMAL")

    def _keep(self) -> None:
        if self.position is None:
            return
        line, end = self.position.line, self.position.end
        values = (line.segment, line.offset, end.offset, self.position.checksum)
        try:
            self._connection.executemany(
                "INSERT OR REPLACE INTO meta VALUES (?, ?)", list(zip(_POSITION, values, strict=True))
            )
            self._files.commit(self._connection)
        except (sqlite3.Error, OSError) as error:
            raise self._failure(error) from error
        self._kept = self.position

    def segments(self) -> set[str]:
        """Names of the segments that it has read lines of."""
        return {name for (name,) in self._connection.execute("SELECT name FROM segments")}

    def first_segment(self) -> str | None:
        """The name of the first segment that it has read lines of, null where it has read none."""
        name: str | None = self._one("SELECT min(name) FROM segments")[0]
        return name

    def entries(self) -> Iterator[Entry]:
        """All articles, in the order of their ids."""
        for row in self._connection.execute(f"{_ENTRIES} ORDER BY a.id"):
            yield _entry(row)

    def checksums(self, segment: str | None = None) -> Iterator[tuple[Cursor, int]]:
        """Where each line starts, and its CRC-32, in the order of the feed, of one segment or of all.

        None of lines that an earlier version has indexed.
        """
        if not self._one("SELECT 1 FROM sqlite_master WHERE name = 'checksums'"):
            return
        query = """
        SELECT s.name, c.offset, c.checksum FROM segments s JOIN checksums c ON c.segment = s.number
        WHERE :name IS NULL OR s.name = :name ORDER BY s.name, c.offset
        """
        for name, offset, checksum in self._connection.execute(query, {"name": segment}):
            yield Cursor(name, offset), checksum % (1 << 32)

    def names(self) -> list[tuple[str, str]]:
        """Ids of former addresses and the articles they lead to, in order."""
        rows = self._connection.execute("SELECT id, article FROM names ORDER BY id")
        return [(name.hex(), article.hex()) for name, article in rows]

    def other_ids(self, identity: str) -> list[str]:
        """Ids of the other addresses of an article, in order.  Reads all that there are."""
        rows = self._connection.execute(
            "SELECT id FROM names WHERE article = ? ORDER BY id", (bytes.fromhex(identity),)
        )
        return [name.hex() for (name,) in rows]

    def counts(self) -> tuple[int, int]:
        """How many articles it holds, and how many of their other addresses."""
        query = "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM names)"
        articles, names = self._connection.execute(query).fetchone()
        return articles, names

    def close(self) -> None:
        """Closes the file; what was not committed is lost."""
        self._connection.close()

    def _one(self, query: str, *values: Any, **named: Any) -> Any:
        return next(iter(self._rows(query, *values, **named)), None)

    def _rows(self, query: str, *values: Any, **named: Any) -> list[Any]:
        try:
            return self._connection.execute(query, named or values).fetchall()
        except sqlite3.Error as error:
            raise self._failure(error) from error

    def _segment(self, name: str) -> int:
        number = self._numbers.get(name)
        if number is None:
            self._connection.execute("INSERT OR IGNORE INTO segments (name) VALUES (?)", (name,))
            number = int(self._one("SELECT number FROM segments WHERE name = ?", name)[0])
            self._numbers[name] = number
        return number

    def _read_position(self) -> Position | None:
        found = dict(self._connection.execute("SELECT key, value FROM meta"))
        if not all(key in found for key in _POSITION):
            return None
        segment, line, end, checksum = (found[key] for key in _POSITION)
        return Position(Cursor(segment, line), Cursor(segment, end), checksum)

    def _failure(self, error: Exception) -> IndexFailure:
        self.damaged = self.damaged or is_damage(error)
        return IndexFailure("index", f"index of the feed not usable: {error}")


_POSITION = ("segment", "line", "end", "checksum")


def check_article(data: Mapping[str, Any]) -> None:
    """Raises `ValueError` for an object that no index can take up, since it is no article."""
    _values(data)


def is_damage(error: Exception) -> bool:
    """Whether an error says that the file is no index of ours, rather than that the disk refuses."""
    # An error without code is ours (the format); the low byte is the primary code, the rest says more.
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    return isinstance(error, sqlite3.Error) and code in _DAMAGE


_DAMAGE = {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def _prepared(connection: sqlite3.Connection, files: DiskFiles) -> sqlite3.Connection:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version == 0:
        connection.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {FORMAT};")
        files.commit(connection)
    elif version != FORMAT:
        raise sqlite3.DatabaseError(f"format {version}, not {FORMAT}")
    connection.execute(_CHECKSUMS)
    return connection


def _signed(checksum: int) -> int:
    """As 32 bits with a sign, for which SQLite takes four bytes in place of six."""
    return checksum - (1 << 32) if checksum >= 1 << 31 else checksum


def _values(article: Mapping[str, Any]) -> tuple[bytes, tuple[Any, ...]]:
    """Id and columns of a line.  Raises `ValueError`."""
    identity, revision, url = article.get("id"), article.get("revision", 1), article.get("url")
    kind, content_hash = article.get("kind", "article"), article.get("content_hash")
    texts = (identity, url, kind, content_hash or "")
    if not all(isinstance(text, str) for text in texts) or type(revision) is not int or not 0 < revision < 1 << 63:
        raise ValueError("no article: id, revision, url, kind or content_hash is missing or malformed")
    key = bytes.fromhex(str(identity))
    return key, (key, revision, kind, content_hash, url)


def _names(article: Mapping[str, Any]) -> Iterator[bytes]:
    """Ids of all addresses of an article."""
    aliases = article.get("aliases")
    for address in (article["url"], *(aliases if isinstance(aliases, list) else ())):
        try:
            yield bytes.fromhex(article_id(address))
        except (ValueError, AttributeError, TypeError):
            continue


def _entry(row: Any) -> Entry:
    identity, revision, kind, content_hash, url, segment, offset = row
    return Entry(identity.hex(), revision, kind, content_hash, url, Cursor(segment, offset))
