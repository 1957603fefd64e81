"""What is checked before a run starts, so that a mistake costs one line and no request."""

from __future__ import annotations

import argparse
import logging
import re
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from newscrawl import options
from newscrawl.commands.base import SetUp, misused
from newscrawl.options.kinds import Setting, SettingType

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.settings import BaseSettings

    from newscrawl.spiders.loader import Fault


_ARGUMENT = re.compile(r"[a-z_]+=")
_MISSPELT = 0.9
"""Likeness from which a name is taken for a setting of Scrapy misspelt: extensions have names of their own."""


class Checked(SetUp):
    """A command that checks the settings, on which its outcome depends."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Applies and checks the options."""
        apply_checked(self.settings, opts.set, lambda: super(Checked, self).process_options(args, opts))


class Refused(Exception):  # noqa: N818 - a finding about what was asked, not a failure
    """What was asked for makes no sense; the message is one line for people."""


def check_words(words: list[str], known: Iterable[str], faults: Iterable[Fault] = ()) -> str:
    """The one spider that the words left over on the command line name; `faults` keep others from being known."""
    known = sorted(known)
    for word in words:
        if word.startswith("-"):
            raise Refused(f"unknown option {word}")
        if _ARGUMENT.match(word):
            raise Refused(f"unknown word {word!r}: arguments need -a before them, -a {word}")
    if len(words) != 1:
        raise Refused(f"name one spider, or give an address: {', '.join(known)}")
    if words[0] not in known:
        fault = next((fault for fault in faults if fault.concerns(words[0])), None)
        if fault is not None:
            raise Refused(f"cannot run the spider {words[0]!r}: {fault}")
        if "/" in words[0]:
            raise Refused(f"unknown spider {words[0]!r}; write https:// before an address")
        raise Refused(
            f"unknown spider {words[0]!r}{_meant(words[0], known) or '; the spiders are ' + ', '.join(known)}"
        )
    return words[0]


def is_address(word: str) -> bool:
    """Whether a word on the command line is a web address."""
    return word.lower().startswith(("http://", "https://"))


def check_arguments(spidercls: type[Spider], given: Mapping[str, str]) -> str:
    """The name of the site that a run with these arguments crawls; only spiders of ours say more than their name."""
    from newscrawl.store.segments import check_site

    parse = getattr(spidercls, "parse_arguments", None)
    try:
        return check_site(spidercls.name if parse is None else spidercls.site_name(parse(given)))  # type: ignore[attr-defined]
    except ValueError as error:
        raise Refused(f"{spidercls.name}: {error}") from None


def check_setting_names(given: Iterable[str], defined: Iterable[str]) -> None:
    """Refuses settings `given` on the command line that nobody has `defined`: of ours all, of others misspelt ones."""
    known = {*defined, *(setting.name for setting in options.TABLE)}
    for name in given:
        if name in options.REMOVED:
            raise _gone(name)
        ours = name.startswith(options.PREFIX)
        meant = "" if name in known else _meant(name, sorted(known), cutoff=0.6 if ours else _MISSPELT)
        if meant or (ours and name not in known):
            raise Refused(f"unknown setting {name}{meant}")


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
        raise misused(refusal) from None


def check_settings(settings: BaseSettings) -> None:
    """Refuses malformed values and misspelt names of settings of ours, wherever they come from, and what is gone."""
    for name in options.REMOVED:
        if settings.get(name) is not None:
            raise _gone(name)
    for name in settings:
        if meant := options.meant_by(str(name)):
            raise Refused(f"unknown setting {name}; did you mean {meant}?")
    for setting in (*options.TABLE, LOG_LEVEL):
        try:
            value = setting.read(settings)
            if setting is options.ALLOWED_PRIVATE_HOSTS:
                _check_hosts(value)
            if setting is options.PROMETHEUS_TEXTFILE_DIR and value and find_spec("prometheus_client") is None:
                raise ValueError("prometheus_client is missing: pip install 'newscrawl[prometheus]'")
        except ValueError as error:
            fault = str(error).removeprefix(f"{setting.name}: ")
            raise Refused(f"setting {setting.name}={settings.get(setting.name)!r}: {fault}") from None


def _meant(word: str, known: list[str], cutoff: float = 0.6) -> str:
    close = get_close_matches(word, known, n=1, cutoff=cutoff)
    return f"; did you mean {close[0]}?" if close else ""


def _gone(name: str) -> Refused:
    return Refused(f"setting {name} no longer exists: {options.REMOVED[name]}")


def _check_hosts(hosts: Iterable[str]) -> None:
    from newscrawl.downloader.guard.addresses import parse_host_port

    for host in hosts:
        parse_host_port(host)


def _level(value: Any) -> int | str:
    if not isinstance(value, int) and value not in logging.getLevelNamesMapping():
        raise ValueError("must be DEBUG, INFO, WARNING, ERROR or CRITICAL")
    level: int | str = value
    return level


LOG_LEVEL: Setting[int | str | None] = Setting("LOG_LEVEL", None, SettingType("a level", _level), "Scrapy's.")
