from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any

import pytest
from scrapy.settings import BaseSettings

from newscrawl.commands.checks import Refused, check_output, check_setting_names, check_settings, output_path
from newscrawl.commands.console import OneLine


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NEWSCRAWL_ALLOWED_PRIVATE_HOSTS", "127.0.0.1,localhost:8080,[::1]:80,::1,site.example"),
        ("NEWSCRAWL_ALLOWED_PRIVATE_HOSTS", []),
        ("NEWSCRAWL_CONTACT", None),
        ("NEWSCRAWL_DATA_DIR", Path("data")),
        ("NEWSCRAWL_RUNS_KEPT", "0"),
        ("NEWSCRAWL_SHUTDOWN_TIMEOUT", "2.5"),
        ("NEWSCRAWL_FEED_ENABLED", "false"),
        ("NEWSCRAWL_OF_SOMEBODY_ELSE", object()),
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
        ("NEWSCRAWL_ALLOWED_PRIVATE_HOSTS", [1]),
        ("NEWSCRAWL_CONTACT", "me\nX-Header: injected"),
        ("NEWSCRAWL_DATA_DIR", 7),
        ("NEWSCRAWL_RUNS_KEPT", "many"),
        ("NEWSCRAWL_RUNS_KEPT", -1),
        ("NEWSCRAWL_SHUTDOWN_TIMEOUT", "nan"),
        ("NEWSCRAWL_SHUTDOWN_TIMEOUT", 0),
        ("NEWSCRAWL_DATES_ENABLED", "perhaps"),
        ("LOG_LEVEL", "info"),
    ],
)
def test_malformed_settings_are_refused_by_name(name: str, value: Any) -> None:
    with pytest.raises(Refused, match=name):
        check_settings(BaseSettings({name: value}))


def test_unknown_settings_of_ours_are_refused() -> None:
    defined = ["NEWSCRAWL_FEED_ENABLED", "NEWSCRAWL_OF_THE_PROJECT"]
    check_setting_names(["NEWSCRAWL_OF_THE_PROJECT", "NEWSCRAWL_DATES_ENABLED", "WHATEVER"], defined)
    with pytest.raises(Refused, match="did you mean NEWSCRAWL_OF_THE_PROJECT"):
        check_setting_names(["NEWSCRAWL_OF_THE_PROJCT"], defined)


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


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_an_output_in_a_folder_of_others(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(PermissionError):
        check_output(str(tmp_path / "articles.jsonl"))


def test_a_record_takes_one_line() -> None:
    error = ValueError("first\nsecond")
    record = logging.LogRecord("n", logging.ERROR, "f", 1, "\n Unhandled:\n %s", ("x",), (type(error), error, None))
    assert OneLine("%(levelname)s: %(message)s").format(record) == "ERROR: Unhandled:: ValueError: first"
