"""What is logged is fit to be read."""

from __future__ import annotations

import logging
import sys

from newscrawl.reporting.logs import FitToRead, OneLine


def record(message: str, *args: object, error: BaseException | None = None) -> logging.LogRecord:
    info = (type(error), error, error.__traceback__) if error else None
    made = logging.LogRecord("a", logging.ERROR, __file__, 1, message, args, info)
    assert FitToRead().filter(made)
    return made


def test_arguments_make_no_lines_and_show_no_secrets() -> None:
    made = record("Lost: %s, %d", "https://a.example/?token=x \n2026-11-26 ERROR: forged \x1b[2J", 3)
    assert made.getMessage() == r"Lost: https://a.example/?token=… \n2026-11-26 ERROR: forged \x1b[2J, 3"


def test_arguments_by_name() -> None:
    made = record("%(url)s", {"url": "https://me:pw@a.example/\n"})
    assert made.getMessage() == r"https://…@a.example/\n"


def test_lines_of_our_own_stay() -> None:
    assert record("stats:\n{'a': 1}").getMessage() == "stats:\n{'a': 1}"


def test_tracebacks_are_clean_too() -> None:
    try:
        raise ValueError("https://me:geheim@a.example/ \x1b[2J")
    except ValueError:
        made = record("failed", error=sys.exc_info()[1])
    text = logging.Formatter().format(made)
    assert "Traceback" in text
    assert "geheim" not in text
    assert "\x1b" not in text


def test_a_record_takes_one_line() -> None:
    error = ValueError("first\nsecond")
    record = logging.LogRecord("n", logging.ERROR, "f", 1, "\n Unhandled:\n %s", ("x",), (type(error), error, None))
    assert OneLine("%(levelname)s: %(message)s").format(record) == "ERROR: Unhandled:: ValueError: first"
