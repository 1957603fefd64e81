"""Handlers, filters and formatters of the log: what is kept of it, counted in it, and made fit to be read."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TextIO

from scrapy import signals
from scrapy.extensions.feedexport import FeedExporter
from scrapy.settings import SETTINGS_PRIORITIES
from scrapy.settings.default_settings import LOG_FORMAT

from newscrawl.redaction import for_log, in_one_line
from newscrawl.reporting.record import RECORDS, Evidence

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

SIGNAL_LOGGER = "scrapy.utils.signal"
FRAMES = 8
"""Frames of a traceback kept, the innermost."""
_FORMATTER = logging.Formatter()
_OF_THE_RUN = frozenset(("scrapy", "twisted", "asyncio", "root"))
"""Loggers whose errors are those of the run itself."""
_OF_MANY_LINES = frozenset(("scrapy", "twisted"))


class LogKeeper(logging.Handler):
    """Keeps the first warnings and errors of a run, whatever the log level shown, with their tracebacks."""

    def __init__(self, evidence: Evidence) -> None:
        super().__init__(logging.WARNING)
        self.evidence = evidence

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps a record, or counts it once there are enough."""
        if len(self.evidence.log) >= RECORDS:
            self.evidence.log_left_out += 1
            return
        exception = record.exc_info[1] if record.exc_info else None
        trace = "".join(traceback.format_exception(exception, limit=-FRAMES)) if exception else None
        self.evidence.log.append(
            {
                "level": record.levelname,
                "logger": record.name,
                "message": for_log(record.getMessage()),
                "traceback": trace and for_log(trace),
            }
        )


class HandlerErrors(logging.Handler):
    """Counts what Scrapy only logs: exceptions in the handlers of signals, those of its feed exports among them."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(logging.ERROR)
        self.crawler = crawler

    def emit(self, record: logging.LogRecord) -> None:
        """Counts one; a file that cannot be written is told from an error nobody foresaw."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, OSError) and FeedExporter.__name__ in record.getMessage():
            self.crawler.stats.set_value("newscrawl/output/error", type(error).__name__)
        else:
            self.crawler.stats.inc_value("newscrawl/errors")


class FitToRead(logging.Filter):
    """Masks credentials and escapes control characters, in the message and in its traceback.

    What is put into a message, and may come from a page, makes no lines of its own there; Scrapy's own lists do.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """True: it changes records, and lets all of them pass."""
        if record.name.partition(".")[0] in _OF_MANY_LINES:
            pass
        elif isinstance(record.args, Mapping):
            record.args = {name: _plain(value) for name, value in record.args.items()}
        elif record.args:
            record.args = tuple(map(_plain, record.args))
        record.msg, record.args = for_log(record.getMessage()), ()
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = for_log(record.exc_text or _FORMATTER.formatException(record.exc_info))
        return True


class CleanLog:
    """Puts `FitToRead` before every handler of the log that is there when a crawl begins."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension; what is logged from here on is clean."""
        extension = cls()
        extension.clean()
        # Scrapy replaces its handler once the spider's settings are known.
        crawler.signals.connect(extension.clean, signal=signals.spider_opened)
        return extension

    def clean(self) -> None:
        """Looks after the handlers there are by now."""
        for handler in logging.getLogger().handlers:
            if _FILTER not in handler.filters:
                handler.addFilter(_FILTER)


class OursAlone(logging.Filter):
    """Passes what newscrawl, its spiders and the project say, and errors of Scrapy.

    A library's warnings mean nothing to whoever reads a quiet log; the run report keeps them.
    """

    def __init__(self, ours: Iterable[str]) -> None:
        """`ours`: the loggers whose records pass, by the first part of their names."""
        super().__init__()
        self.ours = frozenset(ours)

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a record passes."""
        origin = record.name.partition(".")[0]
        return origin in self.ours or (record.levelno >= logging.ERROR and origin in _OF_THE_RUN)


class ConsoleHandler(logging.Handler):
    """Writes to whatever stderr is at the moment, which a progress bar replaces while it is displayed."""

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
    """Keeps a record to one line: the first of its message, and the exception without its traceback.

    Whoever reads it wants neither time nor logger, unless a project asks for a format of its own.
    """

    def __init__(self, format_: str, datefmt: str | None = None) -> None:
        super().__init__("newscrawl: %(message)s" if format_ == LOG_FORMAT else format_, datefmt)

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        record.message = _first_line(record.getMessage())
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            text = for_log(_first_line(str(error)))
            record.message += f": {type(error).__name__}" + (f": {text}" if text else "")
        if self.usesTime():
            record.asctime = self.formatTime(record, self.datefmt)
        return self.formatMessage(record)


def take_over_log(settings: BaseSettings, handler: ConsoleHandler, *, verbose: bool, spider: str = "") -> bool:
    """Sets `handler` up as the settings say, in place of Scrapy's own; false where the log goes to a file or nowhere.

    Where nobody asks for more, only what is ours is said.  Called again once the settings of the spider are known.
    """
    logging.captureWarnings(capture=True)
    if settings.get("LOG_FILE") or not settings.getbool("LOG_ENABLED"):
        return False
    formatter = logging.Formatter if verbose else OneLine
    handler.setFormatter(formatter(settings.get("LOG_FORMAT"), settings.get("LOG_DATEFORMAT")))
    handler.setLevel(settings.get("LOG_LEVEL"))
    handler.filters = [each for each in handler.filters if not isinstance(each, OursAlone)]
    if (settings.getpriority("LOG_LEVEL") or 0) < SETTINGS_PRIORITIES["cmdline"] and handler.level >= logging.WARNING:
        packages = (each.partition(".")[0] for each in settings.getlist("SPIDER_MODULES"))
        handler.addFilter(OursAlone(("newscrawl", spider, *packages)))
    if handler not in logging.root.handlers:
        logging.root.addHandler(handler)
        logging.root.setLevel(logging.NOTSET)
    return True


_FILTER = FitToRead()


def _plain(value: Any) -> Any:
    return in_one_line(str(value)) if isinstance(value, (str, BaseException)) else value


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")
