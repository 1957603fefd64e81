from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
from scrapy.settings import BaseSettings

from newscrawl import options, settings
from newscrawl.commands.checks import (
    Refused,
    check_output,
    check_setting_names,
    check_settings,
    output_path,
)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NEWSCRAWL_ALLOWED_PRIVATE_HOSTS", "127.0.0.1,localhost:8080,[::1]:80,::1,site.example"),
        ("NEWSCRAWL_ALLOWED_PRIVATE_HOSTS", []),
        ("NEWSCRAWL_CONTACT", None),
        ("NEWSCRAWL_CONTACT", ""),
        ("NEWSCRAWL_CONTACT", "desk@press.example"),
        ("NEWSCRAWL_CRAWL_DELAY_MAX", "0"),
        ("NEWSCRAWL_PROXY_TRUSTED", "True"),
        ("NEWSCRAWL_PAGE_SECONDS", 0),
        ("NEWSCRAWL_DATA_DIR", Path("data")),
        ("NEWSCRAWL_RUNS_KEPT", "0"),
        ("NEWSCRAWL_SHUTDOWN_TIMEOUT", "2.5"),
        ("NEWSCRAWL_FEED_ENABLED", "false"),
        ("NEWSCRAWL_OF_SOMEBODY_ELSE", object()),
        ("NEWSCRAWL_OF_SOMEBODY_ELSE_ENABLED", "by night"),
        ("LOG_LEVEL", 15),
    ],
)
def test_settings_as_they_should_be(name: str, value: Any) -> None:
    check_settings(BaseSettings({name: value}))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NEWSCRAWL_ALLOWED_PRIVATE_HOSTS", "http://site.example/"),
        ("NEWSCRAWL_ALLOWED_PRIVATE_HOSTS", "site.example:port"),
        ("NEWSCRAWL_ALLOWED_PRIVATE_HOSTS", "a:99999"),
        ("NEWSCRAWL_ALLOWED_PRIVATE_HOSTS", [1]),
        ("NEWSCRAWL_CONTACT", "moi"),
        ("NEWSCRAWL_CONTACT", 7),
        ("NEWSCRAWL_CONTACT", "me\nX-Header: injected"),
        ("NEWSCRAWL_CRAWL_DELAY_MAX", "abc"),
        ("NEWSCRAWL_CRAWL_DELAY_MAX", -1),
        ("NEWSCRAWL_DATA_DIR", 7),
        ("NEWSCRAWL_PROXY_TRUSTED", "maybe"),
        ("NEWSCRAWL_PROXY_TRUSTED", ["maybe"]),
        ("NEWSCRAWL_RUNS_KEPT", [1]),
        ("NEWSCRAWL_RUNS_KEPT", "many"),
        ("NEWSCRAWL_RUNS_KEPT", -1),
        ("NEWSCRAWL_SHUTDOWN_TIMEOUT", "nan"),
        ("NEWSCRAWL_SHUTDOWN_TIMEOUT", 0),
        ("NEWSCRAWL_PAGE_SECONDS", "abc"),
        ("NEWSCRAWL_PAGE_SECONDS", [4]),
        ("NEWSCRAWL_DATES_ENABLED", "perhaps"),
        ("LOG_LEVEL", "info"),
    ],
)
def test_malformed_settings_are_refused_by_name(name: str, value: Any) -> None:
    with pytest.raises(Refused, match=f"^setting {name}=") as refusal:
        check_settings(BaseSettings({name: value}))
    assert str(refusal.value).count(name) == 1
    assert "\n" not in str(refusal.value)


def test_unknown_settings_of_ours_are_refused() -> None:
    defined = ["NEWSCRAWL_FEED_ENABLED", "NEWSCRAWL_OF_THE_PROJECT"]
    check_setting_names(["NEWSCRAWL_OF_THE_PROJECT", "NEWSCRAWL_DATES_ENABLED", "WHATEVER"], defined)
    with pytest.raises(Refused, match="did you mean NEWSCRAWL_OF_THE_PROJECT"):
        check_setting_names(["NEWSCRAWL_OF_THE_PROJCT"], defined)
    with pytest.raises(Refused, match="NEWSCRAWL_DATALINE_ENABLED; did you mean NEWSCRAWL_DATELINE_ENABLED"):
        check_setting_names(["NEWSCRAWL_DATALINE_ENABLED"], defined)


def test_settings_that_are_gone_are_refused_wherever_they_come_from() -> None:
    for name, instead in options.REMOVED.items():
        told = re.escape(f"setting {name} no longer exists: {instead}")
        with pytest.raises(Refused, match=told):
            check_setting_names([name], [name])
        with pytest.raises(Refused, match=told):
            check_settings(BaseSettings({name: 1}))


def test_every_setting_of_ours_is_checked() -> None:
    ours = {name for name in vars(settings) if name.startswith("NEWSCRAWL_")}
    assert ours == {setting.name for setting in options.TABLE}
    for name in ours:
        with pytest.raises(Refused, match=name):
            check_settings(BaseSettings({name: object()}))


@pytest.mark.parametrize("uri", ["-", "stdout:", "s3://bucket/articles.jsonl", "articles-%(time)s.jsonl", "ftp://h/x"])
def test_outputs_that_are_no_fixed_file(uri: str) -> None:
    assert output_path(uri) is None


def test_an_output_is_checked_without_touching_it(tmp_path: Path) -> None:
    wanted = tmp_path / "new" / "un fil.jsonl"
    check_output(str(wanted))
    check_output(wanted.as_uri())
    assert output_path(wanted.as_uri()) == wanted
    assert not wanted.parent.exists()
    with pytest.raises(OSError, match=str(tmp_path)):
        check_output(str(tmp_path))
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file"):
        check_output(str(tmp_path / "file" / "articles.jsonl"))


@pytest.mark.parametrize("name", ["long" * 100 + ".jsonl", "loop", "new/" + "long" * 100 + "/articles.jsonl"])
def test_an_output_that_nobody_can_open_leaves_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(OSError, match=r"long|loop"):
        check_output(str(tmp_path / name))
    assert [path.name for path in tmp_path.iterdir()] == ["loop"]


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder in which root makes no file either")
def test_an_output_where_even_root_makes_no_file() -> None:
    with pytest.raises(OSError, match="articles"):
        check_output("/proc/articles.jsonl")


def test_an_output_that_exists_is_kept(tmp_path: Path) -> None:
    kept, link = tmp_path / "kept.jsonl", tmp_path / "link.jsonl"
    kept.write_text("{}\n")
    link.symlink_to(tmp_path / "elsewhere" / "later.jsonl")
    check_output(str(kept))
    check_output(str(link))
    assert kept.read_text() == "{}\n"
    assert link.is_symlink()
    assert not (tmp_path / "elsewhere").exists()


def test_a_pipe_is_not_opened_before_the_run(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    check_output(str(tmp_path / "pipe"))  # opening it would wait for a reader


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_an_output_in_a_folder_of_others(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(PermissionError):
        check_output(str(tmp_path / "articles.jsonl"))
