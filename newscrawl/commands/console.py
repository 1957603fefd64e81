"""Lines for people: one for each thing that is wrong, unless more is asked for."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, NoReturn, TextIO

from newscrawl.redaction import for_log

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


class ConsoleHandler(logging.Handler):
    """Writes to whatever stderr is at the moment, which a progress bar replaces while it is shown."""

    def emit(self, record: logging.LogRecord) -> None:
        """Writes one record."""
        try:
            stream: TextIO = sys.stderr
            stream.write(self.format(record) + "\n")
            stream.flush()
        except BrokenPipeError:
            pass
        except Exception:  # noqa: BLE001 - logging's own way of dealing with what goes wrong in logging
            self.handleError(record)


class OneLine(logging.Formatter):
    """Keeps a record to one line: the first of its message, and the exception without its traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        record.message = _first_line(record.getMessage())
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            told = for_log(_first_line(str(error)))
            record.message += f": {type(error).__name__}" + (f": {told}" if told else "")
        if self.usesTime():
            record.asctime = self.formatTime(record, self.datefmt)
        return self.formatMessage(record)


def take_over_log(settings: BaseSettings, handler: ConsoleHandler, *, verbose: bool) -> bool:
    """Sets `handler` up as the settings say, in place of Scrapy's own; false where the log goes to a file or nowhere.

    Called again once the settings of the spider are known.
    """
    if settings.get("LOG_FILE") or not settings.getbool("LOG_ENABLED"):
        return False
    formatter = logging.Formatter if verbose else OneLine
    handler.setFormatter(formatter(settings.get("LOG_FORMAT"), settings.get("LOG_DATEFORMAT")))
    handler.setLevel(settings.get("LOG_LEVEL"))
    if handler not in logging.root.handlers:
        logging.root.addHandler(handler)
        logging.root.setLevel(logging.NOTSET)
    return True


def say(message: str) -> None:
    """Prints a line about what is wrong."""
    print(f"newscrawl: {for_log(message)}", file=sys.stderr)


def refuse(message: str) -> NoReturn:
    """Ends the program with a line about what was asked for."""
    from newscrawl.reporting.status import ExitStatus  # noqa: PLC0415 - see the room's docstring

    say(message)
    raise SystemExit(ExitStatus.USAGE.value)


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")
