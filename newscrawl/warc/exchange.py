"""One request and its answer, as an archive keeps them: without cookies, credentials and keys, ours or a site's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from newscrawl.items import ArchiveRecord
from newscrawl.redaction import address_without_secrets, form_without_secrets, is_secret

Headers = tuple[tuple[str, str], ...]
"""Names and values in the order in which they went over the wire; bytes beyond ASCII stand as in Latin-1."""


_NEVER = frozenset((
    "authorization", "authentication-info", "cookie", "cookie2", "proxy-authenticate", "proxy-authentication-info",
    "proxy-authorization", "set-cookie", "set-cookie2",
))  # fmt: skip
_ADDRESSES = frozenset(("content-location", "location", "origin", "referer"))
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Earlier:
    """A record that holds the body which a later answer did not repeat, or repeated unchanged."""

    record: ArchiveRecord
    record_id: str
    """Its `WARC-Record-ID`."""
    url: str
    moment: str
    """Its `WARC-Date`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and its answer."""

    url: str
    """The address that was asked for; a redirect is an exchange of its own."""
    moment: datetime
    """When the answer came, aware."""
    status: int
    headers: Headers = ()
    """Those of the answer."""
    body: bytes = b""
    """As it came, still under its `Content-Encoding`, without any transfer coding."""
    truncated: bool = False
    """Whether we stopped to read before its end."""
    method: str = "GET"
    request_headers: Headers = ()
    request_body: bytes = b""
    version: str = "HTTP/1.1"
    ip: str | None = None
    """The address of the server that answered."""
    notes: Mapping[str, Any] = field(default_factory=dict)
    """What the run knew and the page does not say, as JSON: needed to read the page again as the run did."""

    def header(self, name: str) -> str | None:
        """The last value of a header of the answer, null where it is absent or empty."""
        return next(reversed(list(self.values(name))), None) or None

    def values(self, name: str) -> Iterator[str]:
        """Every value of a header of the answer, in order."""
        return values_of(self.headers, name)


def values_of(headers: Headers, name: str) -> Iterator[str]:
    """Every value of a header, in order."""
    wanted = name.lower()
    return (value for given, value in headers if given.lower() == wanted)


def without_secrets(exchange: Exchange) -> Exchange:
    """`exchange` without what identifies us or opens a door; the body of the answer is as it was published."""
    headers = _kept(exchange.request_headers)
    is_form = any(name.lower() == "content-type" and value.lower().startswith(_FORM) for name, value in headers)
    body = exchange.request_body
    return replace(
        exchange,
        url=address_without_secrets(exchange.url),
        headers=_kept(exchange.headers),
        request_headers=headers,
        request_body=form_without_secrets(body.decode("latin-1")).encode("latin-1", "replace") if is_form else body,
    )


def _kept(headers: Headers) -> Headers:
    return tuple(
        (name, address_without_secrets(value) if name.lower() in _ADDRESSES else value)
        for name, value in headers
        if name.lower() not in _NEVER and not is_secret(name, value)
    )
