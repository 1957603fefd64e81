"""What can be wrong with an archive that is being written."""

from __future__ import annotations

from newscrawl.store.errors import StorageError, told


class ArchiveError(StorageError):
    """An archive cannot be used."""


class ArchiveNotWritable(ArchiveError):  # noqa: N818 - reads best as what happened
    """A record, file or folder could not be written; what was durable before still is."""


class ArchiveBusy(ArchiveNotWritable):
    """Another run writes this archive."""


def not_writable(error: OSError) -> ArchiveNotWritable:
    """`error` as what a run reports."""
    return ArchiveNotWritable(*told("archive not writable", error))
