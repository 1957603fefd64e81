"""What can be wrong with a feed."""

from __future__ import annotations

import errno

from newscrawl.store.segments import Cursor

_REASONS = {
    errno.ENOSPC: "no_space",
    errno.EDQUOT: "quota",
    errno.EACCES: "permission",
    errno.EPERM: "permission",
    errno.EROFS: "read_only",
    errno.EIO: "io_error",
    errno.EFBIG: "file_too_large",
    errno.ENOTDIR: "no_folder",
    errno.EEXIST: "no_folder",
    errno.EISDIR: "no_file",
}


class StorageError(Exception):
    """Files of ours cannot be used.  `reason` is a short code for statistics, the message one line for people."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class NotWritable(StorageError):  # noqa: N818 - reads best as what happened
    """A line, record, file or folder could not be written; what was durable before still is."""


class IndexFailure(NotWritable):
    """The index could not be read or written.  The feed is not concerned: the next start catches up."""


class Busy(NotWritable):
    """Another run writes this feed or archive."""


class FeedError(StorageError):
    """What a feed holds cannot be used."""


class FeedDamaged(FeedError):  # noqa: N818 - reads best as what happened
    """The files contradict each other in a way that a crash of ours cannot explain; nothing was touched."""


class LinesDamaged(FeedDamaged):
    """What can be read of a segment is less than was written, or something else; it was given before this is raised.

    `problems` says how, `sound` how many lines can be read and `written` how many there were, null if that is unknown.
    `broken` holds the cursors of lines without an article, each with the reason.  `resume` is the position behind what
    could be read: reading goes on from it, and reports no more of what is missing; null if nothing is behind.
    """

    def __init__(
        self,
        segment: str,
        problems: list[str],
        *,
        sound: int,
        written: int | None,
        broken: list[tuple[Cursor, str]],
        resume: Cursor | None,
    ) -> None:
        found = [*problems]
        if broken:
            start, reason = broken[0]
            found.append(f"{len(broken)} lines hold no article, the first at {start} ({reason})")
        if written is None:
            count = f"{sound} lines can be read, of an unknown number"
        else:
            count = f"{sound} of {written} lines can be read, {max(written - sound, 0)} are missing"
        text = f"{segment} is damaged: {'; '.join(found)}; {count}; restore it from a backup"
        super().__init__("damaged", f"{text}; reading goes on at {resume}" if resume is not None else text)
        self.segment = segment
        self.problems = problems
        self.sound = sound
        self.written = written
        self.broken = broken
        self.resume = resume


class UnknownSchema(FeedError):  # noqa: N818 - reads best as what happened
    """A line follows a contract that this version does not know: its major version is not ours."""


class LinesDeleted(FeedError):  # noqa: N818 - reads best as what happened
    """Lines behind a reader's cursor were deleted before it read them; `resume` is the first position still there."""

    def __init__(self, since: Cursor, segments: list[str], resume: Cursor) -> None:
        span = segments[0] if len(segments) == 1 else f"{segments[0]} to {segments[-1]}"
        super().__init__("deleted", f"lines behind {since} are deleted, in {span}; reading goes on at {resume}")
        self.segments = segments
        self.resume = resume


def not_writable(what: str, error: OSError) -> NotWritable:
    """An error of the disk as what a run reports, in one line that begins with `what` is not writable."""
    number = error.errno or 0
    reason = _REASONS.get(number) or errno.errorcode.get(number, "unknown").lower()
    where = f"{error.filename}: " if error.filename else ""
    return NotWritable(reason, f"{what} not writable: {where}{error.strerror or error}")
