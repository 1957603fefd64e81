"""Fixtures for every test."""

from __future__ import annotations

import json
import logging
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests import interpreters
from tests.family_sites.families import FAMILIES
from tests.family_sites.site import Served, serve_family
from tests.local_site import LocalSite, Probed

ROOT = Path(__file__).resolve().parents[1]

# No example is timed: beside other work any takes long.  Where the suite judges a change it tries the same examples
# each time, so that a failure is the change's; elsewhere new ones.
settings.register_profile(
    "newscrawl",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=os.environ.get("NEWSCRAWL_REQUIRE_SHARED") == "1",
    print_blob=True,
)
settings.load_profile("newscrawl")


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


@pytest.fixture(scope="session")
def wget() -> str:
    """The program that keeps what it fetches as WARC files."""
    found = shutil.which("wget")
    if found is not None:
        return found
    if os.environ.get("NEWSCRAWL_REQUIRE_SHARED") == "1":
        pytest.fail("wget is not installed")
    pytest.skip("wget is not installed")


@pytest.fixture
def serve() -> Iterator[Callable[..., LocalSite]]:
    """Opens web sites on this machine, and closes them after the test."""
    sites: list[LocalSite] = []

    def open_site(*args: Any) -> LocalSite:
        sites.append(LocalSite(*args))
        return sites[-1]

    yield open_site
    for site in sites:
        site.close()


@pytest.fixture
def family_site(serve: Callable[..., LocalSite]) -> Callable[[str], Served]:
    """Opens the site of a family of markup, by its name in `tests.family_sites.families`."""
    return lambda name: serve_family(FAMILIES[name], serve())


@pytest.fixture(scope="session")
def probe() -> Callable[..., Probed]:
    """Crawls addresses with the project's settings in a process of its own; see `crawl_probe.py` for the job."""

    def run(*urls: str, environment: dict[str, str] | None = None, **job: Any) -> Probed:
        clean = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        done = interpreters.run(
            [sys.executable, str(ROOT / "tests" / "crawl_probe.py")],
            input=json.dumps({"urls": urls, **job}),
            env=clean | {"PYTHONPATH": str(ROOT)} | (environment or {}),
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return Probed(**json.loads(done.stdout), log=done.stderr)

    return run


@pytest.fixture(autouse=True)
def log_as_it_was() -> Iterator[None]:
    """Takes from the log what a command set up in this process: its handlers, its level, the warnings of Python."""
    handlers, level = list(logging.root.handlers), logging.root.level
    yield
    for handler in [each for each in logging.root.handlers if each not in handlers]:
        logging.root.removeHandler(handler)
    logging.root.setLevel(level)
    logging.captureWarnings(capture=False)
