"""What is logged is fit to be read: no credentials, and nothing that a terminal would obey."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from scrapy import signals

from newscrawl.redaction import for_log, in_one_line

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

_FORMATTER = logging.Formatter()
_OF_MANY_LINES = frozenset(("scrapy", "twisted"))


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


_FILTER = FitToRead()


def _plain(value: Any) -> Any:
    return in_one_line(str(value)) if isinstance(value, (str, BaseException)) else value
