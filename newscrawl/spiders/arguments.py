"""Arguments of a crawl: `-a pages=5 -a since=2026-11-01 -a max_articles=100`, checked before anything starts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from newscrawl.discovery import SourceKind
from newscrawl.urls import canonical_url

SOURCE_KINDS: tuple[SourceKind, ...] = ("section", "feed", "sitemap", "rest")


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteArguments:
    """What every spider of a known site takes."""

    pages: int | None = None
    """How far back each section is read at most, in its pages; of other sources as many articles as these hold."""
    since: date | None = None
    """Articles published before this day, in the site's zone, are left out."""
    max_articles: int | None = None
    """How many articles are fetched at most, all sections together."""
    sources: tuple[SourceKind, ...] | None = None
    """Kinds of sources to read, the first that reaches far enough; null (`auto`): the cheapest that show the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionArguments(SiteArguments):
    """What the spider `section` takes: also the section itself, and what no page says of its site."""

    url: str
    """Address of the running section."""
    country: str | None = None
    """ISO 3166-1 alpha-2 code of the site's country."""
    timezone: str | None = None
    """IANA zone of times that state none."""


A = TypeVar("A", bound=SiteArguments)


def parse_arguments(kind: type[A], given: Mapping[str, str]) -> A:
    """The arguments given as text, as `kind`.

    Raises `ValueError` with one line for people where one is unknown, missing or malformed.
    """
    accepted = {field.name: field for field in fields(kind)}
    unknown = sorted(set(given) - set(accepted))
    if unknown:
        raise ValueError(f"unknown argument {', '.join(unknown)}; known are {', '.join(accepted)}")
    missing = [name for name, field in accepted.items() if field.default is MISSING and name not in given]
    if missing:
        raise ValueError(f"missing argument {', '.join(missing)}: give it with -a {missing[0]}=…")
    values: dict[str, Any] = {}
    for name, text in given.items():
        try:
            values[name] = _READERS[name](text)
        except ValueError as error:
            raise ValueError(f"argument {name}={text!r}: {error}") from None
    return kind(**values)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ValueError("a whole number from 1 is expected")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError("a date such as 2026-11-01 is expected") from None


def _address(text: str) -> str:
    canonical_url(text)  # refuses what is no web address
    return text


def _country(text: str) -> str:
    if not (len(text) == 2 and text.isascii() and text.isalpha()):
        raise ValueError("a two-letter country code such as BE is expected")
    return text.upper()


def _sources(text: str) -> tuple[SourceKind, ...] | None:
    if text == "auto":
        return None
    kinds = tuple(kind for word in text.split(",") for kind in SOURCE_KINDS if kind == word.strip())
    if not kinds or len(kinds) != len(text.split(",")):
        raise ValueError(f"auto, or some of {', '.join(SOURCE_KINDS)} are expected")
    return kinds


def _timezone(text: str) -> str:
    try:
        return ZoneInfo(text).key
    except (KeyError, OSError, ValueError):
        raise ValueError("a time zone such as Europe/Brussels is expected") from None


_READERS: dict[str, Callable[[str], Any]] = {
    "pages": _count,
    "since": _day,
    "max_articles": _count,
    "sources": _sources,
    "url": _address,
    "country": _country,
    "timezone": _timezone,
}
