"""Pages that only send their readers on: `meta http-equiv="refresh"`, and the header `Refresh` that it stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from newscrawl.html.document import Document
from newscrawl.html.elements import Element, texts_in
from newscrawl.html.parsing import Unparsable, parse
from newscrawl.text import stated_address
from newscrawl.urls import article_key

# As browsers read it ("shared declarative refresh steps" of the HTML standard).
_REFRESH = re.compile(
    r"\s*+(?P<delay>\d{1,6}+)[\d.]*+(?=[;,\s])\s*+[;,]?+\s*+(?:url\s*+=\s*+)?+"
    r"(?:\"(?P<double>[^\"]*)|'(?P<single>[^']*)|(?P<bare>\S.*))",
    re.IGNORECASE | re.DOTALL | re.ASCII,
)
_META = re.compile(rb"<meta\b[^<>]*?\bhttp-equiv\s*+=\s*+[\"']?+\s*+refresh\b[^<>]*", re.IGNORECASE)
_LEADING_ON = re.compile(
    rb"\bcontent\s*+=\s*+[\"']?+\s*+(\d{1,6}+)[\d.]*+(?=[;,\s])\s*+[;,]?+\s*+[^\s\"']", re.IGNORECASE
)
_AT_ONCE = 1
"""Seconds that leave no time to read a page."""
_MOST_TEXT = 1_000
"""Characters beside links up to which a page may be only a notice that it sends on."""
_MOST_TEXT_OF_SHELL = 200
"""The same where only browsers without scripts are sent on: a flash is read as it stands."""
_UNSEEN = frozenset(("template", "svg", "iframe", "textarea", "title"))
"""Elements in which a `meta` is none."""


@dataclass(frozen=True, slots=True)
class Refresh:
    """What has a browser leave a page for another address."""

    url: str
    """Absolute, http or https."""
    delay: int
    """Seconds."""


def read_refresh(stated: str, base: str) -> Refresh | None:
    """What a header or a `content` says; null where it has the page load itself again, or leads out of the web."""
    found = _REFRESH.match(stated)
    if found is None:
        return None
    target = stated_address(found["double"] or found["single"] or found["bare"] or "")
    try:
        url = urljoin(base, target)
        parts = urlsplit(url)
        if not target or parts.scheme not in ("http", "https") or not parts.hostname:
            return None
    except ValueError:
        return None
    return Refresh(url, int(found["delay"]))


def refresh_of(
    page: bytes, url: str, *, header: str | None = None, content_type: str | None = None, longest: int
) -> Refresh | None:
    """Where a page sends its readers within `longest` seconds, null where it lets them read.

    A page that shows a text of its own does that, unless it leaves no time for it: what it has for browsers without
    scripts does not count then, nor what comes later.  One that loads itself again is live, and sends nobody on.
    """
    if header and (stated := _wanted(read_refresh(header, url), url, longest)):
        return stated if stated.delay <= _AT_ONCE or _text_of(_parsed(page, content_type)) <= _MOST_TEXT else None
    if not any(_may_lead_on(tag, longest) for tag in _META.findall(page)):
        return None
    root = _parsed(page, content_type)
    stated_here = _stated(root, url) if root is not None else ()
    wanted = [(found, is_fallback) for each, is_fallback in stated_here if (found := _wanted(each, url, longest))]
    # A text is looked for once, however many a page states.
    text = _text_of(root) if wanted else 0
    for refresh, is_fallback in wanted:
        at_once = refresh.delay <= _AT_ONCE and not is_fallback
        if at_once or text <= (_MOST_TEXT_OF_SHELL if is_fallback else _MOST_TEXT):
            return refresh
    return None


def _wanted(refresh: Refresh | None, url: str, longest: int) -> Refresh | None:
    if refresh is None or refresh.delay > longest:
        return None
    target, own = refresh.url.partition("#")[0], url.partition("#")[0]
    is_itself = target == own or (refresh.delay > 0 and article_key(target) == article_key(own))
    return None if is_itself else refresh


def _may_lead_on(tag: bytes, longest: int) -> bool:
    """Whether a tag is worth a look at its page: most are those of lists that load themselves again."""
    stated = _LEADING_ON.search(tag)
    return stated is not None and int(stated[1]) <= longest


def _stated(root: Element, url: str) -> Iterator[tuple[Refresh, bool]]:
    """What each `meta` states, and whether it is for browsers without scripts alone."""
    document = Document(root, url)
    for meta in root.iter("meta"):
        if (meta.get("http-equiv") or "").strip().lower() != "refresh":
            continue
        within = {str(element.tag) for element in meta.iterancestors()}
        refresh = read_refresh(meta.get("content") or "", document.base)
        if refresh is not None and within.isdisjoint(_UNSEEN):
            yield refresh, "noscript" in within


def _parsed(page: bytes, content_type: str | None) -> Element | None:
    try:
        return parse(page, content_type)
    except Unparsable:
        return None


def _text_of(root: Element | None) -> int:
    """Characters of a page's text beside its links."""
    body = root.find("body") if root is not None else None
    if body is None:
        return 0
    linked = sum(len(text) for link in body.iter("a") for text in texts_in(link))
    return sum(map(len, texts_in(body))) - linked
