"""Markup that no parser should be given: pages made to take hours or gigabytes, told before they are parsed."""

from __future__ import annotations

import re

MOST_TAGS = 250_000
"""Opening brackets of a page; the largest of newspapers have some 20,000, and a tree takes 150 bytes for each node."""
MOST_ATTRIBUTES = 2_000
"""Attributes of one tag: libxml2 walks along all of them for each new one, 100,000 take it 40 seconds."""

# Comments, scripts and styles as wholes, then tags with their quoted values; possessive, so that all is read once.
_TAG = re.compile(
    rb"<(?:!--[^-]*+(?:-(?!->)[^-]*+)*+|(?:script|style)[\s>/][^<]*+(?:<(?!/(?:script|style))[^<]*+)*+|"
    rb"([a-z][^>=]*+(?:=(?:\"[^\"]*+\"?|\s*+(?:\"[^\"]*+\"?|'[^']*+'?|[^\s>\"'][^\s>]*+)?)[^>=]*+)*+))",
    re.IGNORECASE,
)
_VALUE = re.compile(rb"=\s*+(?:\"[^\"]*+\"?|'[^']*+'?|[^\s>\"'][^\s>]*+)?")
_NAME = re.compile(rb"[^\s/=]+")


def is_monstrous(html: bytes) -> bool:
    """Whether a page has more tags, or a tag more attributes, than any newspaper needs."""
    if html.count(b"<") > MOST_TAGS:
        return True
    tags = _TAG.findall(html)
    # A name takes two characters with what parts it from the next: few pages have a tag that is worth a second look.
    if max(map(len, tags), default=0) <= 2 * MOST_ATTRIBUTES:
        return False
    return any(_attributes(tag) > MOST_ATTRIBUTES for tag in tags if len(tag) > 2 * MOST_ATTRIBUTES)


def _attributes(tag: bytes) -> int:
    return sum(1 for _ in _NAME.finditer(_VALUE.sub(b" ", tag)))
