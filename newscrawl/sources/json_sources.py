"""JSON as it comes: a byte order mark or a notice of PHP before it, a torn end."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from newscrawl.html.decoding import decode
from newscrawl.sources.feeds import read_json_feed
from newscrawl.sources.links import Listing
from newscrawl.sources.wordpress import is_refusal, read_posts, refusal

_START = re.compile(r"\[\s*(?:\{\s*\"|\])|\{\s*\"")
_PAGE = re.compile(r"<(?:!doctype|html|head|body|script|rss|feed|rdf:RDF|urlset|sitemapindex)\b", re.IGNORECASE)
_FIRST = 30_000
"""How many characters may stand before the JSON."""
_MOST_STARTS = 50
_GAP = re.compile(r"[\s,]*")


def read_json_source(document: str | bytes, url: str, headers: Mapping[str, str] | None = None) -> Listing | None:
    """The posts of WordPress' REST interface or the items of a JSON Feed; None for anything else.

    Raises `NotAListing` where the REST interface refuses.
    """
    answer = read_json(document)
    if isinstance(answer, list):
        posts = [post for post in answer if isinstance(post, dict) and "link" in post]
        return read_posts(posts, url, headers) if posts or not answer else None
    if not isinstance(answer, dict):
        return None
    if "jsonfeed.org/version" in str(answer.get("version")):
        return read_json_feed(answer, url)
    if is_refusal(answer):
        raise refusal(answer, url)
    return None


def read_json(document: str | bytes) -> object:
    """The value of a JSON document, past what a server printed before it; None where there is none.

    Of a list of objects that is torn, what is whole.
    """
    text = decode(document)
    page = _PAGE.search(text, 0, _FIRST)
    end = min(page.start() if page else len(text), _FIRST)
    for tried, start in enumerate(_START.finditer(text, 0, end)):
        if tried == _MOST_STARTS:
            break
        value = _list(text, start.start()) if text[start.start()] == "[" else _value(text, start.start())
        if value is not None:
            return value
    return None


def _value(text: str, at: int) -> object:
    try:
        return json.JSONDecoder().raw_decode(text, at)[0]
    except (ValueError, RecursionError):
        return None


def _list(text: str, at: int) -> list[object] | None:
    """The whole elements of a list of objects, None where not even the first is."""
    decoder = json.JSONDecoder()
    found: list[object] = []
    at = _gap(text, at + 1)
    while at < len(text) and text[at] != "]":
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return found or None
        found.append(value)
        at = _gap(text, at)
    return found


def _gap(text: str, at: int) -> int:
    gap = _GAP.match(text, at)
    return gap.end() if gap else at
