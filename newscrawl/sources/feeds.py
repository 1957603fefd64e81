"""RSS (0.9x, 1.0, 2.0), Atom and JSON Feed: links with the headline, date and teaser that the feed gives."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import chain
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from lxml import etree

from newscrawl.dates.reading import stated_date
from newscrawl.sources.addresses import resolve
from newscrawl.sources.documents import SourceDocument
from newscrawl.sources.links import Link, Listing, each_once, without_services
from newscrawl.sources.xml import all_named, name_of, namespace_of, plain, words_in
from newscrawl.urls import article_key, host_of

_ROOTS = frozenset(("rss", "RDF", "feed"))
_PUBLISHED = ("published", "pubdate", "date", "issued", "created")
_MODIFIED = ("updated", "modified")
_TEASERS = ("summary", "description", "encoded", "content")
_LONGEST_TEASER = 600
_OTHER_RELATIONS = frozenset(("self", "replies", "edit", "enclosure", "via", "hub", "next", "previous", "related"))
_OF_MEDIA = re.compile(r"search\.yahoo\.com/mrss|itunes|^media$|^googleplay$|play-podcasts|podcast", re.IGNORECASE)
"""Namespaces whose `title` and `description` are those of a picture or an episode."""
_REDIRECTORS = re.compile(r"(?:feedproxy\.google|feeds?\.feedburner|[\w.-]*feedsportal)\.com")
"""Hosts that only count readers and send them on."""
_RSS_AUTHOR = re.compile(r"\S+@\S+\s+\((?P<name>.+)\)")
_APPEARED = re.compile(
    r"\s*(?:L['’]article|Cet article|The post)\s.{1,300}?\s(?:est apparu en premier sur|appeared first on)\s.*$"
)
"""What WordPress plug-ins add to each teaser."""


def is_feed(document: SourceDocument) -> bool:
    """Whether a document is a feed, by its root or the version that it states."""
    return document.root in _ROOTS or (
        isinstance(document.json, dict) and "jsonfeed.org/version" in str(document.json.get("version"))
    )


def read_feed(document: SourceDocument) -> Listing:
    """The items of a feed, in its order, each article once."""
    url = document.url
    if isinstance(document.json, dict):
        return _read_json_feed(document.json, document)
    items = (element for element in document.tree.iter() if name_of(element) in ("item", "entry"))
    links = each_once(_link(item, url) for item in items)
    kept = without_services(links, url, document.own_domains)
    return Listing(kept, _next_page(document.tree, url), family=_family(document.tree))


def older_items(listing: Listing, url: str) -> str | None:
    """The address of the items before those of the feed at `url`, where its system is known to keep them there.

    WordPress answers `?paged=2` as it does for its lists, and 404 behind the last page, though its feeds do not say so.
    """
    if listing.kind != "feed" or listing.family != "wordpress" or not listing.links:
        return None
    parts = urlsplit(url)
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name != "paged"]
    stated = dict(parse_qsl(parts.query)).get("paged", "1")
    number = int(stated[:6]) + 1 if stated.isdecimal() else 2
    return urlunsplit(parts._replace(query=urlencode([*kept, ("paged", str(number))]), fragment=""))


def _read_json_feed(feed: Mapping[str, Any], document: SourceDocument) -> Listing:
    """The items of a JSON Feed (https://www.jsonfeed.org/version/1.1/)."""
    url, items, onward = document.url, feed.get("items"), feed.get("next_url")
    links = each_once(
        _json_link(item, url) for item in (items if isinstance(items, list) else ()) if isinstance(item, dict)
    )
    kept = without_services(links, url, document.own_domains)
    return Listing(kept, _other_page(onward, url) if isinstance(onward, str) else None)


def _family(tree: etree._Element) -> str | None:
    stated = (element for element in all_named(tree, "generator"))
    return "wordpress" if any("wordpress.org" in (element.text or "") for element in stated) else None


def _link(item: etree._Element, feed: str) -> Link | None:
    parts: dict[str, etree._Element] = {}
    for part in item:
        if not _OF_MEDIA.search(namespace_of(part)):
            parts.setdefault(name_of(part), part)
    url = _address(item, feed)
    if url is None:
        return None
    published, raw = _dated(parts, _PUBLISHED)
    modified, _ = _dated(parts, _MODIFIED)
    return Link(
        url=url,
        headline=plain(words_in(parts["title"])) if "title" in parts else None,
        published=published,
        published_raw=raw,
        modified=modified,
        teaser=next((text for name in _TEASERS if name in parts and (text := _teaser(words_in(parts[name])))), None),
        section=_category(item),
        author=_author(parts),
        original=_original(item, parts, url, feed),
    )


def _json_link(item: Mapping[str, Any], feed: str) -> Link | None:
    def text(*names: str) -> str | None:
        return next((value for name in names if isinstance(value := item.get(name), str) and value.strip()), None)

    def time(name: str) -> str | None:
        value = item.get(name)  # some write the seconds since 1970 as a number
        return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else text(name)

    address = text("url", "external_url") or (text("id") or "" if str(item.get("id")).startswith("http") else "")
    url = resolve(address, feed) if address else None
    if url is None:
        return None
    tags = item.get("tags")
    authors = item.get("authors")
    named = authors[0].get("name") if isinstance(authors, list) and authors and isinstance(authors[0], dict) else None
    return Link(
        url=url,
        headline=plain(text("title")),
        published=stated_date(time("date_published")),
        published_raw=time("date_published"),
        modified=stated_date(time("date_modified")),
        teaser=_teaser(text("summary", "content_text", "content_html")),
        section=plain(tags[0]) if isinstance(tags, list) and tags and isinstance(tags[0], str) else None,
        author=plain(named) if isinstance(named, str) else None,
    )


def _address(item: etree._Element, feed: str) -> str | None:
    """Where an item leads: its link to a page, else its identifier where that is an address."""
    stated: tuple[list[str | None], ...] = ([], [], [], [])
    pages, alternates, others, files = stated
    for part in item:
        name = name_of(part)
        if name == "link" and (relation := _relation(part)) not in _OTHER_RELATIONS:
            kind = (part.get("type") or "").lower()
            of_kind = alternates if not kind else pages if "html" in kind else files
            (of_kind if relation == "alternate" else others).append(part.get("href") or part.text)
        elif name in ("guid", "id") and (part.get("isPermaLink") or "").lower() != "false":
            others.append(part.text if (part.text or "").strip().startswith("http") else None)
    files += [str(value) for name, value in item.attrib.items() if str(name).endswith("about")]
    base = _base(item, feed)
    return next((url for text in chain(*stated) if text and text.strip() and (url := resolve(text, base))), None)


def _relation(link: etree._Element) -> str:
    """What a link of an item leads to; some write it as the address at which it is registered."""
    return (link.get("rel") or "alternate").strip().lower().rpartition("/")[2]


def _original(item: etree._Element, parts: dict[str, etree._Element], url: str, feed: str) -> str | None:
    """The article's own address where the link is that of a service that counts readers."""
    stated = (parts["origlink"].text or "").strip() if "origlink" in parts else ""
    if not stated and _REDIRECTORS.fullmatch(host_of(url)) and "guid" in parts:
        stated = (parts["guid"].text or "").strip()
    original = resolve(stated, _base(item, feed)) if stated.startswith(("http", "/")) else None
    return original if original != url else None


def _base(item: etree._Element, feed: str) -> str:
    """What an item's relative addresses are resolved against; its link may have an `xml:base` of its own."""
    link = next((part for part in item if name_of(part) == "link"), item)
    return str(link.base or feed)


def _dated(parts: dict[str, etree._Element], names: tuple[str, ...]) -> tuple[str | None, str | None]:
    """The first date that can be read, and as it stands; without one, what the first that is there says."""
    texts = [text for name in names if name in parts and (text := (words_in(parts[name]) or "").strip())]
    read = ((iso, text) for text in texts if (iso := stated_date(text)))
    return next(read, (None, texts[0] if texts else None))


def _teaser(stated: str | None) -> str | None:
    text = plain(stated)
    text = _APPEARED.sub("", text) if text else None
    return text[:_LONGEST_TEASER].rstrip() if text else None


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
                found = _RSS_AUTHOR.fullmatch(text)
                return found["name"] if found else text
    return None


def _next_page(tree: etree._Element, url: str) -> str | None:
    for element in all_named(tree, "link"):
        if (element.get("rel") or "").lower() == "next" and (target := element.get("href")):
            return _other_page(target, url)
    return None


def _other_page(href: str, url: str) -> str | None:
    target = resolve(href, url)
    return target if target and article_key(target) != article_key(url) else None
