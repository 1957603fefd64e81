"""Fixtures for every test."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of gold data, test bed and seed page that lies beside a checkout."""
    folder = Path(os.environ.get("NEWSCRAWL_SHARED", ROOT.parent / "shared"))
    if folder.is_dir():
        return folder
    reason = f"no shared test data at {folder}"
    if os.environ.get("NEWSCRAWL_REQUIRE_SHARED") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
