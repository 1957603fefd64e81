"""RSS (0.9x, 1.0, 2.0) and Atom: links with the headline, date and teaser that the feed gives."""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import parsedate_to_datetime

from lxml import etree

from newscrawl.discovery.addresses import resolve
from newscrawl.discovery.dates import iso_date, printed_date
from newscrawl.discovery.links import Link, Listing
from newscrawl.discovery.xml import all_named, name_of, namespace_of, plain
from newscrawl.urls import article_key

_NAMED_ZONE = re.compile(r"\b(?:GMT|UTC)\s*([+-])(\d{1,2})(?::?(\d{2}))?$")
_PUBLISHED = ("published", "pubdate", "date", "issued", "created")
_MODIFIED = ("updated", "modified")
_TEASERS = ("summary", "description")
_LONGEST_TEASER = 600
_OTHER_RELATIONS = frozenset(("self", "replies", "edit", "enclosure", "via", "hub", "next", "previous", "related"))


def read_feed(tree: etree._Element, url: str) -> Listing:
    """The items of a feed, in its order, each article once."""
    base = tree.get("{http://www.w3.org/XML/1998/namespace}base") or url
    links: dict[str, Link] = {}
    for element in tree.iter():
        if name_of(element) in ("item", "entry") and (link := _link(element, base)):
            links.setdefault(article_key(link.url), link)
    return Listing(list(links.values()), _next_page(tree, url), "feed")


def feed_date(text: str | None) -> str | None:
    """A date of a feed as ISO 8601: RFC 822 and its many slips, ISO 8601, or as printed."""
    if not text or not (stated := text.strip()):
        return None
    if iso := iso_date(stated):
        return iso
    zoned = _NAMED_ZONE.sub(lambda zone: f"{zone[1]}{int(zone[2]):02}{zone[3] or '00'}", stated)
    try:
        moment: datetime = parsedate_to_datetime(zoned)
        return moment.isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return printed_date(stated)


def _link(item: etree._Element, base: str) -> Link | None:
    parts: dict[str, etree._Element] = {}
    for part in item:
        if "search.yahoo.com/mrss" not in namespace_of(part) and namespace_of(part) != "media":
            parts.setdefault(name_of(part), part)
    url = _address(item, base)
    if url is None:
        return None
    published, raw = _dated(parts, _PUBLISHED)
    modified, _ = _dated(parts, _MODIFIED)
    teaser = next((text for name in _TEASERS if name in parts and (text := plain(_text(parts[name])))), None)
    return Link(
        url=url,
        headline=plain(_text(parts["title"])) if "title" in parts else None,
        published=published,
        published_raw=raw,
        modified=modified,
        teaser=teaser[:_LONGEST_TEASER].rstrip() if teaser else None,
        section=_category(item),
        author=_author(parts),
    )


def _address(item: etree._Element, base: str) -> str | None:
    """Where an item leads: its link, else its identifier where that is an address."""
    alternates: list[str | None] = []
    others: list[str | None] = []
    for part in item:
        name = name_of(part)
        if name == "link" and (relation := (part.get("rel") or "alternate").lower()) not in _OTHER_RELATIONS:
            (alternates if relation == "alternate" else others).append(part.get("href") or part.text)
        elif name in ("guid", "id") and (part.get("isPermaLink") or "").lower() != "false":
            others.append(part.text if (part.text or "").strip().startswith("http") else None)
    named = [str(value) for name, value in item.attrib.items() if str(name).endswith("about")]
    stated = [*alternates, *others, *named]
    return next((url for text in stated if text and text.strip() and (url := resolve(text, base))), None)


def _dated(parts: dict[str, etree._Element], names: tuple[str, ...]) -> tuple[str | None, str | None]:
    for name in names:
        if name in parts:
            text = (_text(parts[name]) or "").strip()
            if iso := feed_date(text):
                return iso, text
    return None, None


def _text(element: etree._Element) -> str | None:
    """The text of an element; Atom's inline XHTML as its words."""
    if len(element) == 0:
        return element.text
    return " ".join(str(text) for text in element.itertext())


def _category(item: etree._Element) -> str | None:
    for part in item:
        if name_of(part) == "category" and (text := plain(part.get("label") or part.get("term") or part.text)):
            return text
    return None


def _author(parts: dict[str, etree._Element]) -> str | None:
    for name in ("creator", "author"):
        if name in parts:
            named = next(all_named(parts[name], "name"), parts[name])
            if text := plain(named.text):
                return text
    return None


def _next_page(tree: etree._Element, url: str) -> str | None:
    for element in all_named(tree, "link"):
        if (element.get("rel") or "").lower() == "next" and (target := resolve(element.get("href") or "", url)):
            return target if article_key(target) != article_key(url) else None
    return None
