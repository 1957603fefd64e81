"""One request and its answer, as an archive keeps them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Headers = tuple[tuple[str, str], ...]
"""Names and values in the order in which they went over the wire; bytes beyond ASCII stand as in Latin-1."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record lies: the name of its file in the folder of the archive, and the offset of its first byte."""

    file: str
    offset: int


@dataclass(frozen=True, slots=True)
class Earlier:
    """A record that holds the body which a later answer did not repeat, or repeated unchanged."""

    place: Place
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
