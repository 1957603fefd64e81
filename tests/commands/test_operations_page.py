"""The examples of `docs/operations.md` and the README are what the commands take, and what cron and systemd take."""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from scrapy.settings import Settings

from newscrawl.commands.checks import check_setting_names

ROOT = Path(__file__).resolve().parents[2]
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
CRON = {"PATH": "/usr/bin:/bin", "SHELL": "/bin/sh", "LOGNAME": "newscrawl"}
"""All that Debian's cron puts into the environment, beside HOME."""


def blocks(text: str, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def cron_lines() -> list[str]:
    lines = [line for text in (OPERATIONS, README) for block in blocks(text, "cron") for line in block.splitlines()]
    return [line.split(maxsplit=5)[5] for line in lines if line.startswith("*")]


def check_words(words: list[str]) -> None:
    """Fails where the command does not take these words."""
    command: Any = import_module(f"newscrawl.commands.{words[0]}").Command()
    settings = Settings()
    settings.setmodule("newscrawl.settings", priority="project")
    command.settings = settings
    parser = argparse.ArgumentParser(exit_on_error=False)
    command.add_options(parser)
    options, rest = parser.parse_known_args(words[1:])
    assert not [word for word in rest if word.startswith("-")]
    check_setting_names((pair.partition("=")[0] for pair in options.set), list(settings))


@pytest.fixture
def deployed(tmp_path: Path) -> Path:
    """A folder like `/srv/newscrawl`, in which `newscrawl` notes with what words it was called."""
    program = tmp_path / ".venv" / "bin" / "newscrawl"
    program.parent.mkdir(parents=True)
    program.write_text('#!/bin/sh\nfor word; do printf "%s\\n" "$word"; done > words\n')
    program.chmod(0o755)
    for folder in ("log", "data"):
        (tmp_path / folder).mkdir()
    return tmp_path


def test_there_are_examples_for_cron() -> None:
    assert len(cron_lines()) == 3


@pytest.mark.parametrize("line", cron_lines())
def test_a_line_for_cron_runs_as_cron_runs_it(deployed: Path, line: str) -> None:
    assert "%" not in line  # cron's line feed
    here = line.replace("/srv/newscrawl", str(deployed))
    done = subprocess.run(
        ["/bin/sh", "-c", here], env=CRON | {"HOME": str(deployed)}, cwd="/", capture_output=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    check_words((deployed / "words").read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize(
    "line",
    [
        line.partition("#")[0].split("|")[0]
        for text in (OPERATIONS, README)
        for block in blocks(text, "sh")
        for line in re.split(r"\n|&&", block)
        if re.match(r"\s*newscrawl ", line)
    ],
)
def test_a_line_for_the_shell_is_taken(line: str) -> None:
    check_words(line.split()[1:])


def test_the_units_are_what_systemd_takes(deployed: Path) -> None:
    program = shutil.which("systemd-analyze")
    units = re.findall(r"`/etc/systemd/system/(newscrawl\.\w+)`:\n\n```ini\n(.*?)^```", OPERATIONS, re.M | re.S)
    assert [name for name, _ in units] == ["newscrawl.service", "newscrawl.timer"]
    start = re.search(r"^ExecStart=/srv/newscrawl/\.venv/bin/newscrawl (.*)$", units[0][1], re.MULTILINE)
    assert start is not None
    check_words(start[1].split())
    if program is None:
        pytest.skip("no systemd-analyze")
    for name, text in units:
        (deployed / name).write_text(text.replace("/srv/newscrawl", str(deployed)), encoding="utf-8")
    done = subprocess.run(
        [program, "verify", *(str(deployed / name) for name, _ in units)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_settings_for_monitors_are_those_tested() -> None:
    from tests.reporting.test_monitors import SETTINGS  # noqa: PLC0415 - the only thing wanted of it

    (block,) = blocks(OPERATIONS, "python")
    assert block.strip() in SETTINGS


def test_the_file_for_logrotate(tmp_path: Path, deployed: Path) -> None:
    program = shutil.which("logrotate", path="/usr/sbin:/usr/bin:/sbin:/bin")
    (block,) = blocks(OPERATIONS, "logrotate")
    if program is None:
        pytest.skip("no logrotate")
    log = deployed / "log" / "newscrawl.log"
    log.write_text("newscrawl: news24: status 4\n")
    config = tmp_path / "logrotate"
    config.write_text(block.replace("/srv/newscrawl", str(deployed)))
    config.chmod(0o644)
    subprocess.run([program, "-f", "-s", str(tmp_path / "state"), str(config)], check=True, capture_output=True)
    assert [path.name for path in log.parent.iterdir()] == ["newscrawl.log.1"]
