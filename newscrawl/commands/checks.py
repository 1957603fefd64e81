"""What is checked before a run starts, so that a mistake costs one line and no request."""

from __future__ import annotations

import argparse
import errno
import logging
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from difflib import get_close_matches
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from scrapy.exceptions import UsageError

from newscrawl import options
from newscrawl.options.kinds import Kind, Setting

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.settings import BaseSettings

    from newscrawl.spiders.loader import Fault


class Refused(Exception):  # noqa: N818 - a finding about what was asked, not a failure
    """What was asked for makes no sense; the message is one line for people."""


def check_words(words: list[str], known: Iterable[str], faults: Iterable[Fault] = ()) -> str:
    """The one spider that the words left over on the command line name; `faults` keep others from being known."""
    options = [word for word in words if word.startswith("-")]
    if options:
        raise Refused(f"unknown option {options[0]}")
    known = sorted(known)
    if len(words) != 1:
        raise Refused(f"one spider is expected: {', '.join(known)}")
    if words[0] not in known:
        fault = next((fault for fault in faults if fault.concerns(words[0])), None)
        if fault is not None:
            raise Refused(f"the spider {words[0]!r} cannot be run: {fault}")
        raise Refused(f"unknown spider {words[0]!r}{_meant(words[0], known) or '; known are ' + ', '.join(known)}")
    return words[0]


def check_arguments(spidercls: type[Spider], given: Mapping[str, str]) -> str:
    """The name of the site that a run with these arguments crawls; only spiders of ours say more than their name."""
    from newscrawl.store.segments import check_site  # noqa: PLC0415 - see the room's docstring

    parse = getattr(spidercls, "parse_arguments", None)
    try:
        return check_site(spidercls.name if parse is None else spidercls.site_name(parse(given)))  # type: ignore[attr-defined]
    except ValueError as error:
        raise Refused(f"{spidercls.name}: {error}") from None


def check_setting_names(given: Iterable[str], defined: Iterable[str]) -> None:
    """Refuses settings of ours `given` on the command line that the project has not `defined`."""
    known = {*defined, *(setting.name for setting in options.TABLE)}
    for name in given:
        if name in options.REMOVED:
            raise _gone(name)
        if name.startswith("NEWSCRAWL_") and name not in known:
            raise Refused(f"unknown setting {name}{_meant(name, sorted(known))}")


def apply_checked(settings: BaseSettings, given: Iterable[str], apply: Callable[[], None]) -> None:
    """Applies the options of a command by `apply`, `given` as `NAME=VALUE` among them, and checks all settings.

    Raises `UsageError`.
    """
    defined = list(settings)
    apply()
    try:
        check_setting_names((pair.partition("=")[0] for pair in given), defined)
        check_settings(settings)
    except Refused as refusal:
        raise UsageError(str(refusal), print_help=False) from None


def check_settings(settings: BaseSettings) -> None:
    """Refuses malformed values of settings of ours, wherever they come from, of the log level, and what is gone."""
    for name in options.REMOVED:
        if settings.get(name) is not None:
            raise _gone(name)
    for setting in (*options.TABLE, LOG_LEVEL):
        try:
            value = setting.read(settings)
            if setting is options.ALLOWED_PRIVATE_HOSTS:
                _check_hosts(value)
        except ValueError as error:
            fault = str(error).removeprefix(f"{setting.name}: ")
            raise Refused(f"setting {setting.name}={settings.get(setting.name)!r}: {fault}") from None


def run_count(text: str) -> int:
    """A number from 1 of the command line.  Raises `ArgumentTypeError`."""
    if not (text.isascii() and text.isdecimal() and int(text)):
        raise argparse.ArgumentTypeError(f"not a number of runs: {text!r}")
    return int(text)


def output_path(uri: str) -> Path | None:
    """The file that an output of Scrapy's feed exports goes to, null where it is no file or its name is not fixed."""
    address = urlsplit(uri)
    if uri == "-" or (address.scheme and address.scheme != "file" and not Path(uri).is_absolute()) or "%(" in uri:
        return None
    return Path(unquote(address.path) if address.scheme == "file" else uri).absolute()


def check_output(uri: str) -> None:
    """Opens a file to write as the run will, and raises `OSError` where that fails.

    What exists keeps its content; what has to be made for it, file and folders, is removed again.
    """
    path = output_path(uri)
    if path is None:
        return
    path = Path(os.path.realpath(path))  # of a link that leads nowhere yet, the file is made and removed, not the link
    if path.exists() and not (path.is_file() or path.is_dir()):
        # Opening a pipe waits for its reader, and closing it sends the reader away.
        if not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return
    _open_once(path)


def _open_once(path: Path) -> None:
    made: list[Path] = []
    try:
        for folder in reversed([folder for folder in path.parents if not folder.exists()]):
            folder.mkdir(exist_ok=True)
            made.append(folder)
        try:
            path.open("xb").close()
        except FileExistsError:
            path.open("ab").close()
        else:
            path.unlink()
    finally:
        for folder in reversed(made):
            with suppress(OSError):  # another run has put something there in the meantime
                folder.rmdir()


def _meant(word: str, known: list[str]) -> str:
    close = get_close_matches(word, known, n=1)
    return f"; did you mean {close[0]}?" if close else ""


def _gone(name: str) -> Refused:
    return Refused(f"setting {name} is gone: {options.REMOVED[name]}")


def _count(settings: BaseSettings, name: str) -> None:
    try:
        count = settings.getint(name)
    except (ValueError, TypeError):
        count = -1
    if count < 0:
        raise ValueError("a whole number from 0 is expected")


def _at_least_one(settings: BaseSettings, name: str) -> None:
    _count(settings, name)
    if not settings.getint(name):
        raise ValueError("a whole number from 1 is expected")


def _seconds(settings: BaseSettings, name: str) -> None:
    try:
        seconds = settings.getfloat(name)
    except (ValueError, TypeError):
        seconds = -1
    if not 0 <= seconds < float("inf"):
        raise ValueError("a number of seconds from 0 is expected")


def _days(settings: BaseSettings, name: str) -> None:
    try:
        _seconds(settings, name)
    except ValueError:
        raise ValueError("a number of days from 0 is expected") from None


def _term(settings: BaseSettings, name: str) -> None:
    _seconds(settings, name)
    if not settings.getfloat(name):
        raise ValueError("more than 0 seconds are expected")


def _factor(settings: BaseSettings, name: str) -> None:
    try:
        factor = settings.getfloat(name)
    except (ValueError, TypeError):
        factor = 0
    if not 1 <= factor < float("inf"):
        raise ValueError("a number from 1 is expected")


def _share(settings: BaseSettings, name: str) -> None:
    try:
        share = settings.getfloat(name)
    except (ValueError, TypeError):
        share = -1
    if not 0 <= share <= 1:
        raise ValueError("a share from 0 to 1 is expected")


def _folder(settings: BaseSettings, name: str) -> None:
    if not isinstance(settings.get(name), (str, os.PathLike)):
        raise ValueError("a folder is expected")


def _absolute_folder(settings: BaseSettings, name: str) -> None:
    _folder(settings, name)
    if not Path(settings.get(name)).expanduser().is_absolute():
        raise ValueError("an absolute path is expected")


def _textfile_folder(settings: BaseSettings, name: str) -> None:
    _absolute_folder(settings, name)
    if find_spec("prometheus_client") is None:
        raise ValueError("prometheus_client is missing: pip install 'newscrawl[prometheus]'")


def _hosts(settings: BaseSettings, name: str) -> None:
    from newscrawl.downloader.guard.permissions import parse_host_port  # noqa: PLC0415 - see the room's docstring

    for host in hosts:
        parse_host_port(host)


def _level(value: Any) -> int | str:
    if not isinstance(value, int) and value not in logging.getLevelNamesMapping():
        raise ValueError("DEBUG, INFO, WARNING, ERROR or CRITICAL is expected")
    level: int | str = value
    return level


_READERS: dict[str, Callable[[BaseSettings, str], None]] = {
    "LOG_LEVEL": _level,
    "NEWSCRAWL_ALLOWED_PRIVATE_HOSTS": _hosts,
    "NEWSCRAWL_ARCHIVE_KEEP_DAYS": _count,
    "NEWSCRAWL_ARCHIVE_SIZE": _at_least_one,
    "NEWSCRAWL_CONTACT": _contact,
    "NEWSCRAWL_COVERAGE_MONTHS_KEPT": _count,
    "NEWSCRAWL_CRAWL_DELAY_MAX": _seconds,
    "NEWSCRAWL_DATA_DIR": _folder,
    "NEWSCRAWL_FEED_KEEP_DAYS": _count,
    "NEWSCRAWL_FAILED_SHARE_MAX": _share,
    "NEWSCRAWL_KNOWN_RUN": _at_least_one,
    "NEWSCRAWL_LINKS_MAX": _count,
    "NEWSCRAWL_OWN_DOMAINS": _domains,
    "NEWSCRAWL_PAGES_MAX": _count,
    "NEWSCRAWL_PAGE_SECONDS": _seconds,
    "NEWSCRAWL_PAUSE_MAX": _seconds,
    "NEWSCRAWL_PAUSE_MIN": _term,
    "NEWSCRAWL_MONITOR_BLOCKED_SHARE_MAX": _share,
    "NEWSCRAWL_MONITOR_DRIFT_MAX": _share,
    "NEWSCRAWL_MONITOR_FAILED_SHARE_MAX": _share,
    "NEWSCRAWL_MONITOR_FIELD_DROP_MAX": _share,
    "NEWSCRAWL_MONITOR_FOUND_SHARE_MIN": _share,
    "NEWSCRAWL_MONITOR_RUNS": _at_least_one,
    "NEWSCRAWL_MONITOR_SAMPLE_MIN": _at_least_one,
    "NEWSCRAWL_MONITOR_SILENCE_FACTOR_MAX": _factor,
    "NEWSCRAWL_PROMETHEUS_TEXTFILE_DIR": _textfile_folder,
    "NEWSCRAWL_PROXY_TRUSTED": _flag,
    "NEWSCRAWL_RUNS_KEPT": _count,
    "NEWSCRAWL_RUN_TIMEOUT": _seconds,
    "NEWSCRAWL_SHUTDOWN_TIMEOUT": _term,
    "NEWSCRAWL_RETRY_FIRST": _seconds,
    "NEWSCRAWL_RETRY_DAYS": _days,
    "NEWSCRAWL_REJECTION_DAYS": _days,
    "NEWSCRAWL_REVISIT_FIRST": _seconds,
    "NEWSCRAWL_REVISIT_GROWTH": _factor,
    "NEWSCRAWL_REVISIT_DAYS": _days,
    "NEWSCRAWL_REVISITS_MAX": _count,
    "NEWSCRAWL_REMOVAL_WAIT": _seconds,
    "NEWSCRAWL_SOURCES_MAX_AGE": _seconds,
    "NEWSCRAWL_SOURCE_MAXSIZE": _count,
    "NEWSCRAWL_SOURCE_PAGES_MAX": _at_least_one,
    "NEWSCRAWL_SOURCE_SECONDS": _seconds,
    "NEWSCRAWL_STOP_GRACE": _seconds,
    "NEWSCRAWL_TDM_POLICY": _reservations,
    "NEWSCRAWL_STATUS_PAGES_MIN": _count,
    "NEWSCRAWL_UNDERSTOOD_SHARE_MIN": _share,
    **dict.fromkeys(SWITCHES, _flag),
}
