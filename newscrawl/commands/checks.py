"""What is checked before a run starts, so that a mistake costs one line and no request."""

from __future__ import annotations

import errno
import logging
import os
import re
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.settings import BaseSettings

_ENABLED = re.compile(r"NEWSCRAWL_[A-Z0-9_]+_ENABLED")
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f.]*|[^\s/:@\[\]]+)(:\d{1,5})?")


class Refused(Exception):  # noqa: N818 - a finding about what was asked, not a failure
    """What was asked for makes no sense; the message is one line for people."""


def check_words(words: list[str], known: Iterable[str]) -> str:
    """The one spider that the words left over on the command line name."""
    options = [word for word in words if word.startswith("-")]
    if options:
        raise Refused(f"unknown option {options[0]}")
    known = sorted(known)
    if len(words) != 1:
        raise Refused(f"one spider is expected: {', '.join(known)}")
    if words[0] not in known:
        raise Refused(f"unknown spider {words[0]!r}{_meant(words[0], known) or '; known are ' + ', '.join(known)}")
    return words[0]


def check_arguments(spidercls: type[Spider], given: Mapping[str, str]) -> str:
    """The name of the site that a run with these arguments crawls; only spiders of ours say more than their name."""
    from newscrawl.feed.segments import check_site  # noqa: PLC0415 - see the room's docstring

    parse = getattr(spidercls, "parse_arguments", None)
    try:
        return check_site(spidercls.name if parse is None else spidercls.site_name(parse(given)))  # type: ignore[attr-defined]
    except ValueError as error:
        raise Refused(f"{spidercls.name}: {error}") from None


def check_setting_names(given: Iterable[str], defined: Iterable[str]) -> None:
    """Refuses settings of ours `given` on the command line that the project has not `defined`."""
    known = {*defined, *_READERS}
    for name in given:
        if name.startswith("NEWSCRAWL_") and name not in known and not _ENABLED.fullmatch(name):
            raise Refused(f"unknown setting {name}{_meant(name, sorted(known))}")


def check_settings(settings: BaseSettings) -> None:
    """Refuses malformed values of settings of ours, wherever they come from, and of the log level."""
    for name in sorted(name for name in settings if name.startswith("NEWSCRAWL_") or name in _READERS):
        reader = _flag if _ENABLED.fullmatch(name) else _READERS.get(name)
        if reader is not None and settings.get(name) is not None:
            try:
                reader(settings, name)
            except (ValueError, TypeError) as error:
                raise Refused(f"setting {name}={settings.get(name)!r}: {error}") from None


def output_path(uri: str) -> Path | None:
    """The file that an output of Scrapy's feed exports goes to, null where it is no file or its name is not fixed."""
    address = urlsplit(uri)
    if uri == "-" or (address.scheme and address.scheme != "file" and not Path(uri).is_absolute()) or "%(" in uri:
        return None
    return Path(unquote(address.path) if address.scheme == "file" else uri).absolute()


def check_output(uri: str) -> None:
    """Raises `OSError` where a file to write cannot be opened; none is made or changed."""
    path = output_path(uri)
    if path is None:
        return
    folder = next(place for place in path.parents if place.exists())
    target = path if path.exists() else folder
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not folder.is_dir() or not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))


def _meant(word: str, known: list[str]) -> str:
    close = get_close_matches(word, known, n=1)
    return f"; did you mean {close[0]}?" if close else ""


def _flag(settings: BaseSettings, name: str) -> None:
    try:
        settings.getbool(name)
    except ValueError:
        raise ValueError("True or False is expected") from None


def _count(settings: BaseSettings, name: str) -> None:
    try:
        count = settings.getint(name)
    except ValueError:
        count = -1
    if count < 0:
        raise ValueError("a whole number from 0 is expected")


def _seconds(settings: BaseSettings, name: str) -> None:
    try:
        seconds = settings.getfloat(name)
    except ValueError:
        seconds = 0
    if not 0 < seconds < float("inf"):
        raise ValueError("a number of seconds is expected")


def _folder(settings: BaseSettings, name: str) -> None:
    if not isinstance(settings.get(name), (str, os.PathLike)):
        raise ValueError("a folder is expected")


def _hosts(settings: BaseSettings, name: str) -> None:
    for host in settings.getlist(name):
        if not (isinstance(host, str) and _HOST.fullmatch(host)):
            raise ValueError(f"{host!r} is neither `host` nor `host:port`")


def _text(settings: BaseSettings, name: str) -> None:
    if not isinstance(settings.get(name), str) or not settings.get(name).isprintable():
        raise ValueError("one line of text is expected")


def _level(settings: BaseSettings, name: str) -> None:
    level = settings.get(name)
    if not isinstance(level, int) and level not in logging.getLevelNamesMapping():
        raise ValueError("DEBUG, INFO, WARNING, ERROR or CRITICAL is expected")


_READERS: dict[str, Callable[[Any, str], None]] = {
    "LOG_LEVEL": _level,
    "NEWSCRAWL_ALLOWED_PRIVATE_HOSTS": _hosts,
    "NEWSCRAWL_CONTACT": _text,
    "NEWSCRAWL_DATA_DIR": _folder,
    "NEWSCRAWL_RUNS_KEPT": _count,
    "NEWSCRAWL_SHUTDOWN_TIMEOUT": _seconds,
}
