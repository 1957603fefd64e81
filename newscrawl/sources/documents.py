"""A document of a source as it came: unpacked, decoded, and read as XML or as JSON once, however damaged it is."""

from __future__ import annotations

import gzip
import io
import json
import re
import zlib
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from functools import cached_property
from itertools import islice

from lxml import etree

from newscrawl import options
from newscrawl.html.decoding import decode
from newscrawl.sources.links import NotAListing
from newscrawl.sources.xml import read_xml
from newscrawl.urls import canonical_url

LARGEST_SOURCE = options.SOURCE_MAXSIZE.default
"""Bytes that a document of a source may have, packed or unpacked, unless told otherwise."""
_JSON = re.compile(r"\[\s*(?:\{\s*\"|\])|\{\s*\"")
_MARKUP = re.compile(r"<(?:!doctype|html|head|body|script|rss|feed|rdf:RDF|urlset|sitemapindex)\b", re.IGNORECASE)
_FIRST = 30_000
"""How many characters may stand before the JSON: a notice of PHP."""
_MOST_STARTS = 50
_ELEMENT = re.compile(r"\s*[\[,]\s*")
"""What stands before an element of a list."""


class SourceDocument:
    """What a reader is given: a document's text, what it holds as XML or JSON, and the headers that it came with."""

    def __init__(
        self,
        document: str | bytes,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        reference: datetime | None = None,
        largest: int = LARGEST_SOURCE,
        own_domains: tuple[str, ...] = (),
    ) -> None:
        """See `discover_links`, whose arguments these are."""
        if reference is not None and reference.utcoffset() is None:
            raise ValueError("reference needs an offset from UTC")
        canonical_url(url)
        self.url = url
        self.headers = {name.lower(): value for name, value in (headers or {}).items()}
        """Those of the answer, by their names in lower case."""
        self.reference = reference
        self.text = decode(_inflated(document, largest), self.headers.get("content-type")).removeprefix("\ufeff")
        self.own_domains = own_domains

    @cached_property
    def content_type(self) -> str:
        """What the answer says it is, without parameters and in lower case; empty where it says nothing."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def root(self) -> str | None:
        """Name of the root of a feed or sitemap in XML: `rss`, `RDF`, `feed`, `urlset`, `sitemapindex`; else null."""
        return self._xml[0] if self._xml else None

    @property
    def tree(self) -> etree._Element:
        """The XML below `root`; each element knows its base (`element.base`): the address, or what `xml:base` says."""
        assert self._xml is not None  # noqa: S101 - asked for behind `root`
        return self._xml[1]

    @cached_property
    def _xml(self) -> tuple[str, etree._Element] | None:
        return read_xml(self.text, self.url)

    @cached_property
    def json(self) -> object:
        """The JSON value, past what a server printed before it; null where there is none.

        Of a list of objects that is torn, what is whole.
        """
        if self.root:
            return None
        page = _MARKUP.search(self.text, 0, _FIRST)
        starts = islice(_JSON.finditer(self.text, 0, page.start() if page else _FIRST), _MOST_STARTS)
        values = (_value(self.text, start.start()) for start in starts)
        return next((value for value in values if value is not None), None)


def _inflated(document: str | bytes, largest: int) -> str | bytes:
    """A document without its gzip compression, cut where it is torn.

    Raises `NotAListing` if it grows beyond `largest` bytes, 0 for any number: a part may lack the newest articles.
    """
    if isinstance(document, str) or not document.startswith(b"\x1f\x8b"):
        return document
    parts: list[bytes] = []
    size = 0
    with gzip.GzipFile(fileobj=io.BytesIO(document)) as file:
        try:
            while part := file.read(1 << 16):
                parts.append(part)
                size += len(part)
                if size > largest > 0:
                    raise NotAListing("too_large", f"more than {largest} bytes")
        except (OSError, EOFError, zlib.error):
            pass
    return b"".join(parts)


def _value(text: str, at: int) -> object:
    """The value that begins at a place; of a list that is torn its whole elements, else None."""
    decoder = json.JSONDecoder()
    with suppress(ValueError, RecursionError):
        return decoder.raw_decode(text, at)[0]
    found: list[object] = []
    with suppress(ValueError, RecursionError):
        while element := _ELEMENT.match(text, at):
            value, at = decoder.raw_decode(text, element.end())
            found.append(value)
    return found or None
