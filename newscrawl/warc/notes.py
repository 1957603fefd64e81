"""What a run knew of an exchange and the page does not say: the JSON of its `metadata` record, in both directions.

Keys whose value is null or empty are left out; keys that this version does not know are passed over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, get_args

from newscrawl.article.draft import Reservations
from newscrawl.article.tdmrep import Reservation
from newscrawl.items import ArchiveRecord, plain, record
from newscrawl.sources.links import Link

Purpose = Literal["article", "part", "source", "site_file", "other"]
"""What was asked for: the page of an article, a further page of one, a document of a source, robots.txt or
tdmrep.json, or something else that the spider wanted."""
_PURPOSES = frozenset(get_args(Purpose))
_POLICIES = frozenset(get_args(Reservations))


@dataclass(frozen=True, slots=True, kw_only=True)
class RunNotes:
    """What a run knew."""

    purpose: Purpose
    site: str
    """Name of the site, as in the line."""
    spider: str
    arguments: Mapping[str, str] = field(default_factory=dict)
    """Arguments with which the spider was made, as text (`url`, `since`), those that are secret left out."""
    newscrawl_version: str
    run: datetime | None = None
    """When the run began, aware: what belongs together."""
    fetched_url: str | None = None
    """The address that was asked, where it is not the one that the record names (the demo's is on this machine)."""
    link: Link | None = None
    """What the source said of the article."""
    id: str | None = None
    """The article's id, as in the line; it may be that of a former address."""
    reference: datetime | None = None
    """The moment against which the page was read, aware; `crawled_at` of the line is its whole second."""
    timezone: str | None = None
    """IANA zone of the site's times that state none."""
    country: str | None = None
    """ISO 3166-1 alpha-2 code of the site's country."""
    reservation: Reservation = field(default_factory=Reservation)
    """What the site's tdmrep.json declared for the address."""
    policy: Reservations | None = None
    """What a reservation did in this run (`NEWSCRAWL_TDM_POLICY`)."""
    parts: tuple[ArchiveRecord, ...] = ()
    """Where the further pages of an article over several lie, in order; they were written before the first."""
    parts_missing: bool = False
    """Whether a further page could not be had, so that the line ends before it."""
    finding: str | None = None
    """Why no line came of the page, as its stat says (`dropped/no_body`); `error` where the spider failed."""


def to_json(notes: RunNotes) -> dict[str, Any]:
    """Notes as a JSON object."""
    data = {
        "purpose": notes.purpose,
        "site": notes.site,
        "spider": notes.spider,
        "arguments": dict(notes.arguments),
        "newscrawl_version": notes.newscrawl_version,
        "run": notes.run.isoformat() if notes.run else None,
        "fetched_url": notes.fetched_url,
        "link": _filled(plain(notes.link)) if notes.link else None,
        "id": notes.id,
        "reference": notes.reference.isoformat() if notes.reference else None,
        "timezone": notes.timezone,
        "country": notes.country,
        "reservation": _filled(plain(notes.reservation)),
        "policy": notes.policy,
        "parts": plain(list(notes.parts)),
        "parts_missing": notes.parts_missing,
        "finding": notes.finding,
    }
    return {key: value for key, value in data.items() if value not in (None, False, [], {})}


def from_json(data: Mapping[str, Any]) -> RunNotes:
    """The notes in a JSON object.  Raises `ValueError` where it holds none, or a value is not what it should be."""
    try:
        return RunNotes(
            purpose=_one_of(_PURPOSES, data["purpose"]),
            site=_text(data["site"]),
            spider=_text(data["spider"]),
            arguments={_text(name): _text(value) for name, value in data.get("arguments", {}).items()},
            newscrawl_version=_text(data["newscrawl_version"]),
            run=_moment(data.get("run")),
            fetched_url=_text_or_null(data.get("fetched_url")),
            link=record(Link, data["link"]) if data.get("link") is not None else None,
            id=_text_or_null(data.get("id")),
            reference=_moment(data.get("reference")),
            timezone=_text_or_null(data.get("timezone")),
            country=_text_or_null(data.get("country")),
            reservation=record(Reservation, data.get("reservation", {})),
            policy=_one_of(_POLICIES, data["policy"]) if data.get("policy") is not None else None,
            parts=tuple(record(ArchiveRecord, each) for each in data.get("parts", ())),
            parts_missing=data.get("parts_missing", False) is True,
            finding=_text_or_null(data.get("finding")),
        )
    except KeyError as error:
        raise ValueError(f"notes without {error}") from error
    except (AttributeError, TypeError) as error:
        raise ValueError(f"no notes: {error}") from error


def _filled(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value is not None}


def _one_of(known: frozenset[Any], value: object) -> Any:
    if value not in known:
        raise ValueError(f"not one of {', '.join(sorted(known))}: {value!r}")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"not a text: {value!r}")
    return value


def _text_or_null(value: object) -> str | None:
    return None if value is None else _text(value)


def _moment(value: object) -> datetime | None:
    if value is None:
        return None
    moment = datetime.fromisoformat(_text(value))
    if moment.tzinfo is None:
        raise ValueError(f"a time without offset: {value!r}")
    return moment
