"""What is kept between two runs over the feeds: sketches, what they have in common, and what is still to do."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from newscrawl.items import STORY_SCHEMA_VERSION
from newscrawl.store.files import DiskFiles
from newscrawl.stories.likeness import RULE, Edge
from newscrawl.stories.sketch import Sketch
from newscrawl.stories.telling import DAY, Facts, Told
from newscrawl.version import __version__

_MAKER = f"1 {RULE} {STORY_SCHEMA_VERSION} {__version__}"
"""Whose book it is; that of another maker is begun anew."""
_TABLES = """
CREATE TABLE maker (name TEXT NOT NULL);
CREATE TABLE reached (site TEXT PRIMARY KEY, cursor TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE text (
    key INTEGER PRIMARY KEY, site TEXT NOT NULL, id TEXT NOT NULL, day INTEGER NOT NULL, moment INTEGER NOT NULL,
    seen INTEGER NOT NULL, gone INTEGER NOT NULL, story INTEGER NOT NULL, sample BLOB NOT NULL, facts TEXT NOT NULL
);
CREATE UNIQUE INDEX text_by_article ON text (id, site);
CREATE INDEX text_by_day ON text (day);
CREATE INDEX text_by_story ON text (story);
CREATE TABLE sketch (key INTEGER PRIMARY KEY, hashes BLOB NOT NULL);
CREATE TABLE edge (later INTEGER, earlier INTEGER, share REAL NOT NULL, mutual REAL NOT NULL,
    PRIMARY KEY (later, earlier)) WITHOUT ROWID;
CREATE TABLE common (day INTEGER, hash INTEGER, PRIMARY KEY (day, hash)) WITHOUT ROWID;
CREATE TABLE changed (day INTEGER NOT NULL, sample BLOB NOT NULL);
CREATE INDEX changed_by_day ON changed (day);
CREATE TABLE to_compare (day INTEGER, key INTEGER, PRIMARY KEY (day, key)) WITHOUT ROWID;
CREATE TABLE to_group (day INTEGER PRIMARY KEY);
CREATE TABLE to_tell (key INTEGER PRIMARY KEY);
CREATE TABLE to_write (day INTEGER PRIMARY KEY);
CREATE TABLE story (key INTEGER PRIMARY KEY, day INTEGER NOT NULL, moment INTEGER NOT NULL, id TEXT NOT NULL,
    line BLOB NOT NULL);
CREATE INDEX story_by_day ON story (day, moment, id);
"""


@dataclass(frozen=True, slots=True)
class Known:
    """An article as the book has it."""

    key: int
    day: int
    moment: int
    seen: int
    gone: bool
    story: int
    facts: str


class Text(NamedTuple):
    """A text among those of its day."""

    key: int
    moment: int
    id: str
    site: str
    sample: array[int]

    @property
    def rank(self) -> tuple[int, str, str]:
        """The order of texts: the earliest publication first."""
        return self.moment, self.id, self.site


class Book:
    """The book in a file; what is done to it counts once `commit` returned."""

    def __init__(self, path: Path, files: DiskFiles) -> None:
        self._files = files
        self._db = _opened(path, files)
        self._next_key = self._one("SELECT coalesce(max(key), 0) + 1 FROM text")

    def close(self) -> None:
        """Closes the file; what was not committed is undone."""
        self._db.close()

    def commit(self) -> None:
        """Makes what was done count."""
        self._files.commit(self._db)

    # What the feeds say

    def reached(self) -> dict[str, str]:
        """Up to which cursor the feed of each site was read."""
        return dict(self._db.execute("SELECT site, cursor FROM reached"))

    def reach(self, site: str, cursor: str) -> None:
        """Notes up to where the feed of a site was read."""
        self._db.execute("INSERT OR REPLACE INTO reached VALUES (?, ?)", (site, cursor))

    def known(self, site: str, identity: str) -> Known | None:
        """An article, if the book has it."""
        row = self._db.execute(
            "SELECT key, day, moment, seen, gone, story, facts FROM text WHERE id = ? AND site = ?", (identity, site)
        ).fetchone()
        return Known(*row) if row else None

    def sketch(self, key: int) -> Sketch:
        """The sketch of a text."""
        return Sketch.from_bytes(self._one("SELECT hashes FROM sketch WHERE key = ?", key))

    def put(self, known: Known | None, moment: int, seen: int, facts: Facts, sketch: Sketch) -> None:
        """Writes an article as it now is, and notes what is to be found anew for it."""
        day, noted, hashes = moment // DAY, json.dumps(facts, ensure_ascii=False), sketch.to_bytes()
        if known is not None:
            self.tell(known.story)
            if known.moment == moment and self._one("SELECT hashes FROM sketch WHERE key = ?", known.key) == hashes:
                self._db.execute("UPDATE text SET gone = 0, facts = ? WHERE key = ?", (noted, known.key))
                return
            self._leave_day(known)
            key = known.key
        else:
            key = self._next_key
            self._next_key += 1
        sample = array("I", sorted(sketch.sample)).tobytes()
        values = (key, facts.site, facts.id, day, moment, seen, known.story if known else key, sample, noted)
        self._db.execute("INSERT OR REPLACE INTO text VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?, ?)", values)
        self._db.execute("INSERT OR REPLACE INTO sketch VALUES (?, ?)", (key, hashes))
        self._db.execute("INSERT INTO changed VALUES (?, ?)", (day, sample))
        self._db.execute("INSERT OR IGNORE INTO to_compare VALUES (?, ?)", (day, key))

    def set_gone(self, known: Known) -> None:
        """Notes that the site removed an article: it holds its story together, and is no more told of."""
        self._db.execute("UPDATE text SET gone = 1 WHERE key = ?", (known.key,))
        self.tell(known.story)

    def drop(self, known: Known) -> None:
        """Forgets an article, as if it had never been there."""
        self._leave_day(known)
        for statement in ("DELETE FROM text WHERE key = ?", "DELETE FROM sketch WHERE key = ?",
                          "DELETE FROM edge WHERE later = ?", "DELETE FROM edge WHERE earlier = ?"):  # fmt: skip
            self._db.execute(statement, (known.key,))
        self.tell(known.story)

    def _leave_day(self, known: Known) -> None:
        self._db.execute("INSERT INTO changed SELECT day, sample FROM text WHERE key = ?", (known.key,))
        self._db.execute("DELETE FROM to_compare WHERE day = ? AND key = ?", (known.day, known.key))
        self._db.execute("INSERT OR IGNORE INTO to_group VALUES (?)", (known.day,))

    # What they have in common

    def changed_days(self) -> list[int]:
        """Days with texts that came, changed or went, in order."""
        return self._column("SELECT DISTINCT day FROM changed ORDER BY day")

    def changed(self, day: int) -> list[array[int]]:
        """The samples of the texts of a day that came, changed or went."""
        rows = self._db.execute("SELECT sample FROM changed WHERE day = ?", (day,))
        return [array("I", sample) for (sample,) in rows]

    def spread(self, day: int) -> None:
        """Notes that all is found that the changed texts of a day have to do with."""
        self._db.execute("DELETE FROM changed WHERE day = ?", (day,))

    def texts(self, day: int) -> list[Text]:
        """The texts of a day."""
        rows = self._db.execute("SELECT key, moment, id, site, sample FROM text WHERE day = ?", (day,))
        return [Text(key, moment, name, site, array("I", sample)) for key, moment, name, site, sample in rows]

    def common(self, day: int) -> set[int]:
        """What is common to too many texts around a day to tell anything."""
        return set(self._column("SELECT hash FROM common WHERE day = ?", day))

    def set_common(self, day: int, more: Iterable[int], fewer: Iterable[int]) -> None:
        """Notes what became common, or is no more."""
        self._db.executemany("INSERT OR IGNORE INTO common VALUES (?, ?)", ((day, number) for number in more))
        self._db.executemany("DELETE FROM common WHERE day = ? AND hash = ?", ((day, number) for number in fewer))

    def compare(self, day: int, keys: Iterable[int]) -> None:
        """Notes that texts of a day are to be compared with earlier ones."""
        self._db.executemany("INSERT OR IGNORE INTO to_compare VALUES (?, ?)", ((day, key) for key in keys))

    def days_to_compare(self) -> list[int]:
        """Days with texts to compare, in order."""
        return self._column("SELECT DISTINCT day FROM to_compare ORDER BY day")

    def to_compare(self, day: int, most: int | None = None) -> list[int]:
        """Texts of a day to compare, `most` of them."""
        return self._column("SELECT key FROM to_compare WHERE day = ? LIMIT ?", day, -1 if most is None else most)

    def set_edges(self, day: int, edges: dict[int, list[Edge]]) -> None:
        """Writes what texts of a day were found to have in common with earlier ones."""
        keys = [(key,) for key in edges]
        self._db.executemany("DELETE FROM edge WHERE later = ?", keys)
        rows = ((later, *edge) for later, each in edges.items() for edge in each)
        self._db.executemany("INSERT INTO edge VALUES (?, ?, ?, ?)", rows)
        self._db.executemany("DELETE FROM to_compare WHERE day = ? AND key = ?", ((day, key) for (key,) in keys))
        self._db.execute("INSERT OR IGNORE INTO to_group VALUES (?)", (day,))

    # Which story each belongs to

    def day_to_group(self) -> int | None:
        """The earliest day whose texts may belong to other stories than noted."""
        day: int | None = self._one("SELECT min(day) FROM to_group")
        return day

    def stories_of(self, day: int) -> dict[int, int]:
        """The noted story of each text of a day, the earliest text first."""
        return dict(self._db.execute("SELECT key, story FROM text WHERE day = ? ORDER BY moment, id, site", (day,)))

    def edges(self, day: int) -> Iterator[tuple[int, Edge, int]]:
        """The edges of the texts of a day, each with the noted story of its earlier text, the earliest first."""
        rows = self._db.execute(
            "SELECT edge.later, edge.earlier, edge.share, edge.mutual, source.story FROM text"
            " JOIN edge ON edge.later = text.key JOIN text AS source ON source.key = edge.earlier"
            " WHERE text.day = ? ORDER BY source.moment, source.id, source.site",
            (day,),
        )
        return ((later, Edge(*edge), story) for later, *edge, story in rows)

    def sizes(self, first: int, end: int) -> Counter[int]:
        """How many texts of the days from `first` on, before `end`, are noted of each story."""
        query = "SELECT story, count(*) FROM text WHERE day >= ? AND day < ? GROUP BY story"
        return Counter(dict(self._db.execute(query, (first, end))))

    def set_stories(self, day: int, moved: dict[int, tuple[int, int]], others: Iterable[int]) -> None:
        """Notes the former and present story of texts of a day, and other days to look at for it."""
        self._db.executemany("UPDATE text SET story = ? WHERE key = ?", ((now, key) for key, (_, now) in moved.items()))
        self._db.execute("DELETE FROM to_group WHERE day = ?", (day,))
        if moved:
            self._db.executemany("INSERT OR IGNORE INTO to_group VALUES (?)", ((other,) for other in others))
        for pair in moved.values():
            for story in pair:
                self.tell(story)

    # The stories themselves

    def tell(self, story: int) -> None:
        """Notes that a story is to be told anew."""
        self._db.execute("INSERT OR IGNORE INTO to_tell VALUES (?)", (story,))

    def to_tell(self, most: int) -> list[int]:
        """Stories to tell anew, `most` of them."""
        return self._column("SELECT key FROM to_tell LIMIT ?", most)

    def texts_of(self, story: int) -> list[Told]:
        """The texts of a story."""
        rows = self._db.execute(
            "SELECT facts, moment, seen, gone, hashes FROM text JOIN sketch USING (key) WHERE story = ?", (story,)
        )
        return [
            Told(
                facts=Facts(*json.loads(facts)),
                moment=moment,
                seen=seen,
                is_gone=bool(gone),
                sketch=Sketch.from_bytes(hashes),
            )
            for facts, moment, seen, gone, hashes in rows
        ]

    def set_story(self, key: int, line: bytes | None, moment: int, identity: str) -> None:
        """Writes the line of a story; null where it is none."""
        was = self._db.execute("SELECT day, line FROM story WHERE key = ?", (key,)).fetchone()
        self._db.execute("DELETE FROM to_tell WHERE key = ?", (key,))
        if line == (was[1] if was else None):
            return
        self._db.execute("DELETE FROM story WHERE key = ?", (key,))
        if line is not None:
            self._db.execute("INSERT INTO story VALUES (?, ?, ?, ?, ?)", (key, moment // DAY, moment, identity, line))
        for day in {was[0]} if was else set[int](), {moment // DAY} if line is not None else set[int]():
            self._db.executemany("INSERT OR IGNORE INTO to_write VALUES (?)", ((each,) for each in day))

    def days_to_write(self) -> list[int]:
        """Days whose file is to be written, in order."""
        return self._column("SELECT day FROM to_write ORDER BY day")

    def days_with_stories(self) -> list[int]:
        """Days that have a file."""
        return self._column("SELECT DISTINCT day FROM story ORDER BY day")

    def lines(self, day: int) -> Iterator[bytes]:
        """The stories of a day, the earliest first."""
        rows = self._db.execute("SELECT line FROM story WHERE day = ? ORDER BY moment, id", (day,))
        return (line for (line,) in rows)

    def set_written(self, day: int) -> None:
        """Notes that the file of a day is written."""
        self._db.execute("DELETE FROM to_write WHERE day = ?", (day,))

    def _one(self, query: str, *values: Any) -> Any:
        return self._db.execute(query, values).fetchone()[0]

    def _column(self, query: str, *values: Any) -> list[Any]:
        return [value for (value,) in self._db.execute(query, values)]


def _opened(path: Path, files: DiskFiles) -> sqlite3.Connection:
    """The book at `path`, begun anew where none of ours is there."""
    for is_last in (False, True):
        db = sqlite3.connect(path)
        try:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            db.execute("PRAGMA cache_size = -16384")
            if not db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                for statement in _TABLES.split(";"):
                    db.execute(statement)
                db.execute("INSERT INTO maker VALUES (?)", (_MAKER,))
                files.commit(db)
            if db.execute("SELECT name FROM maker").fetchone() == (_MAKER,):
                return db
        except sqlite3.DatabaseError:
            if is_last:
                db.close()
                raise
        except BaseException:
            db.close()
            raise
        db.close()
        for end in ("", "-wal", "-shm"):
            files.unlink(path.with_name(path.name + end))
    raise sqlite3.DatabaseError(path)
