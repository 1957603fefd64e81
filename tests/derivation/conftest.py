"""The commands on archives, run in this process, and in a project of one's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from scrapy.cmdline import execute

from tests.derivation.archived import Archived

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def archived(tmp_path: Path) -> Archived:
    """The demonstration site, with nothing in feed and archive."""
    return Archived(tmp_path / "data")


@pytest.fixture
def newscrawl(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on the data; returns status, output and errors."""
    monkeypatch.setenv("SCRAPY_SETTINGS_MODULE", "newscrawl.settings")
    monkeypatch.chdir(tmp_path)

    def run(command: str, *words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            execute(["newscrawl", command, "-s", f"NEWSCRAWL_DATA_DIR={tmp_path / 'data'}", *words])
        captured = capfd.readouterr()
        return int(end.value.code or 0), captured.out, captured.err

    return run
