"""Arguments of a crawl: `-a pages=5 -a since=2026-11-01 -a max_articles=100`, checked before anything starts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from newscrawl import clock
from newscrawl.languages import LANGUAGES
from newscrawl.sources.types import SOURCE_TYPES
from newscrawl.store.segments import check_site
from newscrawl.urls import canonical_url
from newscrawl.warc.replays import archives_at


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteArguments:
    """What every spider of a known site takes."""

    pages: int | None = None
    """How far back each section is read at most, in its pages; of other sources as many articles as these hold."""
    since: date | None = None
    """Articles published before this day, in the site's zone, are left out."""
    max_articles: int | None = None
    """How many articles are fetched at most, all sections together."""
    sources: tuple[str, ...] | None = None
    """Types of sources to read, the first that reaches far enough; null (`auto`): the cheapest that show the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionArguments(SiteArguments):
    """What the spider `section` takes: also the section itself, and what no page says of its site."""

    url: str
    """Address of the running section."""
    country: str | None = None
    """ISO 3166-1 alpha-2 code of the site's country."""
    timezone: str | None = None
    """IANA zone of times that state none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveArguments:
    """What the spider `archive` takes."""

    path: tuple[Path, ...]
    """The files to read, by what was given: a file, a folder, a pattern, or some of these with commas."""
    languages: tuple[str, ...] | None = ("fr",)
    """BCP 47 tags of the languages of which pages are read; null (`all`): any."""
    hosts: tuple[str, ...] | None = None
    """Hosts of which pages are read, with those below them; null: all."""
    since: date | None = None
    """Articles published before this day are left out."""
    max_articles: int | None = None
    """How many articles are handed to the pipelines at most."""
    feed: str = "archive"
    """Name of the feed that the articles go to."""
    again: bool = False
    """Whether files are read again that an earlier run has read."""


HELP: Mapping[str, tuple[str, str]] = {
    "pages": ("N", "read at most N pages of each section"),
    "since": ("DAY", "read back to a day such as 2026-11-01, and leave out what was published before"),
    "max_articles": ("N", "fetch at most N articles"),
    "sources": ("auto", f"auto, or some of {','.join(SOURCE_TYPES)}: the kinds of sources to read"),
    "url": ("ADDRESS", "the running section (needed)"),
    "country": ("CC", "the site's country, where its pages do not state it: BE"),
    "timezone": ("ZONE", "the site's time zone, where its pages do not state it: Europe/Brussels"),
    "path": ("FILES", "WARC or WET files, folders or patterns, with commas between them (needed)"),
    "languages": ("fr", "languages of the pages to read, with commas between them, or all"),
    "hosts": ("HOSTS", "only pages of these hosts, with commas between them"),
    "feed": ("archive", "name of the feed that the articles go to"),
    "again": ("1", "read files again that an earlier run has read"),
}
"""What is given as an argument, and what it does, for the help."""


def help_of(kind: type[SiteArguments | ArchiveArguments], besides: type | None = None) -> list[str]:
    """A line of help for each argument of `kind`, without those that `besides` has too."""
    known = {field.name for field in fields(besides)} if besides is not None else set()
    names = [field.name for field in fields(kind) if field.name not in known]
    return [f"  -a {f'{name}={HELP[name][0]}':<17} {HELP[name][1]}" for name in names]


_AHEAD = timedelta(hours=14)
"""By how much a site's time may be ahead of UTC."""
A = TypeVar("A", bound=SiteArguments | ArchiveArguments)


def parse_arguments(kind: type[A], given: Mapping[str, str]) -> A:
    """The arguments given as text, as `kind`.

    Raises `ValueError` with one line for people where one is unknown, missing or malformed.
    """
    accepted = {field.name: field for field in fields(kind)}
    unknown = sorted(set(given) - set(accepted))
    if unknown:
        raise ValueError(f"unknown argument {', '.join(unknown)}; the arguments are {', '.join(accepted)}")
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
        raise ValueError("must be a whole number from 1")
    return int(text)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError("must be a day such as 2026-11-01") from None
    if day > (clock.now() + _AHEAD).date():
        raise ValueError("lies in the future")
    return day


def _address(text: str) -> str:
    canonical_url(text)  # refuses what is no web address
    return text


def _country(text: str) -> str:
    if not (len(text) == 2 and text.isascii() and text.isalpha()):
        raise ValueError("must be a two-letter country code such as BE")
    return text.upper()


def _sources(text: str) -> tuple[str, ...] | None:
    if text == "auto":
        return None
    kinds = tuple(kind for word in text.split(",") for kind in SOURCE_TYPES if kind == word.strip())
    if not kinds or len(kinds) != len(text.split(",")):
        raise ValueError(f"must be auto, or some of {', '.join(SOURCE_TYPES)}")
    return kinds


def _timezone(text: str) -> str:
    try:
        return ZoneInfo(text).key
    except (KeyError, OSError, ValueError):
        raise ValueError("must be a time zone such as Europe/Brussels") from None


def _languages(text: str) -> tuple[str, ...] | None:
    if text == "all":
        return None
    words = tuple(word.strip().lower() for word in text.split(","))
    if unknown := [word for word in words if word not in LANGUAGES]:
        raise ValueError(f"{unknown[0]!r} is none of {', '.join(LANGUAGES)}, all")
    return words


def _hosts(text: str) -> tuple[str, ...]:
    hosts = tuple(word.strip().lower().removeprefix("www.") for word in text.split(","))
    if not all(_HOST.fullmatch(host) for host in hosts):
        raise ValueError("must be hosts such as exemple.fr, with commas between them")
    return hosts


def _yes_or_no(text: str) -> bool:
    if text.lower() not in _TRUTH:
        raise ValueError("must be 1 or 0")
    return _TRUTH[text.lower()]


_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*(?::\d+)?")
_TRUTH = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
_READERS: dict[str, Callable[[str], Any]] = {
    "pages": _count,
    "since": _day,
    "max_articles": _count,
    "sources": _sources,
    "url": _address,
    "country": _country,
    "timezone": _timezone,
    "path": lambda text: tuple(archives_at(text)),
    "languages": _languages,
    "hosts": _hosts,
    "feed": check_site,
    "again": _yes_or_no,
}
