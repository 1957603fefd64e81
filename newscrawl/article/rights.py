"""What a page and its answer declare about automated use: `meta robots`, `X-Robots-Tag`, TDM reservation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields
from urllib.parse import urljoin, urlsplit

from newscrawl.article.document import ArticlePage
from newscrawl.article.draft import Draft
from newscrawl.article.tdmrep import Reservation, value_of
from newscrawl.items import Article, Rights
from newscrawl.text import clean

AGENT = "newscrawl"
"""The name under which a site speaks to us alone."""
_WITH_VALUES = frozenset({"max-snippet", "max-image-preview", "max-video-preview", "unavailable_after"})
"""Directives that have a colon of their own, which does not end the name of a robot."""
RESERVED = "rights_reserved"
_KEPT_OF_RESERVED = frozenset((
    "schema_version", "newscrawl_version", "kind", "id", "revision", "url", "fetched_url", "aliases", "site",
    "headline", "published_at", "published_raw", "published_precision", "modified_at", "crawled_at", "removed_at",
    "rights", "content_hash", "problems",
))  # fmt: skip
_ROBOT = re.compile(r"\s*([a-z][\w.-]{0,60})\s*:\s*(.*)", re.IGNORECASE | re.DOTALL)
_MOST_DIRECTIVES = 50
_LONGEST_DIRECTIVE = 100
_LONGEST_ADDRESS = 2_000


def declared_by_page(page: ArticlePage) -> Rights:
    """What the head declares; `tdm_reserved` is null where it says nothing."""
    directives = [content for name in ("robots", AGENT) for content in page.metas.get(name, ())]
    return Rights(
        tdm_reserved=value_of(page.meta("tdm-reservation")),
        tdm_policy=_address(page.meta("tdm-policy"), page.base),
        robots=_each_once(directive for content in directives for directive in _split(content)),
    )


def add_headers(rights: Rights, robots_tags: Iterable[str], reservation: str | None, policy: str | None) -> None:
    """Completes what a page declares by the headers `X-Robots-Tag` (any number), `TDM-Reservation`, `TDM-Policy`.

    Of robots' directives all hold together; of two reservations the page's own goes before the header's, as the TDM
    Reservation Protocol says.
    """
    rights.robots = _each_once([*rights.robots, *header_directives(robots_tags)])
    add_reservation(rights, Reservation(value_of(reservation), policy))


def add_reservation(rights: Rights, reservation: Reservation, url: str | None = None) -> None:
    """Completes `rights` by what an earlier technique of the protocol declares: the header, then tdmrep.json.

    What a later one says goes before; what it does not say resets nothing.  `url` is what a policy is relative to.
    """
    if rights.tdm_reserved is None:
        rights.tdm_reserved = reservation.reserved
    if rights.tdm_policy is None:
        rights.tdm_policy = _address(reservation.policy, url)


def settle(draft: Draft) -> list[str]:
    """Draws the consequences of a reservation, once all that declares one has been read; what was done.

    A policy goes where nothing is reserved, since it says then nothing.  Where reservations are respected, all goes
    but address, headline, times, rights and the hash by which a change is told, with the problem `rights_reserved`.
    """
    article = draft.article
    if article.rights.tdm_reserved is False:
        article.rights.tdm_policy = None
    if not article.rights.tdm_reserved:
        return []
    if draft.context.reservations != "respect":
        return ["reserved"]
    empty = Article(id=article.id, url=article.url)
    for each in fields(Article):
        if each.name not in _KEPT_OF_RESERVED:
            setattr(article, each.name, getattr(empty, each.name))
    draft.paragraphs, draft.byline = [], None
    draft.flag(RESERVED)
    return ["reserved", "withheld"]


def header_directives(robots_tags: Iterable[str]) -> Iterator[str]:
    """The directives of `X-Robots-Tag` headers for every robot or for us, lower case: `noindex`, `max-snippet:50`.

    The name of a robot holds for what follows it in its header, up to the next name.
    """
    for value in robots_tags:
        concerned = True
        for directive in _split(value):
            named = _ROBOT.fullmatch(directive)
            if named and named[1] not in _WITH_VALUES:
                concerned = named[1] == AGENT
                directive = named[2]  # noqa: PLW2901 - the rest of it
            if concerned and directive:
                yield directive


def _split(directives: str) -> Iterator[str]:
    """The directives of a list; the comma in a date of `unavailable_after` separates none."""
    pending = ""
    for part in directives[: _LONGEST_DIRECTIVE * _MOST_DIRECTIVES].split(","):
        directive = clean(part).lower()[:_LONGEST_DIRECTIVE]
        if pending and directive[:1].isdigit():
            yield f"{pending}, {directive}"
            pending = ""
            continue
        if pending:
            yield pending
        pending = directive if "unavailable_after" in directive else ""
        if directive and not pending:
            yield directive
    if pending:
        yield pending


def _address(text: str | None, base: str | None) -> str | None:
    """An address as an absolute one, null where it is none of the web."""
    if not text or len(text) > _LONGEST_ADDRESS:
        return None
    try:
        address = urljoin(base or "", text.strip())
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in {"http", "https"} and parts.netloc else None


def _each_once(directives: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(directives))[:_MOST_DIRECTIVES]
