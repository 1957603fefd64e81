"""Deleting files of an archive that are older than wanted."""

from __future__ import annotations

import logging
from datetime import date, timedelta

from newscrawl.store.files import Files
from newscrawl.warc.segments import ArchiveFile, ArchiveFolder

logger = logging.getLogger(__name__)


def outdated(folder: ArchiveFolder, today: date, keep_days: int) -> list[ArchiveFile]:
    """The files to delete on a day: those of days more than `keep_days` before it; 0 keeps all."""
    if not keep_days:
        return []
    first = today - timedelta(days=keep_days)
    return [file for file in folder.files if file.day < first]


def delete(folder: ArchiveFolder, files: list[ArchiveFile], disk: Files) -> None:
    """Deletes some files, the oldest first.  Raises `OSError`."""
    for file in files:
        disk.unlink(folder.path_of(file))
        logger.info("Deleted %s, which was to be kept no longer", folder.path_of(file))
    if files:
        disk.fsync_folder(folder.path)
