from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from scrapy.settings import BaseSettings

from newscrawl import options, settings
from newscrawl.commands.checks import (
    Refused,
    check_setting_names,
    check_settings,
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
