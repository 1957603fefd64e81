"""Files of archives while they are replayed: which are meant, how far each was read, and articles over several pages.

What is noted of a file holds as long as the file is the same or has only grown, the feed still has what was written,
and the run asks for the same pages.
"""

from __future__ import annotations

import glob
import hashlib
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Self

from newscrawl.article import join
from newscrawl.article.draft import Draft
from newscrawl.article.parts import is_further_part
from newscrawl.article.titles import agree
from newscrawl.state.memory import Memory
from newscrawl.store.segments import Cursor
from newscrawl.urls import article_id
from newscrawl.warc.records import Archive, Record

if TYPE_CHECKING:
    from types import TracebackType

ENDINGS = (".warc", ".warc.gz", ".wet", ".wet.gz")
"""Names of archives in a folder; a file that is named may end as it likes."""
_BEFORE = 1 << 16
_FIRST = 20
"""Records of a file that are looked at for a time."""
MOST = 64
"""Articles that wait at once."""
WINDOW = 2_000
"""Records after which a further page is not waited for any longer."""
_PARTS = 20
"""Parts of one article that are joined at most."""
_KIND = "replay"


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


@dataclass(slots=True)
class _Waiting:
    first: Draft
    place: int
    """Where its record lies in the file."""
    until: int
    parts: list[Draft] = field(default_factory=list)

    def article(self) -> Draft:
        """What there is of it."""
        return join(self.first, self.parts) if self.parts else self.first


class WaitingParts:
    """The first parts that wait, each under the id of the address at which its article goes on."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[str, _Waiting] = OrderedDict()

    @property
    def place(self) -> int | None:
        """Where the first record lies that waits, null where none does."""
        return min((each.place for each in self._waiting.values()), default=None)

    def offer(self, draft: Draft, place: int, number: int) -> list[Draft]:
        """The articles that are ready now that this page was read, the record `number` of a file, at `place` in it."""
        ready = self._given_up(number)
        address = draft.article.fetched_url or draft.article.url
        waiting = self._waiting.pop(article_id(address), None)
        if waiting is None:
            waiting = _Waiting(draft, place, number + WINDOW)
        elif agree(waiting.first.article.headline or "", draft.article.headline or ""):
            waiting.parts.append(draft)
        else:
            ready.append(waiting.article())  # a number of another kind: the page is an article of its own
            waiting = _Waiting(draft, place, number + WINDOW)
        if draft.next_part is None or len(waiting.parts) + 1 >= _PARTS:
            ready.append(waiting.article())
            return ready
        following = article_id(draft.next_part)
        if (earlier := self._waiting.pop(following, None)) is not None:
            if _is_repeated(earlier, waiting):
                earlier.until, waiting = waiting.until, earlier
            else:
                ready.append(_torn(earlier))
        self._waiting[following] = waiting
        return ready

    def is_stray(self, draft: Draft) -> bool:
        """Whether a page is a further part of an article of which no part before it waits."""
        address = draft.article.fetched_url or draft.article.url
        return article_id(address) not in self._waiting and is_further_part(address, draft.article.url)

    def rest(self) -> list[Draft]:
        """The articles that still wait, with what there is of them."""
        found = [_torn(each) for each in self._waiting.values()]
        self._waiting.clear()
        return found

    def _given_up(self, number: int) -> list[Draft]:
        found = []
        while self._waiting:
            following, oldest = next(iter(self._waiting.items()))
            if oldest.until > number and len(self._waiting) < MOST:
                break
            del self._waiting[following]
            found.append(_torn(oldest))
        return found


def _is_repeated(earlier: _Waiting, later: _Waiting) -> bool:
    """Whether a first part was captured once more before any further one came."""
    first, again = earlier.first.article, later.first.article
    return not earlier.parts and (first.id, first.content_hash) == (again.id, again.content_hash)


def _torn(waiting: _Waiting) -> Draft:
    article = waiting.article()
    article.flag("parts_missing")
    return article


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """How far a file was replayed."""

    size: int
    """Bytes of the file then."""
    modified: int
    """When it was last changed, in nanoseconds."""
    place: int
    """Offset before which all is in the feed."""
    before: str
    """Digest of what stands before `place`."""
    whole: bool
    """Whether the file was read to its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replays:
    """The notes of one run."""

    memory: Memory
    feed: Cursor | None
    """Behind the last line that the feed held when the run began, null where it held none."""
    wish: str
    """What decides which pages are read: the run's arguments, as text."""

    def reached(self, path: str) -> Reached | None:
        """How far the file at a path was replayed, null where nothing is known that holds."""
        note = self.memory.get(_KIND, path)
        if not note or note.pop("wish") != self.wish or not self._is_kept(note.pop("feed")):
            return None
        return Reached(**note)

    def note(self, path: str, reached: Reached, feed: Cursor | None) -> None:
        """Notes how far a file was replayed, whose articles are all in the feed, which ends at `feed`."""
        note = {**asdict(reached), "wish": self.wish, "feed": str(feed) if feed is not None else None}
        self.memory.put(_KIND, path, note)

    def _is_kept(self, cursor: str | None) -> bool:
        if cursor is None:
            return True
        with suppress(ValueError):
            return self.feed is not None and Cursor.parse(cursor) <= self.feed
        return False


class ReplayedFile:
    """A file, open from where an earlier run has left it.  Raises `OSError` where it cannot be read."""

    def __init__(self, path: Path, replays: Replays, *, again: bool = False) -> None:
        self.path = path
        self._file = path.open("rb")
        found = path.stat()
        self.size = found.st_size
        self.records = 0
        """Records read in this run."""
        self.losses = 0
        self.noted_at = time.monotonic()
        self._modified = found.st_mtime_ns
        self._parts = WaitingParts()
        self._giving: int | None = None
        """Before this place all but what is being given was given."""
        self._key = str(path.resolve())
        self._replays = replays
        reached = None if again else replays.reached(self._key)
        is_same = reached is not None and (reached.size, reached.modified) == (self.size, self._modified)
        self.is_known = reached is not None and reached.whole and is_same
        """Whether an earlier run has read all of it."""
        self.archive = Archive(self._file, self._start(reached))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def begins_record(self) -> None:
        """A record was reached; all that was ready before was given."""
        self.records += 1
        self.gave_all()

    def gave_all(self) -> None:
        """All that was ready was given."""
        self._giving = None

    def offer(self, draft: Draft) -> list[Draft]:
        """The articles that are ready now that a page was read; to be given before the next record."""
        self._giving = self._place()
        return self._parts.offer(draft, self.archive.place, self.records)

    def is_stray(self, draft: Draft) -> bool:
        """Whether a page is a further part of an article whose first part did not come before it."""
        return self._parts.is_stray(draft)

    def rest(self) -> list[Draft]:
        """The articles of which further pages did not come; to be given before anything is noted as whole."""
        self._giving = self._place()
        return self._parts.rest()

    def note(self, feed: Cursor | None, *, whole: bool = False) -> None:
        """Notes that what was read before is in the feed, which ends at `feed`; `whole`: that was all of the file."""
        place = self._place()
        with self.path.open("rb") as file:
            before = digest_before(file, place)
        reached = Reached(size=self.size, modified=self._modified, place=place, before=before, whole=whole)
        self._replays.note(self._key, reached, feed)
        self.noted_at = time.monotonic()

    def _place(self) -> int:
        """Before which all was given."""
        return min(each for each in (self._giving, self._parts.place, self.archive.place) if each is not None)

    def _start(self, reached: Reached | None) -> int:
        if reached is None or reached.place > self.size:
            return 0
        return reached.place if digest_before(self._file, reached.place) == reached.before else 0
