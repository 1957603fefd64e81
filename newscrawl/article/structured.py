"""What a page states for machines: JSON-LD, OpenGraph and other metas, microdata."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any, NamedTuple

from newscrawl.article.document import ArticlePage
from newscrawl.html.elements import Element, text_of
from newscrawl.text import clean, fold

Node = dict[str, Any]

ARTICLE_TYPES = frozenset(
    {
        "article", "newsarticle", "blogposting", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle",
        "reviewnewsarticle", "backgroundnewsarticle", "asknewsarticle", "advertisercontentarticle",
        "satiricalarticle",
        "liveblogposting", "techarticle", "report", "socialmediaposting", "creativework", "radioepisode",
        "podcastepisode",
        "tvepisode",
    }
)  # fmt: skip
_LISTING_TYPES = frozenset({"collectionpage", "itemlist", "searchresultspage", "aboutpage", "contactpage"})
"""Pages that list articles, or are about the site."""
_WEAK_TYPES = frozenset({"creativework", "socialmediaposting", "radioepisode", "podcastepisode", "tvepisode"})
_META_AUTHORS = (
    "author", "article:author", "og:article:author", "dc.creator", "dcterms.creator", "parsely-author",
    "sailthru.author", "cxenseparse:author", "twitter:creator:name", "byl",
)  # fmt: skip
_MAX_NODES = 5_000
_LONGEST_NAME = 200
"""Characters below which what an item calls its author is read."""
_BEGINNING = 60
"""Characters of a headline that tell it."""
_COMMENT_MARKS = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?://\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>|-->)\s*$"
)
_WRITTEN_BY = re.compile(r"(?:written|ecrit|redige|publie)e? (?:by|par)|auteur|author")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_BROKEN_TYPE = re.compile(r'"@type"\s*:\s*"((?:\w{0,20}Article)|BlogPosting)"')
_BROKEN_FIELD = re.compile(r'"(headline|datePublished|dateModified|articleSection)"\s*:\s*"((?:[^"\\]|\\.){1,400})"')
_BROKEN_AUTHOR = re.compile(r'"author"\s*:\s*\[?\s*\{[^{}]{0,300}?"name"\s*:\s*"([^"\\]{2,100})"')
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});", re.IGNORECASE)


class Crumb(NamedTuple):
    """One entry of the trail to an article."""

    name: str
    address: str | None = None


@dataclass(slots=True)
class StatedFields:
    """The fields of an article as one machine-readable source states them, still raw."""

    headline: str | None = None
    description: str | None = None
    published: str | None = None
    modified: str | None = None
    authors: list[str] = field(default_factory=list)
    organisations: list[str] = field(default_factory=list)
    """The authors that it calls organisations: the paper, an agency."""
    section: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    image: str | None = None
    body: str | None = None
    words: int | None = None
    """How many words the text has."""
    comment_count: int | None = None
    free: bool | None = None
    """Whether it says that everybody may read the article, or a part of it."""
    breadcrumb: list[Crumb] = field(default_factory=list)
    publisher: str | None = None
    is_person: bool = False
    """Whether the publisher is a person, who has the site to himself."""
    article: bool = False
    """The page calls itself an article."""
    video: bool = False
    """The page calls itself a video, and nothing calls itself an article."""
    listing: bool = False
    """The page calls itself a collection or a site, and nothing calls itself an article."""


def read_json_ld(page: ArticlePage) -> StatedFields:
    """The article of the page's JSON-LD, wherever in it that stands."""
    nodes = [node for script in page.json_ld for node in _nodes(script)]
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 2}
    articles = [node for node in nodes if _types(node) & ARTICLE_TYPES]
    shown = fold(" ".join([page.title, *(" ".join(heading.itertext()) for heading in page.headings[:5])]))
    several = len(articles) > 1
    articles.sort(
        key=lambda node: (
            bool(_types(node) & _WEAK_TYPES),
            "headline" not in node,
            several and not _is_shown(node, shown),
            "datePublished" not in node,
        )
    )
    stated = _stated(articles[0], by_id) if articles else StatedFields()
    stated.article = bool(articles) and not _types(articles[0]) & _WEAK_TYPES
    stated.video = not articles and any("videoobject" in _types(node) for node in nodes)
    stated.listing = not articles and any(_types(node) & _LISTING_TYPES for node in nodes)
    for node in nodes:
        types = _types(node)
        if "breadcrumblist" in types and not stated.breadcrumb:
            stated.breadcrumb = _breadcrumb(node)
        elif types & {"organization", "newsmediaorganization", "website"} and not stated.publisher:
            stated.publisher = _name(node, by_id)
        elif "webpage" in types and articles:
            _complete(stated, node, by_id)
    return stated


def _is_shown(node: Node, shown: str) -> bool:
    """Whether a node's headline is one that the page shows: pages also state the articles that they link to."""
    headline = fold(text_value(node.get("headline")) or "")
    return bool(headline) and headline[:_BEGINNING] in shown


def read_metas(page: ArticlePage) -> StatedFields:
    """The article as OpenGraph and the other metas state it."""
    stated = ([clean(name) for name in page.metas.get(key, ()) if "://" not in name] for key in _META_AUTHORS)
    authors = next(filter(any, stated), [])
    # Plug-ins tell messengers what a post is by pairs of a label and a value.
    for number in ("1", "2") if not authors else ():
        label = page.meta(f"twitter:label{number}")
        if label and _WRITTEN_BY.fullmatch(fold(label)):
            authors += page.metas.get(f"twitter:data{number}", ())
    kind = (page.meta("og:type") or "").lower()
    return StatedFields(
        article=kind == "article",
        video=kind.startswith("video"),
        listing=kind == "website",
        headline=page.meta("og:title", "twitter:title"),
        description=page.meta("og:description", "description", "twitter:description"),
        published=page.meta(
            "article:published_time", "og:article:published_time", "article:published", "datepublished",
            "og:published_time",
            "date.available", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "dc.date.issued",
            "dcterms.created", "dcterms.date", "dc.date", "pubdate", "publish-date", "date:published_time", "date",
        ),
        modified=page.meta(
            "article:modified_time", "og:article:modified_time", "datemodified", "og:updated_time", "date.modified",
            "dcterms.modified", "last-modified",
        ),
        authors=list(dict.fromkeys(name for name in authors if name)),
        section=[text for text in [page.meta("article:section", "og:article:section")] if text],
        tags=[clean(tag) for key in ("article:tag",
        "og:article:tag") for tag in page.metas.get(key, ()) if clean(tag)],
        image=page.meta("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"),
        publisher=page.meta("og:site_name", "application-name", "publisher"),
    )  # fmt: skip


def read_microdata(page: ArticlePage) -> StatedFields:
    """The article as `itemprop` attributes outside comments and other items state it; only what is cheap to read."""
    stated = StatedFields()
    for element in page.microdata:
        names = (element.get("itemprop") or "").split()
        value = element.get("content") or element.get("datetime")
        if "datePublished" in names and stated.published is None:
            stated.published = clean(value or "") or None
        elif "dateModified" in names and stated.modified is None:
            stated.modified = clean(value or "") or None
        elif "author" in names and element.tag != "link" and not _in_comment(element):
            named = [each for each in element.iterdescendants() if "name" in (each.get("itemprop") or "").split()]
            texts = [value] if value else [text_of(each) or each.get("content", "") for each in named or [element]]
            kind = stated.organisations if "rganization" in element.get("itemtype", "") else stated.authors
            kind += [text for text in map(clean, texts) if 0 < len(text) < _LONGEST_NAME]
    stated.authors = list(dict.fromkeys(stated.authors))
    return stated


def _in_comment(element: Element) -> bool:
    """Whether the item that a property belongs to is a comment."""
    items = (each.get("itemtype") for each in element.iterancestors() if each.get("itemtype"))
    return "omment" in (next(items, None) or "")


def text_value(value: Any) -> str | None:
    """A string of JSON-LD as text: entities resolved, once more where they were escaped twice."""
    if isinstance(value, list):
        value = next((element for element in value if isinstance(element, str)), None)
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    if not isinstance(value, str):
        return None
    text = unescape(value)
    if _ENTITY.search(text):
        text = unescape(text)
    return clean(text) or None


def _nodes(script: str) -> Iterator[Node]:
    """Every object of a script, parents first, whatever it is nested in, but for the entries of lists."""
    queue = _parsed(script)
    seen = 0
    while queue and seen < _MAX_NODES:
        value = queue.pop(0)
        seen += 1
        if isinstance(value, list):
            queue[:0] = value
        elif isinstance(value, dict):
            yield value
            queue.extend(
                part for key, part in value.items() if isinstance(part, dict | list) and key != "itemListElement"
            )


def _parsed(script: str) -> list[Any]:
    """The JSON values of a script; what is broken is mended where that is safe, else salvaged field by field."""
    text = script.strip()
    if text.startswith(("<", "/")) or text.endswith((">", "/")):
        text = _COMMENT_MARKS.sub("", _COMMENT_MARKS.sub("", text)).strip()
    text = text.rstrip(";")
    return _values(text) or _values(_TRAILING_COMMA.sub(r"\1", text)) or _salvaged(text)


def _salvaged(text: str) -> list[Any]:
    """The plain fields of an article in a script that is no JSON, as where quotes inside a string are not escaped."""
    kind = _BROKEN_TYPE.search(text)
    if kind is None:
        return []
    node: Node = {"@type": kind[1]}
    for found in _BROKEN_FIELD.finditer(text):
        node.setdefault(found[1], _values(f'"{found[2]}"')[0] if _values(f'"{found[2]}"') else found[2])
    author = _BROKEN_AUTHOR.search(text)
    if author is not None:
        node["author"] = author[1]
    return [node]


def _values(text: str) -> list[Any]:
    decoder, position = json.JSONDecoder(strict=False), 0
    values: list[Any] = []
    while position < len(text) and len(values) < 50:
        try:
            value, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            break
        values.append(value)
        position += len(text[position:]) - len(text[position:].lstrip(" \t\r\n,;"))
    return values


def _types(node: Node) -> set[str]:
    kinds = node.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return {name.rpartition("/")[2].lower() for name in names if isinstance(name, str)}


def _stated(node: Node, by_id: dict[str, Node]) -> StatedFields:
    keywords = node.get("keywords")
    names = keywords if isinstance(keywords, list) else [keywords]
    tags = [
        part
        for name in names
        if (text := text_value(name))
        for part in (text.split(",") if len(names) == 1 else [text])
    ]
    sections = node.get("articleSection")
    return StatedFields(
        headline=text_value(node.get("headline")) or text_value(node.get("name")),
        description=text_value(node.get("description")),
        published=_time(node.get("datePublished")),
        modified=_time(node.get("dateModified")),
        authors=_names(node.get("author") or node.get("creator"), by_id, organisations=False),
        organisations=_names(node.get("author") or node.get("creator"), by_id, organisations=True),
        section=[
            text for part in (sections if isinstance(sections, list) else [sections]) if (text := text_value(part))
        ],
        tags=[text for tag in tags if (text := clean(tag))],
        image=_image(node.get("image") or node.get("thumbnailUrl"), by_id),
        body=node["articleBody"] if isinstance(node.get("articleBody"), str) else None,
        words=_count(node.get("wordCount")),
        comment_count=_count(node.get("commentCount")),
        free=_free(node),
        publisher=_name(node.get("publisher"), by_id),
        is_person=_is_person(node.get("publisher"), by_id),
    )


def _complete(stated: StatedFields, node: Node, by_id: dict[str, Node]) -> None:
    """Fields that some sites state of the page and not of the article on it."""
    stated.published = stated.published or _time(node.get("datePublished"))
    stated.modified = stated.modified or _time(node.get("dateModified"))
    stated.authors = stated.authors or _names(node.get("author"), by_id, organisations=False)
    if stated.free is None:
        stated.free = _free(node)


def _free(node: Node) -> bool | None:
    """What a node says of the access to it, else of that to its parts."""
    parts = node.get("hasPart")
    stated = [node, *(part for part in (parts if isinstance(parts, list) else [parts]) if isinstance(part, dict))]
    return next((free for each in stated if (free := truth(each.get("isAccessibleForFree"))) is not None), None)


def _resolved(value: Any, by_id: dict[str, Node]) -> Any:
    if isinstance(value, dict) and isinstance(value.get("@id"), str) and not value.get("name"):
        return by_id.get(value["@id"], value)
    return value


def _time(value: Any) -> str | None:
    """A time as text; some write the seconds since 1970 as a number."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if is_number else text_value(value)


def _name(value: Any, by_id: dict[str, Node]) -> str | None:
    return text_value(_resolved(value, by_id))


def _is_person(value: Any, by_id: dict[str, Node]) -> bool:
    part = _resolved(value, by_id)
    return isinstance(part, dict) and "person" in _types(part)


def _names(value: Any, by_id: dict[str, Node], *, organisations: bool) -> list[str]:
    found: list[str] = []
    for given in value if isinstance(value, list) else [value]:
        part = _resolved(given, by_id)
        if organisations != (isinstance(part, dict) and any("organization" in kind for kind in _types(part))):
            continue
        names = part.get("name") if isinstance(part, dict) else part
        found += [text for name in (names if isinstance(names, list) else [names]) if (text := text_value(name))]
    return list(dict.fromkeys(name for name in found if "://" not in name))


def _image(value: Any, by_id: dict[str, Node]) -> str | None:
    part = _resolved(value[0] if isinstance(value, list) and value else value, by_id)
    if isinstance(part, dict):
        part = part.get("url") or part.get("contentUrl") or part.get("@id")
    if isinstance(part, list):
        part = part[0] if part else None
    return text_value(part)


def _breadcrumb(node: Node) -> list[Crumb]:
    items = node.get("itemListElement")
    items = items if isinstance(items, list) else [items]
    entries = [item for item in items if isinstance(item, dict)]
    entries.sort(key=lambda item: _count(item.get("position")) or 0)
    named = ((text_value(item.get("name")) or text_value(item.get("item")), item.get("item")) for item in entries)
    return [Crumb(name, _address(item)) for name, item in named if name]


def _address(item: Any) -> str | None:
    address = item.get("@id") or item.get("url") if isinstance(item, dict) else item
    return address if isinstance(address, str) else None


def _count(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int) and value >= 0:
        return value
    text = str(value).strip() if isinstance(value, str) else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def truth(value: Any) -> bool | None:
    """A statement of yes or no, null where it is neither."""
    if isinstance(value, bool):
        return value
    text = fold(str(value)).rpartition("/")[2]
    return True if text in ("true", "yes", "1") else False if text in ("false", "no", "0") else None
