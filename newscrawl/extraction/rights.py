"""What a page and its answer declare about automated use: `meta robots`, `X-Robots-Tag`, TDM reservation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from newscrawl.extraction.document import Page
from newscrawl.items import Rights

AGENT = "newscrawl"
"""The name under which a site speaks to us alone."""
_WITH_VALUES = frozenset({"max-snippet", "max-image-preview", "max-video-preview", "unavailable_after"})
"""Directives that have a colon of their own, which does not end the name of a robot."""


def declared_by_page(page: Page) -> Rights:
    """What the head declares; `tdm_reserved` is null where it says nothing."""
    directives = [content for name in ("robots", AGENT) for content in page.metas.get(name, ())]
    return Rights(
        tdm_reserved=_RESERVATION.get(page.meta("tdm-reservation") or ""),
        tdm_policy=page.absolute(page.meta("tdm-policy")),
        robots=_each_once(_split(",".join(directives))),
    )


def add_headers(rights: Rights, robots_tags: Iterable[str], reservation: str | None, policy: str | None) -> None:
    """Completes what a page declares by the headers `X-Robots-Tag` (any number), `TDM-Reservation`, `TDM-Policy`.

    Of robots' directives all hold together; of two reservations the page's own goes before the header's, as the TDM
    Reservation Protocol says.
    """
    rights.robots = _each_once([*rights.robots, *header_directives(robots_tags)])
    if rights.tdm_reserved is None:
        rights.tdm_reserved = _RESERVATION.get((reservation or "").strip())
    if rights.tdm_policy is None and policy:
        rights.tdm_policy = policy.strip()


def header_directives(robots_tags: Iterable[str]) -> Iterator[str]:
    """The directives of `X-Robots-Tag` headers for every robot or for us, lower case: `noindex`, `max-snippet:50`."""
    for value in robots_tags:
        agent, mark, rest = value.partition(":")
        named = bool(mark) and "," not in agent and agent.strip().lower() not in _WITH_VALUES
        if not named:
            yield from _split(value)
        elif agent.strip().lower() == AGENT:
            yield from _split(rest)


_RESERVATION = {"1": True, "0": False}


def _split(directives: str) -> Iterator[str]:
    return filter(None, (directive.strip().lower() for directive in directives.split(",")))


def _each_once(directives: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(directives))
