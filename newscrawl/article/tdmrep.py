"""`/.well-known/tdmrep.json`, the site-wide part of the TDM Reservation Protocol (W3C Community Group Report): pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote_to_bytes, urlsplit

MOST_RULES = 5_000
"""Rules that are read; no publisher needs that many."""
_LONGEST = 2_000
"""Characters of a pattern or an address."""
_VALUES = {0: False, 1: True, "0": False, "1": True}
_PLAIN = "-._~/%?&=!'()+,;:@#[]"
"""What stands in a path or query without escape, `*` and `$` apart, which a pattern escapes to mean themselves."""
_ESCAPE = re.compile(rb"%([0-9a-fA-F]{2})")


@dataclass(frozen=True, slots=True)
class Reservation:
    """What one technique of the protocol declares; null for what it does not say."""

    reserved: bool | None = None
    policy: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """What holds for the paths that match `location`."""

    location: str
    reservation: Reservation

    def matches(self, path: str) -> bool:
        """Whether a path with its query, in the form that `comparable` gives, is one of those meant.

        As in robots.txt: `*` stands for any characters, `$` at the end for the end; without it a beginning will do.
        """
        parts = self.location.removesuffix("$").split("*")
        if not path.startswith(parts[0]):
            return False
        place = len(parts[0])
        *middle, last = parts[1:] or [""]
        for part in middle:
            place = path.find(part, place)
            if place < 0:
                return False
            place += len(part)
        if not self.location.endswith("$"):
            return path.find(last, place) >= 0
        return len(path) - len(last) >= place and path.endswith(last) if len(parts) > 1 else place == len(path)


def read_tdmrep(body: bytes) -> list[Rule]:
    """The rules of a tdmrep.json, in order; what is no rule is passed over, as the protocol says of its errors.

    A single rule that stands without its list, and numbers written as strings, are read as they are meant.  Raises
    `ValueError` where it is no JSON list or object.
    """
    try:
        data = json.loads(body.decode("utf-8-sig", "replace"))
    except RecursionError as error:
        raise ValueError("JSON too deeply nested") from error
    if isinstance(data, dict):
        data = [data]
    if not isinstance(data, list):
        raise ValueError("not a list of rules")
    return list(_rules(data[:MOST_RULES]))


def reservation_at(rules: list[Rule], url: str) -> Reservation:
    """What the rules say of an address: the first that matches is the most specific; none leaves it unset."""
    path = comparable(_path(url))
    return next((rule.reservation for rule in rules if rule.matches(path)), Reservation())


def comparable(path: str, special: str = "") -> str:
    """A path in the one form of its escapes: what needs none plain, all else escaped, `special` characters kept."""
    plain = _ESCAPE.sub(_unescaped, path.encode("utf-8", "replace"))
    return quote(plain, safe=_PLAIN + special)


def value_of(text: object) -> bool | None:
    """The meaning of a `tdm-reservation`: 1 is reserved, 0 is not; null for anything else."""
    if isinstance(text, str):
        text = text.strip()
    return _VALUES.get(text) if isinstance(text, (int, str)) and not isinstance(text, bool) else None


def _rules(data: list[Any]) -> Iterator[Rule]:
    for each in data:
        match each:
            case {"location": str() as location, "tdm-reservation": value} if 0 < len(location) <= _LONGEST:
                reserved = value_of(value)
                policy = each.get("tdm-policy")
                policy = policy.strip() if isinstance(policy, str) and len(policy) <= _LONGEST else None
                if reserved is not None:
                    yield Rule(_pattern(_path(location)), Reservation(reserved, policy or None))


def _pattern(location: str) -> str:
    return comparable(location.removesuffix("$"), "*") + ("$" if location.endswith("$") else "")


def _path(address: str) -> str:
    """Path and query of an address, or of a pattern that is written as one or without its first slash."""
    if address.startswith(("http://", "https://")):
        try:
            parts = urlsplit(address)
        except ValueError:
            return "/"
        address = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return address if address.startswith(("/", "*")) else f"/{address}"


def _unescaped(escape: re.Match[bytes]) -> bytes:
    byte = unquote_to_bytes(escape[0])
    return byte if byte.isalnum() or byte in (b"-", b".", b"_", b"~") else escape[0].upper()
