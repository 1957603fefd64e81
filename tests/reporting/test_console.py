"""What of the log somebody sees who asks for none."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator

import pytest
from scrapy.settings import Settings

from newscrawl.commands.base import WARNINGS
from newscrawl.reporting.logs import ConsoleHandler, take_over_log

LIBRARIES = ("trafilatura.core", "urllib3", "dateparser", "scrapy.core")


@pytest.fixture
def handler() -> Iterator[ConsoleHandler]:
    """A handler that is taken from the log again."""
    handler, level = ConsoleHandler(), logging.root.level
    yield handler
    logging.root.removeHandler(handler)
    logging.root.setLevel(level)
    logging.captureWarnings(capture=False)


def settings(**cmdline: str) -> Settings:
    settings = Settings()
    settings.setdict(WARNINGS, priority="command")
    settings.set("LOG_FORMAT", "%(name)s: %(message)s", priority="project")
    settings.set("SPIDER_MODULES", ["presse.spiders"], priority="project")
    settings.setdict(cmdline, priority="cmdline")
    return settings


def said(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What is on standard error once libraries, the project and newscrawl have warned, and two of them failed."""
    for name in (
        "trafilatura.core",
        "urllib3",
        "dateparser",
        "scrapy.core",
        "presse.spiders.une",
        "newscrawl.x",
        "une",
    ):
        logging.getLogger(name).warning("un avertissement")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=True)
        warnings.warn("un autre", stacklevel=1)
    for name in ("trafilatura.core", "scrapy.core"):
        logging.getLogger(name).error("une erreur")
    return [line.partition(":")[0] for line in capsys.readouterr().err.splitlines()]


def test_only_what_is_ours_is_said(handler: ConsoleHandler, capsys: pytest.CaptureFixture[str]) -> None:
    assert take_over_log(settings(), handler, verbose=False, spider="une")
    assert said(capsys) == ["presse.spiders.une", "newscrawl.x", "une", "scrapy.core"]


@pytest.mark.parametrize("level", ["WARNING", "INFO"])
def test_all_is_said_where_somebody_asks(
    handler: ConsoleHandler, capsys: pytest.CaptureFixture[str], level: str
) -> None:
    assert take_over_log(settings(LOG_LEVEL=level), handler, verbose=False)
    assert {*LIBRARIES, "py.warnings"} <= set(said(capsys))
