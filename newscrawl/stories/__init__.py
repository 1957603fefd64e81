"""Stories: the articles of all feeds that share a text, derived from the feeds and made again at any time."""

from __future__ import annotations

from newscrawl.stories.reading import read_stories
from newscrawl.stories.updating import Outcome, folder_of, update

__all__ = ["Outcome", "folder_of", "read_stories", "update"]
