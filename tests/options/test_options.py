"""One table: defaults, reads and what each setting takes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from scrapy.settings import Settings

from newscrawl import options
from newscrawl.article.stages import STAGES
from newscrawl.options.__main__ import with_table
from newscrawl.options.kinds import Setting


def test_a_project_that_sets_nothing_reads_the_defaults() -> None:
    ours = Settings()
    ours.setmodule("newscrawl.settings")
    for setting in options.TABLE:
        assert setting.name in ours
        assert setting.read(ours) == setting.read(Settings()) == setting.read({}) == setting.default


def test_names_are_ours_and_each_once() -> None:
    names = [setting.name for setting in options.TABLE]
    assert len(names) == len(set(names))
    assert all(name.startswith("NEWSCRAWL_") for name in names)
    assert not set(names) & set(options.REMOVED)


@pytest.mark.parametrize(
    ("setting", "value", "read"),
    [
        (options.PAGE_SECONDS, "2", 2.0),
        (options.PAGE_SECONDS, None, 1.0),
        (options.RUNS_KEPT, "12", 12),
        (options.RUNS_KEPT, 12.0, 12),
        (options.FEED_ENABLED, "0", False),
        (options.FEED_ENABLED, "True", True),
        (options.OWN_DOMAINS, "a.example, b.example ,", ["a.example", "b.example"]),
        (options.OWN_DOMAINS, ("a.example",), ["a.example"]),
        (options.OWN_DOMAINS, "", []),
        (options.TDM_POLICY, "ignore", "ignore"),
        (options.CONTACT, " desk@press.example ", "desk@press.example"),
        (options.CONTACT, "", None),
        (options.DATA_DIR, "data", Path("data")),
        (options.DATA_DIR, "", None),
    ],
)
def test_values_are_read_as_their_type(setting: Setting[Any], value: Any, read: Any) -> None:
    found = setting.read(Settings({setting.name: value}))
    assert found == read
    assert type(found) is type(read) or isinstance(read, Path)


@pytest.mark.parametrize(
    ("setting", "value", "fault"),
    [
        (options.PAGE_SECONDS, "-1", "must be a number of seconds from 0"),
        (options.PAGE_SECONDS, "inf", "must be a number of seconds from 0"),
        (options.PAUSE_MIN, "0", "must be a number of seconds above 0"),
        (options.FAILED_SHARE_MAX, "1.5", "from 0 to 1"),
        (options.RUNS_KEPT, 2.5, "must be a whole number from 0"),
        (options.RUNS_KEPT, "2.5", "must be a whole number from 0"),
        (options.ARCHIVE_SIZE, 0, "must be a whole number from 1"),
        (options.TDM_POLICY, "obey", "must be respect, record or ignore"),
        (options.TDM_POLICY, ["respect"], "must be respect, record or ignore"),
        (options.OWN_DOMAINS, "https://a.example/", "no domain such as exemple.fr"),
        (options.OWN_DOMAINS, 7, "NEWSCRAWL_OWN_DOMAINS"),
        (options.PROMETHEUS_TEXTFILE_DIR, "metrics", "must be an absolute path"),
    ],
)
def test_what_a_setting_does_not_take_is_said_in_a_line_with_its_name(
    setting: Setting[Any], value: Any, fault: str
) -> None:
    with pytest.raises(ValueError, match=fault) as error:
        setting.read({setting.name: value})
    assert str(error.value).startswith(f"{setting.name}: ")
    assert "\n" not in str(error.value)


def test_a_list_that_was_read_is_the_reader_s_own() -> None:
    options.OWN_DOMAINS.read({}).append("spoilt.example")
    assert options.OWN_DOMAINS.read({}) == []
    options.defaults()["NEWSCRAWL_OWN_DOMAINS"].append("spoilt.example")
    assert options.defaults()["NEWSCRAWL_OWN_DOMAINS"] == []


def test_the_stages_are_those_of_the_library_in_their_order() -> None:
    assert [place.name for place in options.STAGES] == [stage.name for stage in STAGES]
    assert [place.order for place in options.STAGES] == sorted({place.order for place in options.STAGES})


def test_the_table_needs_no_scrapy() -> None:
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, newscrawl.options; print({'scrapy', 'twisted', 'lxml'} & set(sys.modules))",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout == "set()\n"


def test_the_table_is_written_into_its_page() -> None:
    page = with_table("# S\n\n| setting | old |\n|---|---|\n| `X` | 1 |\n\nEnd\n")
    assert page == f"# S\n\n{options.table_page()}\n\nEnd\n"
    assert with_table(page) == page
    with pytest.raises(ValueError, match="one table"):
        with_table("# S\n")


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("NEWSCRAWL_CONTCT", "NEWSCRAWL_CONTACT"),
        ("NEWSCRAWL_DATADIR", "NEWSCRAWL_DATA_DIR"),
        ("NEWSCRAWL_DATALINE_ENABLED", "NEWSCRAWL_DATELINE_ENABLED"),
        ("NEWSCRAWL_CONTACT", None),
        ("NEWSCRAWL_OURS_ENABLED", None),
        ("CONTCT", None),
    ],
)
def test_misspelt_names_are_told_from_those_of_a_project(name: str, meant: str | None) -> None:
    assert options.meant_by(name) == meant


def test_the_environment_holds_settings_of_ours() -> None:
    environment = {"HOME": "/", "NEWSCRAWL_DATA_DIR": "/srv", "NEWSCRAWL_TOKEN": "x", "NEWSCRAWL_STOP_GRACE": "1"}
    assert options.in_environment(environment) == {"NEWSCRAWL_DATA_DIR": "/srv", "NEWSCRAWL_STOP_GRACE": "1"}
    with pytest.raises(ValueError, match="NEWSCRAWL_CONTCT in the environment; did you mean NEWSCRAWL_CONTACT"):
        options.in_environment({"NEWSCRAWL_CONTCT": "x"})
