"""Reading stories."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from os import PathLike
from pathlib import Path

from newscrawl.items import Story

PATTERN = "stories-????-??-??.jsonl"
"""Names of the files with stories, one a day."""


def read_stories(path: str | PathLike[str]) -> Iterator[Story]:
    """The stories in a file, in all files of a folder, or of a data folder, in the order of their first publication.

    Raises `FileNotFoundError` where neither file nor folder is, `ValueError` for a line that holds no story.
    """
    path = Path(path)
    if path.is_dir():
        derived = path / "derived" / "stories"
        folder = derived if derived.is_dir() else path
        files = sorted(folder.glob(PATTERN))
    elif path.exists():
        files = [path]
    else:
        raise FileNotFoundError(errno.ENOENT, "No stories lie there", str(path))
    for file in files:
        with file.open("rb") as lines:
            for line in lines:
                yield Story.from_json(line)


def copies_of(path: str | PathLike[str], site: str) -> set[str]:
    """The ids of a site's articles that are members of a story, but not its first.  Raises as `read_stories` does."""
    return {
        member.id
        for story in read_stories(path)
        for member in story.members
        if member.site == site and member.id != story.first.id
    }


def find_story(path: str | PathLike[str], identity: str) -> Story | None:
    """The story that has this id, or had it, or an article with it; null where none has.

    Raises as `read_stories` does.
    """
    for story in read_stories(path):
        if identity in {story.story_id, *story.former_ids, *(member.id for member in story.members)}:
            return story
    return None
