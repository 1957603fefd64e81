"""The one encoding of an article: of the durable feed, and of `-o`, `-O` and `FEEDS`.

UTF-8, one compact JSON object and one line feed.  U+0085, U+2028 and U+2029 are written as escapes, since many readers
take them for line ends; JSON itself escapes the ASCII controls.  A surrogate without meaning becomes U+FFFD, one for
one, so that offsets into the body stay right.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from newscrawl.items import Article

_SURROGATES = re.compile("[\ud800-\udfff]")
_LINE_ENDS = (("\u0085", "\\u0085"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029"))


def encode(article: Article) -> bytes:
    """The line of `article`, line feed included.  Raises `ValueError` for NaN and infinite numbers."""
    return encode_object(article.to_dict())


def encode_object(data: Mapping[str, Any], default: Callable[[Any], Any] | None = None) -> bytes:
    """The line of a JSON object; `default` turns what is no JSON type into one (see `json.dumps`)."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=default)
    # Outside of strings JSON is ASCII: what is replaced stands within one.
    for character, escape in _LINE_ENDS:
        text = text.replace(character, escape)
    try:
        return text.encode() + b"\n"
    except UnicodeEncodeError:
        return _SURROGATES.sub("\ufffd", text).encode() + b"\n"


def decode(line: bytes) -> dict[str, Any]:
    """The JSON object of a line.  Raises `ValueError` where it holds none."""
    try:
        data = json.loads(line.decode())
    except RecursionError as error:
        raise ValueError("JSON too deeply nested") from error
    if not isinstance(data, dict):
        raise ValueError(f"not a JSON object but {type(data).__name__}")
    return data
