"""For the tests of a project: pages that `scrapy case` has written, held to what the present code makes of them."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from scrapy.settings import Settings
from scrapy.spiderloader import get_spider_loader
from scrapy.utils.project import get_project_settings, inside_project

from newscrawl.derivation.cases import CASE, faults_of


def cases_in(folder: str | PathLike[str]) -> list[Path]:
    """The cases below a folder, in order of name."""
    return sorted(path.parent for path in Path(folder).rglob(CASE))


def check_case(folder: str | PathLike[str], settings: Settings | None = None) -> list[str]:
    """Where the present code makes something else of a case than it says, a line each: empty where all is well.

    `settings` are the project's where none are given: those of the `scrapy.cfg` here or above, without one ours.
    Raises `OSError`, and `ValueError` for a folder that holds no case.
    """
    settings = settings or _settings()
    return faults_of(Path(folder), settings, get_spider_loader(settings))


def _settings() -> Settings:
    if inside_project():
        return get_project_settings()
    settings = Settings()
    settings.setmodule("newscrawl.settings", priority="project")
    return settings
