"""What a setting is and what it may take; the settings themselves stand in `newscrawl.options`."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Literal, Protocol, TypeVar, get_args

T_co = TypeVar("T_co", covariant=True)

TdmPolicy = Literal["respect", "record", "ignore"]

_CONTACT = re.compile(r"https?://[^\s()<>\"]+|[^\s()<>\"@/]+@[^\s()<>\"@/]+\.[^\s()<>\"@/]+", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:[\w-]+\.)+[\w-]+")


class Readable(Protocol):
    """Scrapy's settings, or anything else that gives a value by its name."""

    def get(self, name: Any, /) -> Any:
        """The value, null where there is none."""


@dataclass(frozen=True, slots=True)
class SettingType(Generic[T_co]):
    """What a setting takes: its unit and bounds in words, and the function that reads a value or raises `ValueError`.

    Values come as Python objects of a settings module or as text of the command line.
    """

    takes: str
    parse: Callable[[Any], T_co]


@dataclass(frozen=True, slots=True)
class Setting(Generic[T_co]):
    """A setting of ours."""

    name: str
    default: T_co
    kind: SettingType[T_co]
    meaning: str
    """One line of Markdown."""

    def read(self, settings: Readable) -> T_co:
        """The value in force; the default where it is unset.  Raises `ValueError`, in one line, where it is malformed.

        `None` leaves a setting unset.
        """
        value = settings.get(self.name)
        if value is None:
            value = self.default
        if value is None:
            return self.default
        try:
            return self.kind.parse(value)
        except (ValueError, TypeError, OverflowError) as error:
            raise ValueError(f"{self.name}: {error}") from error


def number(unit: str, least: float = 0, most: float = math.inf, *, above: bool = False) -> SettingType[float]:
    """Numbers from `least` (or above it) to `most`, which are finite."""
    of_unit = f" of {unit}" if unit else ""
    bounds = f"above {least:g}" if above else f"from {least:g}" + (f" to {most:g}" if most < math.inf else "")

    def parse(value: Any) -> float:
        try:
            number = float(value)
        except (ValueError, TypeError):
            number = math.nan
        if not (least < number if above else least <= number) or not number <= most or math.isinf(number):
            raise ValueError(f"must be a number{of_unit} {bounds}")
        return number

    return SettingType(f"{unit or 'a number'}, {bounds}", parse)


def whole(unit: str, least: int = 0) -> SettingType[int]:
    """Whole numbers from `least`."""

    def parse(value: Any) -> int:
        try:
            number = int(value)
        except (ValueError, TypeError, OverflowError):
            number = least - 1
        if number < least or (isinstance(value, float) and not value.is_integer()):
            raise ValueError(f"must be a whole number from {least}")
        return number

    return SettingType(f"{unit}, from {least}", parse)


def _flag(value: Any) -> bool:
    """As Scrapy reads one."""
    if value in ("True", "true", "False", "false"):
        return bool(value in ("True", "true"))
    try:
        return bool(int(value))
    except (ValueError, TypeError):
        raise ValueError("must be True or False") from None


def _folder(value: Any) -> Path | None:
    if not isinstance(value, (str, os.PathLike)):
        raise TypeError("must be a folder")
    return Path(value).expanduser() if os.fspath(value) else None


def _absolute_folder(value: Any) -> Path:
    folder = _folder(value)
    if folder is None or not folder.is_absolute():
        raise ValueError("must be an absolute path")
    return folder


def _list(value: Any) -> list[str]:
    """As Scrapy reads one, without the blanks around commas."""
    found = value.split(",") if isinstance(value, str) else list(value)
    for each in found:
        if not isinstance(each, str):
            raise TypeError(f"{each!r} is no text")
    return [each.strip() for each in found if each.strip()]


def _domains(value: Any) -> list[str]:
    found = _list(value)
    for domain in found:
        if not _DOMAIN.fullmatch(domain):
            raise ValueError(f"{domain!r} is no domain such as exemple.fr")
    return found


def _tdm_policy(value: Any) -> TdmPolicy:
    known: tuple[TdmPolicy, ...] = get_args(TdmPolicy)
    if value not in known:
        raise ValueError(f"must be {', '.join(known[:-1])} or {known[-1]}")
    policy: TdmPolicy = value
    return policy


def _contact(value: Any) -> str | None:
    if not isinstance(value, str):
        raise TypeError("must be an http address or an e-mail address")
    contact = value.strip()
    if contact and not (_CONTACT.fullmatch(contact) and contact.isascii()):
        raise ValueError(f"{contact!r} is neither an http address nor an e-mail address")
    return contact or None


SECONDS = number("seconds")
DAYS = number("days")
SHARE = number("a share", 0, 1)
SWITCH = SettingType("`True` or `False`", _flag)
FOLDER = SettingType("a folder", _folder)
ABSOLUTE_FOLDER = SettingType("an absolute folder", _absolute_folder)
HOSTS = SettingType("a list of hosts", _list)
DOMAINS = SettingType("a list of domains", _domains)
ADDRESS = SettingType("an address", _contact)
POLICY = SettingType("one of three words", _tdm_policy)
