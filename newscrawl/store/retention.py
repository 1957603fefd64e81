"""Deleting closed segments that are older than wanted; what is known of them stays."""

from __future__ import annotations

import logging
from datetime import date, timedelta

from newscrawl.store.closing import Sidecar
from newscrawl.store.files import Files
from newscrawl.store.segments import Folder, Segment, segment_day

logger = logging.getLogger(__name__)


def outdated(folder: Folder, today: date, keep_days: int) -> list[Segment]:
    """The segments to delete on a day: closed, with a sidecar, of days more than `keep_days` before it; 0 keeps all.

    One that is still open, or of which no sidecar tells what it held, is never among them.
    """
    if not keep_days:
        return []
    first = today - timedelta(days=keep_days)
    return [segment for segment in folder.segments if segment_day(segment.name) < first and _is_complete(segment)]


def delete(segments: list[Segment], files: Files) -> None:
    """Deletes the lines of closed segments and keeps their sidecars, the oldest first.  Raises `OSError`."""
    for segment in segments:
        files.unlink(segment.closed)
        logger.info("Deleted %s, which was to be kept no longer", segment.closed)
    for folder in {segment.folder for segment in segments}:
        files.fsync_folder(folder)


def _is_complete(segment: Segment) -> bool:
    if segment.plain.exists() or not segment.closed.exists():
        return False
    try:
        Sidecar.read(segment.sidecar)
    except FileNotFoundError:
        return False
    except ValueError as error:
        logger.warning("%s is kept, since its sidecar does not tell what it holds: %s", segment.closed, error)
        return False
    return True
