from __future__ import annotations

from pathlib import Path

import pytest
from scrapy.settings import BaseSettings

from newscrawl.paths import data_dir, feeds_dir, resolve_data_dir, user_data_dir
from newscrawl.store.segments import FEEDS

PROJECT, USER = Path("/srv/presse"), Path("/home/me/.local/share/newscrawl")


@pytest.mark.parametrize(
    ("value", "project", "expected"),
    [
        (None, PROJECT, "/srv/presse/data"),
        ("", PROJECT, "/srv/presse/data"),
        (None, None, "/home/me/.local/share/newscrawl"),
        ("news", PROJECT, "/srv/presse/news"),
        ("../news", PROJECT, "/srv/news"),
        ("news", None, "/home/me/.local/share/newscrawl/news"),
        ("/var/news", PROJECT, "/var/news"),
        (Path("/var/news"), None, "/var/news"),
    ],
)
def test_the_data_folder(value: str | Path | None, project: Path | None, expected: str) -> None:
    assert resolve_data_dir(value, project, USER) == Path(expected)


def test_feeds_lie_where_readers_of_a_data_folder_look_for_them() -> None:
    assert feeds_dir(PROJECT) == PROJECT / FEEDS


def test_a_home_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/me")
    assert user_data_dir({}) == USER
    assert user_data_dir({"XDG_DATA_HOME": "relative"}) == USER
    assert user_data_dir({"XDG_DATA_HOME": "/data/me"}) == Path("/data/me/newscrawl")
    assert resolve_data_dir("~/news", PROJECT, USER) == Path("/home/me/news")


def test_the_current_folder_only_says_which_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "scrapy.cfg").touch()
    (tmp_path / "below" / "deeper").mkdir(parents=True)
    for folder in (tmp_path, tmp_path / "below" / "deeper"):
        monkeypatch.chdir(folder)
        assert data_dir(BaseSettings()) == tmp_path / "data"
        assert data_dir(BaseSettings({"NEWSCRAWL_DATA_DIR": "news"})) == tmp_path / "news"
